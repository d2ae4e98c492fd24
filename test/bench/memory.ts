import { dataSet, DIVERSE, USUAL } from './data-set.js';
import { measuredRun, median } from './measured-run.js';
import { PROGRAM } from './repository.js';
import { asCount, asRatio, inMebibytes, printTable } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);

/** Peak resident memory over as many lines, of few and of many distinct values. */
export const benchMemory = async (): Promise<void> => {
  const peaks: number[] = [];
  const rows: string[][] = [];
  for (const parameters of [USUAL, DIVERSE]) {
    const log = dataSet(parameters);
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      runs.push((await measuredRun([process.execPath, PROGRAM, '--once', '--headless', log], 'dropped')).peak);
    }
    const peak = median(runs);
    peaks.push(peak);
    rows.push([
      `${asCount(parameters.paths)} paths, ${asCount(parameters.hosts)} hosts`,
      inMebibytes(peak),
      asRatio(peak / (peaks[0] ?? peak)),
    ]);
  }
  console.log(`memory: ${asCount(USUAL.lines)} lines, --once --headless, median of ${RUNS} runs`);
  printTable(['distinct values', 'peak RSS MiB', 'ratio'], rows);
};
