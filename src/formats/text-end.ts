import type { ByteChunk } from '../core/byte-chunk.js';
import { QUOTED } from './step.js';
import type { Step } from './step.js';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;

/** Whether a literal's bytes stand at `at`. */
export const startsWith = (bytes: Uint8Array, at: number, literal: Uint8Array): boolean => {
  for (let i = 0; i < literal.length; i += 1) if (bytes[at + i] !== literal[i]) return false;
  return true;
};

/** Whether the byte at `at` stands behind a backslash that escapes it: one that is not escaped itself. The text begins at `from`. */
const isEscaped = (bytes: Uint8Array, from: number, at: number): boolean => {
  let first = at;
  while (first > from && bytes[first - 1] === BACKSLASH) first -= 1;
  return ((at - first) & 1) === 1;
};

/**
 * The offset of the quote that closes a text in which quotes have backslashes, or -1. It is sought natively, and not beyond the
 * first quote behind the line's end: over all lines each byte is looked at once or twice.
 */
export const plainQuote = ({ bytes }: ByteChunk, from: number, end: number): number => {
  let at = bytes.indexOf(QUOTE, from);
  while (at >= 0 && at < end && bytes[at - 1] === BACKSLASH && isEscaped(bytes, from, at)) at = bytes.indexOf(QUOTE, at + 1);
  return at < end ? at : -1;
};

/** The offset of the quote that closes a quoted text, or -1. */
export const closingQuote = (line: ByteChunk, from: number, end: number, doubled: boolean): number => {
  if (!doubled) return plainQuote(line, from, end);
  const { bytes } = line;
  for (let at = from; at < end; at += 2) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0 || at >= end) return -1;
    if (bytes[at + 1] !== QUOTE || at + 1 >= end) return at;
  }
  return -1;
};

/** Where a literal stands first, or -1; the line's end for none. */
export const findLiteral = (bytes: Uint8Array, from: number, end: number, literal: Uint8Array): number => {
  if (literal.length === 0) return end;
  const first = literal[0];
  const last = end - literal.length;
  for (let at = from; at <= last; at += 1) {
    if (bytes[at] === first && (literal.length === 1 || startsWith(bytes, at, literal))) return at;
  }
  return -1;
};

/** Where the text of a step ends: see Step. -1 when it does not. */
export const textEnd = (line: ByteChunk, from: number, end: number, step: Step): number => {
  if (step.quoted !== QUOTED.no) return closingQuote(line, from, end, step.quoted === QUOTED.doubled);
  const { bytes } = line;
  const close = findLiteral(bytes, from, end, step.literal);
  if (step.other === null) return close;
  const other = findLiteral(bytes, from, end, step.other);
  return close < 0 || (other >= 0 && other < close) ? other : close;
};

/** Where a word ends: at the first byte of what follows, or the line's end. */
export const wordEnd = (bytes: Uint8Array, from: number, end: number, step: Step): number => {
  const stop = step.literal[0] ?? 256;
  const other = step.other === null ? stop : (step.other[0] ?? 256);
  let at = from;
  while (at < end && bytes[at] !== stop && bytes[at] !== other) at += 1;
  return at;
};

/** Where `a, b : c` ends: at the first blank that does not belong to `, ` or ` : `, at the stop, or at the line's end. */
export const wordsEnd = (bytes: Uint8Array, from: number, end: number, step: Step): number => {
  const stop = step.literal[0] ?? 256;
  let at = from;
  while (at < end) {
    const byte = bytes[at];
    if (byte === SPACE) {
      const isBetween = bytes[at - 1] === COMMA || (bytes[at - 1] === COLON && bytes[at - 2] === SPACE);
      const isBefore = bytes[at + 1] === COLON && bytes[at + 2] === SPACE && at + 3 < end;
      if (!(isBetween && at > from) && !isBefore) return at;
    } else if (byte === stop && !(stop === COMMA && bytes[at + 1] === SPACE) && !(stop === COLON && bytes[at - 1] === SPACE)) return at;
    at += 1;
  }
  return end;
};

/**
 * Where a request line that stands without quotes ends: at the first occurrence of what follows behind its protocol, or if it
 * has none, behind its target. -1 when there is no end.
 */
export const bareRequestEnd = (line: ByteChunk, from: number, end: number, step: Step): number => {
  const { bytes } = line;
  if (step.literal[0] !== SPACE) return textEnd(line, from, end, step);
  const firstBlank = findLiteral(bytes, from, end, step.literal);
  if (firstBlank < 0) return -1;
  for (let at = firstBlank; at >= 0 && at < end; at = findLiteral(bytes, at + 1, end, step.literal)) {
    const protocol = bytes.subarray(from, at).lastIndexOf(SPACE) + from;
    if (protocol > from && startsWith(bytes, protocol + 1, HTTP)) return at;
  }
  const second = findLiteral(bytes, firstBlank + 1, end, step.literal);
  return second < 0 ? firstBlank : second;
};

const HTTP = Buffer.from('HTTP/');
