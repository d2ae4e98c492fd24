import type { PatternPart } from './filter-node.js';

const ANY = -1;
const ONE = -2;

/** Each byte as itself, or a capital letter of ASCII as a small one. */
const AS_IS = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const SMALL = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** Whether bytes [from, to) are as a pattern says. */
export type BytesTest = (bytes: Uint8Array, from: number, to: number) => boolean;

/** Behind the character in UTF-8 that begins at `at`. */
const afterCharacter = (bytes: Uint8Array, at: number, to: number): number => {
  let next = at + 1;
  while (next < to && (bytes[next]! & 0xc0) === 0x80) next += 1;
  return next;
};

const literalTest = (literal: Uint8Array, fold: Uint8Array): BytesTest => {
  const { length } = literal;
  return (bytes, from, to) => {
    if (to - from !== length) return false;
    for (let i = 0; i < length; i += 1) if (fold[bytes[from + i]!] !== literal[i]) return false;
    return true;
  };
};

/** Whether a text stands anywhere. Looks at each place's last byte and steps over what cannot be there (Horspool's way). */
const searchTest = (literal: Uint8Array, fold: Uint8Array): BytesTest => {
  const { length } = literal;
  const end = length - 1;
  /** how far to go on from a place whose last byte is this one */
  const steps = new Int32Array(256).fill(length);
  for (let byte = 0; byte < 256; byte += 1) {
    const before = literal.lastIndexOf(fold[byte]!, end - 1);
    if (end > 0 && before >= 0) steps[byte] = end - before;
  }
  return (bytes, from, to) => {
    const last = to - length;
    for (let at = from; at <= last; at += steps[bytes[at + end]!]!) {
      let i = end;
      while (i >= 0 && fold[bytes[at + i]!] === literal[i]) i -= 1;
      if (i < 0) return true;
    }
    return false;
  };
};

/** Goes back to the last `*` alone: what stood before it need not be tried again. */
const wildcardTest = (tokens: Int16Array, fold: Uint8Array): BytesTest => {
  const count = tokens.length;
  return (bytes, from, to) => {
    let at = from;
    let t = 0;
    let star = -1;
    let mark = from;
    while (at < to) {
      const token = t < count ? tokens[t]! : -3;
      if (token === ANY) {
        star = t;
        mark = at;
        t += 1;
      } else if (token === ONE) {
        at = afterCharacter(bytes, at, to);
        t += 1;
      } else if (token === fold[bytes[at]!]) {
        at += 1;
        t += 1;
      } else if (star >= 0) {
        mark = afterCharacter(bytes, mark, to);
        at = mark;
        t = star + 1;
      } else return false;
    }
    while (t < count && tokens[t] === ANY) t += 1;
    return t === count;
  };
};

/**
 * Compiles a pattern over bytes. `whole`: it must be all of them, else it may stand anywhere among them. Where case is
 * ignored, that of ASCII's letters is.
 */
export const compilePattern = (parts: readonly PatternPart[], ignoreCase: boolean, whole: boolean): BytesTest => {
  const fold = ignoreCase ? SMALL : AS_IS;
  const [first] = parts;
  const bytesOf = (text: string): Uint8Array => Buffer.from(text).map((byte) => fold[byte]!);
  if (parts.length === 1 && typeof first === 'object') {
    const literal = Uint8Array.from(bytesOf(first.literal));
    return whole ? literalTest(literal, fold) : searchTest(literal, fold);
  }
  const [, inner] = parts;
  if (whole && parts.length === 3 && first === 'any' && typeof inner === 'object' && parts[2] === 'any') return compilePattern([inner], ignoreCase, false);
  const all: readonly PatternPart[] = whole ? parts : ['any', ...parts, 'any'];
  return wildcardTest(Int16Array.from(all.flatMap((part) => (part === 'any' ? [ANY] : part === 'one' ? [ONE] : [...bytesOf(part.literal)]))), fold);
};
