import { parseGate } from '../core/gate.js';
import type { Gate } from '../core/gate.js';
import { UserError } from '../core/user-error.js';
import type { Bytes, Seconds } from '../core/units.js';
import { hasSwitch, readCommandLine } from './command-line.js';
import type { CommandLine } from './command-line.js';
import { parseConvertOptions } from './convert-options.js';
import type { ConvertOptions } from './convert-options.js';
import { CONVERT_OPTIONS } from './convert-option-table.js';
import { GENERATE_OPTIONS } from './generate-option-table.js';
import { parseGenerateOptions } from './generate-options.js';
import type { GenerateOptions } from './generate-options.js';
import { OPTIONS } from './option-table.js';
import type { ChoiceOf, OptionName, OptionOf, OptionSpec } from './option-table.js';
import { readBytes, readChoice, readFormatFor, readNumber, readSeconds } from './option-value.js';
import { REPORT_OPTIONS } from './report-option-table.js';
import { parseReportOptions } from './report-options.js';
import type { ReportOptions } from './report-options.js';

/** What the user asked the monitor to do, with defaults filled in. */
export interface MonitorOptions {
  /** logs as named, in the order of the command line, each once; `-` is stdin. Empty: the usual places */
  files: string[];
  /** globs of files that the globs among `files` shall not match */
  exclude: string[];
  /** what `--format` says, not yet looked at */
  format: string;
  /** what `--format-for` says, in its order: the first glob that matches a log counts */
  formatFor: { glob: string; format: string }[];
  /** a server's configuration, with or without `:NAME` */
  formatFrom: string | null;
  /** what `--filter` says, not yet looked at: all must hold */
  filters: string[];
  /** requests/s, > 0 */
  alertThreshold: number;
  /** 1 to 86,400 */
  alertWindow: Seconds;
  /** 1 to 86,400 */
  reportInterval: Seconds;
  /** asked for, or implied by `--output` or by `--once` without `--speed`; stdout and TERM have not been looked at */
  headless: boolean;
  output: ChoiceOf<'output'>;
  once: boolean;
  fromStart: boolean;
  /** stop by itself after so long, decimals allowed, > 0; null is never */
  duration: Seconds | null;
  /** replay at this many times log time, > 0; null is as fast as can be */
  speed: number | null;
  /** null is the default of the mode */
  time: ChoiceOf<'time'> | null;
  gates: Gate[];
  color: ChoiceOf<'color'>;
  demo: boolean;
  /** the directory that keeps what the next run needs; null keeps nothing */
  state: string | null;
  /** 256 to 16 MiB */
  maxLineLength: Bytes;
}

/** What the user asked to be told of formats. */
export interface FormatsOptions {
  /** a log to be explained, `-` is stdin; null lists the formats */
  explain: string | null;
  /** what `--format` says, not yet looked at */
  format: string;
}

/** What a command line asks for. */
export type Request =
  | { kind: 'help'; of?: 'convert' | 'generate' | 'report' }
  | { kind: 'version' }
  | { kind: 'formats'; options: FormatsOptions }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'generate'; options: GenerateOptions }
  | { kind: 'report'; options: ReportOptions }
  | { kind: 'monitor'; options: MonitorOptions };

/** The first argument that asks for formats. A log of that name is `./formats`. */
const FORMATS_COMMAND = 'formats';
const FORMATS_OPTIONS: ReadonlySet<string> = new Set(['explain', 'format'] as const);

/** Readers of values by the name of their option: the last value given, else the default, else null. */
const readers = (given: CommandLine['given']) => {
  const spec = (name: OptionName): OptionSpec => OPTIONS.find((option) => option.name === name)!;
  const read = <Value>(name: OptionName, reader: (text: string) => Value): Value | null => {
    // All are read, so that a wrong one is told even when a later one wins.
    const value = given.get(name)?.map(reader).at(-1);
    if (value !== undefined) return value;
    const fallback = spec(name).default;
    return fallback === undefined ? null : reader(String(fallback));
  };
  return {
    has: (name: OptionName): boolean => given.has(name),
    number: (name: OptionOf<'number'>) => read(name, (text) => readNumber(name, text)),
    seconds: (name: OptionOf<'seconds'>) => read(name, (text) => readSeconds(name, text)),
    bytes: (name: OptionOf<'bytes'>) => {
      const { value } = spec(name);
      const [least, most] = value.type === 'bytes' ? [value.least, value.most] : [0, Infinity];
      return read(name, (text) => readBytes(name, text, least, most));
    },
    choice: <Name extends OptionOf<'choice'>>(name: Name) => {
      const { value } = spec(name);
      const choices = value.type === 'choice' ? value.choices : [];
      return read(name, (text) => readChoice(name, text, choices) as ChoiceOf<Name>);
    },
  };
};

const toMonitorOptions = ({ given, files }: CommandLine): MonitorOptions => {
  const { has, number, seconds, bytes, choice } = readers(given);
  const once = has('once');
  return {
    files,
    exclude: [...(given.get('exclude') ?? [])],
    format: (given.get('format') ?? []).at(-1) ?? 'auto',
    formatFor: (given.get('format-for') ?? []).map((text) => readFormatFor(text)),
    formatFrom: given.get('format-from')?.at(-1) ?? null,
    filters: [...(given.get('filter') ?? [])],
    alertThreshold: number('alert-threshold')!,
    alertWindow: seconds('alert-window')!,
    reportInterval: seconds('report-interval')!,
    headless: has('headless') || has('output') || (once && !has('speed')),
    output: choice('output')!,
    once,
    fromStart: has('from-start'),
    duration: number('duration'),
    speed: number('speed'),
    time: choice('time'),
    gates: (given.get('fail-on') ?? []).map((text) => parseGate(text)),
    color: choice('color')!,
    demo: has('demo'),
    state: given.get('state')?.at(-1) ?? null,
    maxLineLength: bytes('max-line-length')!,
  };
};

const refuseContradictions = ({ demo, files, format, formatFrom, once, speed, state, time }: MonitorOptions): void => {
  if (demo && files.length > 0) {
    throw new UserError(`--demo: writes its own log, so '${files[0]!}' cannot be watched too (leave one of them out)`);
  }
  if (formatFrom !== null && format !== 'auto') {
    throw new UserError(`--format-from: cannot go with --format, which says the format, too (leave one of them out)`);
  }
  if (demo && once) throw new UserError('--demo: never ends, so it cannot go with --once (try --demo --duration 60)');
  if (state !== null && once) {
    throw new UserError('--state: goes on where following stopped, so it cannot go with --once, which reads a log whole (leave one of them out)');
  }
  if (state !== null && demo) {
    throw new UserError('--state: goes on where following stopped, so it cannot go with --demo, whose log does not stay (leave one of them out)');
  }
  if (speed !== null && !once) throw new UserError(`--speed: replays finished logs (write --once --speed ${speed})`);
  if (speed !== null && time === 'arrival') {
    throw new UserError("--time: 'arrival' cannot go with --speed, which replays log time (write --time log)");
  }
};

const toFormatsOptions = ({ given, files }: CommandLine): FormatsOptions => {
  const other = [...given.keys()].find((name) => !FORMATS_OPTIONS.has(name));
  if (other !== undefined) throw new UserError(`--${other}: does not go with formats, which takes --explain and --format`);
  if (files[0] !== undefined) throw new UserError(`formats: takes no files (write formats --explain ${files[0]})`);
  const [explain = null, second] = given.get('explain') ?? [];
  if (second !== undefined) throw new UserError(`--explain: explains one log at a time, and '${second}' is a second one`);
  if (explain === null && given.has('format')) throw new UserError('--format: says with formats how a log is read (write formats --explain FILE --format FORMAT)');
  return { explain, format: (given.get('format') ?? []).at(-1) ?? 'auto' };
};

/**
 * Reads a command line (without `node` and the script). Pure. Who asks for help gets it, whatever else stands there.
 * Throws a UserError of one line that names the option, the value and the nearest right one.
 */
export const parseOptions = (argv: readonly string[]): Request => {
  const [command, ...rest] = argv;
  if (command === 'convert') {
    return hasSwitch(rest, 'help', CONVERT_OPTIONS) ? { kind: 'help', of: command } : { kind: 'convert', options: parseConvertOptions(rest) };
  }
  if (command === 'generate') {
    return hasSwitch(rest, 'help', GENERATE_OPTIONS) ? { kind: 'help', of: command } : { kind: 'generate', options: parseGenerateOptions(rest) };
  }
  if (command === 'report') {
    return hasSwitch(rest, 'help', REPORT_OPTIONS) ? { kind: 'help', of: command } : { kind: 'report', options: parseReportOptions(rest) };
  }
  if (hasSwitch(argv, 'help')) return { kind: 'help' };
  if (hasSwitch(argv, 'version')) return { kind: 'version' };
  if (argv[0] === FORMATS_COMMAND) return { kind: 'formats', options: toFormatsOptions(readCommandLine(argv.slice(1))) };
  const line = readCommandLine(argv);
  const explained = line.given.get('explain')?.at(-1);
  if (explained !== undefined) throw new UserError(`--explain: goes with the command formats (write formats --explain ${explained})`);
  const options = toMonitorOptions(line);
  refuseContradictions(options);
  return { kind: 'monitor', options };
};
