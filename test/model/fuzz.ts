/*
 * Runs random sequences of what can happen to a log beside a model of it: npm run fuzz -- [SEQUENCES | forever] [--seed N].
 * The first one that breaks a promise is shortened, and told step by step.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { StepName } from './step.js';
import { sequences, openings, STEPS } from './step.js';
import { describeTrial, run } from './trial.js';

const USAGE = `npm run fuzz -- [SEQUENCES | forever] [--seed N] [--without STEP,...] [--only STEP,...]

SEQUENCES  how many (10,000)
--seed     what they are made from: the same seed makes the same sequences
--without  leave these steps out
--only     take no other steps than these

steps: ${Object.keys(STEPS).join(', ')}`;

/** So many sequences are run before a line says so. */
const BATCH = 1_000;

const split = (names: string | undefined): string[] => names?.split(',') ?? [];

const fuzz = (total: number, firstSeed: number, names: readonly StepName[]): boolean => {
  console.log(`seed ${firstSeed}`);
  const trials = fc.record({ opening: openings, steps: sequences(names, 40) });
  for (let done = 0, seed = firstSeed; done < total; done += BATCH, seed += 1) {
    const property = fc.property(trials, (trial) => {
      run(trial);
    });
    const found = fc.check(property, { numRuns: Math.min(BATCH, total - done), seed, interruptAfterTimeLimit: 300_000 });
    const [trial] = found.counterexample ?? [];
    if (trial !== undefined) {
      console.log(`a promise was broken after ${done + found.numRuns} sequences, by seed ${seed} (${found.numShrinks} times shortened)`);
      console.log(`${String(found.errorInstance)}\n${describeTrial(trial)}`);
      return false;
    }
    console.log(`${done + found.numRuns} sequences went well`);
  }
  return true;
};

const main = (): number => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seed: { type: 'string' }, without: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean' } },
    });
    const [count = '10000'] = positionals;
    const total = count === 'forever' ? Infinity : Number(count);
    const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
    const known = Object.keys(STEPS) as StepName[];
    const strange = [...split(values.without), ...split(values.only)].filter((name) => !(name in STEPS));
    if (values.help !== true && total > 0 && Number.isInteger(seed) && strange.length === 0) {
      const only = known.filter((name) => values.only === undefined || split(values.only).includes(name));
      return fuzz(total, seed, only.filter((name) => !split(values.without).includes(name))) ? 0 : 1;
    }
    if (strange.length > 0) console.error(`no such step: ${strange.join(', ')}`);
    console.error(USAGE);
    return values.help === true ? 0 : 2;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
};

process.exitCode = main();
