import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import { UserError } from '../core/user-error.js';
import { readCommandLine } from './command-line.js';
import { GENERATE_OPTIONS } from './generate-option-table.js';
import { readCount, readShare, readTime } from './generate-value.js';
import { readBytes, readNumber, readOutputFile, readSeconds } from './option-value.js';

/** What the user asked `generate` to make, with defaults filled in. */
export interface GenerateOptions {
  /** what `--format` says, not yet looked at */
  format: string;
  connections: boolean;
  /** where it goes; null is stdout */
  output: string | null;
  amount: { lines: number } | { bytes: Bytes } | { rate: number; isEndless: boolean };
  seed: number;
  /** null is now */
  start: EpochSeconds | null;
  span: Seconds;
  paths: number;
  hosts: number;
  errorBurst: boolean;
  surge: boolean;
  disorder: Seconds;
  hostile: number;
}

const USUAL_LINES = 10_000;
const USUAL_CONNECTIONS = 12_000_000;
const USUAL_START: EpochSeconds = 1_767_225_600;
const DAY: Seconds = 86_400;
/** What is extraordinary comes again after so long when there is no end. */
const CYCLE: Seconds = 600;
const MOST_LINES = 1e12;
const MOST_BYTES: Bytes = 2 ** 50;
const MOST_PATHS = 1e9;
const MOST_HOSTS = 2 ** 24;

/** The options that a log of connections has. */
const OF_CONNECTIONS: ReadonlySet<string> = new Set(['connections', 'output', 'lines', 'bytes', 'seed', 'start'] as const);
const AMOUNTS = ['lines', 'bytes', 'rate'] as const;

const refuseContradictions = (given: ReadonlyMap<string, readonly string[]>): void => {
  const [first, second] = AMOUNTS.filter((name) => given.has(name));
  if (first !== undefined && second !== undefined) throw new UserError(`--${second}: cannot go with --${first}, which says the amount, too (leave one of them out)`);
  if (given.has('duration') && !given.has('rate')) throw new UserError('--duration: belongs to --rate (write --rate N, or say the amount by --lines)');
  if (given.has('end') && given.has('rate')) throw new UserError('--end: cannot go with --rate, which ends by --duration (leave one of them out)');
  if (!given.has('connections')) return;
  const other = [...given.keys()].find((name) => !OF_CONNECTIONS.has(name));
  if (other !== undefined) throw new UserError(`--${other}: does not go with --connections, whose lines have a time and two hosts (leave one of them out)`);
};

/** Reads the command line of `generate`, without the word itself. Pure. Throws a UserError as parseOptions does. */
export const parseGenerateOptions = (argv: readonly string[]): GenerateOptions => {
  const { given, files } = readCommandLine(argv, GENERATE_OPTIONS);
  if (files[0] !== undefined) throw new UserError(`generate: takes no files (write generate --output ${files[0]})`);
  // All are read, so that a wrong one is told even when a later one wins.
  const read = <Value>(name: string, reader: (text: string) => Value): Value | null => given.get(name)?.map(reader).at(-1) ?? null;
  const count = (name: string, least: number, most: number): number | null => read(name, (text) => readCount(name, text, least, most));
  const time = (name: string): EpochSeconds | null => read(name, (text) => readTime(name, text));
  refuseContradictions(given);
  const connections = given.has('connections');
  const lines = count('lines', 1, MOST_LINES);
  const bytes = read('bytes', (text) => readBytes('bytes', text, 1, MOST_BYTES));
  const rate = read('rate', (text) => readNumber('rate', text));
  const duration = read('duration', (text) => readNumber('duration', text));
  const start = time('start') ?? (rate === null ? USUAL_START : null);
  const end = time('end');
  if (start !== null && end !== null && end <= start) throw new UserError(`--end: '${given.get('end')!.at(-1)!}' is not later than the start`);
  const amount = (): GenerateOptions['amount'] => {
    if (rate !== null) return { rate, isEndless: duration === null };
    return bytes === null ? { lines: lines ?? (connections ? USUAL_CONNECTIONS : USUAL_LINES) } : { bytes };
  };
  return {
    format: given.get('format')?.at(-1) ?? 'combined',
    connections,
    output: readOutputFile(given.get('output')),
    amount: amount(),
    seed: count('seed', 0, 2 ** 32 - 1) ?? 1,
    start,
    span: rate === null ? (end === null ? DAY : end - start!) : (duration ?? CYCLE),
    paths: count('distinct-paths', 1, MOST_PATHS) ?? 1000,
    hosts: count('distinct-hosts', 1, MOST_HOSTS) ?? 1000,
    errorBurst: given.has('error-burst'),
    surge: given.has('surge'),
    disorder: read('disorder', (text) => readSeconds('disorder', text)) ?? 0,
    hostile: read('hostile', (text) => readShare('hostile', text)) ?? 0,
  };
};
