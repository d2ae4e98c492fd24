import type { EpochSeconds } from '../core/units.js';
import type { TimeShape } from '../formats/layouts/layout.js';
import { penText } from './line-pen.js';
import type { PenText } from './line-pen.js';
import { fixed, sequence, whole } from './piece.js';
import type { Piece } from './piece.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY = 86_400;
/** The texts of so many minutes are remembered, a power of two. */
const KEPT = 1024;

const two = (value: number, pad = '0'): string => String(value).padStart(2, pad);

/** ISO's week: its year and its number. */
const weekOf = (at: EpochSeconds): { year: number; week: number } => {
  const day = Math.floor(at / DAY);
  const thursday = day - ((day + 3) % 7) + 3;
  const year = new Date(thursday * DAY * 1000).getUTCFullYear();
  return { year, week: 1 + Math.floor((thursday - Date.UTC(year, 0, 1) / 1000 / DAY) / 7) };
};

const yearDay = (at: EpochSeconds, date: Date): number => Math.floor(at / DAY) - Date.UTC(date.getUTCFullYear(), 0, 1) / 1000 / DAY;

/** What strftime writes for a letter in the C locale, in UTC. */
const LETTERS: Readonly<Record<string, (date: Date, at: EpochSeconds) => string>> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => two(date.getUTCFullYear() % 100),
  C: (date) => two(Math.floor(date.getUTCFullYear() / 100)),
  m: (date) => two(date.getUTCMonth() + 1),
  d: (date) => two(date.getUTCDate()),
  e: (date) => two(date.getUTCDate(), ' '),
  j: (date, at) => String(yearDay(at, date) + 1).padStart(3, '0'),
  H: (date) => two(date.getUTCHours()),
  k: (date) => two(date.getUTCHours(), ' '),
  I: (date) => two(((date.getUTCHours() + 11) % 12) + 1),
  l: (date) => two(((date.getUTCHours() + 11) % 12) + 1, ' '),
  M: (date) => two(date.getUTCMinutes()),
  b: (date) => MONTHS[date.getUTCMonth()]!.slice(0, 3),
  h: (date) => MONTHS[date.getUTCMonth()]!.slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()]!,
  a: (date) => DAYS[date.getUTCDay()]!.slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()]!,
  p: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: (date) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
  z: () => '+0000',
  Z: () => 'UTC',
  u: (date) => String(((date.getUTCDay() + 6) % 7) + 1),
  w: (date) => String(date.getUTCDay()),
  G: (_date, at) => String(weekOf(at).year),
  g: (_date, at) => two(weekOf(at).year % 100),
  V: (_date, at) => two(weekOf(at).week),
  U: (date, at) => two(Math.floor((yearDay(at, date) + 7 - date.getUTCDay()) / 7)),
  W: (date, at) => two(Math.floor((yearDay(at, date) + 7 - ((date.getUTCDay() + 6) % 7)) / 7)),
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};

/** Letters that stand for several. */
const LONGER: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
  v: '%e-%b-%Y',
  '+': '%a %b %e %H:%M:%S UTC %Y',
};

const DIRECTIVE = /%[-_0^#EO1-9:]*(\.?.)/gs;

const longForm = (pattern: string): string => pattern.replaceAll(DIRECTIVE, (whole, letter: string) => LONGER[letter] ?? whole);

/** A text that is the same for a whole minute. */
const minutely = (textOf: (at: EpochSeconds) => string, longest: number): Piece => {
  const minutes = new Float64Array(KEPT).fill(-1);
  const texts = new Array<PenText>(KEPT).fill(penText(''));
  return {
    longest,
    put: (pen, { second }) => {
      const minute = Math.floor(second / 60);
      const place = minute & (KEPT - 1);
      if (minutes[place] !== minute) {
        minutes[place] = minute;
        texts[place] = penText(textOf(second));
      }
      pen.copy(texts[place]!);
    },
  };
};

const secondOfMinute: Piece = {
  longest: 2,
  put: (pen, { second }) => {
    pen.padded(second - Math.floor(second / 60) * 60, 2);
  },
};

const epoch = whole(({ second }) => second);

/** The fraction of the second. */
const fraction = (digits: 3 | 6): Piece => ({
  longest: digits,
  put: (pen, { micros }) => {
    pen.padded(digits === 6 ? micros : Math.floor(micros / 1000), digits);
  },
});

/** What is not the same for a whole minute. */
const FAST: Readonly<Record<string, readonly Piece[]>> = { S: [secondOfMinute], s: [epoch], f: [fraction(6)], N: [fraction(6)], L: [fraction(3)], '.f': [fixed('.'), fraction(6)] };

const plain = (pattern: string): Piece =>
  minutely((at) => {
    const date = new Date(at * 1000);
    return pattern.replaceAll(DIRECTIVE, (_whole, letter: string) => LETTERS[letter]?.(date, at) ?? '');
  }, pattern.length * 12);

/** A time as strftime writes it. */
export const strftimePiece = (pattern: string): Piece => {
  const pieces: Piece[] = [];
  let from = 0;
  const long = longForm(pattern);
  for (const match of long.matchAll(DIRECTIVE)) {
    const fast = FAST[match[1]!];
    if (fast === undefined) continue;
    if (match.index > from) pieces.push(plain(long.slice(from, match.index)));
    pieces.push(...fast);
    from = match.index + match[0].length;
  }
  if (from < long.length) pieces.push(plain(long.slice(from)));
  return pieces.length === 1 ? pieces[0]! : sequence(pieces);
};

const EPOCH_DIGITS = { s: 0, auto: 0, ms: 3, us: 6, ns: 6 } as const;

/** A time in one of the shapes that layouts have. */
export const timePiece = (time: TimeShape, milliseconds = true): Piece => {
  switch (time.shape) {
    case 'clf':
      return strftimePiece('%d/%b/%Y:%H:%M:%S +0000');
    case 'iso':
      return strftimePiece(milliseconds ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S+00:00');
    case 'strftime':
      return strftimePiece(time.pattern);
    case 'fraction':
      return fraction(time.digits === 3 ? 3 : 6);
    case 'epoch': {
      const digits = EPOCH_DIGITS[time.unit];
      if (time.fraction && digits === 0) return sequence([epoch, fixed('.'), fraction(3)]);
      return sequence([epoch, ...(digits === 0 ? [] : [fraction(digits)]), ...(time.unit === 'ns' ? [fixed('000')] : [])]);
    }
  }
};
