import type { Widgets } from 'blessed';
import { cellsOfCharacter } from '../../render/cells.js';
import type { PlacedRow } from '../frame.js';
import type { Rect } from '../layout.js';
import type { Piece, Row } from '../styled.js';
import { widthOf } from '../styled.js';
import { colorOf } from './palette.js';

/** A screen whose cells can be set: what the types of blessed don't tell rightly. */
interface CellScreen {
  fillRegion(attribute: number, character: string, left: number, right: number, top: number, bottom: number): void;
}

/** A style as blessed keeps it in a cell: flags, foreground and background in one number; 0x1ff is the terminal's own colour. */
const OWN_COLOR = 0x1ff;
const BOLD = 1;
const INVERSE = 8;
const attributeFor = (fg: number | null, bold: boolean, inverse: boolean): number =>
  (((bold ? BOLD : 0) | (inverse ? INVERSE : 0)) << 18) | ((fg ?? OWN_COLOR) << 9) | OWN_COLOR;

const BLANK = attributeFor(null, false, false);

export interface Surface {
  /**
   * Sets the cells of rows; what they do not cover is empty. Only rows that have changed are touched, unless they stand at
   * other places than before, or `hole` (where somebody else draws) does: then the whole screen is set anew. True when
   * the hole must be drawn again.
   */
  apply(rows: readonly PlacedRow[], hole: Rect | null): boolean;
}

const isSamePiece = (a: Piece, b: Piece | undefined): boolean =>
  a.text === b?.text && a.tone === b.tone && a.bold === b.bold && a.inverse === b.inverse;

const isSameRow = (a: Row, b: Row | undefined): boolean =>
  a.length === b?.length && a.every((piece, index) => isSamePiece(piece, b[index]));

const overlaps = ({ left, top, row }: PlacedRow, hole: Rect): boolean =>
  top >= hole.top && top < hole.top + hole.height && left < hole.left + hole.width && left + widthOf(row) > hole.left;

/** What must stay the same for rows to be comparable one by one. */
const placesOf = (rows: readonly PlacedRow[], hole: Rect | null, { width, height }: Widgets.Screen): string =>
  JSON.stringify([width, height, hole, rows.map(({ left, top, row }) => [left, top, widthOf(row)])]);

/**
 * The text of the screen, set cell by cell. It never goes through blessed's own content, which knows markup, escape
 * sequences, tabs and wrapping: text is what it is. The screen then writes the cells that differ from what the terminal shows.
 */
export const createSurface = (screen: Widgets.Screen, color: boolean): Surface => {
  const cells = screen as unknown as CellScreen;
  let before: readonly PlacedRow[] = [];
  let places = '';

  const paintPiece = ({ text, tone, bold, inverse }: Piece, left: number, top: number): void => {
    const attribute = attributeFor(colorOf(tone, color), bold, inverse);
    const set = (character: string, x: number): void => {
      cells.fillRegion(attribute, character, x, x + 1, top, top + 1);
    };
    let x = left;
    let written = '';
    for (const character of text) {
      const width = cellsOfCharacter(character);
      if (width === 0) {
        // A mark shares the cell of the character that it stands on; x is past that.
        if (written !== '') set((written += character), x - 1);
        continue;
      }
      set((written = character), x);
      if (width === 2) {
        // The screen skips the cell after a wide character.
        set(' ', x + 1);
        written = '';
      }
      x += width;
    }
  };

  const paintRow = ({ left, top, row }: PlacedRow): void => {
    let x = left;
    for (const piece of row) {
      paintPiece(piece, x, top);
      x += piece.cells;
    }
  };

  return {
    apply(rows, hole) {
      const now = placesOf(rows, hole, screen);
      const isNew = now !== places;
      if (isNew) cells.fillRegion(BLANK, ' ', 0, Number(screen.width), 0, Number(screen.height));
      let isHoleFilled = isNew;
      rows.forEach((row, index) => {
        if (!isNew && isSameRow(row.row, before[index]?.row)) return;
        paintRow(row);
        isHoleFilled ||= hole !== null && overlaps(row, hole);
      });
      before = rows;
      places = now;
      return isHoleFilled;
    },
  };
};
