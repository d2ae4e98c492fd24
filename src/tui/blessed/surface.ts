import blessed from 'blessed';
import type { Widgets } from 'blessed';
import { cellsOfCharacter } from '../cells.js';
import type { PlacedRow } from '../frame.js';
import type { Piece } from '../styled.js';
import { colorOf } from './palette.js';

/** What the types of blessed don't tell of it. */
interface Painter {
  /** the number that stands for a style in the screen's cells */
  sattr(style: { fg?: number; bold?: boolean; inverse?: boolean }): number;
}
interface CellScreen {
  fillRegion(attribute: number, character: string, left: number, right: number, top: number, bottom: number): void;
}

export interface Surface {
  /** Draws rows with the next rendering of the screen; what they do not cover is empty. */
  apply(rows: readonly PlacedRow[]): void;
}

/**
 * Puts a surface over the whole screen whose cells are set one by one. Text never goes through blessed's content, which knows
 * markup, escape sequences, tabs and wrapping; it is what it is.
 */
export const createSurface = (screen: Widgets.Screen, color: boolean): Surface => {
  const box = blessed.box({ parent: screen, left: 0, top: 0, width: '100%', height: '100%', tags: false });
  const painter = box as unknown as Painter;
  const cells = screen as unknown as CellScreen;
  const attributes = new Map<string, number>();
  let rows: readonly PlacedRow[] = [];

  const attributeOf = ({ tone, bold, inverse }: Piece): number => {
    const name = `${tone} ${bold} ${inverse}`;
    let attribute = attributes.get(name);
    if (attribute === undefined) {
      const fg = colorOf(tone, color);
      attribute = painter.sattr({ ...(fg === null ? {} : { fg }), bold, inverse });
      attributes.set(name, attribute);
    }
    return attribute;
  };

  const paintPiece = (piece: Piece, left: number, top: number): void => {
    const attribute = attributeOf(piece);
    const set = (character: string, x: number): void => {
      cells.fillRegion(attribute, character, x, x + 1, top, top + 1);
    };
    let x = left;
    let written = '';
    for (const character of piece.text) {
      const width = cellsOfCharacter(character);
      if (width === 0) {
        // A mark shares the cell of the character that it stands on.
        if (written !== '') set((written += character), x - 1);
        continue;
      }
      set((written = character), x);
      // The screen skips the cell after a wide character.
      if (width === 2) {
        set(' ', x + 1);
        written = '';
      }
      x += width;
    }
  };

  box.on('render', () => {
    for (const { left, top, row } of rows) {
      let x = left;
      for (const piece of row) {
        paintPiece(piece, x, top);
        x += piece.cells;
      }
    }
  });

  return {
    apply(next) {
      rows = next;
    },
  };
};
