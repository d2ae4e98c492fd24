import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '../../src/app/replay.js';
import { laneOf } from '../app/lane.js';
import { intakeBench } from '../app/intake-bench.js';
import { linesSource } from '../app/lines-source.js';
import { logLine } from '../app/log-text.js';

const T = 1_542_900_000;
const WINDOW = 120;

/** The transitions of the rule, from the mean of the last 120 s taken anew at the end of each second. */
const reference = (seconds: readonly number[], threshold: number): [string, number, number][] => {
  const transitions: [string, number, number][] = [];
  for (let tick = seconds[0]! + 1; tick <= seconds.at(-1)! + 1; tick += 1) {
    const mean = seconds.filter((second) => second >= tick - WINDOW && second < tick).length / WINDOW;
    const isActive = transitions.at(-1)?.[0] === 'triggered';
    if (mean > threshold !== isActive) transitions.push([isActive ? 'resolved' : 'triggered', tick, mean]);
  }
  return transitions;
};

test('the alerts of a log are those of its mean over 120 s', async () => {
  const burst = fc.tuple(
    fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }) }, { weight: 1, arbitrary: fc.integer({ min: 100, max: 800 }) }),
    fc.integer({ min: 1, max: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 1, maxLength: 15 }), fc.constantFrom(0.25, 0.5, 1, 1.1), async (bursts, threshold) => {
      let at = T;
      const seconds = bursts.flatMap(([gap, hits]) => new Array<number>(hits).fill((at += gap)));
      const bench = intakeBench({ threshold });
      const intake = bench.open('a.log');
      const input = { intake, source: linesSource(intake, seconds.map((second) => logLine(second))) };
      await replay({ monitor: bench.monitor, lanes: [laneOf(input)], pace: null, stopped: () => false, breathe: () => Promise.resolve() });
      bench.monitor.finish();
      const told = bench.transitions();
      expect(told.map(({ state, at: instant, value }) => [state, instant, value])).toEqual(reference(seconds, threshold));
      expect(told.map(({ alert }) => alert.id)).toEqual(told.map((_, n) => Math.floor(n / 2) + 1));
    }),
    { numRuns: 60 },
  );
});
