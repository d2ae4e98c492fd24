import { dataSet, DIVERSE, SHORT, USUAL } from './data-set.js';
import type { BenchLines } from './bench-lines.js';
import { measuredRun, median } from './measured-run.js';
import { CADDY_LINES, JSON_LINES, W3C_LINES } from './notations.js';
import type { Notation } from './notations.js';
import { PROGRAM } from './repository.js';
import { asCount, asRatio, inMebibytes, printTable } from './result-table.js';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 3);

const peakOf = async (parameters: BenchLines, notation: Notation | null): Promise<number> => {
  const log = dataSet(parameters, notation);
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push((await measuredRun([process.execPath, PROGRAM, '--once', '--headless', log], 'dropped')).peak);
  return median(runs);
};

const print = (head: string, peaks: readonly (readonly [name: string, peak: number])[]): void => {
  const first = peaks[0]?.[1] ?? NaN;
  printTable([head, 'peak RSS MiB', 'ratio'], peaks.map(([name, peak]) => [name, inMebibytes(peak), asRatio(peak / first)]));
};

/** Peak resident memory over as many lines, of few and of many distinct values, and of several formats. */
export const benchMemory = async (): Promise<void> => {
  const diverse: [string, number][] = [];
  for (const parameters of [USUAL, DIVERSE]) {
    diverse.push([`${asCount(parameters.paths)} paths, ${asCount(parameters.hosts)} hosts`, await peakOf(parameters, null)]);
  }
  const formats: [string, number][] = [];
  for (const notation of [null, JSON_LINES, CADDY_LINES, W3C_LINES]) formats.push([notation?.name ?? 'combined', await peakOf(SHORT, notation)]);
  console.log(`memory: ${asCount(USUAL.lines)} lines, --once --headless, median of ${RUNS} runs`);
  print('distinct values', diverse);
  console.log();
  console.log(`the same, ${asCount(SHORT.lines)} lines`);
  print('format', formats);
};
