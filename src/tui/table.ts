import { cell, space } from './styled.js';
import type { Piece, Row, Style } from './styled.js';

/** A column of a table. Columns keep their widths whatever the numbers are, so that nothing jumps. */
export interface Column {
  title: string;
  /** cells; 0 takes what the others leave */
  width: number;
  align: 'left' | 'right';
}

/** One cell's text. */
export interface Entry {
  text: string;
  style?: Style;
}

/** Cells between columns. */
const GAP = 1;

/** The fewest cells in which a name still says something. */
const NARROWEST_NAME = 12;

/** Cells that the columns with a width take, gaps included. */
const fixedCells = (columns: readonly Column[]): number => columns.reduce((sum, { width }) => sum + (width === 0 ? 0 : width + GAP), 0);

/** Whether the columns leave enough room for the one without a width. */
export const columnsFit = (columns: readonly Column[], cells: number): boolean => cells - fixedCells(columns) >= NARROWEST_NAME;

/** A row of a table. */
export const tableRow = (columns: readonly Column[], entries: readonly Entry[], cells: number): Row => {
  const rest = Math.max(0, cells - fixedCells(columns));
  const pieces: Piece[] = [];
  columns.forEach(({ width, align }, index) => {
    const { text, style } = entries[index] ?? { text: '' };
    if (index > 0) pieces.push(space(GAP));
    pieces.push(cell(text, width === 0 ? rest : width, style ?? {}, align));
  });
  return pieces;
};

/** The row of titles above a table. */
export const tableHeading = (columns: readonly Column[], cells: number): Row =>
  tableRow(columns, columns.map(({ title }) => ({ text: title, style: { tone: 'muted' } })), cells);
