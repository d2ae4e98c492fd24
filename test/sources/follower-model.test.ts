import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Opening } from '../model/scene.js';
import { openings, sequences, STEPS } from '../model/step.js';
import type { Step, StepName } from '../model/step.js';
import type { Trial } from '../model/trial.js';
import { describeTrial, run } from '../model/trial.js';

/** The same sequences each time: `npm run fuzz` makes others. */
const SEED = 1;

const step = (name: StepName, given: Step['with'] = {}): Step => ({ do: name, with: given });

const PLAIN: Opening = {
  layout: 'plain',
  names: 'numbers',
  writer: 'append',
  texts: 'different',
  crlf: false,
  mark: false,
  begins: 'empty',
  fromStart: false,
  resumable: false,
  budget: 0,
};

/** Sequences that the fuzz has found. */
const FOUND: readonly [string, Trial][] = [
  [
    'a copy that was read long ago begins with the same line as a file that is truncated',
    {
      opening: { ...PLAIN, texts: 'header' },
      steps: [
        step('write', { lines: 4 }),
        step('look at all'),
        step('copy and truncate', { looks: false, between: 0, reopens: false }),
        step('look at all'),
        step('write', { lines: 1 }),
        step('look at all'),
        step('truncate', { reopens: false }),
        step('look at all'),
        step('write', { lines: 3 }),
      ],
    },
  ],
  [
    'files begin with a byte order mark, and are copied and truncated in turn',
    {
      opening: { ...PLAIN, names: 'chain', mark: true, begins: 'lines' },
      steps: [
        step('copy and truncate', { looks: false, between: 0, reopens: false }),
        step('write byte by byte', { bytes: 1 }),
        step('truncate to less', { percent: 1 }),
      ],
    },
  ],
];

describe('a follower beside a model of the log', () => {
  it.each(FOUND)('is exact where %s', (_name, trial) => {
    expect(describeTrial(trial)).toContain('it went well');
  });

  it('hands on every line of every file once, whole and in order, and tells what is lost', () => {
    const names = Object.keys(STEPS) as StepName[];
    fc.assert(
      fc.property(fc.record({ opening: openings, steps: sequences(names, 40) }), (trial) => {
        run(trial);
      }),
      {
        numRuns: 500,
        seed: SEED,
        reporter: (found) => {
          if (!found.failed) return;
          const [trial] = found.counterexample ?? [];
          const story = trial === undefined ? '' : describeTrial(trial);
          throw new Error(`after ${found.numRuns} sequences with seed ${found.seed}: ${String(found.errorInstance)}\n${story}`);
        },
      },
    );
  });
});
