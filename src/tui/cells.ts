import { printable } from '../render/printable.js';

const ASCII = /^[ -~]*$/;

/** Marks that every terminal draws on the character before them. */
const MARKS =
  '\\u0300-\\u036f\\u0483-\\u0486\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u064b-\\u0655\\u0670\\u06d6-\\u06dc' +
  '\\u0901\\u0902\\u093c\\u0941-\\u0948\\u094d\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u20d0-\\u20ef\\u3099\\u309a\\ufe20-\\ufe23';

/** Characters that take two cells on every terminal: Chinese, Japanese, Korean, and full-width forms. */
const WIDE =
  '\\u1100-\\u1159\\u2329\\u232a\\u2e80-\\u2e99\\u2e9b-\\u2ef3\\u2f00-\\u2fd5\\u2ff0-\\u2ffb\\u3000-\\u3029\\u3030-\\u303e\\u3041-\\u3096\\u309b-\\u30ff' +
  '\\u3105-\\u312c\\u3131-\\u318e\\u3190-\\u31b7\\u31c0-\\u31e3\\u31f0-\\u321e\\u3220-\\u3247\\u3250-\\u32fe\\u3300-\\u4db5' +
  '\\u4e00-\\u9fcc\\ua000-\\ua48c\\ua490-\\ua4c6\\uac00-\\ud7a3\\uf900-\\ufa6d\\ufa70-\\ufad9\\ufe10-\\ufe19\\ufe30-\\ufe52' +
  '\\ufe54-\\ufe66\\ufe68-\\ufe6b\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{2fa1d}';

/**
 * Characters about whose width terminals disagree: emoji, scripts and marks that are younger than many a terminal's tables.
 * One of them would push the rest of its line out of place.
 */
const UNSETTLED = new RegExp(
  `(?![${MARKS}${WIDE}])[\\u06de\\u1734\\p{Mn}\\p{Me}\\p{Emoji_Presentation}\\p{Cn}\\p{Co}\\u115a-\\u11ff\\u2ffc-\\u2fff\\u3000-\\u33ff` +
    `\\u4db6-\\u4dff\\u9fcd-\\u9fff\\ua4c7-\\ua4cf\\ua960-\\ua97f\\ud7a4-\\ud7ff\\ufa6e-\\ufaff\\u{16fe0}-\\u{18dff}` +
    `\\u{1aff0}-\\u{1b2ff}\\u{1d300}-\\u{1d376}\\u{1f000}-\\u{1faff}\\u{2fa1e}-\\u{3ffff}]`,
  'gu',
);

const MARK = new RegExp(`[${MARKS}]`, 'u');
const WIDE_CHARACTER = new RegExp(`[${WIDE}]`, 'u');

const escapeCharacter = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * Printable text of which every terminal shows each character in the same number of cells. Characters that have no settled
 * width become their escapes, such as `\u{1f600}`. Text that needs nothing is returned as it is.
 */
export const drawable = (text: string): string =>
  ASCII.test(text) ? text : printable(text).replace(UNSETTLED, escapeCharacter);

/** Cells of one character of drawable text: 0 for a mark on the character before it, 2 for a wide one, else 1. */
export const cellsOfCharacter = (character: string): 0 | 1 | 2 => {
  if (character < '\u0300') return 1;
  if (MARK.test(character)) return 0;
  return WIDE_CHARACTER.test(character) ? 2 : 1;
};

/** Cells of drawable text. */
export const cellsIn = (text: string): number => {
  if (ASCII.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOfCharacter(character);
  return cells;
};

/** UTF-16 units that are looked at for each cell: more than a wide character with its marks has. */
const UNITS_PER_CELL = 8;

const ELLIPSIS = '…';

/** Any text made drawable and cut to at most `limit` cells (`limit` > 0); `…` is the last one where something was cut off. */
export const cutToCells = (text: string, limit: number): { text: string; cells: number } => {
  const head = text.length > limit * UNITS_PER_CELL ? text.slice(0, limit * UNITS_PER_CELL) : text;
  const shown = drawable(head);
  const whole = head.length === text.length;
  if (whole && shown.length <= limit && ASCII.test(shown)) return { text: shown, cells: shown.length };
  if (whole && cellsIn(shown) <= limit) return { text: shown, cells: cellsIn(shown) };
  let kept = '';
  let cells = 0;
  for (const character of shown) {
    const more = cellsOfCharacter(character);
    if (cells + more > limit - 1) break;
    kept += character;
    cells += more;
  }
  return { text: kept + ELLIPSIS, cells: cells + 1 };
};
