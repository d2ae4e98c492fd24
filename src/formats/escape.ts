import { indexOfByte } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import type { Escape } from './layouts/layout.js';

const BACKSLASH = 92;
const PERCENT = 37;
const PLUS = 43;
const QUOTE = 34;

/** What stands for one byte behind a backslash. */
const SHORT: ReadonlyMap<number, number> = new Map([
  [0x62, 8], // b
  [0x66, 12], // f
  [0x6e, 10], // n
  [0x72, 13], // r
  [0x74, 9], // t
  [0x76, 11], // v
]);

const hexDigit = (byte: number): number => {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
};

/** `count` hexadecimal digits from `at` on as a number; -1 when they are none. */
const hexAt = (bytes: Uint8Array, at: number, to: number, count: number): number => {
  if (at + count > to) return -1;
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = hexDigit(bytes[i]!);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
};

/** `\uD83C\uDF55` is one character: the code point at `at`, behind its `\u`, and how many bytes from there on were taken. */
const unicodeAt = (bytes: Uint8Array, at: number, to: number): { code: number; length: number } | null => {
  const high = hexAt(bytes, at, to, 4);
  if (high < 0) return null;
  if (high >= 0xd800 && high < 0xdc00 && bytes[at + 4] === BACKSLASH && bytes[at + 5] === 0x75) {
    const low = hexAt(bytes, at + 6, to, 4);
    if (low >= 0xdc00 && low < 0xe000) return { code: 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), length: 10 };
  }
  return { code: high, length: 4 };
};

/** Decodes backslashes: `\"`, `\\`, `\n` and its like, `\x16`, and in JSON `\u00e9`. What is no escape stays as it is. */
const decodeBackslashes = (bytes: Buffer, from: number, to: number, escape: Escape): string => {
  let text = '';
  const out = Buffer.allocUnsafe(to - from);
  let length = 0;
  for (let at = from; at < to; ) {
    if (bytes[at] !== BACKSLASH || at + 1 >= to) {
      out[length++] = bytes[at++]!;
      continue;
    }
    const next = bytes[at + 1]!;
    const short = escape === 'nginx' ? undefined : SHORT.get(next);
    const hex = next === 0x78 && escape !== 'json' ? hexAt(bytes, at + 2, to, 2) : -1;
    if (hex >= 0) {
      out[length++] = hex;
      at += 4;
    } else if (next === 0x75 && escape === 'json') {
      const unicode = unicodeAt(bytes, at + 2, to);
      if (unicode === null) {
        out[length++] = bytes[at++]!;
        continue;
      }
      text += out.toString('utf8', 0, length) + String.fromCodePoint(unicode.code);
      length = 0;
      at += 2 + unicode.length;
    } else if (short !== undefined) {
      out[length++] = short;
      at += 2;
    } else if (next === QUOTE || next === BACKSLASH || (next === 47 && escape === 'json')) {
      out[length++] = next;
      at += 2;
    } else {
      out[length++] = bytes[at++]!;
    }
  }
  return text + out.toString('utf8', 0, length);
};

const decodePercent = (bytes: Buffer, from: number, to: number, plus: boolean): string => {
  const out = Buffer.allocUnsafe(to - from);
  let length = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    const hex = byte === PERCENT && !plus ? hexAt(bytes, at + 1, to, 2) : -1;
    if (hex >= 0) {
      out[length++] = hex;
      at += 2;
    } else out[length++] = byte === PLUS && plus ? 32 : byte;
  }
  return out.toString('utf8', 0, length);
};

/** What an escape begins with; 256 where there are none. */
const MARKS: Readonly<Record<Escape, number>> = { none: 256, doubled: QUOTE, percent: PERCENT, plus: PLUS, apache: BACKSLASH, nginx: BACKSLASH, json: BACKSLASH };

/** Whether bytes [from, to) may have an escape: without one, they are the text itself. */
export const hasEscape = (line: ByteChunk, from: number, to: number, escape: Escape): boolean => {
  const mark = MARKS[escape];
  return mark !== 256 && indexOfByte(line, from, to, mark) < to;
};

/** The text in bytes [from, to) as its writer meant it: escapes decoded, then read as UTF-8. */
export const decodeText = (bytes: Buffer, from: number, to: number, escape: Escape): string => {
  switch (escape) {
    case 'none':
      return bytes.toString('utf8', from, to);
    case 'doubled':
      return bytes.toString('utf8', from, to).replaceAll('""', '"');
    case 'percent':
    case 'plus':
      return decodePercent(bytes, from, to, escape === 'plus');
    case 'apache':
    case 'nginx':
    case 'json': {
      const backslash = bytes.indexOf(BACKSLASH, from);
      if (backslash < 0 || backslash >= to) return bytes.toString('utf8', from, to);
      return decodeBackslashes(bytes, from, to, escape);
    }
  }
};
