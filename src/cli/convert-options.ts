import { NOTATIONS } from '../convert/notation.js';
import type { Notation } from '../convert/notation.js';
import type { Bytes } from '../core/units.js';
import { UserError } from '../core/user-error.js';
import { readCommandLine } from './command-line.js';
import { CONVERT_OPTIONS } from './convert-option-table.js';
import { readBytes, readChoice, readFormatFor } from './option-value.js';

/** What the user asked `convert` to do, with defaults filled in. */
export interface ConvertOptions {
  /** logs as named, in the order of the command line, each once; `-` is stdin. At least one */
  files: string[];
  /** globs of files that the globs among `files` shall not match */
  exclude: string[];
  /** what `--format`, `--format-for` and `--format-from` say, see MonitorOptions */
  format: string;
  formatFor: { glob: string; format: string }[];
  formatFrom: string | null;
  to: Notation;
  /** what `--fields` says, not yet looked at; null when it was not given */
  fields: string | null;
  /** what `--filter` says, not yet looked at */
  filters: string[];
  /** where lines go that are no records; null counts them */
  rejected: string | null;
  follow: boolean;
  fromStart: boolean;
  /** 256 to 16 MiB */
  maxLineLength: Bytes;
}

const boundsOf = (name: string): { least: Bytes; most: Bytes; fallback: string } => {
  const { value, default: fallback } = CONVERT_OPTIONS.find((option) => option.name === name)!;
  return value.type === 'bytes' ? { least: value.least, most: value.most, fallback: String(fallback) } : { least: 0, most: Infinity, fallback: '' };
};

/** Reads the command line of `convert`, without the word itself. Pure. Throws a UserError as parseOptions does. */
export const parseConvertOptions = (argv: readonly string[]): ConvertOptions => {
  const { given, files } = readCommandLine(argv, CONVERT_OPTIONS);
  const all = (name: string): readonly string[] => given.get(name) ?? [];
  const last = (name: string): string | null => all(name).at(-1) ?? null;
  const { least, most, fallback } = boundsOf('max-line-length');
  const options: ConvertOptions = {
    files,
    exclude: [...all('exclude')],
    format: last('format') ?? 'auto',
    formatFor: all('format-for').map((text) => readFormatFor(text)),
    formatFrom: last('format-from'),
    // All are read, so that a wrong one is told even when a later one wins.
    to: all('to').map((text) => readChoice('to', text, NOTATIONS)).at(-1) ?? 'json',
    fields: last('fields'),
    filters: [...all('filter')],
    rejected: last('rejected'),
    follow: given.has('follow'),
    fromStart: given.has('from-start'),
    maxLineLength: [fallback, ...all('max-line-length')].map((text) => readBytes('max-line-length', text, least, most)).at(-1)!,
  };
  if (files.length === 0) throw new UserError('convert: no log was named', "name files, globs in quotes, or - for stdin: access-log-monitor convert '/var/log/nginx/access.log*'");
  if (options.formatFrom !== null && options.format !== 'auto') {
    throw new UserError('--format-from: cannot go with --format, which says the format, too (leave one of them out)');
  }
  if (options.to === 'combined' && options.fields !== null) {
    throw new UserError('--fields: cannot go with --to combined, which has fields of its own (leave it out, or take --to csv)');
  }
  if (options.fromStart && !options.follow) throw new UserError('--from-start: belongs to --follow; without it files are read from their start anyway');
  return options;
};
