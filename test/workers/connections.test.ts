import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LINE_BYTES } from '../../src/core/line-counts.js';
import { connectionsKind } from '../../src/reports/connections/connections-kind.js';
import type { ConnectionsResult } from '../../src/reports/connections/connections-result.js';
import type { ReportRun } from '../../src/reports/report-run.js';
import type { WindowChoice } from '../../src/reports/time-window.js';
import type { Reading } from '../../src/workers/report-request.js';
import { runReport } from '../../src/workers/run-report.js';
import { ServerLog } from '../sources/log-directory.js';
import { hitCount } from '../support/hit-count.js';
import { ALL_TIME, quietHooks, report, threadHere } from './report.js';

const NOW = 1_767_225_600_000;

const reportOn = async (text: string, window: Partial<WindowChoice>, workers: number): Promise<ReportRun<ConnectionsResult>> => {
  const log = new ServerLog();
  log.create(text);
  const reading: Reading<ConnectionsResult> = { kind: connectionsKind({ report: 'connections', fromHosts: ['a'], toHosts: ['b'], groupingSeconds: null }), formatOf: () => null, filter: null };
  const request = { reading, window: { ...ALL_TIME, ...window }, paths: [log.path], maxLine: MAX_LINE_BYTES, workers, newThread: () => threadHere(reading) };
  return runReport(request, quietHooks, { worthThreads: 0, partSize: 300, readSize: 256 });
};

/** How a time may be written, and its milliseconds; then the blanks between, and the line's end. */
const line = fc
  .tuple(
    fc.integer({ min: -5000, max: 5000 }),
    fc.constantFrom('s', 'ms', '.ms', '.us'),
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.constantFrom(' ', ' ', '\t', '  '),
    fc.constantFrom('\n', '\n', '\r\n', ' \n'),
  )
  .map(([offset, unit, from, to, blank, end]) => {
    const time = NOW + (unit === 's' ? Math.floor(offset / 1000) * 1000 : offset);
    const second = Math.floor(time / 1000);
    const rest = String(time % 1000).padStart(3, '0');
    const text = { s: String(second), ms: String(time), '.ms': `${second}.${rest}`, '.us': `${second}.${rest}999` }[unit];
    return { time, from, to, text: `${text}${blank}${from}${blank}${to}${end}` };
  });

describe('a report of connections', () => {
  it('counts those of a window whose bounds are part of it, by any number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 4 }), fc.nat(), async (lines, seconds, seed) => {
        const newest = Math.max(...lines.map(({ time }) => time));
        const inside = lines.filter(({ time }) => time >= newest - seconds * 1000);
        const expected = {
          from: inside.filter(({ from }) => from === 'a').length,
          to: inside.filter(({ to }) => to === 'b').length,
          hosts: [...new Set(inside.filter(({ to }) => to === 'b').map(({ from }) => from))].sort(),
        };
        const run = await reportOn(lines.map(({ text }) => text).join(''), { seconds }, 1 + (seed % 3));
        expect(run.window).toEqual({ from: newest - seconds * 1000, to: newest });
        const { connectedTo, receivedFrom } = run.result;
        expect({ from: receivedFrom[0]!.connections, to: connectedTo[0]!.connections, hosts: connectedTo[0]!.hosts }).toEqual(expected);
        expect(run.lines).toEqual({ read: lines.length, accepted: inside.length, filtered: lines.length - inside.length, rejected: 0, late: 0 });
      }),
      { numRuns: 25 },
    );
  });

  it('accounts for what is no connection, in each way through the log', async () => {
    const text = `${NOW} a b\nnonsense\n\n${NOW - 1} a b c\n${NOW - 2000} a b\n`;
    const { lines, rejectedBy, result } = await reportOn(text, { seconds: 1 }, 1);
    expect([lines, rejectedBy]).toEqual([{ read: 5, accepted: 1, filtered: 1, rejected: 3, late: 0 }, { empty: 1, layout: 1, time: 1 }]);
    expect(result.mostGenerated).toEqual({ host: 'a', count: 1 });
  });
});

describe('a report of another kind over lines of connections', () => {
  it('gets records of their reader, which have no path', async () => {
    const log = new ServerLog();
    log.create(`${NOW} a b\n`.repeat(20));
    const { run } = await report([log.path], { kind: hitCount() });
    expect(run.result.rows).toEqual(['- NaN 20 0']);
  });
});
