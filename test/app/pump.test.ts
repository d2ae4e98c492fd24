import { describe, expect, test } from 'vitest';
import type { Intake } from '../../src/app/intake.js';
import { createArrivalPump, createLogPump, RING_ROWS, ringRowsFor } from '../../src/app/pump.js';
import type { Pump } from '../../src/app/pump.js';
import { GONE } from '../../src/core/source-book.js';
import type { MonitorOptions } from '../core/traffic.js';
import { intakeBench } from './intake-bench.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;

const setUp = (create: (bench: ReturnType<typeof intakeBench>) => Pump, sources = 1, options: Partial<MonitorOptions> = {}) => {
  const bench = intakeBench(options);
  const pump = create(bench);
  const intakes = Array.from({ length: sources }, (_, n) =>
    bench.open(`${n}.log`, (intake: Intake) => {
      pump.take(intake);
    }),
  );
  const feed = (lines: readonly string[], source = 0, catchUp = false): void => {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    intakes[source]!.lines(bytes, 0, bytes.length, catchUp);
    bytes.fill(0); // a follower's chunk is taken back
  };
  return { ...bench, pump, feed };
};
const arrival = (sources = 1, options: Partial<MonitorOptions> = {}) => setUp(({ monitor }) => createArrivalPump(monitor, T), sources, options);
const byLog = (sources = 1, options: Partial<MonitorOptions> = {}) => setUp(({ monitor }) => createLogPump(monitor, sources), sources, options);

const lines = (count: number, second = T): string[] => new Array<string>(count).fill(logLine(second));

describe('by arrival', () => {
  test('a line counts in the second that the next tick closes, whatever its own time', () => {
    const { pump, feed, monitor } = arrival();
    feed(lines(3, 5));
    expect(monitor.snapshot(10, 0).totalHits).toBe(0);
    pump.tick(T + 1);
    feed(lines(2));
    pump.tick(T + 2);
    pump.tick(T + 3);
    expect(monitor.snapshot(10, 0)).toMatchObject({ now: T + 3, totalHits: 5, lines: { read: 5, late: 0 } });
    expect(monitor.snapshot(10, 0).seconds.hits.slice(-3)).toEqual([3, 2, 0]);
  });

  test('a ring that is nearly full is drained before the tick, and nothing is lost', () => {
    const { pump, feed, monitor } = arrival();
    feed(lines(RING_ROWS));
    expect(monitor.snapshot(10, 0).totalHits).toBeGreaterThan(RING_ROWS / 2);
    feed(lines(RING_ROWS));
    feed(['junk']);
    pump.tick(T + 1);
    expect(monitor.snapshot(10, 0)).toMatchObject({ totalHits: 2 * RING_ROWS, rates: { lastSecond: 2 * RING_ROWS }, lines: { read: 2 * RING_ROWS + 1, rejected: 1 } });
  });

  test('ticks that were missed are made up for', () => {
    const { pump, feed, transitions } = arrival(1, { threshold: 1, alertWindow: 5 });
    feed(lines(6));
    pump.tick(T + 100);
    expect(transitions().map(({ state, at }) => [state, at])).toEqual([
      ['triggered', T + 1],
      ['resolved', T + 6],
    ]);
  });

  test('what a file already held counts in its own second', () => {
    const { pump, feed, monitor } = arrival();
    feed([...lines(1, T - 1000), ...lines(2, T - 3)], 0, true);
    feed(lines(4, T - 3));
    pump.tick(T + 1);
    const { seconds, totalHits } = monitor.snapshot(10, 0);
    expect(totalHits).toBe(7);
    expect(seconds.hits.slice(-5)).toEqual([0, 2, 0, 0, 4]);
  });

  test('the last, partial second counts at the end, and the last interval is told', () => {
    const { pump, feed, monitor, reports } = arrival();
    feed(lines(1));
    pump.tick(T + 1);
    feed(lines(2));
    pump.finish();
    expect(reports().map(({ report }) => [report.from, report.to, report.hits])).toEqual([[T, T + 2, 3]]);
    expect(monitor.summary(0).hits).toBe(3);
  });

  test('sources have accounts of their own', () => {
    const { pump, feed, monitor } = arrival(2);
    feed(lines(2), 1);
    feed(['junk']);
    pump.tick(T + 1);
    expect(monitor.snapshot(10, 0).sources.map(({ accepted, rejected }) => [accepted, rejected])).toEqual([
      [0, 1],
      [2, 0],
    ]);
  });
});

describe('by log time', () => {
  test('a line counts in the second of its own time', () => {
    const { pump, feed, monitor } = byLog();
    feed([...lines(1, T), ...lines(2, T + 1), ...lines(1, T + 3)]);
    pump.tick(1);
    expect(monitor.snapshot(10, 0)).toMatchObject({ now: T + 3, totalHits: 4 });
    expect(monitor.snapshot(10, 0).seconds.hits.slice(-3)).toEqual([1, 2, 0]);
  });

  test('five seconds of silence are waited for; then the clock goes on with the machine\'s, and alerts resolve', () => {
    const { pump, feed, monitor, transitions } = byLog(1, { threshold: 1, alertWindow: 5 });
    feed(lines(6, T));
    for (let instant = 1; instant <= 6; instant += 1) pump.tick(instant);
    expect(monitor.openAt).toBe(T);
    for (let instant = 7; instant <= 12; instant += 1) pump.tick(instant);
    expect(monitor.openAt).toBe(T + 6);
    expect(transitions().map(({ state, at }) => [state, at])).toEqual([
      ['triggered', T + 1],
      ['resolved', T + 6],
    ]);
  });

  test('a line ends the silence', () => {
    const { pump, feed, monitor } = byLog();
    feed(lines(1, T));
    for (let instant = 1; instant <= 20; instant += 1) {
      if (instant % 4 === 0) feed(lines(1, T));
      pump.tick(instant);
    }
    expect(monitor.openAt).toBe(T);
  });

  test('a tick that was missed is as long as it was', () => {
    const { pump, feed, monitor } = byLog();
    feed(lines(1, T));
    pump.tick(1);
    pump.tick(101);
    expect(monitor.openAt).toBe(T + 100);
  });

  test('before there is any line nothing happens', () => {
    const { pump, monitor, events } = byLog(2);
    for (let instant = 1; instant <= 20; instant += 1) pump.tick(instant);
    pump.finish();
    expect(events).toEqual([]);
    expect(monitor.openAt).toBeNaN();
  });

  test('after a silence of hours the next line counts at once', () => {
    const { pump, feed, monitor } = byLog();
    feed(lines(1, T));
    for (let instant = 1; instant <= 8000; instant += 1) pump.tick(instant);
    feed(lines(1, T + 8000));
    pump.tick(8001);
    expect(monitor.snapshot(10, 0)).toMatchObject({ now: T + 8000, totalHits: 2, lines: { future: 0, late: 0 } });
  });

  test('a source whose first line comes late is merged like the others', () => {
    const { pump, feed, monitor } = byLog(2);
    feed(lines(1, T));
    pump.tick(1);
    feed(lines(2, T + 1), 1);
    pump.tick(2);
    expect(monitor.snapshot(10, 0)).toMatchObject({ now: T + 1, totalHits: 3 });
    pump.finish();
    expect(monitor.summary(0).hits).toBe(3);
  });

  test('a jump that nothing confirms holds its source until the end, and is future', () => {
    const { pump, feed, monitor } = byLog(2);
    feed([...lines(1, T), ...lines(3, T + 86_400)]);
    feed([...lines(1, T), ...lines(1, T + 2)], 1);
    pump.tick(1);
    expect(monitor.snapshot(10, 0)).toMatchObject({ now: T + 2, totalHits: 3 });
    pump.finish();
    expect(monitor.summary(0)).toMatchObject({ to: T + 3, hits: 6, lines: { read: 6, future: 3 } });
  });

  test('more lines than a ring holds are all counted, be they ever so doubtful', () => {
    const { pump, feed, monitor } = byLog(2);
    const rows = ringRowsFor(2);
    feed(lines(rows + 10, T));
    feed(['', ...lines(1, T + 86_400), ...new Array<string>(rows + 10).fill('')], 1);
    feed(lines(3, T + 1), 1);
    pump.tick(1);
    pump.finish();
    expect(monitor.summary(0)).toMatchObject({ lines: { read: 2 * rows + 25, accepted: rows + 14, rejected: rows + 11 } });
  });
});

describe.each([
  ['by arrival', arrival],
  ['by log time', byLog],
])('sources that come and go %s', (_name, create) => {
  const join = (bench: ReturnType<typeof arrival>, path: string): Intake => bench.open(path, (intake) => {
    bench.pump.take(intake);
  });
  const write = (intake: Intake, texts: readonly string[]): void => {
    const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
    intake.lines(bytes, 0, bytes.length, false);
  };

  test('are counted, and have left when all their lines are', () => {
    const bench = create(1);
    bench.feed(lines(1));
    const pod = join(bench, 'pod.log');
    write(pod, [...lines(2), 'junk', ...lines(1, T + 86_400)]);
    bench.pump.end(pod);
    bench.pump.tick(T + 1);
    const { sources, totalHits, lines: account } = bench.monitor.snapshot(10, 0);
    expect(sources.map(({ path }) => path)).toEqual(['0.log']);
    expect([totalHits, account.read]).toEqual([4, 5]);
  });

  test('go on with their counts when they come back', () => {
    const bench = create(1);
    const pod = join(bench, 'pod.log');
    write(pod, lines(2));
    bench.pump.end(pod);
    const again = join(bench, 'pod.log');
    expect(again.source).toBe(pod.source);
    write(again, lines(3, T + 1));
    bench.pump.tick(T + 2);
    expect(bench.monitor.snapshot(10, 0).sources.map(({ path, read }) => [path, read])).toEqual([['0.log', 0], ['pod.log', 5]]);
    expect(bench.recent.list(100)).toHaveLength(5);
  });

  test('may be thousands one after the other: every line is counted, and few are remembered', () => {
    const bench = create(1, { maxSources: 8 });
    for (let n = 0; n < 3000; n += 1) {
      const pod = join(bench, `pod-${String(n)}.log`);
      write(pod, lines(1, T + Math.floor(n / 100)));
      bench.pump.end(pod);
      if (n % 100 === 99) bench.pump.tick(T + Math.floor(n / 100) + 1);
    }
    bench.pump.finish();
    const summary = bench.monitor.summary(0);
    expect(summary).toMatchObject({ hits: 3000, lines: { read: 3000, late: 0, future: 0 } });
    expect(summary.sources.map(({ path, read }) => [path, read])).toContainEqual([GONE, 2993]);
    expect(summary.sources).toHaveLength(9);
  });
});

test('by log time, many sources that burst at once do not hold more rows than there is room for', () => {
  const { pump, open, monitor } = byLog(1);
  const intakes = Array.from({ length: 100 }, (_, n) => open(`${String(n)}.log`, (intake) => {
    pump.take(intake);
  }));
  const bytes = Buffer.from(lines(700).map((text) => `${text}\n`).join(''));
  for (const intake of intakes) intake.lines(bytes, 0, bytes.length, false);
  const counted = intakes.reduce((sum, { source }) => sum + monitor.linesCounted(source), 0);
  expect(70_000 - counted).toBeLessThan(RING_ROWS);
  pump.tick(1);
  expect(monitor.snapshot(10, 0).totalHits).toBe(70_000);
});

test.each([
  [1, RING_ROWS],
  [2, RING_ROWS / 2],
  [3, RING_ROWS / 4],
  [1000, 1024],
])('%i sources have rings of %i rows', (sources, rows) => {
  expect(ringRowsFor(sources)).toBe(rows);
});
