import { measuredRun, median, medianCost } from './measured-run.js';
import type { Cost } from './measured-run.js';
import { asRatio, inMebibytes, inSeconds, printTable } from './result-table.js';

/** A program that reads a log, and how its output is told in few words; null where it need not be looked at. */
export interface Reader {
  name: string;
  command: readonly [string, ...string[]];
  tells?: ((stdout: string) => string) | undefined;
  /** runs at most, of one that takes long */
  runs?: number;
}

/** The costs of each reader's runs, by name. */
export type Runs = ReadonlyMap<string, readonly Cost[]>;

/** Runs readers in turns. The figures are worth nothing unless those who tell what they counted tell the same. */
export const runInTurns = async (readers: readonly Reader[], times: number): Promise<Runs> => {
  const runs = new Map<string, Cost[]>(readers.map(({ name }) => [name, []]));
  const told = new Map<string, string>();
  for (let turn = 0; turn < times; turn += 1) {
    for (const { name, command, tells, runs: most = times } of readers) {
      if (turn >= most) continue;
      const { stdout, ...cost } = await measuredRun(command, tells === undefined ? 'dropped' : 'kept');
      runs.get(name)?.push(cost);
      if (tells !== undefined) told.set(name, tells(stdout));
    }
  }
  const [first] = told.values();
  for (const [name, counts] of told) if (counts !== first) throw new Error(`${name} counts otherwise: ${counts}, not ${first ?? ''}`);
  if (first !== undefined) console.log(`${[...told.keys()].join(', ')} agree: ${first}`);
  return runs;
};

/** How many times the wall time of `ours` a reader takes: each run beside that of its own turn, because a machine's speed changes from turn to turn. */
export const wallRatio = (runs: Runs, name: string, ours: string): number =>
  median((runs.get(name) ?? []).map(({ wall }, turn) => wall / (runs.get(ours)?.[turn]?.wall ?? NaN)));

export const printRuns = (runs: Runs, ours: string, lines: number): void => {
  printTable(
    ['reader', 'wall s', 'CPU s', 'CPU ns/line', 'peak RSS MiB', 'wall / ours'],
    [...runs].map(([name, all]) => {
      const { wall, cpu, peak } = medianCost(all);
      return [name, inSeconds(wall), inSeconds(cpu), ((cpu / lines) * 1e9).toFixed(0), inMebibytes(peak), asRatio(wallRatio(runs, name, ours))];
    }),
  );
};

/** What is to be reached, and what was. */
export interface Target {
  says: string;
  value: string;
  met: boolean;
}

export const printTargets = (targets: readonly Target[]): void => {
  printTable(['target', 'measured', ''], targets.map(({ says, value, met }) => [says, value, met ? 'met' : 'NOT met']));
};

export const atLeast = (says: string, value: number, least: number): Target => ({ says: `${says}: at least ${String(least)} times`, value: asRatio(value), met: value >= least });

export const atMost = (says: string, value: number, most: number): Target => ({ says: `${says}: at most ${String(most)} times`, value: asRatio(value), met: value <= most });
