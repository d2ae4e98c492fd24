import { cellsIn, cutToCells } from '../render/cells.js';
import { joined, printable, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';

/** What a piece of text is, which decides its colour. Nothing is ever said by this alone. */
export type Tone = 'plain' | 'accent' | 'muted' | 'trouble';

/** Text of one style. */
export interface Piece {
  text: Printable;
  cells: number;
  tone: Tone;
  bold: boolean;
  inverse: boolean;
}

/** Pieces side by side. */
export type Row = readonly Piece[];

export interface Style {
  tone?: Tone;
  bold?: boolean;
  inverse?: boolean;
}

const piece = (text: Printable, cells: number, { tone = 'plain', bold = false, inverse = false }: Style): Piece => ({
  text,
  cells,
  tone,
  bold,
  inverse,
});

/** A piece of any text, from wherever it comes: what a terminal must not get is escaped. */
export const styled = (text: string, style: Style = {}): Piece => {
  const safe = printable(text);
  return piece(safe, cellsIn(safe), style);
};

export const plain = (text: string): Piece => styled(text);
export const strong = (text: string): Piece => styled(text, { bold: true });
export const muted = (text: string): Piece => styled(text, { tone: 'muted' });
export const accent = (text: string): Piece => styled(text, { tone: 'accent' });
export const trouble = (text: string): Piece => styled(text, { tone: 'trouble', bold: true });

const blanks = (cells: number): Printable => printable(' '.repeat(cells));

export const space = (cells: number): Piece => piece(blanks(Math.max(0, cells)), Math.max(0, cells), {});

/** Text in exactly `cells` cells: cut, with `…` as the last one, or filled up. */
export const cell = (text: string, cells: number, style: Style = {}, align: 'left' | 'right' = 'left'): Piece => {
  if (cells <= 0) return piece(printed``, 0, style);
  const cut = cutToCells(text, cells);
  const gap = blanks(cells - cut.cells);
  return piece(align === 'left' ? printed`${cut.text}${gap}` : printed`${gap}${cut.text}`, cells, style);
};

export const widthOf = (row: Row): number => row.reduce((sum, { cells }) => sum + cells, 0);

/** A row in exactly `cells` cells: cut at the end, or filled up. */
export const fitRow = (row: Row, cells: number): Row => {
  const fitted: Piece[] = [];
  let left = cells;
  for (const part of row) {
    if (part.cells > left) {
      fitted.push(cell(part.text, left, part));
      return fitted;
    }
    fitted.push(part);
    left -= part.cells;
  }
  if (left > 0) fitted.push(space(left));
  return fitted;
};

/** Two rows at the ends of one; the left one is cut when there is too little room. */
export const spread = (left: Row, right: Row, cells: number): Row => {
  const room = Math.max(0, cells - widthOf(right));
  return fitRow([...fitRow(left, room), ...right], cells);
};

/** The same text, all of it in another style. */
export const restyled = (row: Row, style: Style): Row => row.map((part) => piece(part.text, part.cells, { ...part, ...style }));

/** A row's text without its style. */
export const textOf = (row: Row): Printable => joined(row.map(({ text }) => text), printed``);
