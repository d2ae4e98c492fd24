import { UNPRINTABLE } from './unprintable.js';

/**
 * What a character is to a terminal. An `escaped` one must not reach it, or no two terminals agree on its cells, or it moves
 * its neighbours; a `mark` is drawn on the letter before it; a `letter` takes one cell and may carry marks; the others take
 * one cell or two.
 */
export type CharacterKind = 'escaped' | 'mark' | 'letter' | 'sign' | 'wide';

/** Marks that every terminal draws on the letter before them. */
const MARKS =
  '\\u0300-\\u034e\\u0350-\\u036f\\u0483-\\u0486\\u0901\\u0902\\u093c\\u0941-\\u0948\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u20d0-\\u20dc\\ufe20-\\ufe23';

/** Characters that take two cells on every terminal: Chinese, Japanese, Korean, and full-width forms. */
const WIDE =
  '\\u2e80-\\u2e99\\u2e9b-\\u2ef3\\u2f00-\\u2fd5\\u2ff0-\\u2ffb\\u3001-\\u3029\\u3031-\\u303c\\u303e\\u3041-\\u3096\\u309b-\\u30ff' +
  '\\u3105-\\u312c\\u3131-\\u318e\\u3190-\\u31b7\\u31c0-\\u31e3\\u31f0-\\u321e\\u3220-\\u3247\\u3250-\\u3296\\u3298\\u329a-\\u32fe\\u3300-\\u4db5' +
  '\\u4e00-\\u9fcc\\ua000-\\ua48c\\ua490-\\ua4c6\\uac00-\\ud7a3\\uf900-\\ufa6d\\ufa70-\\ufad9\\ufe10-\\ufe19\\ufe30-\\ufe52' +
  '\\ufe54-\\ufe66\\ufe68-\\ufe6b\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{2a6d6}\\u{2f800}-\\u{2fa1d}';

/** Letters that are written from right to left: a terminal that does so would move the numbers beside them. */
const RIGHT_TO_LEFT = '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefe';

/**
 * Characters about whose cells terminals disagree: emoji, what forms one sign with its neighbours, and scripts and marks that
 * are younger than many a terminal's tables. And spaces that look like none, or like the common one.
 */
const UNSETTLED =
  '\\p{M}\\p{Cn}\\p{Co}\\u0e33\\u0eb3\\u0d4e\\u1100-\\u11ff\\u2329\\u232a\\u2630-\\u2637\\u268a-\\u268f\\u2800\\u2ffc-\\u2fff\\u3000-\\u33ff' +
  '\\u4db6-\\u4dff\\u9fcd-\\u9fff\\ua4c7-\\ua4cf\\ua960-\\ua97f\\ud7a4-\\ud7ff\\ufa6e-\\ufaff\\uff9e\\uff9f\\u{10000}-\\u{1d3ff}\\u{1d800}-\\u{10ffff}';

const MARK = new RegExp(`[${MARKS}]`, 'u');
const WIDE_CHARACTER = new RegExp(`[${WIDE}]`, 'u');
const ESCAPED = new RegExp(`[${RIGHT_TO_LEFT}${UNSETTLED}]|(?! )\\p{Zs}|(?![\\0-\\u1fff])\\p{Extended_Pictographic}`, 'u');
const LETTER = /\p{L}/u;

const classify = (character: string): CharacterKind => {
  if (UNPRINTABLE.test(character)) return 'escaped';
  if (MARK.test(character)) return 'mark';
  if (WIDE_CHARACTER.test(character)) return 'wide';
  if (ESCAPED.test(character)) return 'escaped';
  return LETTER.test(character) ? 'letter' : 'sign';
};

const KINDS = ['escaped', 'mark', 'letter', 'sign', 'wide'] as const satisfies readonly CharacterKind[];

/** The kinds of the first plane, by code point: 0 while nobody has asked, else one more than the place among KINDS. */
const known = new Uint8Array(0x10000);

/** The kind of one character: a whole code point, or a lone surrogate. */
export const kindOf = (character: string): CharacterKind => {
  const code = character.codePointAt(0) ?? 0;
  const kept = known[code];
  if (kept === undefined) return classify(character);
  const remembered = KINDS[kept - 1];
  if (remembered !== undefined) return remembered;
  const kind = classify(character);
  known[code] = KINDS.indexOf(kind) + 1;
  return kind;
};
