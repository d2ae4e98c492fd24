import { existsSync, closeSync, openSync, readdirSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchLines } from './bench-lines.js';
import type { BenchLines } from './bench-lines.js';
import { rewritten } from './notations.js';
import type { Notation } from './notations.js';

const number = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);

const LINES = number('BENCH_LINES', 5_000_000);
const SPAN = number('BENCH_SPAN', 3600);
const SEED = number('BENCH_SEED', 7);

/** 0.3 million distinct values in all. */
export const USUAL: BenchLines = { lines: LINES, paths: 240_000, hosts: 60_000, span: SPAN, seed: SEED };

/** 3 million distinct values in all. */
export const DIVERSE: BenchLines = { ...USUAL, paths: 2_000_000, hosts: 1_000_000 };

/** Two fifths of the usual one, and as few distinct values for each line: made once for each of several formats. */
export const SHORT: BenchLines = { ...USUAL, lines: LINES * 0.4, paths: 96_000, hosts: 24_000 };

const directory = process.env['BENCH_DIRECTORY'] ?? tmpdir();
const PREFIX = 'access-log-monitor-bench-';
const BYTES_PER_LINE = 240;
/** of the longest notation */
const BYTES_PER_REWRITTEN_LINE = 800;

const nameOf = ({ lines, paths, hosts, span, seed }: BenchLines, notation: Notation | null): string =>
  `${notation === null ? '' : `${notation.name}-`}${lines}-${paths}-${hosts}-${span}-${seed}.${notation?.extension ?? 'log'}`;

/** A file of the bench's of that name: who makes it does so once. `delete` removes it. */
export const dataFile = (name: string): string => join(directory, `${PREFIX}${name}`);

/** The path of the log with these parameters, in Combined or a notation, which is made if it is not there from an earlier run. */
export const dataSet = (parameters: BenchLines, notation: Notation | null = null): string => {
  const path = dataFile(nameOf(parameters, notation));
  if (existsSync(path)) return path;
  const needed = parameters.lines * (notation === null ? BYTES_PER_LINE : BYTES_PER_REWRITTEN_LINE);
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < needed) {
    throw new Error(`${directory} has no room for ${Math.ceil(needed / 1e6)} MB of bench data; BENCH_DIRECTORY names another`);
  }
  console.log(`making ${path}`);
  const unfinished = `${path}.unfinished`;
  const descriptor = openSync(unfinished, 'w');
  const maker = benchLines(parameters);
  const block = Buffer.allocUnsafe(4 * 1024 * 1024);
  const write = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from, bytes.length - from);
  };
  try {
    if (notation !== null) write(Buffer.from(notation.head));
    for (let before = maker.made, end = maker.fill(block); end > 0; before = maker.made, end = maker.fill(block)) {
      write(notation === null ? block.subarray(0, end) : Buffer.from(rewritten(block.toString('latin1', 0, end), notation, before)));
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
