import { NOTATIONS } from '../convert/notation.js';
import type { Notation } from '../convert/notation.js';
import { UserError } from '../core/user-error.js';
import { readCommandLine } from './command-line.js';
import { CONVERT_OPTIONS } from './convert-option-table.js';
import { readLogOptions } from './log-options.js';
import type { LogOptions } from './log-options.js';
import { readChoice } from './option-value.js';

/** What the user asked `convert` to do, with defaults filled in. */
export interface ConvertOptions extends LogOptions {
  to: Notation;
  /** what `--fields` says, not yet looked at; null when it was not given */
  fields: string | null;
  /** where lines go that are no records; null counts them */
  rejected: string | null;
  follow: boolean;
  fromStart: boolean;
}

/** Reads the command line of `convert`, without the word itself. Pure. Throws a UserError as parseOptions does. */
export const parseConvertOptions = (argv: readonly string[]): ConvertOptions => {
  const { given, files } = readCommandLine(argv, CONVERT_OPTIONS);
  const last = (name: string): string | null => given.get(name)?.at(-1) ?? null;
  const options: ConvertOptions = {
    ...readLogOptions('convert', given, files),
    // All are read, so that a wrong one is told even when a later one wins.
    to: (given.get('to') ?? []).map((text) => readChoice('to', text, NOTATIONS)).at(-1) ?? 'json',
    fields: last('fields'),
    rejected: last('rejected'),
    follow: given.has('follow'),
    fromStart: given.has('from-start'),
  };
  if (options.to === 'combined' && options.fields !== null) {
    throw new UserError('--fields: cannot go with --to combined, which has fields of its own (leave it out, or take --to csv)');
  }
  if (options.fromStart && !options.follow) throw new UserError('--from-start: belongs to --follow; without it files are read from their start anyway');
  return options;
};
