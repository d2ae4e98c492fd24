import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportResult, ReportRun } from '../../../src/reports/report-run.js';
import { reportAsCsv } from '../../../src/render/reports/csv-report.js';
import { readCsv } from '../../convert/csv-reader.js';
import { forbiddenIn, hostileText } from '../../support/hostile-text.js';
import {
  connectionsRun,
  emptyConnections,
  emptyTraffic,
  HOSTILE_KEYS,
  hostileConnections,
  hostileTraffic,
  keyPanelOf,
  ownRun,
  partialTraffic,
  reportRunOf,
  richTraffic,
  smallTraffic,
  trafficOf,
} from '../../support/report-runs.js';

const linesOf = (run: ReportRun<ReportResult>): string[] => reportAsCsv(run).split('\n');

/** Rows as objects, without what is empty. */
const rowsOf = (run: ReportRun<ReportResult>): Record<string, string>[] => {
  const [head = [], ...rows] = readCsv(reportAsCsv(run));
  return rows.map((row) => {
    expect(row).toHaveLength(head.length);
    return Object.fromEntries(row.map((cell, at) => [head[at]!, cell] as const).filter(([, cell]) => cell !== ''));
  });
};

/** The texts of a panel's keys, as a spreadsheet shows them. */
const keysOf = (run: ReportRun<ReportResult>, panel: string): (string | undefined)[] =>
  rowsOf(run)
    .filter((row) => row['panel'] === panel)
    .map(({ key }) => key);

test('traffic is one table', () => {
  expect(reportAsCsv(smallTraffic)).toBe(`panel,key,from,to,hits,errors,bytes,p50,p90,p95,p99,max,value
window,,2018-11-22T15:50:00.000Z,2018-11-22T15:59:59.000Z,,,,,,,,,
partial,,,,,,,,,,,,0
open,,,,,,,,,,,,0
totals,,,,3,0,1204,,,,,,
totals,successes,,,,,,,,,,,2
totals,other,,,,,,,,,,,1
totals,meanRate,,,,,,,,,,,0.75
totals,peakRate,,,,,,,,,,,2
totals,resolution,,,,,,,,,,,1
totals,peakSecond,2018-11-22T15:50:00.000Z,,2,,,,,,,,
totals,peakMinute,2018-11-22T15:50:00.000Z,,3,,,,,,,,
sections,food,,,3,0,1204,,,,,,
sections.rest,,,,0,0,0,,,,,,
sections.distinct,,,,,,,,,,,,1
sections.error,,,,,,,,,,,,0
notFound.rest,,,,0,0,0,,,,,,
notFound.distinct,,,,,,,,,,,,0
notFound.error,,,,,,,,,,,,0
lines,read,,,,,,,,,,,3
lines,accepted,,,,,,,,,,,3
lines,rejected,,,,,,,,,,,0
lines,filtered,,,,,,,,,,,0
lines,late,,,,,,,,,,,0
files.read,access.log,,,,,,,,,,,3
files.accepted,access.log,,,,,,,,,,,3
files.rejected,access.log,,,,,,,,,,,0
files.filtered,access.log,,,,,,,,,,,0
files.late,access.log,,,,,,,,,,,0
`);
});

test.each([
  'timeline,,2018-11-22T15:53:00.000Z,2018-11-22T15:54:00.000Z,240,60,360000,,,,,,',
  'totals,uniqueHosts,,,,,,,,,,,213',
  'totals,uniqueHostsError,,,,,,,,,,,0.0081',
  'sections.error,,,,,,,,,,,,3',
  'slowest,/api/v1/orders,,,180,,,0.12,0.8,1.25,3.5,12.25,',
  'slowest.relativeError,,,,,,,,,,,,0.01',
  'bursts,,2018-11-22T15:53:00.000Z,2018-11-22T15:53:55.000Z,220,58,,,,,,,',
  'bursts.others,,,,,,,,,,,,2',
  'alerts,1,2018-11-22T15:53:20.000Z,2018-11-22T15:55:10.000Z,,,,,,,,,11.1',
  'alerts,2,2018-11-22T15:58:20.000Z,,,,,,,,,,10.05',
  'rejectedBy,layout,,,,,,,,,,,5',
])('a row of traffic is %s', (row) => {
  expect(linesOf(richTraffic)).toContain(row);
});

test('connections are rows of hosts', () => {
  expect(linesOf(connectionsRun).slice(0, 16)).toEqual([
    'panel,key,host,from,to,value',
    'window,,,2018-11-22T15:50:00.000Z,2018-11-22T15:59:59.000Z,',
    'partial,,,,,0',
    'open,,,,,0',
    'mostReceived,,Uniform,,,1015',
    'mostGenerated,,alpine,,,630',
    'counts.to,Delta,,,,412',
    'counts.to,Nowhere,,,,0',
    'counts.from,alta,,,,37',
    'connectedTo,Delta,alpine,,,',
    'connectedTo,Delta,alta,,,',
    'connectedTo,Delta,bravo,,,',
    'receivedFrom,alta,Delta,,,',
    'receivedFrom,alta,Uniform,,,',
    'error,,,,,0',
    'lines,read,,,,12001',
  ]);
});

test("a report of the user's has its numbers and its texts in columns of their own", () => {
  expect(linesOf(ownRun).filter((line) => line.startsWith('panel') || line.startsWith('result'))).toEqual([
    'panel,key,from,to,value,text',
    'result,misses,,,12,',
    'result,share,,,0.012,',
    'result,worst.0.path,,,,/a',
    'result,worst.0.misses,,,7,',
    "result,worst.1.path,,,,'=b",
    'result,worst.1.misses,,,-5,',
    'result,note,,,,',
  ]);
});

test('it says that it was cut short, and what the logs hold', () => {
  expect(linesOf(partialTraffic)).toContain('partial,,,,,,,,,,,,1');
  expect(linesOf({ ...partialTraffic, isPartial: false, isOpen: true })).toContain('open,,,,,,,,,,,,1');
  expect(linesOf(emptyTraffic)).toContain('held,,2018-11-22T13:50:00.000Z,2018-11-22T14:50:00.250Z,,,,,,,,,');
  expect(linesOf(emptyConnections)).toContain('window,,,,,');
});

describe('texts from a log', () => {
  test('are never a formula, and quoted where they need it', () => {
    const keys = keysOf(hostileTraffic, 'paths');
    expect(keys).toHaveLength(HOSTILE_KEYS.length);
    expect(keys).toEqual(expect.arrayContaining(["'=HYPERLINK(\"http://evil.example\",\"x\")", "'@SUM(1+1)*cmd|' /C calc'!A0", "'+1", "'-1", "'\\u0009=1", "'＝1"]));
    expect(keys).toEqual(expect.arrayContaining(['comma, "quoted"', 'line\\u000d\\u000abreak\\u2028\\u0085', '\\u001b[31mred\\u001b]0;title\\u0007']));
    for (const run of [hostileTraffic, hostileConnections]) expect(forbiddenIn(reportAsCsv(run).replaceAll('\n', ''))).toEqual([]);
  });

  test('stay in their cells, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1 }), (keys) => {
        const run = reportRunOf(trafficOf({}, [keyPanelOf('paths', keys.map((key, at) => [key, at, 0, 0]))]));
        const rows = rowsOf(run).filter(({ panel }) => panel === 'paths');
        expect(rows.map(({ hits }) => hits)).toEqual(keys.map((_, at) => String(at)));
        for (const { key = '' } of rows) expect(key).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
      { numRuns: 300 },
    );
  });
});
