import type { Seconds } from '../core/units.js';
import { sharedOption } from './log-options.js';
import type { OptionName, OptionSpec } from './option-table.js';

export const REPORT_OUTPUTS = ['text', 'json', 'csv', 'html'] as const;
export type ReportOutput = (typeof REPORT_OUTPUTS)[number];

/** The longest time that is looked back, and the longest interval: a leap year. */
const MOST_SECONDS: Seconds = 366 * 86_400;

const MOST_WORKERS = 64;

const inGroup = (name: OptionName, group: OptionSpec['group'], more: Partial<OptionSpec> = {}): OptionSpec => ({ ...sharedOption(name), ...more, group });

/** Every option of `report`, in the order of its usage text. */
export const REPORT_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'panels',
    value: { type: 'text', placeholder: 'LIST' },
    group: 'Alerts and reports',
    help: 'which panels of traffic, such as status,sections; only what they need is read and counted. Without it all that are listed below',
  },
  {
    name: 'top',
    value: { type: 'whole', least: 1, most: 100_000 },
    group: 'Alerts and reports',
    help: 'rows of a panel, at most (without it 10 in text, 100 elsewhere)',
  },
  {
    name: 'grouping-seconds',
    value: { type: 'whole', least: 1, most: MOST_SECONDS },
    group: 'Alerts and reports',
    help: "the length of the timeline's intervals, which begin at multiples of it in UTC; without it one that makes about 60 of them. Of connections it adds a timeline. It never moves the bounds of the window",
  },
  {
    name: 'path-template',
    value: { type: 'text', placeholder: 'RULE' },
    repeatable: true,
    group: 'Alerts and reports',
    help: 'count the paths that fit it as one, such as /users/:id/*; repeatable, the first that fits counts. auto does so with numbers, UUIDs, hashes and dates in what fits no rule',
  },
  inGroup('alert-threshold', 'Alerts and reports', { help: 'requests/s above which the high-traffic alert would have been triggered; decimals allowed' }),
  inGroup('alert-window', 'Alerts and reports'),
  {
    name: 'from-host',
    value: { type: 'text', placeholder: 'X' },
    repeatable: true,
    group: 'Alerts and reports',
    help: 'connections: list the hosts that received connections from X; repeatable',
  },
  {
    name: 'to-host',
    value: { type: 'text', placeholder: 'Y' },
    repeatable: true,
    group: 'Alerts and reports',
    help: 'connections: list the hosts that connected to Y; repeatable',
  },
  {
    name: 'from',
    value: { type: 'text', placeholder: 'TIME' },
    group: 'Ending',
    help: "only records of this time or later: 2026-11-20T08:30:00Z (UTC unless an offset is written, seconds may be missing), 2026-11-20, unix seconds, 08:30 on the newest record's day in UTC, or -1h30m (w, d, h, m, s) before the newest record",
  },
  {
    name: 'to',
    value: { type: 'text', placeholder: 'TIME' },
    group: 'Ending',
    help: 'only records of this time or earlier; a date alone stands for its end',
  },
  {
    name: 'seconds',
    value: { type: 'whole', least: 1, most: MOST_SECONDS },
    group: 'Ending',
    help: 'only so many seconds up to --to, else to --now, else to the newest record, both ends included (without it everything; of connections 3600, unless --from or --to is given)',
  },
  {
    name: 'now',
    value: { type: 'text', placeholder: 'TIME' },
    group: 'Ending',
    help: 'look back from this time instead of the newest record, which then need not be searched for',
  },
  sharedOption('format'),
  sharedOption('format-for'),
  sharedOption('format-from'),
  inGroup('filter', 'Input', { help: "only records that it lets through, such as 'status:>=500 section:api'; repeatable, then all must" }),
  sharedOption('exclude'),
  sharedOption('max-line-length'),
  {
    name: 'workers',
    value: { type: 'whole', least: 1, most: MOST_WORKERS },
    group: 'Input',
    help: 'how many threads read at most; any number gives the same bytes (without it as many as there are cores)',
  },
  {
    name: 'strict',
    value: { type: 'switch' },
    group: 'Input',
    help: 'exit 1 when a file could not be read, or not whole; the report is made all the same',
  },
  {
    name: 'output',
    value: { type: 'choice', choices: REPORT_OUTPUTS },
    default: 'text',
    group: 'View',
    help: 'text for people, one object of JSON, CSV for spreadsheets, or a page of HTML in one file',
  },
  {
    name: 'output-file',
    short: 'o',
    value: { type: 'text', placeholder: 'FILE' },
    group: 'View',
    help: 'write to this file, which is replaced as a whole; else, or if it is -, to stdout',
  },
  {
    name: 'tail',
    value: { type: 'switch' },
    group: 'Formats',
    help: 'report again and again on files that grow, until somebody stops it, reading only what is new; --seconds is then the length of windows that follow each other, at multiples of it in UTC, with a report for each',
  },
  {
    name: 'sleep-seconds',
    value: { type: 'whole', least: 1, most: MOST_SECONDS },
    default: 3600,
    group: 'Formats',
    help: 'with --tail: so long between two reports',
  },
  {
    name: 'max-lag',
    value: { type: 'whole', least: 0, most: 86_400 },
    default: 300,
    group: 'Formats',
    help: 'with --tail and --seconds: records that come up to so many seconds after the end of their window, by their own times, still count in it; others are late',
  },
  { name: 'help', short: 'h', value: { type: 'switch' }, group: 'Other', help: 'show this text' },
];
