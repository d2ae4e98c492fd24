import { withUnitEscapes } from './json-line.js';
import type { Printable } from './printable.js';

/** What a spreadsheet would take for the beginning of a formula, also in full width. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A text as a cell of CSV by RFC 4180. What a spreadsheet would compute has an apostrophe before it. Characters that could harm
 * a terminal, or that nobody would see, line ends among them, become `\uXXXX`, so that each record stays on its line.
 */
export const csvCell = (text: string): Printable => {
  const safe = `${FORMULA.test(text) ? "'" : ''}${text}`;
  return withUnitEscapes(/[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe);
};
