import { nearest } from '../core/nearest.js';
import type { Seconds } from '../core/units.js';
import { UserError } from '../core/user-error.js';
import type { ReportChoice } from '../reports/report-choice.js';
import type { TimeBound, WindowChoice } from '../reports/time-window.js';
import { TRAFFIC_PANELS } from '../reports/traffic/traffic-result.js';
import type { TrafficPanel } from '../reports/traffic/traffic-result.js';
import { readCommandLine } from './command-line.js';
import type { CommandLine } from './command-line.js';
import { readLogOptions } from './log-options.js';
import type { LogOptions } from './log-options.js';
import type { OptionSpec } from './option-table.js';
import { readChoice, readNumber, readOutputFile, readSeconds, readWhole } from './option-value.js';
import { REPORT_OPTIONS, REPORT_OUTPUTS } from './report-option-table.js';
import type { ReportOutput } from './report-option-table.js';
import { readBound, readInstant } from './time-value.js';

/** What the user asked `report` to do, with defaults filled in. */
export interface ReportOptions extends LogOptions {
  /** of a report of the user's the path as it was named */
  choice: ReportChoice;
  /** whether the word was left out, and traffic is meant */
  isImplied: boolean;
  window: WindowChoice;
  output: ReportOutput;
  /** null is stdout */
  outputFile: string | null;
  strict: boolean;
  /** 1 to 64; null is as many as there are cores */
  workers: number | null;
  /** report again and again; null reports once */
  tail: { every: Seconds; maxLag: Seconds } | null;
}

/** The reports that there are. */
export const REPORTS = ['traffic', 'connections'] as const;

const MODULE = /.\.[cm]?js$/i;

type Given = CommandLine['given'];

/** Reads a value of each time that an option was given, so that a wrong one is told even when a later one wins. */
type Reader = <Value>(name: string, read: (text: string) => Value) => Value | null;

const specOf = (name: string): OptionSpec => REPORT_OPTIONS.find((option) => option.name === name)!;

/** The first argument, if it is a report. A log of that name is `./traffic`, or behind a report. */
const readReport = (words: readonly string[]): { report: ReportChoice['report']; isImplied: boolean; logs: readonly string[] } => {
  const [word = '', ...logs] = words;
  const named = REPORTS.find((report) => report === word);
  if (named !== undefined) return { report: named, isImplied: false, logs };
  return MODULE.test(word) ? { report: 'own', isImplied: false, logs } : { report: 'traffic', isImplied: true, logs: words };
};

/** The options that not every report has. */
const ONLY_OF: Readonly<Record<string, readonly ReportChoice['report'][]>> = {
  panels: ['traffic'],
  top: ['traffic'],
  'grouping-seconds': ['traffic', 'connections'],
  'path-template': ['traffic'],
  'alert-threshold': ['traffic'],
  'alert-window': ['traffic'],
  'from-host': ['connections'],
  'to-host': ['connections'],
};

const refuseOthers = (given: Given, report: ReportChoice['report']): void => {
  for (const name of given.keys()) {
    const only = ONLY_OF[name];
    if (only !== undefined && !only.includes(report)) throw new UserError(`--${name}: belongs to report ${only.join(' and ')} (leave it out)`);
  }
};

/** What an option is about: without these panels it would change nothing. */
const PANELS_OF: Readonly<Record<string, readonly TrafficPanel[]>> = {
  'grouping-seconds': ['timeline'],
  'path-template': ['paths', 'bytes', 'slowest', 'notFound'],
  'alert-threshold': ['alerts'],
  'alert-window': ['alerts'],
};

const readPanel = (name: string): TrafficPanel => {
  const panel = TRAFFIC_PANELS.find((known) => known === name);
  if (panel !== undefined) return panel;
  const near = nearest(name, TRAFFIC_PANELS);
  throw new UserError(`--panels: '${name}' is no panel${near === null ? '' : ` (did you mean ${near}?)`}`, `there are ${TRAFFIC_PANELS.join(', ')}`);
};

const readPanels = (given: Given, last: Reader): readonly TrafficPanel[] => {
  const asked = last('panels', (list) => list.split(',').map((name) => readPanel(name.trim())));
  if (asked === null) return TRAFFIC_PANELS;
  const panels = TRAFFIC_PANELS.filter((panel) => asked.includes(panel));
  for (const [name, needed] of Object.entries(PANELS_OF)) {
    if (!given.has(name) || panels.some((panel) => needed.includes(panel))) continue;
    throw new UserError(`--${name}: is about ${needed.join(', ')}, which --panels leaves out`);
  }
  return panels;
};

const AUTO = 'auto';

const OF_TEXT = 10;
const ELSEWHERE = 100;

const readWholeOf = (last: Reader, name: string): number | null => {
  const { value, default: fallback } = specOf(name);
  const [least, most] = value.type === 'whole' ? [value.least, value.most] : [0, Infinity];
  return last(name, (text) => readWhole(name, text, least, most)) ?? (fallback === undefined ? null : Number(fallback));
};

const readTraffic = (given: Given, last: Reader, output: ReportOutput): ReportChoice => {
  const templates = given.get('path-template') ?? [];
  return {
    report: 'traffic',
    panels: readPanels(given, last),
    top: readWholeOf(last, 'top') ?? (output === 'text' ? OF_TEXT : ELSEWHERE),
    groupingSeconds: readWholeOf(last, 'grouping-seconds'),
    pathTemplates: templates.length === 0 ? null : { rules: templates.filter((rule) => rule !== AUTO), auto: templates.includes(AUTO) },
    alertThreshold: last('alert-threshold', (text) => readNumber('alert-threshold', text)) ?? Number(specOf('alert-threshold').default),
    alertWindow: last('alert-window', (text) => readSeconds('alert-window', text)) ?? Number(specOf('alert-window').default),
  };
};

/** When a bound is, as far as bounds of the same kind can be compared. */
const positionOf = (bound: TimeBound): number => (bound.kind === 'at' ? bound.at : bound.kind === 'clock' ? bound.ms : -bound.ms);

const USUAL_LOOK_BACK: Seconds = 3600;

const readWindow = (given: Given, last: Reader, report: ReportChoice['report']): WindowChoice => {
  const from = last('from', (text) => readBound('from', text, false));
  const to = last('to', (text) => readBound('to', text, true));
  const now = last('now', (text) => readInstant('now', text));
  const said = readWholeOf(last, 'seconds');
  if (said !== null && from !== null) throw new UserError('--seconds: cannot go with --from, which says where to begin, too (leave one of them out)');
  if (from !== null && from.kind === to?.kind && positionOf(from) > positionOf(to)) {
    const hint = from.kind === 'clock' ? 'times without a date are both of one day; write the dates' : null;
    throw new UserError(`--to: '${given.get('to')!.at(-1)!}' is earlier than --from`, hint);
  }
  const seconds = said ?? (report === 'connections' && from === null && to === null ? USUAL_LOOK_BACK : null);
  const isUsed = from?.kind === 'ago' || to?.kind === 'ago' || (seconds !== null && to === null);
  if (now !== null && !isUsed) throw new UserError('--now: is where to look back from, and nothing looks back (write --seconds N, or a time such as --from -1h)');
  return { from, to, seconds, now };
};

/** What says nothing of logs that grow, and why. */
const NOT_WITH_TAIL: Readonly<Record<string, string>> = {
  to: 'which goes on',
  now: 'whose time goes on',
  workers: 'which reads what is new in one thread',
  strict: 'which tries files again that could not be read',
};

const readTail = (given: Given, last: Reader, { from, seconds }: WindowChoice, output: ReportOutput): ReportOptions['tail'] => {
  if (!given.has('tail')) {
    const idle = ['sleep-seconds', 'max-lag'].find((name) => given.has(name));
    if (idle !== undefined) throw new UserError(`--${idle}: belongs to --tail, which reports again and again`);
    return null;
  }
  const other = Object.keys(NOT_WITH_TAIL).find((name) => given.has(name));
  if (other !== undefined) throw new UserError(`--${other}: cannot go with --tail, ${NOT_WITH_TAIL[other]!} (leave one of them out)`);
  if (from !== null && from.kind !== 'at') throw new UserError("--from: with --tail needs a date, since the newest record is always another one (such as --from 2026-11-20T08:30)");
  if (seconds === null && given.has('max-lag')) throw new UserError('--max-lag: belongs to windows that end, and there is one without an end (write --seconds N)');
  if (output === 'html' && !given.has('output-file')) throw new UserError('--tail: one page of HTML behind another is none (write -o FILE)');
  return { every: readWholeOf(last, 'sleep-seconds')!, maxLag: readWholeOf(last, 'max-lag')! };
};

/** Reads the command line of `report`, without the word itself. Pure. Throws a UserError as parseOptions does. */
export const parseReportOptions = (argv: readonly string[]): ReportOptions => {
  const { given, words } = readCommandLine(argv, REPORT_OPTIONS);
  const { report, isImplied, logs } = readReport(words);
  refuseOthers(given, report);
  const last: Reader = (name, read) => given.get(name)?.map(read).at(-1) ?? null;
  const output = last('output', (text) => readChoice('output', text, REPORT_OUTPUTS)) ?? 'text';
  const hosts = (name: string): string[] => [...new Set(given.get(name))];
  const choices: Record<ReportChoice['report'], () => ReportChoice> = {
    traffic: () => readTraffic(given, last, output),
    connections: () => ({ report: 'connections', fromHosts: hosts('from-host'), toHosts: hosts('to-host'), groupingSeconds: readWholeOf(last, 'grouping-seconds') }),
    own: () => ({ report: 'own', path: words[0]! }),
  };
  const choice = choices[report]();
  const window = readWindow(given, last, report);
  return {
    choice,
    isImplied,
    window,
    output,
    outputFile: readOutputFile(given.get('output-file')),
    strict: given.has('strict'),
    workers: readWholeOf(last, 'workers'),
    tail: readTail(given, last, window, output),
    ...readLogOptions('report', given, [...new Set(logs)]),
  };
};
