import { NOTATIONS } from '../convert/notation.js';
import { sharedOption } from './log-options.js';
import type { OptionSpec } from './option-table.js';

/** Every option of `convert`, in the order of its usage text. */
export const CONVERT_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'to',
    value: { type: 'choice', choices: NOTATIONS },
    default: 'json',
    group: 'View',
    help: "how records are written, each on a line: as an object of JSON, as CSV below a line that names the columns, as key=value, or as Apache's Combined Log Format",
  },
  {
    name: 'fields',
    value: { type: 'text', placeholder: 'NAME,...' },
    default: '*',
    group: 'View',
    help: 'which fields, in this order. raw is the line as it was logged; * stands for all that are not named beside it, in CSV for the usual ones',
  },
  {
    name: 'filter',
    value: { type: 'text', placeholder: 'EXPR' },
    repeatable: true,
    group: 'View',
    help: "only records that it lets through, such as 'status:>=500 section:api'; repeatable, then all must",
  },
  {
    name: 'rejected',
    value: { type: 'text', placeholder: 'FILE' },
    group: 'View',
    help: 'write the lines that are no records to this file, as they were; else they are counted on stderr at the end',
  },
  sharedOption('format'),
  sharedOption('format-for'),
  sharedOption('format-from'),
  {
    name: 'follow',
    short: 'f',
    value: { type: 'switch' },
    group: 'Input',
    help: 'go on with what is written to the files from now on, through rotations, until somebody stops it',
  },
  {
    name: 'from-start',
    value: { type: 'switch' },
    group: 'Input',
    help: 'with --follow: begin with what the files hold already',
  },
  sharedOption('exclude'),
  sharedOption('max-line-length'),
  { name: 'help', short: 'h', value: { type: 'switch' }, group: 'Other', help: 'show this text' },
];
