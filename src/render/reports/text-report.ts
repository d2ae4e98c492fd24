import type { ConnectionsResult, ConnectionsTimeline } from '../../reports/connections/connections-result.js';
import type { OwnResult } from '../../reports/own/own-result.js';
import type { ReportResult, ReportRun } from '../../reports/report-run.js';
import type { TrafficResult } from '../../reports/traffic/traffic-result.js';
import { cutMiddleToCells } from '../cells.js';
import { formatCount } from '../numbers.js';
import { joined, printable, printableLines, printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { tableText } from '../table-text.js';
import { labelled } from '../text-block.js';
import { formatInstant } from '../time-text.js';
import { leavesOf } from './own-value.js';
import { panelText } from './panel-text.js';
import { emptyText, filesText, headText, PARTIAL } from './run-text.js';
import { REPORT_WIDTH, textPart } from './text-part.js';
import { timelineText } from './timeline-text.js';
import { totalsOf } from './totals-text.js';

const trafficParts = ({ totals, panels }: TrafficResult): Printable[] => {
  const lines = totalsOf(totals, formatInstant).map(({ label, value, more }) => labelled(label, more === null ? value : printed`${value} (${more})`));
  return [textPart('Totals', lines), ...panels.map((panel) => panelText(panel, totals))];
};

const hostList = (hosts: readonly string[]): Printable => (hosts.length === 0 ? printed`none` : joined(hosts.map(printable), printed`, `));

const mostText = (most: ConnectionsResult['mostReceived']): Printable => (most === null ? printed`none` : printed`${printable(most.host)} (${most.count})`);

const asHits = ({ interval, rows }: ConnectionsTimeline) => ({ interval, rows: rows.map(({ from, connections }) => ({ from, hits: connections, bytes: 0, errors: 0 })) });

// Plain numbers and whole lists, each on its line, for those who search them.
const connectionsParts = ({ connectedTo, receivedFrom, mostReceived, mostGenerated, timeline, error }: ConnectionsResult): Printable[] => {
  const lines = [
    printed`* Server that received more connections: ${mostText(mostReceived)}`,
    printed`* Server that generated more connections: ${mostText(mostGenerated)}`,
    ...connectedTo.map(({ host, hosts, connections }) => printed`* Connections to ${printable(host)}: ${connections}, from: ${hostList(hosts)}`),
    ...receivedFrom.map(({ host, hosts, connections }) => printed`* Connections from ${printable(host)}: ${connections}, to: ${hostList(hosts)}`),
    ...(error === 0 ? [] : [printed`counts may be too low by up to ${formatCount(error)}`]),
  ];
  const chart = timeline === null ? [] : [timelineText(asHits(timeline), 'connections')];
  return [printed`${joined(lines, printed`\n`)}\n`, ...chart];
};

const ownParts = ({ value, text }: OwnResult): Printable[] => {
  if (text !== null) return [printed`${printableLines(text.replace(/\n$/, ''))}\n`];
  const rows = leavesOf(value).map((leaf) => [cutMiddleToCells(leaf.path, REPORT_WIDTH / 2), printable(String(leaf.value))]);
  return [printed`${tableText(rows)}\n`];
};

/** The parts of a report below its head. */
const partsOf = (run: ReportRun<ReportResult>): Printable[] => {
  const { result } = run;
  const empty = run.lines.accepted === 0 ? [emptyText(run)] : [];
  switch (result.report) {
    case 'traffic':
      return empty.length > 0 ? empty : trafficParts(result);
    case 'connections':
      return [...empty, ...connectionsParts(result)];
    case 'own':
      return [...empty, ...ownParts(result)];
  }
};

const titleOf = (result: ReportResult): string => (result.report === 'own' ? result.name : `${result.report} report`).toUpperCase();

/** A report as plain text of 80 columns, for terminals and mails, with a newline at its end. */
export const reportAsText = (run: ReportRun<ReportResult>): Printable =>
  joined(
    [headText(titleOf(run.result), run), ...partsOf(run), ...filesText(run), ...(run.isPartial ? [printed`${PARTIAL}\n`] : [])],
    printed`\n`,
  );
