import type { Bytes } from '../core/units.js';

/** What an option's value may be. */
export type ValueKind =
  /** takes no value */
  | { type: 'switch' }
  /** any text that is not empty */
  | { type: 'text'; placeholder: string }
  /** a number above 0, decimals allowed */
  | { type: 'number'; placeholder: string }
  /** a whole number of seconds from 1 to 86,400 */
  | { type: 'seconds' }
  /** a whole number within bounds */
  | { type: 'whole'; least: number; most: number }
  /** a number of bytes within bounds, as people write it: `65536`, `64KiB`, `1M` */
  | { type: 'bytes'; least: Bytes; most: Bytes }
  | { type: 'choice'; choices: readonly string[] };

/** One row of the table: all that the parser and the usage text know about an option. */
export interface OptionSpec {
  /** the long name without its dashes */
  name: string;
  /** one letter */
  short?: string;
  value: ValueKind;
  /** taken when the option is not given; absent where that means none, or needs words (then it is in `help`) */
  default?: number | string;
  /** true when each use adds a value; otherwise the last one wins */
  repeatable?: true;
  group: OptionGroup;
  help: string;
}

export const OPTION_GROUPS = ['Input', 'Formats', 'Alerts and reports', 'View', 'Ending', 'Other'] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** The longest window and interval: a day, which is as far back as seconds are kept. */
export const MAX_SECONDS = 86_400;

/** Every option there is, in the order of the usage text. */
export const OPTIONS = [
  {
    name: 'log-file',
    short: 'l',
    value: { type: 'text', placeholder: 'PATH' },
    repeatable: true,
    group: 'Input',
    help: 'a log to watch, or a glob in quotes, the same as naming it as an argument; repeatable. - is stdin, which is read only when so named. Without any, the usual places are looked at (nginx, Apache, Caddy, /tmp/access.log)',
  },
  {
    name: 'exclude',
    value: { type: 'text', placeholder: 'GLOB' },
    repeatable: true,
    group: 'Input',
    help: "leave out files that a glob matches; repeatable. Without a slash it is a file's name in any folder. A file that is named exactly stays",
  },
  {
    name: 'format',
    value: { type: 'text', placeholder: 'FORMAT' },
    default: 'auto',
    group: 'Input',
    help: "the format of all logs: auto (recognised file by file), a format's name, or a layout as it stands in the server's configuration, in quotes: Apache's LogFormat or nginx's log_format; or json:FIELD=KEY,... for JSON with keys of its own",
  },
  {
    name: 'format-for',
    value: { type: 'text', placeholder: 'GLOB=FORMAT' },
    repeatable: true,
    group: 'Input',
    help: "the format of the logs that a glob matches, as with --format; repeatable, the first that matches counts. Without a slash the glob is a file's name in any folder",
  },
  {
    name: 'format-from',
    value: { type: 'text', placeholder: 'CONFIG[:NAME]' },
    group: 'Input',
    help: "take the format of all logs from a configuration of nginx's or Apache's and what it includes: the one of that name, else the one that its logs are written in",
  },
  {
    name: 'filter',
    value: { type: 'text', placeholder: 'EXPR' },
    repeatable: true,
    group: 'Input',
    help: "count and judge only what an expression lets through, such as 'status:>=500 section:api'; the rest is counted as filtered. Repeatable: all must hold",
  },
  {
    name: 'from-start',
    value: { type: 'switch' },
    group: 'Input',
    help: 'when following: take what the file already holds first, by log time',
  },
  {
    name: 'once',
    value: { type: 'switch' },
    group: 'Input',
    help: 'read to the end by log time and exit; implies --headless unless --speed is given',
  },
  {
    name: 'speed',
    value: { type: 'number', placeholder: 'N' },
    group: 'Input',
    help: 'with --once: replay at N times log time, in any view',
  },
  {
    name: 'time',
    value: { type: 'choice', choices: ['arrival', 'log'] },
    group: 'Input',
    help: 'which clock says to what second a record belongs: that of its arrival (the default when following) or its own timestamp (the default with --once)',
  },
  {
    name: 'max-line-length',
    value: { type: 'bytes', least: 256, most: 16 * 1024 * 1024 },
    default: '64KiB',
    group: 'Input',
    help: 'a line with more bytes is counted as too-long and skipped; from 256 to 16MiB',
  },
  {
    name: 'state',
    value: { type: 'text', placeholder: 'DIR' },
    group: 'Input',
    help: 'when following: keep in this directory how far each file was read and what was counted, and go on from there at the next start',
  },
  {
    name: 'demo',
    value: { type: 'switch' },
    group: 'Input',
    help: 'watch a log that a simulated site is writing right now',
  },
  {
    name: 'explain',
    value: { type: 'text', placeholder: 'FILE' },
    group: 'Formats',
    help: 'with the command formats: say how the first lines of a log (- is stdin) are read, in --format or in the format that fits best, and where they cannot be read; exit 1 when no line fits',
  },
  {
    name: 'alert-threshold',
    short: 'a',
    value: { type: 'number', placeholder: 'N' },
    default: 10,
    group: 'Alerts and reports',
    help: 'requests/s above which the high-traffic alert is triggered; decimals allowed',
  },
  {
    name: 'alert-window',
    value: { type: 'seconds' },
    default: 120,
    group: 'Alerts and reports',
    help: 'seconds that the mean is taken over',
  },
  {
    name: 'report-interval',
    value: { type: 'seconds' },
    default: 10,
    group: 'Alerts and reports',
    help: 'seconds between reports, and the reporting window',
  },
  {
    name: 'headless',
    value: { type: 'switch' },
    group: 'View',
    help: 'text on stdout instead of the dashboard; so it is anyway when stdout is no terminal, or TERM=dumb',
  },
  {
    name: 'output',
    value: { type: 'choice', choices: ['text', 'json'] },
    default: 'text',
    group: 'View',
    help: 'the headless form; json is one object a line. Implies --headless',
  },
  {
    name: 'color',
    value: { type: 'choice', choices: ['auto', 'always', 'never'] },
    default: 'auto',
    group: 'View',
    help: 'colors in the headless text; auto: on a terminal. NO_COLOR, set and not empty, wins',
  },
  {
    name: 'duration',
    value: { type: 'number', placeholder: 'S' },
    group: 'Ending',
    help: 'stop by itself after S seconds',
  },
  {
    name: 'fail-on',
    value: { type: 'text', placeholder: 'GATE' },
    repeatable: true,
    group: 'Ending',
    help: "exit 1 if it holds over the run; repeatable. 'alert' (any was triggered), or a comparison (> >= < <=) of error-rate, server-error-rate, rejected, hits or max-rate (the busiest second) with a number, such as 'error-rate>5%'",
  },
  { name: 'help', short: 'h', value: { type: 'switch' }, group: 'Other', help: 'show this text' },
  { name: 'version', short: 'V', value: { type: 'switch' }, group: 'Other', help: 'show the version' },
] as const satisfies readonly OptionSpec[];

type Row = (typeof OPTIONS)[number];

/** The long names, without dashes. */
export type OptionName = Row['name'];

/** The long names of the options whose value is of a kind. */
export type OptionOf<Type extends ValueKind['type']> = Extract<Row, { value: { type: Type } }>['name'];

/** What may be given for an option that takes one of a few words. */
export type ChoiceOf<Name extends OptionOf<'choice'>> = Extract<Row, { name: Name }>['value']['choices'][number];

/** How a value stands in the usage text and in messages, such as `PATH` or `text|json`; null for a switch. */
export const valuePlaceholder = (kind: ValueKind): string | null => {
  switch (kind.type) {
    case 'switch':
      return null;
    case 'seconds':
      return 'S';
    case 'whole':
      return 'N';
    case 'bytes':
      return 'BYTES';
    case 'choice':
      return kind.choices.join('|');
    case 'text':
    case 'number':
      return kind.placeholder;
  }
};
