import type { ConnectionsResult } from '../../reports/connections/connections-result.js';
import type { ReportResult, ReportRun } from '../../reports/report-run.js';
import { toJsonLine, withUnitEscapes } from '../json-line.js';
import { printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { formatIso } from '../time-text.js';
import { accountJson, windowJson } from './run-json.js';
import { notesJson, trafficJson } from './traffic-json.js';

type HostLists = ConnectionsResult['connectedTo'];

/** An object whose members keep their order and their names, be they numbers or `__proto__`; the values are JSON already. */
const objectText = (members: readonly (readonly [name: string, value: string])[]): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;

const listsText = (lists: HostLists): string => objectText(lists.map(({ host, hosts }) => [host, JSON.stringify(hosts)]));

const countsText = (lists: HostLists): string => objectText(lists.map(({ host, connections }) => [host, String(connections)]));

/** Members of an object of ours, whose names do not come from a log. */
const membersOf = (value: object): [string, string][] => Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)]);

const connectionsLine = (run: ReportRun<ReportResult>, result: ConnectionsResult): Printable => {
  const { connectedTo, receivedFrom, mostReceived, mostGenerated, timeline, error } = result;
  const most = (each: ConnectionsResult['mostReceived']) => each && { host: each.host, count: each.count };
  const text = objectText([
    ...membersOf({ report: 'connections', window: windowJson(run.window) }),
    ['connectedTo', listsText(connectedTo)],
    ['receivedFrom', listsText(receivedFrom)],
    ...membersOf({ mostReceived: most(mostReceived), mostGenerated: most(mostGenerated) }),
    ['counts', objectText([['to', countsText(connectedTo)], ['from', countsText(receivedFrom)]])],
    ...(timeline === null ? [] : membersOf({ timeline: timeline.rows.map(({ from, connections }) => ({ from: formatIso(from), connections })) })),
    ...membersOf({ ...accountJson(run), error }),
  ]);
  return printed`${withUnitEscapes(text)}\n`;
};

/**
 * A report as one line of JSON, newline included: keys in a fixed order, ISO times, nothing rounded. What a terminal could not
 * be given is written as `\uXXXX`, as in toJsonLine.
 */
export const reportAsJson = (run: ReportRun<ReportResult>): Printable => {
  const { result } = run;
  const window = windowJson(run.window);
  switch (result.report) {
    case 'traffic': {
      const { sources, lines, ...account } = accountJson(run);
      return toJsonLine({ report: 'traffic', window, ...trafficJson(result), lines, sources, ...account, panelNotes: notesJson(result) });
    }
    case 'connections':
      return connectionsLine(run, result);
    case 'own':
      return toJsonLine({ report: result.name, window, result: result.value ?? null, ...accountJson(run) });
  }
};
