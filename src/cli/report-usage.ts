import { TRAFFIC_PANELS } from '../reports/traffic/traffic-result.js';
import type { OptionGroup } from './option-table.js';
import { REPORT_OPTIONS } from './report-option-table.js';
import { optionGroup, wrap } from './usage.js';

const GROUPS: readonly (readonly [OptionGroup, string])[] = [
  ['Alerts and reports', 'Report'],
  ['Ending', 'Window'],
  ['Input', 'Input'],
  ['View', 'Output'],
  ['Formats', 'Again and again'],
  ['Other', 'Other'],
];

/** What `report --help` shows: at most 80 columns, a newline at its end. */
export const usage = (): string => `Usage: access-log-monitor report [traffic|connections|PATH.js] [options] LOGS

Says what happened, by finished logs of any number and size, compressed or not:
traffic (the usual one) with all that was asked for and what failed;
connections, who connected to whom; or a report of your own, a module of
JavaScript. LOGS are files, globs in quotes, and - for stdin.

${GROUPS.map(([name, title]) => optionGroup(name, REPORT_OPTIONS, title)).join('\n\n')}

Panels of traffic:
${wrap(TRAFFIC_PANELS.join(' '), 76).map((line) => `  ${line}`).join('\n')}

Examples:
  access-log-monitor report access.log
  access-log-monitor report --from -1h --panels status,slowest access.log
  access-log-monitor report --output html -o month.html 'access.log*'
  access-log-monitor report connections --to-host shop.example access.log

Exit codes: 0 fine, also when nothing lies in the window; 1 the output could not
be written, or with --strict a file could not be read whole; 2 a mistake in the
command line, or nothing could be read; 130 after Ctrl-C, 143 after SIGTERM: the
report is partial, and says so. With --tail these are the normal end, 0.
`;
