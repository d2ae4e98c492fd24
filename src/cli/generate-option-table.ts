import type { OptionSpec } from './option-table.js';

/** Every option of `generate`, in the order of its usage text. */
export const GENERATE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'format',
    value: { type: 'text', placeholder: 'FORMAT' },
    default: 'combined',
    group: 'View',
    help: "how lines are written: a format's name, a layout as it stands in a server's configuration, in quotes, or json:FIELD=KEY,...",
  },
  {
    name: 'connections',
    value: { type: 'switch' },
    group: 'View',
    help: 'lines "unix-time host-from host-to" instead: 55 hosts that connect to 26, in 24 slices of 300 s, within each in any order',
  },
  {
    name: 'output',
    short: 'o',
    value: { type: 'text', placeholder: 'FILE' },
    group: 'View',
    help: 'write to this file, of which what it held is gone; else, or if it is -, to stdout',
  },
  {
    name: 'lines',
    short: 'n',
    value: { type: 'text', placeholder: 'N' },
    group: 'Ending',
    help: 'so many lines, such as 5000, 20k or 5M (without an amount 10k, with --connections 12M)',
  },
  {
    name: 'bytes',
    value: { type: 'text', placeholder: 'SIZE' },
    group: 'Ending',
    help: 'as many lines as fit into so many bytes, such as 64KiB or 1G',
  },
  {
    name: 'rate',
    value: { type: 'number', placeholder: 'N' },
    group: 'Ending',
    help: 'live: so many lines a second, each written when its time has come, until somebody stops it',
  },
  {
    name: 'duration',
    value: { type: 'number', placeholder: 'SECONDS' },
    group: 'Ending',
    help: 'with --rate: for so long',
  },
  {
    name: 'seed',
    value: { type: 'text', placeholder: 'N' },
    default: 1,
    group: 'Input',
    help: 'a whole number: the same one gives the same bytes, live but for the times',
  },
  {
    name: 'start',
    value: { type: 'text', placeholder: 'TIME' },
    group: 'Input',
    help: 'the time of the first line, such as 2026-01-01 or 2026-01-01T08:30:00Z (without it 2026-01-01; with --rate now)',
  },
  {
    name: 'end',
    value: { type: 'text', placeholder: 'TIME' },
    group: 'Input',
    help: 'the time by which the last line has come, later than the start (without it a day later)',
  },
  {
    name: 'distinct-paths',
    value: { type: 'text', placeholder: 'N' },
    default: 1000,
    group: 'Input',
    help: 'how many paths are asked for, few of them often and most of them rarely; each occurs if there are lines enough',
  },
  {
    name: 'distinct-hosts',
    value: { type: 'text', placeholder: 'N' },
    default: 1000,
    group: 'Input',
    help: 'how many hosts ask, likewise; up to 16777216',
  },
  {
    name: 'error-burst',
    value: { type: 'switch' },
    group: 'Input',
    help: 'two of three requests fail with a 5xx for a twentieth of the time, from seven tenths of it on; live without --duration, of each ten minutes',
  },
  {
    name: 'surge',
    value: { type: 'switch' },
    group: 'Input',
    help: 'five times the traffic for a twentieth of the time, from its middle on; live without --duration, of each ten minutes',
  },
  {
    name: 'disorder',
    value: { type: 'seconds' },
    group: 'Input',
    help: 'lines are up to so many seconds older than one before them',
  },
  {
    name: 'hostile',
    value: { type: 'text', placeholder: 'SHARE' },
    group: 'Input',
    help: 'the share of requests that are odd or an attack, such as 0.05 or 5%; each is a record all the same',
  },
  { name: 'help', short: 'h', value: { type: 'switch' }, group: 'Other', help: 'show this text' },
];
