import { KEYMAP } from '../keymap.js';
import type { Binding } from '../keymap.js';
import type { Panel } from '../panel.js';
import { accent, cell, fitRow, muted, space, widthOf } from '../styled.js';
import type { Piece, Row } from '../styled.js';

const KEY_CELLS = 10;

const shownBindings = KEYMAP.filter(({ shown }) => shown !== '');

const row = ({ shown, help }: Binding, cells: number): Row =>
  fitRow([cell(shown, KEY_CELLS, { tone: 'accent', bold: true }), space(2), cell(help, Math.max(1, cells - KEY_CELLS - 2))], cells);

/** What every key does. */
export const helpPanel = (cells: number): Panel => ({
  title: 'Keys',
  note: '',
  heading: null,
  body: {
    name: 'help',
    keys: shownBindings.map(({ shown }) => shown),
    rowAt: (index) => {
      const binding = shownBindings[index];
      return binding === undefined ? [] : row(binding, cells);
    },
    empty: '',
  },
});

const hints: readonly Row[] = KEYMAP.flatMap(({ shown, hint }) =>
  hint === undefined ? [] : [[accent(shown.replace(/ .*/, '')), muted(` ${hint}`)]],
);

/** The one hint for which there is always room: the first, which leads to all others. */
export const helpHint: Row = [space(2), ...(hints[0] ?? []), space(1)];

/** The keys that the footer tells of, as many as there is room for. */
export const hintRow = (cells: number): Row => {
  const row: Piece[] = [];
  let left = cells - 1;
  for (const hint of hints) {
    left -= widthOf(hint) + 2;
    if (left >= -1) row.push(space(row.length === 0 ? 1 : 2), ...hint);
  }
  return fitRow(row, cells);
};
