import { CONVERT_OPTIONS } from './convert-option-table.js';
import { OPTION_GROUPS } from './option-table.js';
import { optionGroup } from './usage.js';

const GROUPS = OPTION_GROUPS.filter((name) => CONVERT_OPTIONS.some(({ group }) => group === name));

/** What `convert --help` shows: at most 80 columns, a newline at its end. */
export const usage = (): string => `Usage: access-log-monitor convert [options] files...

Prints the records of logs, whatever their formats, in one vocabulary: each on
a line, for jq, databases and spreadsheets. Files are read one after the other,
the rotated ones of a log from the oldest on; they may be compressed. - is
stdin.

${GROUPS.map((name) => optionGroup(name, CONVERT_OPTIONS)).join('\n\n')}

Examples:
  access-log-monitor convert access.log | jq 'select(.status >= 500) | .path'
  access-log-monitor convert --to csv '/var/log/nginx/access.log*' > access.csv
  access-log-monitor convert --fields time,status,raw --follow access.log

Exit codes: 0 fine; 1 the output could not be written; 2 a mistake in the
command line, or nothing could be read; 130 after Ctrl-C, 143 after SIGTERM: it
is not all. With --follow these are the normal end, 0.
`;
