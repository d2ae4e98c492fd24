import { GENERATE_OPTIONS } from './generate-option-table.js';
import { OPTION_GROUPS } from './option-table.js';
import { optionGroup } from './usage.js';

const TITLES: Readonly<Record<string, string>> = { Input: 'Traffic', View: 'Output', Ending: 'Amount' };
const GROUPS = OPTION_GROUPS.filter((name) => GENERATE_OPTIONS.some(({ group }) => group === name));

/** What `generate --help` shows: at most 80 columns, a newline at its end. */
export const usage = (): string => `Usage: access-log-monitor generate [options]

Makes a log for demos, tests and measurements: of a shop with its visitors, days
and nights, in any format that this program reads.

${GROUPS.map((name) => optionGroup(name, GENERATE_OPTIONS, TITLES[name])).join('\n\n')}

Examples:
  access-log-monitor generate --bytes 1G -o access.log
  access-log-monitor generate --rate 200 --surge | access-log-monitor -
  access-log-monitor generate --format '%h %t "%r" %>s %D' --hostile 5% -n 20k

Exit codes: 0 fine, also when its reader has gone; 1 the output could not be
written; 2 a mistake in the command line; 130 after Ctrl-C, 143 after SIGTERM:
it is not all. With --rate these are the normal end, 0.
`;
