import { replaceUnprintable } from './unprintable.js';

/** More combining marks on one character than any language writes. */
const COMBINING_FLOOD = /(\p{M}{3})\p{M}+/gu;

const escapeCharacter = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/**
 * Text that is safe to show on a terminal in one line: each control becomes its escape, such as `\x1b` or `\u{202e}`, and
 * floods of combining marks are cut to three. Text that needs nothing is returned as it is; markup such as `{red-fg}` is
 * text too.
 * Every view uses this at its edge for all that comes from outside: log lines, names of files, messages of errors.
 */
export const printable = (text: string): string =>
  replaceUnprintable(text, escapeCharacter).replace(COMBINING_FLOOD, '$1');

/** Printable text of at most `limit` characters; `…` is the last one where something was cut off. */
export const printableHead = (text: string, limit: number): string => {
  // A character has at most two UTF-16 units, so that the rest of a huge text need not be looked at.
  const head = text.length > 2 * limit ? text.slice(0, 2 * limit + 1) : text;
  const shown = printable(head);
  if (head === text && shown.length <= limit) return shown;
  const characters = Array.from(shown);
  return characters.length <= limit && head === text ? shown : `${characters.slice(0, limit - 1).join('')}…`;
};
