import { existsSync, closeSync, openSync, readdirSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineMaker } from './line-maker.js';
import type { LogParameters } from './line-maker.js';

const number = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);

const LINES = number('BENCH_LINES', 5_000_000);
const SPAN = number('BENCH_SPAN', 3600);
const SEED = number('BENCH_SEED', 7);

/** 0.3 million distinct values in all. */
export const USUAL: LogParameters = { lines: LINES, paths: 240_000, hosts: 60_000, span: SPAN, seed: SEED };

/** 3 million distinct values in all. */
export const DIVERSE: LogParameters = { ...USUAL, paths: 2_000_000, hosts: 1_000_000 };

const directory = process.env['BENCH_DIRECTORY'] ?? tmpdir();
const PREFIX = 'access-log-monitor-bench-';
const BYTES_PER_LINE = 240;

const nameOf = ({ lines, paths, hosts, span, seed }: LogParameters): string =>
  `${PREFIX}${lines}-${paths}-${hosts}-${span}-${seed}.log`;

/** The path of the log with these parameters, which is made if it is not there from an earlier run. */
export const dataSet = (parameters: LogParameters): string => {
  const path = join(directory, nameOf(parameters));
  if (existsSync(path)) return path;
  const needed = parameters.lines * BYTES_PER_LINE;
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < needed) {
    throw new Error(`${directory} has no room for ${Math.ceil(needed / 1e6)} MB of bench data; BENCH_DIRECTORY names another`);
  }
  console.log(`making ${path}`);
  const unfinished = `${path}.unfinished`;
  const descriptor = openSync(unfinished, 'w');
  const maker = new LineMaker(parameters);
  const block = Buffer.allocUnsafe(4 * 1024 * 1024);
  try {
    while (maker.left > 0) {
      const end = maker.fill(block);
      for (let from = 0; from < end; ) from += writeSync(descriptor, block, from, end - from);
    }
    renameSync(unfinished, path);
  } finally {
    closeSync(descriptor);
    rmSync(unfinished, { force: true });
  }
  return path;
};

/** Deletes all that `dataSet` has ever made here. */
export const deleteDataSets = (): void => {
  for (const name of readdirSync(directory)) {
    if (name.startsWith(PREFIX)) rmSync(join(directory, name));
  }
};
