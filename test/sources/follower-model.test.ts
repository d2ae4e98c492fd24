import fc from 'fast-check';
import { describe, it } from 'vitest';
import { openings, sequences, STEPS } from '../model/step.js';
import type { StepName } from '../model/step.js';
import { describeTrial, run } from '../model/trial.js';

/** Steps that the follower does not survive yet. */
const OFF: readonly StepName[] = ['copy and remove', 'copy and truncate', 'truncate', 'truncate to less', 'hard link', 'rotate fast', 'fault'];

describe('a follower beside a model of the log', () => {
  it('hands on every line of every file once, whole and in order, and tells what is lost', () => {
    const names = (Object.keys(STEPS) as StepName[]).filter((name) => !OFF.includes(name));
    fc.assert(
      fc.property(fc.record({ opening: openings, steps: sequences(names, 40) }), (trial) => {
        run(trial);
      }),
      {
        numRuns: 500,
        reporter: (found) => {
          if (!found.failed) return;
          const [trial] = found.counterexample ?? [];
          const story = trial === undefined ? String(found.errorInstance) : describeTrial(trial);
          throw new Error(`after ${found.numRuns} sequences with seed ${found.seed}\n${story}`);
        },
      },
    );
  });
});
