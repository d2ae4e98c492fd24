import { kindOf } from './character.js';
import { printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import { isPlain, OTHERS } from './unprintable.js';

/** Cells of one character of printable text: 0 for a mark on the letter before it, 2 for a wide one, else 1. */
export const cellsOfCharacter = (character: string): 0 | 1 | 2 => {
  if (character < '\u0300') return 1;
  const kind = kindOf(character);
  if (kind === 'mark') return 0;
  return kind === 'wide' ? 2 : 1;
};

/** Cells of printable text, the same on every terminal. */
export const cellsIn = (text: Printable): number => {
  if (isPlain(text)) return text.length;
  let cells = text.length;
  for (const run of text.match(OTHERS) ?? []) {
    cells -= run.length;
    for (const character of run) cells += cellsOfCharacter(character);
  }
  return cells;
};

/** UTF-16 units that are looked at for each cell: more than a letter with its marks has. */
const UNITS_PER_CELL = 8;

const ELLIPSIS = printed`…`;

/** Any text made printable and cut to at most `limit` cells (`limit` > 0); `…` is the last one where something was cut off. */
export const cutToCells = (text: string, limit: number): { text: Printable; cells: number } => {
  const head = text.length > limit * UNITS_PER_CELL ? text.slice(0, limit * UNITS_PER_CELL) : text;
  const shown = printable(head);
  const whole = head.length === text.length;
  const all = cellsIn(shown);
  if (whole && all <= limit) return { text: shown, cells: all };
  if (isPlain(shown)) return { text: printed`${shown.slice(0, limit - 1) as Printable}${ELLIPSIS}`, cells: limit };
  let kept = '';
  let cells = 0;
  for (const character of shown) {
    const more = cellsOfCharacter(character);
    if (cells + more > limit - 1) break;
    kept += character;
    cells += more;
  }
  return { text: printed`${kept as Printable}${ELLIPSIS}`, cells: cells + 1 };
};

/** Takes characters one after the other as long as they have room in `limit` cells. */
const takeCells = (characters: Iterable<string>, limit: number): string[] => {
  const taken: string[] = [];
  let cells = 0;
  for (const character of characters) {
    cells += cellsOfCharacter(character);
    if (cells > limit) break;
    taken.push(character);
  }
  return taken;
};

/** Any text made printable and cut to at most `limit` cells (`limit` > 2): of a longer one its beginning and its end stay, with `…` between them. */
export const cutMiddleToCells = (text: string, limit: number): Printable => {
  const reach = limit * UNITS_PER_CELL;
  const isLong = text.length > 2 * reach;
  const shown = printable(isLong ? text.slice(0, reach) : text);
  if (!isLong && cellsIn(shown) <= limit) return shown;
  const end = isLong ? printable(text.slice(-reach)) : shown;
  const head = takeCells(shown, Math.ceil((limit - 1) / 2));
  const tail = takeCells(Array.from(end).reverse(), Math.floor((limit - 1) / 2)).reverse();
  // A mark whose letter was cut off would stand on the ellipsis.
  const start = tail.findIndex((character) => cellsOfCharacter(character) > 0);
  return printed`${head.join('') as Printable}${ELLIPSIS}${tail.slice(Math.max(0, start)).join('') as Printable}`;
};
