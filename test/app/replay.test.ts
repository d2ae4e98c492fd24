import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay } from '../../src/app/replay.js';
import type { Pace } from '../../src/app/replay.js';
import type { MonitorOptions } from '../core/traffic.js';
import { intakeBench } from './intake-bench.js';
import { laneOf } from './lane.js';
import { linesSource } from './lines-source.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;
const HEADER = '"remotehost","rfc931","authuser","date","request","status","bytes"';

/** A clock whose waits are what moves it. */
const fakePace = (step: number, limit = 100_000): Pace & { waits: number } => {
  let elapsed = 1000;
  const pace = {
    waits: 0,
    elapsed: () => elapsed,
    wait: () => {
      pace.waits += 1;
      if (pace.waits > limit) throw new Error('waits for ever');
      elapsed += step;
      return Promise.resolve();
    },
  };
  return pace;
};

interface Run extends Partial<MonitorOptions> {
  /** how many logs each lane holds; one unless said otherwise */
  families?: readonly number[];
  sizes?: readonly number[];
  pace?: Pace | null;
  stopped?: (bench: ReturnType<typeof intakeBench>) => boolean;
  breathe?: (bench: ReturnType<typeof intakeBench>) => void;
}

/** Replays logs of lines to their end. */
const run = async (logs: readonly (readonly string[])[], options: Run = {}) => {
  const { sizes = [1000], families = logs.map(() => 1), pace = null, stopped = () => false, breathe = () => undefined } = options;
  const bench = intakeBench(options);
  const inputs = logs.map((lines, n) => {
    const intake = bench.open(`${n}.log`);
    return { intake, source: linesSource(intake, lines, sizes) };
  });
  await replay({
    monitor: bench.monitor,
    lanes: families.map((size, i) => laneOf(...inputs.splice(0, i + 1 < families.length ? size : inputs.length))),
    pace,
    stopped: () => stopped(bench),
    breathe: () => {
      breathe(bench);
      return Promise.resolve();
    },
  });
  bench.monitor.finish();
  const told = bench.events.filter(({ type }) => type !== 'source');
  return { ...bench, told, summary: bench.monitor.summary(0) };
};

/** A log of lines at gaps from each other, a few of them no records or out of order. */
const log = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -1, max: 3 }) }, { weight: 1, arbitrary: fc.constantFrom(-30, 60, 899, 2000, 5000) }),
      fc.constantFrom(200, 200, 404, 500),
      fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom('', 'junk', logLine(T).slice(0, 60)) }),
    ),
    { maxLength: 40 },
  )
  .map((steps) => {
    let at = T;
    return steps.map(([gap, status, junk]) => {
      at += gap;
      return junk ?? logLine(at, { status, host: `h${at % 3}`, request: `GET /s${at % 4}/x HTTP/1.1` });
    });
  });
const options = { threshold: 1, alertWindow: 20 };

describe('a replay', () => {
  test('tells the same whatever the size of the blocks that are read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(log, { minLength: 1, maxLength: 3 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), async (logs, sizes) => {
        const whole = await run(logs, options);
        const pieces = await run(logs, { ...options, sizes });
        expect(pieces.told).toEqual(whole.told);
        expect(pieces.summary).toEqual(whole.summary);
        expect(whole.summary.lines.read).toBe(logs.flat().length);
      }),
      { numRuns: 60 },
    );
  });

  test('tells the same at any pace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(log, { minLength: 1, maxLength: 3 }), fc.constantFrom(0.3, 1, 7, 400), async (logs, step) => {
        const fast = await run(logs, options);
        const paced = await run(logs, { ...options, pace: fakePace(step) });
        expect(paced.told).toEqual(fast.told);
        expect(paced.summary).toEqual(fast.summary);
      }),
      { numRuns: 40 },
    );
  });

  test('of nothing tells nothing', async () => {
    const { told, summary } = await run([[], []]);
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ hits: 0, lines: { read: 0 } });
  });

  test('of several logs has each line at its time and each log its account', async () => {
    const { reports, summary } = await run([
      [logLine(T), logLine(T + 12), logLine(T + 14)],
      [logLine(T + 3), 'junk', logLine(T + 13)],
    ]);
    expect(reports().map(({ report }) => [report.from - T, report.hits, report.lines.rejected])).toEqual([
      [0, 2, 1],
      [10, 3, 0],
    ]);
    expect(summary.sources.map(({ path, format, accepted, rejected }) => [path, format, accepted, rejected])).toEqual([
      ['0.log', 'common', 3, 0],
      ['1.log', 'common', 2, 1],
    ]);
  });

  test('reads no further than it must: a source waits for the others', async () => {
    const lines = Array.from({ length: 70_000 }, (_, n) => logLine(T + Math.floor(n / 100)));
    let most = 0;
    const { summary } = await run([lines, lines], {
      sizes: [500],
      breathe: ({ monitor }) => {
        most = Math.max(most, monitor.openAt - T || 0);
      },
    });
    expect(summary).toMatchObject({ hits: 140_000, lines: { late: 0 } });
    expect(most).toBeGreaterThan(0);
  });

  test('reads the logs of a lane one after the other, each with its own account and format', async () => {
    const csv = (second: number): string => `"10.0.0.2","-","apache",${second},"GET /api/user HTTP/1.0",200,1234`;
    const { reports, summary } = await run(
      [[HEADER, csv(T), csv(T + 5)], [logLine(T + 6), logLine(T + 20)], [], [logLine(T + 3), logLine(T + 21)]],
      { families: [3, 1] },
    );
    expect(reports().map(({ report }) => [report.from - T, report.hits])).toEqual([[0, 4], [10, 0], [20, 2]]);
    expect(summary.sources.map(({ path, format, read }) => [path, format, read])).toEqual([
      ['0.log', 'csv', 3],
      ['1.log', 'common', 2],
      ['2.log', null, 0],
      ['3.log', 'common', 2],
    ]);
    expect(summary.lines).toMatchObject({ late: 0, future: 0 });
  });

  test('that is asked to stop counts what it has come to, and leaves the rest', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => logLine(T + n, { request: `GET /${n % 2} HTTP/1.1` }));
    const pace = fakePace(1);
    const { summary } = await run([lines], { pace, stopped: () => pace.waits === 10 });
    expect(summary.hits).toBeGreaterThan(5);
    expect(summary.hits).toBeLessThan(20);
    expect(summary.to).toBe(T + summary.hits);
    expect(summary.lines).toMatchObject({ read: summary.hits, accepted: summary.hits });
  });

  test('that is asked to stop lists only what it has counted', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => logLine(T + n, { status: 500 }));
    const pace = fakePace(1);
    const { summary } = await run([lines], { pace, stopped: () => pace.waits === 10 });
    for (const { top, rest } of [summary.hosts, summary.paths, summary.failing]) {
      expect([top.map(({ count }) => count), rest]).toEqual([[summary.hits], 0]);
    }
  });

  test('that is paced lists over the whole run only what it has counted so far', async () => {
    const lines = Array.from({ length: 100 }, (_, n) => logLine(T + n));
    const pace = fakePace(1);
    const rests: number[] = [];
    await run([lines], {
      pace,
      stopped: ({ monitor }) => {
        rests.push(monitor.snapshot('all', 0).window.hosts.rest);
        return false;
      },
    });
    expect(Math.min(...rests)).toBe(0);
  });
});

describe('at a pace', () => {
  test('a log that begins with lines that are no records is replayed', async () => {
    const csv = (second: number): string => `"10.0.0.2","-","apache",${second},"GET /api/user HTTP/1.0",200,1234`;
    const pace = fakePace(1, 100);
    const { summary } = await run([[HEADER, csv(T), csv(T + 5)]], { pace });
    expect(summary).toMatchObject({ hits: 2, rejectedBy: { header: 1 } });
    expect(pace.waits).toBe(5);
  });

  test('a log of nothing but such lines is, too', async () => {
    const { summary } = await run([['junk', 'junk'], ['junk']], { pace: fakePace(1, 100) });
    expect(summary).toMatchObject({ hits: 0, lines: { read: 3, rejected: 3 } });
  });

  test('a second is over when as much time has passed', async () => {
    const seen: number[] = [];
    const pace = fakePace(1);
    const wait = pace.wait.bind(pace);
    const bench = { openAt: 0 };
    await run([[logLine(T), logLine(T + 3), logLine(T + 4)]], {
      pace: {
        elapsed: () => pace.elapsed(),
        wait: () => {
          seen.push(bench.openAt - T);
          return wait();
        },
      },
      stopped: ({ monitor }) => {
        bench.openAt = monitor.openAt;
        return false;
      },
    });
    expect(pace.waits).toBe(4);
    expect(seen.at(-1)).toBe(3);
  });

  test('a gap longer than the ring is not waited for but for its last part', async () => {
    const pace = fakePace(1);
    await run([[logLine(T), ...Array.from({ length: 11 }, () => logLine(T + 100_000))]], { pace });
    expect(pace.waits).toBeLessThan(1000);
    expect(pace.waits).toBeGreaterThan(800);
  });

  test('a record of an unlikely future is not waited for', async () => {
    const pace = fakePace(1);
    const { summary } = await run([[logLine(T), logLine(T + 86_400), logLine(T + 5), logLine(T + 90_000)]], { pace });
    expect(pace.waits).toBe(5);
    expect(summary).toMatchObject({ to: T + 6, lines: { future: 2 } });
  });
});

test('what gives bytes for ever and no line can be stopped', async () => {
  const bench = intakeBench({});
  const intake = bench.open('zero');
  let reads = 0;
  let stopped = false;
  const source = {
    path: 'zero',
    isLive: false,
    read: () => {
      reads += 1;
      if (reads === 1) setImmediate(() => (stopped = true));
      return reads < 10_000;
    },
    close: () => undefined,
  };
  await replay({
    monitor: bench.monitor,
    lanes: [laneOf({ intake, source })],
    pace: null,
    stopped: () => stopped,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  expect(reads).toBeLessThan(10);
});
