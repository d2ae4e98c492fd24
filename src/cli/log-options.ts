import type { Bytes } from '../core/units.js';
import { UserError } from '../core/user-error.js';
import type { CommandLine } from './command-line.js';
import { OPTIONS } from './option-table.js';
import type { OptionName, OptionSpec } from './option-table.js';
import { readBytes, readFormatFor } from './option-value.js';

/** How a command reads the logs that it was given, with defaults filled in. */
export interface LogOptions {
  /** logs as named, in the order of the command line, each once; `-` is stdin. At least one */
  files: string[];
  /** globs of files that the globs among `files` shall not match */
  exclude: string[];
  /** what `--format`, `--format-for` and `--format-from` say, see MonitorOptions */
  format: string;
  formatFor: { glob: string; format: string }[];
  formatFrom: string | null;
  /** what `--filter` says, not yet looked at */
  filters: string[];
  /** 256 to 16 MiB */
  maxLineLength: Bytes;
}

/** An option that means the same for a command as for the monitor. */
export const sharedOption = (name: OptionName): OptionSpec => OPTIONS.find((option) => option.name === name)!;

const readMaxLineLength = (texts: readonly string[]): Bytes => {
  const { value, default: fallback } = sharedOption('max-line-length');
  const [least, most] = value.type === 'bytes' ? [value.least, value.most] : [0, Infinity];
  return [String(fallback), ...texts].map((text) => readBytes('max-line-length', text, least, most)).at(-1)!;
};

/**
 * What a command line says of the logs. Throws a UserError as parseOptions does.
 *
 * @param files as LogOptions has them, but there may be none
 */
export const readLogOptions = (command: string, given: CommandLine['given'], files: readonly string[]): LogOptions => {
  const all = (name: string): readonly string[] => given.get(name) ?? [];
  const options: LogOptions = {
    files: [...files],
    exclude: [...all('exclude')],
    format: all('format').at(-1) ?? 'auto',
    formatFor: all('format-for').map((text) => readFormatFor(text)),
    formatFrom: all('format-from').at(-1) ?? null,
    filters: [...all('filter')],
    maxLineLength: readMaxLineLength(all('max-line-length')),
  };
  if (files.length === 0) {
    throw new UserError(`${command}: no log was named`, `name files, globs in quotes, or - for stdin: access-log-monitor ${command} '/var/log/nginx/access.log*'`);
  }
  if (options.formatFrom !== null && options.format !== 'auto') {
    throw new UserError('--format-from: cannot go with --format, which says the format, too (leave one of them out)');
  }
  return options;
};
