import type { ByteChunk } from '../../core/byte-chunk.js';
import type { EpochSeconds } from '../../core/units.js';
import type { CivilTime } from './civil-time.js';
import { readFraction } from './fraction.js';
import { daysFromCivil, lastDayOf, NO_TIME, twoDigits } from './timestamp.js';
import { readOffset } from './utc-offset.js';

/** The length of `2015-05-17T10:05:03`. */
const LOCAL_LENGTH = 19;

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Reads `2015-05-17T10:05:03` at `at` as if it were UTC; NO_TIME when it is none. A blank, `_` or `t` for the `T` is fine. */
export const readLocalIso = (bytes: Uint8Array, at: number): EpochSeconds => {
  const between = bytes[at + 10];
  if (
    bytes[at + 4] !== 45 ||
    bytes[at + 7] !== 45 ||
    (between !== 84 && between !== 32 && between !== 116 && between !== 95) ||
    bytes[at + 13] !== 58 ||
    bytes[at + 16] !== 58
  ) {
    return NO_TIME;
  }
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  const hour = twoDigits(bytes, at + 11);
  const minute = twoDigits(bytes, at + 14);
  const second = twoDigits(bytes, at + 17);
  // Comparisons with NaN are false, so each is written as what must hold.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month) && hour <= 23 && minute <= 59 && second <= 60)) {
    return NO_TIME;
  }
  return daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
};

/** Reads times of ISO 8601, and remembers the last one's date and time of day: most lines share them with the line before. */
export class IsoClock {
  private second: EpochSeconds = NO_TIME;
  /** at first newlines, which no line has */
  private readonly words = new Int32Array(5).fill(0x0a0a0a0a);

  /** See TimeReader. Without an offset it is UTC. */
  read(line: ByteChunk, at: number, end: number, time: CivilTime): number {
    if (at + LOCAL_LENGTH > end) return -1;
    const second = this.local(line, at);
    if (Number.isNaN(second)) return -1;
    const { bytes } = line;
    let to = at + LOCAL_LENGTH;
    time.fraction = 0;
    time.fractionDigits = 0;
    if (to + 1 < end && (bytes[to] === 46 || bytes[to] === 44) && isDigit(bytes[to + 1]!)) {
      const from = to + 1;
      to = from;
      while (to < end && isDigit(bytes[to]!)) to += 1;
      time.fraction = readFraction(bytes, from, to);
      time.fractionDigits = Math.min(9, to - from);
    }
    const behind = readOffset(bytes, to, end, time);
    time.epoch = behind < 0 ? second : second - time.offset;
    return behind < 0 ? to : behind;
  }

  private local(line: ByteChunk, at: number): EpochSeconds {
    const { words } = this;
    const { view } = line;
    // The seconds differ first.
    if (
      view.getInt32(at + 15, true) === words[4] &&
      view.getInt32(at + 12, true) === words[3] &&
      view.getInt32(at + 8, true) === words[2] &&
      view.getInt32(at + 4, true) === words[1] &&
      view.getInt32(at, true) === words[0]
    ) {
      return this.second;
    }
    this.second = readLocalIso(line.bytes, at);
    for (let i = 0; i < 4; i += 1) words[i] = view.getInt32(at + i * 4, true);
    words[4] = view.getInt32(at + 15, true);
    return this.second;
  }
}
