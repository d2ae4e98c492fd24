import type { ByteChunk } from '../../core/byte-chunk.js';

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const OPEN = 123;
const CLOSE = 125;

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === 9 || byte === 13 || byte === 10;

/** The offset of the first byte that is not blank, or `end`. */
export const skipBlanks = (bytes: Uint8Array, at: number, end: number): number => {
  let to = at;
  while (to < end && isBlank(bytes[to])) to += 1;
  return to;
};

/** The offset of the quote that closes a text, or `end`. */
export const textClose = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return end;
};

/** The offset of the first quote or backslash, or `end`: four bytes at once while there is neither among them. */
export const plainEnd = ({ bytes, view }: ByteChunk, from: number, end: number): number => {
  let at = from;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    // A byte that is looked for becomes 0, and only then its highest bit is set by the subtraction.
    const quotes = word ^ 0x22222222;
    const backslashes = word ^ 0x5c5c5c5c;
    if ((((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes)) & 0x80808080) break;
  }
  while (at < end && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at += 1;
  return at;
};

/** The offset behind the object or list that begins at `at`; behind `end` when it does not close. Nobody looks into it. */
export const skipNested = (bytes: Uint8Array, at: number, end: number): number => {
  let depth = 0;
  for (let place = at; place < end; place += 1) {
    const byte = bytes[place]!;
    if (byte === QUOTE) {
      place += 1;
      while (place < end && bytes[place] !== QUOTE) place += bytes[place] === BACKSLASH ? 2 : 1;
    } else if (byte >= OPEN_BRACKET) {
      // Without that bit a brace is a bracket.
      const shape = byte | 32;
      if (shape === OPEN) depth += 1;
      else if (shape === CLOSE) {
        depth -= 1;
        if (depth === 0) return place + 1;
      }
    }
  }
  return end + 1;
};
