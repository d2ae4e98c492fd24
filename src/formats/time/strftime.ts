import type { ByteChunk } from '../../core/byte-chunk.js';
import type { CivilTime } from './civil-time.js';
import { LayoutError } from '../layouts/layout.js';
import { readFraction } from './fraction.js';
import { monthOf, NO_TIME, twoDigits } from './timestamp.js';
import { readOffset } from './utc-offset.js';

/** Reads one directive; the offset behind it, or -1. */
type Step = (bytes: Uint8Array, at: number, end: number, time: CivilTime) => number;

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isLetter = (byte: number): boolean => (byte | 32) >= 97 && (byte | 32) <= 122;

/** A number of one to `most` digits, with blanks before it where strftime pads with them. */
const number =
  (most: number, put: (time: CivilTime, value: number) => void, least = 1): Step =>
  (bytes, at, end, time) => {
    let from = at;
    while (from < end && from - at < most - 1 && bytes[from] === 32) from += 1;
    let value = 0;
    let to = from;
    for (; to < end && to - at < most; to += 1) {
      const digit = bytes[to]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (to - from < least) return -1;
    put(time, value);
    return to;
  };

/** A name of letters that says nothing that is not said elsewhere: the day of the week. */
const word: Step = (bytes, at, end) => {
  let to = at;
  while (to < end && isLetter(bytes[to]!)) to += 1;
  return to === at ? -1 : to;
};

const month: Step = (bytes, at, end, time) => {
  const to = word(bytes, at, end, time);
  if (to - at < 3) return -1;
  time.month = monthOf(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
  return time.month === 0 ? -1 : to;
};

const noon: Step = (bytes, at, end, time) => {
  if (at + 2 > end || (bytes[at + 1]! | 32) !== 0x6d) return -1;
  const letter = bytes[at]! | 32;
  if (letter !== 0x61 && letter !== 0x70) return -1;
  time.noon = letter === 0x61 ? 0 : 12;
  return at + 2;
};

/** What the names of zones that are not ambiguous mean, in hours: those of RFC 822. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['Z', 0],
  ['UT', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
]);

const zoneName: Step = (bytes, at, end, time) => {
  const to = word(bytes, at, end, time);
  if (to < 0 || to - at > 3) return -1;
  const hours = ZONES.get(String.fromCharCode(...bytes.subarray(at, to)).toUpperCase());
  if (hours === undefined) return -1;
  time.offset = hours * 3600;
  return to;
};

const epoch: Step = number(11, (time, value) => {
  time.epoch = value;
});

const fraction: Step = (bytes, at, end, time) => {
  let to = at;
  while (to < end && isDigit(bytes[to]!)) to += 1;
  if (to === at) return -1;
  time.fraction = readFraction(bytes, at, to);
  time.fractionDigits = Math.min(9, to - at);
  return to;
};

/** A point and a fraction, or nothing. */
const pointedFraction: Step = (bytes, at, end, time) => (bytes[at] === 46 && at + 1 < end && isDigit(bytes[at + 1]!) ? fraction(bytes, at + 1, end, time) : at);

const literal =
  (byte: number): Step =>
  (bytes, at, end) =>
    at < end && bytes[at] === byte ? at + 1 : -1;

const shortYear: Step = (bytes, at, end, time) => {
  if (at + 2 > end) return -1;
  const value = twoDigits(bytes, at);
  time.year = value < 69 ? 2000 + value : 1900 + value;
  return Number.isNaN(value) ? -1 : at + 2;
};

const STEPS: Readonly<Record<string, Step>> = {
  Y: number(4, (time, value) => (time.year = value), 4),
  y: shortYear,
  m: number(2, (time, value) => (time.month = value)),
  d: number(2, (time, value) => (time.day = value)),
  e: number(2, (time, value) => (time.day = value)),
  j: number(3, (time, value) => (time.yearDay = value)),
  H: number(2, (time, value) => (time.hour = value)),
  k: number(2, (time, value) => (time.hour = value)),
  I: number(2, (time, value) => (time.hour = value)),
  l: number(2, (time, value) => (time.hour = value)),
  M: number(2, (time, value) => (time.minute = value)),
  S: number(2, (time, value) => (time.second = value)),
  b: month,
  B: month,
  h: month,
  a: word,
  A: word,
  p: noon,
  P: noon,
  z: readOffset,
  Z: zoneName,
  s: epoch,
  f: fraction,
  L: fraction,
  N: fraction,
  '.': pointedFraction,
  u: number(1, () => undefined),
  w: number(1, () => undefined),
  C: number(2, () => undefined, 2),
  g: number(2, () => undefined, 2),
  G: number(4, () => undefined, 4),
  U: number(2, () => undefined),
  V: number(2, () => undefined),
  W: number(2, () => undefined),
};

/** Directives that stand for several, as they are in the C locale. */
const COMPOUNDS: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  n: '\n',
  t: '\t',
  '%': '%%',
};

const swapCase = (text: string): string => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());

const SAMPLE = [...Object.keys(STEPS), ...Object.keys(COMPOUNDS)].map((letter) => `%${letter}`);

/** What a part of a time may say. */
export type TimePiece = 'epoch' | 'year' | 'month' | 'day' | 'yearDay' | 'hour' | 'minute';

const SAYS: Readonly<Record<string, TimePiece>> = { s: 'epoch', Y: 'year', y: 'year', m: 'month', b: 'month', B: 'month', h: 'month', d: 'day', e: 'day', j: 'yearDay', H: 'hour', k: 'hour', I: 'hour', l: 'hour', M: 'minute' };

/** A pattern taken apart: single directives and what stands between them. */
const explode = (pattern: string, text: string, offset: number): string[] => {
  const pieces: string[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] !== '%') {
      pieces.push(pattern[at]!);
      continue;
    }
    const start = at;
    // `%-d`, `%_d`, `%0d` (padding), `%Ey`, `%Od` (alternatives that the C locale has not) and `%3f` mean the same here.
    at += 1;
    while (at < pattern.length - 1 && '-_0^#EO123456789:'.includes(pattern[at]!)) at += 1;
    // `%.f` is one directive.
    if (pattern.startsWith('.f', at)) at += 1;
    const letter = pattern[at] === 'f' && pattern[at - 1] === '.' ? '.' : (pattern[at] ?? '');
    const compound = COMPOUNDS[letter];
    if (letter === '%' || compound?.startsWith('%') === false) pieces.push(letter === '%' ? '%' : compound!);
    else if (compound !== undefined) pieces.push(...explode(compound, text, offset));
    else if (STEPS[letter] !== undefined) pieces.push(`%${letter}`);
    else {
      const found = pattern.slice(start, at + 1);
      throw new LayoutError(text, offset + start, "a directive of strftime", found, SAMPLE.includes(swapCase(found)) ? swapCase(found) : null);
    }
  }
  return pieces;
};

/** What a pattern says of a time. Throws a LayoutError for a directive that is none; `text` and `offset` are the layout's. */
export const piecesOf = (pattern: string, text = pattern, offset = 0): ReadonlySet<TimePiece> =>
  new Set(explode(pattern, text, offset).flatMap((piece) => (piece.length > 1 ? (SAYS[piece[1]!] ?? []) : [])));

/** What these lack to be a time as a whole; nothing if they are one. */
export const missingPieces = (pieces: ReadonlySet<TimePiece>): TimePiece[] => {
  if (pieces.has('epoch')) return [];
  const needed: TimePiece[] = pieces.has('yearDay') ? ['year', 'hour', 'minute'] : ['year', 'month', 'day', 'hour', 'minute'];
  return needed.filter((piece) => !pieces.has(piece));
};

/** Whether these say a time as a whole. */
export const isWholeTime = (pieces: ReadonlySet<TimePiece>): boolean => missingPieces(pieces).length === 0;

/** Longer times are not remembered. */
const REMEMBERED = 48;

/** Reads what strftime writes by a pattern, and remembers the last one's bytes if they say a whole time. */
export class StrftimeReader {
  private readonly steps: readonly Step[];
  private readonly whole: boolean;
  private readonly last = new Uint8Array(REMEMBERED);
  private length = 0;
  private second = NO_TIME;
  private fraction = 0;
  private fractionDigits = 0;

  /** `alone`: no other part of the line adds to the time, such as its offset. */
  constructor(pattern: string, alone: boolean) {
    const pieces = explode(Buffer.from(pattern).toString('latin1'), pattern, 0);
    this.steps = pieces.map((piece) => (piece.length > 1 ? STEPS[piece[1]!]! : literal(piece.charCodeAt(0))));
    this.whole = alone && isWholeTime(piecesOf(pattern));
  }

  /** See TimeReader. */
  read({ bytes }: ByteChunk, at: number, end: number, time: CivilTime): number {
    if (this.whole && this.isLast(bytes, at, end)) {
      time.epoch = this.second;
      time.fraction = this.fraction;
      time.fractionDigits = this.fractionDigits;
      return at + this.length;
    }
    let to = at;
    for (const step of this.steps) {
      to = step(bytes, to, end, time);
      if (to < 0) return -1;
    }
    if (!this.whole) return to;
    const second = time.toSecond();
    if (Number.isNaN(second)) return -1;
    time.epoch = second;
    this.length = to - at > REMEMBERED ? 0 : to - at;
    for (let i = 0; i < this.length; i += 1) this.last[i] = bytes[at + i]!;
    this.second = second;
    this.fraction = time.fraction;
    this.fractionDigits = time.fractionDigits;
    return to;
  }

  private isLast(bytes: Uint8Array, at: number, end: number): boolean {
    const { last, length } = this;
    if (length === 0 || at + length > end) return false;
    for (let i = length - 1; i >= 0; i -= 1) if (bytes[at + i] !== last[i]) return false;
    // What goes on in digits is another time.
    return at + length === end || !isDigit(bytes[at + length]!);
  }
}
