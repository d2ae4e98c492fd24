import { cellsIn, cutMiddleToCells } from '../cells.js';
import { joined, printable, printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { tableText } from '../table-text.js';

/** Columns of a report: a terminal's, and a mail's. */
export const REPORT_WIDTH = 80;

const RULE = printable('-'.repeat(REPORT_WIDTH));

/** A key is cut to no less, however much stands beside it. */
const LEAST_KEY = 20;

/** A part under its heading, behind which a remark may stand; each line with its newline. */
export const textPart = (heading: string, lines: readonly Printable[], remark: Printable = printed``): Printable =>
  printed`${joined([printed`${printable(heading.toUpperCase())}${remark}`, RULE, ...lines], printed`\n`)}\n`;

/** A row of a table: cells, and behind them its key, which is cut, or words of ours, which are not. */
export interface KeyedRow {
  cells: readonly Printable[];
  key: string | { words: Printable };
}

/** How a key is named that is nothing. */
export const keyName = (key: string): string => (key === '' ? '(empty)' : key);

/** Right-aligned columns, and keys behind them, cut in their middle where the line would be too long. The heads come first. */
export const keyedTable = (heads: readonly string[], key: string, rows: readonly KeyedRow[]): Printable => {
  const table = [heads.map(printable), ...rows.map(({ cells }) => cells)];
  const widthOf = (column: number): number => table.reduce((most, cells) => Math.max(most, cellsIn(cells[column] ?? printed``)), 0);
  const used = heads.reduce((sum, _, column) => sum + widthOf(column) + 2, 0);
  const room = Math.max(LEAST_KEY, REPORT_WIDTH - used);
  const texts = rows.map((row) => (typeof row.key === 'string' ? cutMiddleToCells(keyName(row.key), room) : row.key.words));
  return tableText(
    table.map((cells, at) => [...cells, at === 0 ? printable(key) : texts[at - 1]!]),
    new Set(heads.keys()),
  );
};
