import type { ConnectionsResult, ConnectionsTimeline } from '../../../reports/connections/connections-result.js';
import type { OwnResult } from '../../../reports/own/own-result.js';
import type { ReportResult } from '../../../reports/report-run.js';
import type { TrafficResult } from '../../../reports/traffic/traffic-result.js';
import { formatCount } from '../../numbers.js';
import { printable, printableLines, printed } from '../../printable.js';
import { formatInterval } from '../../time-text.js';
import { leavesOf } from '../own-value.js';
import { totalsOf } from '../totals-text.js';
import type { Total } from '../totals-text.js';
import { nothing } from './card.js';
import type { Card } from './card.js';
import { dataTable, textKey } from './data-table.js';
import { escaped, html } from './html.js';
import type { Html } from './html.js';
import { panelCard } from './panel-card.js';
import { pageTime } from './page-time.js';

/** What a result looks like: parts above the cards, and these. */
export interface ResultPart {
  parts: readonly Html[];
  cards: readonly Card[];
}

const totalHtml = ({ label, value, more }: Total): Html =>
  html`<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>${more === null ? html`` : html`<dd class="note">${escaped(more)}</dd>`}</div>`;

const totalsHtml = (totals: readonly Total[]): Html => html`<dl class="card totals">${totals.map(totalHtml)}</dl>\n`;

const trafficPart = ({ totals, panels }: TrafficResult): ResultPart => ({
  parts: [totalsHtml(totalsOf(totals, pageTime))],
  cards: panels.map((panel) => panelCard(panel, totals)),
});

const mostTotal = (label: string, most: ConnectionsResult['mostReceived']): Total =>
  most === null ? { label, value: printed`none`, more: null } : { label, value: printable(most.host), more: printed`${formatCount(most.count)} connections` };

const hostsCard = (direction: 'to' | 'from', { host, hosts, connections }: ConnectionsResult['connectedTo'][number]): Card => {
  const remark = html`${escaped(formatCount(connections))}, ${direction === 'to' ? html`from` : html`to`} ${escaped(formatCount(hosts.length))} ${hosts.length === 1 ? html`host` : html`hosts`}`;
  const list = html`<ul class="hosts">${hosts.map((each) => html`<li>${escaped(each)}</li>`)}</ul>\n`;
  return { title: `Connections ${direction} ${host}`, remark, body: hosts.length === 0 ? nothing('none') : list };
};

const intervalsCard = ({ interval, rows }: ConnectionsTimeline): Card => {
  const columns = [{ name: 'from', title: 'From' }, { name: 'connections', title: 'Connections' }];
  const body = dataTable({
    panel: 'timeline',
    caption: 'Timeline',
    columns,
    rows: rows.map(({ from, connections }) => ({ key: pageTime(from), value: from, cells: [{ text: escaped(formatCount(connections)), value: connections }] })),
    sorted: { column: 'from', way: 'ascending' },
    rest: null,
  });
  return { title: 'Timeline', remark: html`intervals of ${escaped(formatInterval(interval))}`, body: rows.length === 0 ? nothing('none') : body };
};

const connectionsPart = ({ mostReceived, mostGenerated, connectedTo, receivedFrom, timeline, error }: ConnectionsResult): ResultPart => ({
  parts: [
    totalsHtml([mostTotal('Server that received more connections', mostReceived), mostTotal('Server that generated more connections', mostGenerated)]),
    ...(error === 0 ? [] : [html`<p class="notice">Counts may be too low by up to ${escaped(formatCount(error))}.</p>\n`]),
  ],
  cards: [...(timeline === null ? [] : [intervalsCard(timeline)]), ...connectedTo.map((each) => hostsCard('to', each)), ...receivedFrom.map((each) => hostsCard('from', each))],
});

/** Text of several lines, which stay lines. */
const escapedLines = (text: string): Html => html`${printableLines(text).split('\n').map((line) => html`${escaped(line)}\n`)}`;

const ownPart = ({ name, value, text }: OwnResult): ResultPart => {
  if (text !== null) return { parts: [], cards: [{ title: name, body: html`<pre>${escapedLines(text)}</pre>\n`, kind: 'wide' }] };
  const rows = leavesOf(value).map((leaf) => ({
    ...textKey(leaf.path),
    cells: [{ text: escaped(String(leaf.value)), value: typeof leaf.value === 'number' ? leaf.value : null }],
  }));
  const columns = [{ name: 'key', title: 'Key' }, { name: 'value', title: 'Value', isText: true }];
  const body = dataTable({ panel: 'result', caption: name, columns, rows, sorted: null, rest: null });
  return { parts: [], cards: [{ title: name, body, kind: 'wide' }] };
};

export const resultPart = (result: ReportResult): ResultPart => {
  switch (result.report) {
    case 'traffic':
      return trafficPart(result);
    case 'connections':
      return connectionsPart(result);
    case 'own':
      return ownPart(result);
  }
};
