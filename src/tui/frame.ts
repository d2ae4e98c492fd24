import { cellsIn, cutToCells } from '../render/cells.js';
import { printable, printed } from '../render/printable.js';
import type { Rect } from './layout.js';
import { innerWidth } from './panel.js';
import { fitRow, restyled, space, styled } from './styled.js';
import type { Piece, Row, Style } from './styled.js';

/** A row that stands at a place on the screen. */
export interface PlacedRow {
  left: number;
  top: number;
  row: Row;
}

/** What a frame says. */
export interface FrameTitle {
  /** the key that focuses the panel; empty for none */
  number: string;
  title: string;
  note: string;
  focused: boolean;
}

/** Cells of the corners, and of the line before the title and after the note. */
const CORNERS = 4;

const topRow = ({ number, title, note, focused }: FrameTitle, width: number, line: Style): Row => {
  const room = Math.max(1, width - CORNERS);
  const name = ` ${number === '' ? '' : `${number} `}${title} `;
  const shownName = cutToCells(name, room).text;
  const left = room - cellsIn(shownName);
  const said = printable(note);
  const fits = said !== '' && cellsIn(said) + 3 <= left;
  const shownNote = fits ? printed` ${said} ` : printed``;
  return [
    styled('╭─', line),
    styled(shownName, focused ? { tone: 'accent', bold: true, inverse: true } : { bold: true }),
    styled('─'.repeat(Math.max(0, left - cellsIn(shownNote))), line),
    styled(shownNote, { tone: 'muted' }),
    styled('─╮', line),
  ];
};

/** A bar is drawn of blocks: inverse it would be a hole. */
const selectedPiece = (piece: Piece): Row => (piece.text.includes('█') ? [piece] : restyled([piece], { inverse: true }));

/** A box with a title around rows; the selected row stands out without colour. */
export const frameRows = (rect: Rect, title: FrameTitle, rows: readonly Row[], selected: number): PlacedRow[] => {
  const { left, top, width, height } = rect;
  if (width < CORNERS || height < 2) return [];
  const line: Style = { tone: title.focused ? 'accent' : 'muted' };
  const cells = innerWidth(rect);
  const side = styled('│', line);
  const body = Array.from({ length: height - 2 }, (_, index): PlacedRow => {
    const content: Row = [space(1), ...fitRow(rows[index] ?? [], cells), space(1)];
    return { left, top: top + 1 + index, row: [side, ...(index === selected ? content.flatMap(selectedPiece) : content), side] };
  });
  return [
    { left, top, row: topRow(title, width, line) },
    ...body,
    { left, top: top + height - 1, row: [styled(`╰${'─'.repeat(width - 2)}╯`, line)] },
  ];
};
