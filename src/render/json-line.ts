import type { Printable } from './printable.js';
import { replaceUnprintable } from './unprintable.js';

/** Its UTF-16 units as `\uXXXX`. */
const escapeUnits = (character: string): string => {
  let escaped = '';
  for (let i = 0; i < character.length; i += 1) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
};

/** A text with `\uXXXX` for each character that could harm a terminal, or that nobody would see, line ends among them. */
export const withUnitEscapes = (text: string): Printable => replaceUnprintable(text, escapeUnits) as Printable;

/** A text as a string of JSON, with its quotes, escaped as in toJsonLine. */
export const toJsonText = (text: string): Printable => withUnitEscapes(JSON.stringify(text));

/**
 * A value as one line of JSON, newline included. Characters that could harm a terminal, or that nobody would see, are
 * written as `\uXXXX`; a reader of JSON gets the very same strings back.
 */
// Outside of its strings JSON is plain ASCII, so what is replaced stands in a string. JSON.stringify has seen to the C0
// controls and the lone surrogates.
export const toJsonLine = (value: object): Printable =>
  `${replaceUnprintable(JSON.stringify(value), escapeUnits)}\n` as Printable;
