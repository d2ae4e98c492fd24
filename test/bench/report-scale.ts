import { dataSet, DIVERSE, USUAL } from './data-set.js';
import type { BenchLines } from './bench-lines.js';
import { measuredRun, medianCost } from './measured-run.js';
import { atLeast, atMost, printRuns, printTargets, runInTurns, wallRatio } from './reader.js';
import type { Reader, Target } from './reader.js';
import { PROGRAM } from './repository.js';
import { asCount, inMebibytes } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);

const MANY: BenchLines = { ...USUAL, lines: USUAL.lines * 4 };
const FEW: BenchLines = { ...USUAL, lines: USUAL.lines / 5 };
const MOST: BenchLines = { ...USUAL, lines: USUAL.lines * 10 };

const withWorkers = (log: string, workers: number): Reader => ({
  name: `${String(workers)} worker${workers === 1 ? '' : 's'}`,
  command: [process.execPath, PROGRAM, 'report', 'traffic', '--output', 'json', '--workers', String(workers), log],
  tells: (stdout) => `lines ${(JSON.parse(stdout) as { totals: { hits: number } }).totals.hits}`,
});

/** How many times as fast two workers are as one. */
const gain = async (parameters: BenchLines): Promise<number> => {
  const log = dataSet(parameters);
  await measuredRun(['cat', log], 'dropped');
  const [one, two] = [withWorkers(log, 1), withWorkers(log, 2)];
  console.log(`${asCount(parameters.lines)} lines`);
  const runs = await runInTurns([two, one], RUNS);
  printRuns(runs, two.name, parameters.lines);
  return wallRatio(runs, one.name, two.name);
};

/** CPU time a line, of two workers. */
const costOf = async (parameters: BenchLines): Promise<number> => {
  const reader = withWorkers(dataSet(parameters), 2);
  const runs = await runInTurns([reader], RUNS);
  printRuns(runs, reader.name, parameters.lines);
  return medianCost(runs.get(reader.name) ?? []).cpu / parameters.lines;
};

/** `report traffic` with one worker and with two, over more and more lines, and over many distinct values. */
export const benchReportScale = async (): Promise<void> => {
  const targets: Target[] = [];
  targets.push(atLeast(`one worker beside two, ${asCount(MANY.lines)} lines`, await gain(MANY), 1.5));
  targets.push(atLeast(`one worker beside two, ${asCount(FEW.lines)} lines`, await gain(FEW), 1));
  targets.push(atMost(`CPU time a line, ${asCount(MOST.lines)} beside ${asCount(USUAL.lines)} lines`, (await costOf(MOST)) / (await costOf(USUAL)), 1.1));
  const { peak } = await measuredRun(withWorkers(dataSet(DIVERSE), 2).command, 'dropped');
  targets.push({ says: `peak memory, ${asCount(DIVERSE.paths)} paths and ${asCount(DIVERSE.hosts)} hosts: under 200 MB`, value: `${inMebibytes(peak)} MiB`, met: peak < 200e6 });
  printTargets(targets);
};
