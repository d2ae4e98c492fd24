import type { ReportResult, ReportRun, SourceLines } from '../../reports/report-run.js';
import type { TimeWindow } from '../../reports/time-window.js';
import { csvCell } from '../csv-cell.js';
import { joined, printable, printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { formatIsoMs } from '../time-text.js';

/** Cells by their columns; a column that is not named is empty. Numbers are written as they are, whatever their sign. */
export type CsvRow<Column extends string> = { panel: string } & Partial<Readonly<Record<Column, string | number>>>;

/** The columns that each report has: which part a row is of, the key there, a time, and a number that has no column of its own. */
export type CommonColumn = 'key' | 'from' | 'to' | 'value';

/** Rows below a line that names the columns, each with its newline. */
export const csvTable = <Column extends string>(columns: readonly ('panel' | Column)[], rows: readonly CsvRow<NoInfer<Column>>[]): Printable => {
  const cellText = (cell: string | number | undefined): Printable => {
    if (cell === undefined) return printed``;
    return typeof cell === 'number' ? printable(String(cell)) : csvCell(cell);
  };
  const lines = rows.map((row) => joined(columns.map((column) => cellText((row as Partial<Record<string, string | number>>)[column])), printed`,`));
  return printed`${joined([joined(columns.map(printable), printed`,`), ...lines], printed`\n`)}\n`;
};

const windowRow = (panel: string, { from, to }: TimeWindow): CsvRow<CommonColumn> => ({
  panel,
  ...(from === null ? {} : { from: formatIsoMs(from) }),
  ...(to === null ? {} : { to: formatIsoMs(to) }),
});

const LINE_COUNTS = ['read', 'accepted', 'rejected', 'filtered', 'late'] as const;

const fileRows = (source: SourceLines): CsvRow<CommonColumn>[] =>
  LINE_COUNTS.map((name) => ({ panel: `files.${name}`, key: source.path, value: source[name] }));

/** What each report begins with. */
export const windowRows = ({ window, held, isPartial, isOpen }: ReportRun<ReportResult>): CsvRow<CommonColumn>[] => [
  windowRow('window', window),
  ...(held === null ? [] : [windowRow('held', held)]),
  { panel: 'partial', value: isPartial ? 1 : 0 },
  { panel: 'open', value: isOpen ? 1 : 0 },
];

/** What each report ends with: the account of its lines. */
export const accountRows = ({ lines, rejectedBy, sources }: ReportRun<ReportResult>): CsvRow<CommonColumn>[] => [
  ...LINE_COUNTS.map((name) => ({ panel: 'lines', key: name, value: lines[name] })),
  ...Object.entries(rejectedBy).map(([reason, value]) => ({ panel: 'rejectedBy', key: reason, value })),
  ...sources.flatMap(fileRows),
];
