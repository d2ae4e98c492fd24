import type { CivilTime } from './civil-time.js';
import { twoDigits } from './timestamp.js';

/**
 * Reads `+0200`, `+02:00`, `-03` or `Z` at `at` as the offset from UTC. Returns the offset behind it, or -1 when it is none.
 */
export const readOffset = (bytes: Uint8Array, at: number, end: number, time: CivilTime): number => {
  if (at >= end) return -1;
  const sign = bytes[at]!;
  if (sign === 90 || sign === 122) {
    time.offset = 0;
    return at + 1;
  }
  if ((sign !== 43 && sign !== 45) || at + 3 > end) return -1;
  const hours = twoDigits(bytes, at + 1);
  const minutesAt = bytes[at + 3] === 58 ? at + 4 : at + 3;
  const minutes = minutesAt + 2 <= end ? twoDigits(bytes, minutesAt) : Number.NaN;
  const offset = hours * 3600 + (Number.isNaN(minutes) ? 0 : minutes * 60);
  if (!(offset <= 86_400)) return -1;
  time.offset = sign === 43 ? offset : -offset;
  return Number.isNaN(minutes) ? at + 3 : minutesAt + 2;
};
