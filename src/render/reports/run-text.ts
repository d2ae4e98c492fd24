import type { ReportResult, ReportRun, SourceLines } from '../../reports/report-run.js';
import { cutMiddleToCells } from '../cells.js';
import { sourceName } from '../monitor-text.js';
import { formatCount } from '../numbers.js';
import { joined, printable, printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { accountText } from '../summary-text.js';
import { labelled } from '../text-block.js';
import { formatInstantMs } from '../time-text.js';
import { counted, rejectedLines } from '../traffic-lines.js';
import { keyedTable, REPORT_WIDTH, textPart } from './text-part.js';
import type { KeyedRow } from './text-part.js';

const DOUBLE_RULE = printable('='.repeat(REPORT_WIDTH));

/** Cells of a path in the head, and of a format's name. */
const PATH_WIDTH = 57;
const FORMAT_WIDTH = 16;

/** Files that are told of one by one. */
const SHOWN_FILES = 20;

/** Said of a run that did not get to its end. */
export const PARTIAL = printed`partial: cut short by a signal`;

/** Said of logs that are read on. */
export const OPEN = printed`so far: more records may come`;

/** Of a log of which nothing was read there is no format to be named. */
export const formatText = ({ format, read }: SourceLines): string => format ?? (read === 0 ? '-' : 'unknown format');

const formatName = (source: SourceLines): Printable => cutMiddleToCells(formatText(source), FORMAT_WIDTH);

const filesLine = (sources: readonly SourceLines[]): Printable => {
  const [only] = sources;
  if (only === undefined || sources.length > 1) return labelled('Files', formatCount(sources.length));
  return labelled('File', printed`${cutMiddleToCells(sourceName(only.path), PATH_WIDTH)} (${formatName(only)})`);
};

const windowLines = ({ from, to }: ReportRun<ReportResult>['window']): Printable[] => [
  ...(from === null ? [] : [labelled('From', formatInstantMs(from))]),
  ...(to === null ? [] : [labelled('To', formatInstantMs(to))]),
];

/** What the report is about: window, files, lines. */
export const headText = (title: string, run: ReportRun<ReportResult>): Printable => {
  const lines = [
    printed`${printable(title)}${run.isPartial ? printed` (${PARTIAL})` : run.isOpen ? printed` (${OPEN})` : printed``}`,
    DOUBLE_RULE,
    ...windowLines(run.window),
    filesLine(run.sources),
    labelled('Lines read', accountText(run.lines)),
    ...rejectedLines(run),
    ...counted('Late records', run.lines.late),
  ];
  return printed`${joined(lines, printed`\n`)}\n`;
};

const nothingText = ({ window, lines }: ReportRun<ReportResult>): Printable => {
  if (window.from !== null && window.to !== null && window.from > window.to) return printed`The window ends before it begins.`;
  if (window.from !== null || window.to !== null) return printed`No records in the window.`;
  return lines.filtered === 0 ? printed`No records.` : printed`All records were filtered out.`;
};

/** Says that nothing is in the window, and where something is. Of what was cut short, or goes on, nobody knows. */
export const emptyText = (run: ReportRun<ReportResult>): Printable => {
  const { held, lines, isPartial, isOpen } = run;
  if (isPartial || isOpen) return printed`No records in the window so far.\n`;
  const nothing = nothingText(run);
  const { from, to } = held ?? { from: null, to: null };
  if (from !== null && to !== null) return printed`${nothing} The logs hold some from\n${formatInstantMs(from)} to ${formatInstantMs(to)}.\n`;
  return lines.filtered === 0 ? printed`${nothing}\n` : printed`${nothing} ${formatCount(lines.filtered)} records are outside of it, or were filtered out.\n`;
};

const sumOf = (sources: readonly SourceLines[]) => {
  const sum = (key: 'read' | 'accepted' | 'rejected' | 'filtered'): number => sources.reduce((total, source) => total + source[key], 0);
  return { read: sum('read'), accepted: sum('accepted'), rejected: sum('rejected'), filtered: sum('filtered') };
};

const fileCells = ({ read, accepted, rejected, filtered }: ReturnType<typeof sumOf>, format: Printable): Printable[] => [
  ...[read, accepted, rejected, filtered].map(formatCount),
  format,
];

/** What each file contributed; nothing where there is but one. */
export const filesText = ({ sources }: ReportRun<ReportResult>): Printable[] => {
  if (sources.length < 2) return [];
  const rows: KeyedRow[] = sources.slice(0, SHOWN_FILES).map((source) => ({ cells: fileCells(source, formatName(source)), key: sourceName(source.path) }));
  const others = sources.slice(SHOWN_FILES);
  if (others.length > 0) rows.push({ cells: fileCells(sumOf(others), printed``), key: { words: printed`... and ${formatCount(others.length)} others` } });
  return [textPart('Files', [keyedTable(['read', 'accepted', 'rejected', 'filtered', 'format'], 'file', rows)])];
};
