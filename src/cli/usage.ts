import { OPTION_GROUPS, OPTIONS, valuePlaceholder } from './option-table.js';
import type { OptionGroup, OptionSpec } from './option-table.js';

/** No line of the usage text is longer. */
const WIDTH = 80;
/** Where the help of the options begins. */
const INDENT = 30;

/** A text in lines of at most so many characters. */
export const wrap = (text: string, width: number): string[] => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const optionLines = (spec: OptionSpec): string => {
  const placeholder = valuePlaceholder(spec.value);
  const short = spec.short === undefined ? '    ' : `-${spec.short}, `;
  const name = `  ${short}--${spec.name}${placeholder === null ? '' : ` ${placeholder}`}`;
  const help = spec.default === undefined ? spec.help : `${spec.help} (default: ${spec.default})`;
  const [first = '', ...others] = wrap(help, WIDTH - INDENT);
  const head = name.length + 2 <= INDENT ? [name.padEnd(INDENT) + first] : [name, ' '.repeat(INDENT) + first];
  return [...head, ...others.map((line) => ' '.repeat(INDENT) + line)].join('\n');
};

/** The options of a command that are in a group, below its title. */
export const optionGroup = (name: OptionGroup, specs: readonly OptionSpec[], title: string = name): string => {
  return `${title}:\n${specs
    .filter((spec) => spec.group === name)
    .map(optionLines)
    .join('\n')}`;
};

/** What `--help` shows: at most 80 columns, a newline at its end. */
export const usage = (): string => `Usage: access-log-monitor [options] [files...]          (also installed as alm)
       access-log-monitor formats [--explain FILE [--format FORMAT]]
       access-log-monitor convert [options] files...
       access-log-monitor report [traffic|connections|PATH.js] [options] files
       access-log-monitor generate [options]

Follows web server access logs: traffic by section, errors, and alerts with a
memory, each second, in a dashboard or as text. The command formats lists the
formats that it reads, and explains how a log is read. The command convert
prints records as JSON, CSV or logfmt, report says what happened by finished
logs, and generate makes logs: see access-log-monitor report --help and so on.

${OPTION_GROUPS.map((name) => optionGroup(name, OPTIONS)).join('\n\n')}

A long option takes = or a space; -- ends the options.

Examples:
  access-log-monitor --demo
  access-log-monitor /var/log/nginx/access.log --alert-threshold=200
  access-log-monitor --once --fail-on 'server-error-rate>1%' access.log
  zcat access.log.2.gz | access-log-monitor --once -
  access-log-monitor --headless --output json access.log | jq .rate
  access-log-monitor formats --explain access.log

Keys in the dashboard: q quits, ? shows all others.

Exit codes: 0 fine, also after q, Ctrl-C, SIGTERM and SIGHUP; 1 a --fail-on gate
was hit, or no line of an explained log fits; 2 a mistake in the command line,
or nothing could be read; 130 a second signal.
`;
