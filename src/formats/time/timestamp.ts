import type { ByteChunk } from '../../core/byte-chunk.js';
import type { EpochSeconds } from '../../core/units.js';

/** No time can be read there. */
export const NO_TIME = Number.NaN;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Howard Hinnant's days_from_civil). */
export const daysFromCivil = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The last day of a month (1-12). */
export const lastDayOf = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1]!);

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The month's number (1-12) by its three letters as bytes, in any case; 0 when there is none. */
export const monthOf = (a: number, b: number, c: number): number => {
  const key = ((a | 32) << 16) | ((b | 32) << 8) | (c | 32);
  switch (key) {
    case 0x6a616e:
      return 1;
    case 0x666562:
      return 2;
    case 0x6d6172:
      return 3;
    case 0x617072:
      return 4;
    case 0x6d6179:
      return 5;
    case 0x6a756e:
      return 6;
    case 0x6a756c:
      return 7;
    case 0x617567:
      return 8;
    case 0x736570:
      return 9;
    case 0x6f6374:
      return 10;
    case 0x6e6f76:
      return 11;
    case 0x646563:
      return 12;
    default:
      return 0;
  }
};

/** Two ASCII digits as a number, or NaN. */
export const twoDigits = (bytes: Uint8Array, at: number): number => {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
};

/** The length of `17/May/2015:10:05:03 +0000`. */
export const CLF_TIME_LENGTH = 26;

/**
 * Reads `17/May/2015:10:05:03 +0000`, the time of the Common Log Format, at `at`; its offset is taken into account.
 * NO_TIME when it is none: another shape, no such day of the month, an hour of 24. A leap second (:60) is the second after :59.
 */
export const readClfTime = (bytes: Uint8Array, at: number): EpochSeconds => {
  if (
    bytes[at + 2] !== 47 || // '/'
    bytes[at + 6] !== 47 ||
    bytes[at + 11] !== 58 || // ':'
    bytes[at + 14] !== 58 ||
    bytes[at + 17] !== 58 ||
    bytes[at + 20] !== 32
  ) {
    return NO_TIME;
  }
  const day = twoDigits(bytes, at);
  const month = monthOf(bytes[at + 3]!, bytes[at + 4]!, bytes[at + 5]!);
  const year = twoDigits(bytes, at + 7) * 100 + twoDigits(bytes, at + 9);
  const hour = twoDigits(bytes, at + 12);
  const minute = twoDigits(bytes, at + 15);
  const second = twoDigits(bytes, at + 18);
  const offset = twoDigits(bytes, at + 22) * 3600 + twoDigits(bytes, at + 24) * 60;
  const sign = bytes[at + 21];
  if (month === 0 || (sign !== 43 && sign !== 45)) return NO_TIME;
  // Comparisons with NaN are false, so each is written as what must hold.
  if (!(day >= 1 && day <= lastDayOf(year, month) && hour <= 23 && minute <= 59 && second <= 60 && offset <= 86_400 && year >= 0)) {
    return NO_TIME;
  }
  const local = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  return sign === 43 ? local - offset : local + offset;
};

/** Reads times of the Common Log Format, and remembers the last one's bytes: most lines share it with the line before. */
export class ClfClock {
  private second: EpochSeconds = NO_TIME;
  /** at first newlines, which no line has */
  private readonly words = new Int32Array(7).fill(0x0a0a0a0a);

  /** The time at `at`, where 26 bytes must be readable; NO_TIME when it is none. */
  read(line: ByteChunk, at: number): EpochSeconds {
    const { words } = this;
    const { view } = line;
    // The seconds differ first.
    if (
      view.getInt32(at + 16, true) === words[4] &&
      view.getInt32(at + 12, true) === words[3] &&
      view.getInt32(at + 8, true) === words[2] &&
      view.getInt32(at + 4, true) === words[1] &&
      view.getInt32(at, true) === words[0] &&
      view.getInt32(at + 20, true) === words[5] &&
      view.getInt32(at + 22, true) === words[6]
    ) {
      return this.second;
    }
    this.second = readClfTime(line.bytes, at);
    for (let i = 0; i < 6; i += 1) words[i] = view.getInt32(at + i * 4, true);
    words[6] = view.getInt32(at + 22, true);
    return this.second;
  }
}
