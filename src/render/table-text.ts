import { cellsIn } from './cells.js';
import { joined, printable, printed } from './printable.js';
import type { Printable } from './printable.js';

const blanks = (cells: number): Printable => printable(' '.repeat(Math.max(0, cells)));

/** How many cells of a row there are up to the last that is not empty. */
const lengthOf = (row: readonly Printable[]): number => row.findLastIndex((cell) => cell !== '') + 1;

/** Rows one below the other, two blanks between their cells; the columns of `right` end in one place. No line ends in a blank. */
export const tableText = (rows: readonly (readonly Printable[])[], right: ReadonlySet<number> = new Set()): Printable => {
  const widths: number[] = [];
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cellsIn(cell));
  const lineOf = (row: readonly Printable[]): Printable => {
    const last = lengthOf(row) - 1;
    const cells = row.slice(0, last + 1).map((cell, column) => {
      const fill = blanks(widths[column]! - cellsIn(cell));
      if (right.has(column)) return printed`${fill}${cell}`;
      return column === last ? cell : printed`${cell}${fill}`;
    });
    return joined(cells, printed`  `);
  };
  return joined(rows.map(lineOf), printed`\n`);
};
