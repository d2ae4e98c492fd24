import type { Escape } from '../formats/layouts/layout.js';

/** What a byte of a text needs in an output: nothing; quotes around the text; to be looked at as a character. */
export const PLAIN = 0;
export const QUOTED = 1;
export const ODD = 2;

/** For each escape that a text may have in its line: what each byte needs. */
export type ByteClasses = Readonly<Record<Escape, Uint8Array>>;

/** The bytes that may be part of an escape. */
const MARKS: Readonly<Record<Escape, string>> = { none: '', apache: '\\', nginx: '\\', json: '\\', doubled: '"', percent: '%', plus: '+' };

const classesOf = (quoted: string, odd: string): Uint8Array => {
  const classes = new Uint8Array(256).fill(ODD);
  for (let byte = 32; byte < 127; byte += 1) {
    const character = String.fromCharCode(byte);
    classes[byte] = odd.includes(character) ? ODD : quoted.includes(character) ? QUOTED : PLAIN;
  }
  return classes;
};

/** Classes of bytes for an output where some printable characters need quotes and others more than that. All others are odd. */
export const byteClasses = (quoted: string, odd: string): ByteClasses => ({
  none: classesOf(quoted, odd + MARKS.none),
  apache: classesOf(quoted, odd + MARKS.apache),
  nginx: classesOf(quoted, odd + MARKS.nginx),
  json: classesOf(quoted, odd + MARKS.json),
  doubled: classesOf(quoted, odd + MARKS.doubled),
  percent: classesOf(quoted, odd + MARKS.percent),
  plus: classesOf(quoted, odd + MARKS.plus),
});

/** The classes of all bytes in [from, to) together. */
export const classOf = (bytes: Uint8Array, from: number, to: number, classes: Uint8Array): number => {
  let found = PLAIN;
  for (let at = from; at < to; at += 1) found |= classes[bytes[at]!]!;
  return found;
};
