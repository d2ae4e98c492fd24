import fc from 'fast-check';
import { describe, it } from 'vitest';
import { openings, sequences, STEPS } from '../model/step.js';
import type { Step, StepName } from '../model/step.js';
import type { Trial } from '../model/trial.js';
import { describeTrial, run } from '../model/trial.js';

/** Steps that the follower does not promise to survive yet. */
const OFF: readonly StepName[] = ['rotate fast', 'copy and remove', 'copy and truncate', 'truncate to less', 'fault'];

/** Before these the follower has to look at the file, or to read all of it. */
const BEFORE: Readonly<Partial<Record<string, Step>>> = {
  rotate: { do: 'look', with: { budget: 7 } },
  'create from temporary': { do: 'look', with: { budget: 7 } },
  delete: { do: 'look', with: { budget: 7 } },
  truncate: { do: 'look at all', with: {} },
};

const prepare = ({ opening, steps }: Trial): Trial => ({
  opening,
  steps: steps.flatMap((step) => [...(step.do in BEFORE ? [BEFORE[step.do]!] : []), step]),
});

describe('a follower beside a model of the log', () => {
  it('hands on every line of every file once, whole and in order, and tells what is lost', () => {
    const names = (Object.keys(STEPS) as StepName[]).filter((name) => !OFF.includes(name));
    const trials = fc.record({ opening: openings, steps: sequences(names, 40) }).map(prepare);
    fc.assert(
      fc.property(trials, (trial) => {
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
