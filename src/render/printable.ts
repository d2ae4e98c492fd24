import { kindOf } from './character.js';
import { isPlain, OTHERS } from './unprintable.js';

declare const brand: unique symbol;

/**
 * Text that a terminal may get: no character in it is a control, hides, or moves another, and each takes as many cells as
 * `cellsIn` says on every terminal. Only `printable` makes it from text of unknown origin; views demand it.
 */
export type Printable = string & { readonly [brand]: true };

/**
 * Lines of bytes that a terminal may get: UTF-8 without controls but line feeds, and without what hides or moves another
 * character. Only an output that takes nothing else makes them.
 */
export type PrintableBytes = Buffer & { readonly [brand]: true };

/** Printable text in UTF-8. Line feeds of its own are all that a view puts between lines. */
export const printableBytes = (text: Printable): PrintableBytes => Buffer.from(text) as PrintableBytes;

/** More combining marks on one letter than any language writes are a flood. */
const MARKS_ON_A_LETTER = 3;

const escapeCharacter = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

const ASCII_LETTER = /[A-Za-z]/;

/** A run of characters that are not plain, made printable; `before` is the character before it, or empty. */
const escapeRun = (run: string, before: string): string => {
  let shown = '';
  let room = ASCII_LETTER.test(before) ? MARKS_ON_A_LETTER : 0;
  for (const character of run) {
    const kind = kindOf(character);
    const isKept = kind === 'mark' ? room > 0 : kind !== 'escaped';
    shown += isKept ? character : escapeCharacter(character);
    if (kind !== 'mark') room = kind === 'letter' ? MARKS_ON_A_LETTER : 0;
    else if (isKept) room -= 1;
  }
  return shown;
};

/**
 * Any text made safe to show on a terminal in one line. What a terminal would obey, what nobody would see, and what would
 * shift the text beside it becomes its escape, such as `\x1b` or `\u{202e}`: controls, invisible characters, letters that
 * run from right to left, emoji and others without a settled width, marks that stand on no letter, and more than three on one.
 * Text that needs nothing is returned as it is; markup such as `{red-fg}` is text too.
 * Every view uses this for all that comes from outside: log lines, names of files, messages of errors.
 */
export const printable = (text: string): Printable =>
  (isPlain(text) ? text : text.replace(OTHERS, (run, at: number) => escapeRun(run, text.charAt(at - 1)))) as Printable;

/** A template of a view's own words, in which everything else is printable already. */
export const printed = (words: TemplateStringsArray, ...values: readonly (Printable | number)[]): Printable => {
  let text = words[0] ?? '';
  values.forEach((value, index) => {
    text += `${value}${words[index + 1] ?? ''}`;
  });
  return text as Printable;
};

/** Printable text of several lines: only the line feeds in it stay. */
export const printableLines = (text: string): Printable => joined(text.split('\n').map(printable), printed`\n`);

/** Printable parts one after the other, with `between` between them. */
export const joined = (parts: readonly Printable[], between: Printable): Printable => parts.join(between) as Printable;
