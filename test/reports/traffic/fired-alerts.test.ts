import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay } from '../../../src/app/replay.js';
import { firedAlerts } from '../../../src/reports/traffic/fired-alerts.js';
import { SecondCounts } from '../../../src/reports/traffic/second-counts.js';
import { intakeBench } from '../../app/intake-bench.js';
import { laneOf } from '../../app/lane.js';
import { linesSource } from '../../app/lines-source.js';
import { logLine } from '../../app/log-text.js';

const T = 1_542_900_000;

const countsOf = (seconds: readonly number[], limit?: number): SecondCounts => {
  const counts = new SecondCounts(limit);
  for (const second of seconds) counts.add(second, 1, false);
  return counts;
};

/** Hits at `at`, so many. */
const hits = (at: number, count: number): number[] => new Array<number>(count).fill(T + at);

const fired = (seconds: readonly number[], threshold: number, window: number): [number, number | null, number][] =>
  firedAlerts(countsOf(seconds), { threshold, window }, 100)!.rows.map(({ triggeredAt, resolvedAt, valueAtTrigger }) => [
    triggeredAt - T,
    resolvedAt === null ? null : resolvedAt - T,
    valueAtTrigger,
  ]);

describe('the alerts that would have fired', () => {
  test.each<[string, number[], [number, number | null, number][]]>([
    ['of nothing are none', [], []],
    ['of hits at the threshold are none', hits(0, 10), []],
    ['of one hit more is one that is not over', hits(0, 11), [[1, null, 1.1]]],
    ['is over when the hits have left the window', [...hits(0, 11), ...hits(30, 1)], [[1, 11, 1.1]]],
    ['is over when enough of them have', [...hits(0, 5), ...hits(3, 8), ...hits(12, 1)], [[4, 11, 1.3]]],
    ['goes on while more come', [...hits(0, 11), ...hits(5, 11), ...hits(12, 1)], [[1, null, 1.1]]],
    ['is not over before the log is', [...hits(0, 11), ...hits(10, 1)], [[1, 11, 1.1]]],
    ['come again', [...hits(0, 11), ...hits(20, 12), ...hits(60, 1)], [[1, 11, 1.1], [21, 31, 1.2]]],
  ])('%s', (_, seconds, expected) => {
    expect(fired(seconds, 1, 10)).toEqual(expected);
  });

  test('are those that the monitor tells of when it replays the log', async () => {
    // A jump of more than an hour is believed when ten records agree.
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 40 })) },
      { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 80, max: 3600 }), fc.integer({ min: 1, max: 40 })) },
      { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 890, max: 910 }), fc.integer({ min: 1, max: 40 })) },
      { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 3601, max: 100_000 }), fc.integer({ min: 11, max: 40 })) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 15 }),
        fc.constantFrom(0.02, 0.25, 1, 1.1, 5),
        fc.constantFrom(1, 10, 120, 899, 900, 1200),
        async (steps, threshold, alertWindow) => {
          let at = T;
          const seconds = steps.flatMap(([gap, count]) => new Array<number>(count).fill((at += gap)));
          const bench = intakeBench({ threshold, alertWindow });
          const intake = bench.open('a.log');
          const input = { intake, source: linesSource(intake, seconds.map((second) => logLine(second))) };
          await replay({ monitor: bench.monitor, lanes: [laneOf(input)], pace: null, stopped: () => false, breathe: () => Promise.resolve() });
          bench.monitor.finish();
          const { alerts, earlierAlerts } = bench.monitor.summary(0);
          expect(firedAlerts(countsOf(seconds), { threshold, window: alertWindow }, Infinity)).toEqual({ rows: alerts, others: earlierAlerts });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('are the newest of them where fewer are wanted, and the others are counted', () => {
    const seconds = Array.from({ length: 5 }, (_, n) => hits(n * 100, 20)).flat();
    const { rows, others } = firedAlerts(countsOf(seconds), { threshold: 1, window: 10 }, 2)!;
    expect([rows.map(({ id, triggeredAt }) => [id, triggeredAt - T]), others]).toEqual([[[4, 301], [5, 401]], 3]);
    expect(firedAlerts(countsOf(seconds), { threshold: 1, window: 10 }, 0)).toEqual({ rows: [], others: 5 });
  });

  test('cannot be told where seconds are not told apart', () => {
    expect(firedAlerts(countsOf([T, T + 100, T + 200], 2), { threshold: 1, window: 10 }, 10)).toBeNull();
  });

  test('of a silence of thousands of years are told at once', () => {
    expect(fired([...hits(0, 11), ...hits(1e12, 1)], 1, 10)).toEqual([[1, 1e12 - 900 + 1, 1.1]]);
  });
});
