import { cellsIn } from './cells.js';
import { joined, printable, printed } from './printable.js';
import type { Printable } from './printable.js';

/** Characters that are shown on each side of the caret, at most. */
const REACH = 60;

/**
 * The line of `text` that holds offset `at`, and below it a caret under the character there, or behind the line's end; each
 * with a newline. Of a long line only what is around the caret.
 */
export const excerptText = (text: string, at: number): Printable => {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  const from = at - start > REACH ? at - REACH : start;
  const to = end - at > REACH ? at + REACH : end;
  const before = printed`  ${from > start ? printed`..` : printed``}${printable(text.slice(from, at))}`;
  const behind = printed`${printable(text.slice(at, to))}${to < end ? printed`..` : printed``}`;
  return joined([before, behind, printed`\n`, printable(' '.repeat(cellsIn(before))), printed`^\n`], printed``);
};
