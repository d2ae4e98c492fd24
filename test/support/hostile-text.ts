import fc from 'fast-check';

/** No terminal may get one of these from a log. Written out as ranges, so that it does not share the code's own rule. */
const FORBIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f], // C0
  [0x7f, 0x9f], // DEL, C1
  [0xad, 0xad], // soft hyphen
  [0x034f, 0x034f],
  [0x061c, 0x061c], // bidi mark
  [0x115f, 0x1160], // fillers
  [0x180b, 0x180f],
  [0x200b, 0x200f], // zero width, bidi marks
  [0x2028, 0x202e], // separators, bidi embeddings and overrides
  [0x2060, 0x206f], // joiners, bidi isolates
  [0x3164, 0x3164],
  [0xd800, 0xdfff], // lone surrogates
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff], // tags, more variation selectors
];

/** The code points of a text that no terminal may get, as `U+202E`. */
export const forbiddenIn = (text: string): string[] =>
  Array.from(text, (character) => character.codePointAt(0)!)
    .filter((code) => FORBIDDEN.some(([low, high]) => code >= low && code <= high))
    .map((code) => `U+${code.toString(16).toUpperCase()}`);

const forbiddenCharacter = fc
  .constantFrom(...FORBIDDEN)
  .chain(([low, high]) => fc.integer({ min: low, max: high }))
  .map((code) => String.fromCodePoint(code));

/** Texts as an attacker would write them into a log: controls, halves of characters, marks, and much else. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      forbiddenCharacter,
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('\u001b[31m', '\u0301', '{red-fg}', '\\x1b', 'é', '日', '😀', '"', '\\'),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));
