import type { ByteChunk } from '../../core/byte-chunk.js';
import type { CivilTime } from './civil-time.js';
import { readFraction } from './fraction.js';
import type { TimeShape } from '../layouts/layout.js';
import { IsoClock } from './iso-time.js';
import { StrftimeReader } from './strftime.js';
import { ClfClock, CLF_TIME_LENGTH } from './timestamp.js';

/** Reads a time of one shape, or a part of one. Each may remember the last bytes that it read: most lines share them. */
export interface TimeReader {
  /** Reads at `at`, before `end`, and says in `time` what stands there. The offset behind it, or -1 when it is none. */
  read(line: ByteChunk, at: number, end: number, time: CivilTime): number;
}

const clfReader = (): TimeReader => {
  const clock = new ClfClock();
  return {
    read(line, at, end, time) {
      if (at + CLF_TIME_LENGTH > end) return -1;
      const second = clock.read(line, at);
      if (Number.isNaN(second)) return -1;
      time.epoch = second;
      return at + CLF_TIME_LENGTH;
    },
  };
};

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Digits of an epoch's whole seconds at most: more is a finer unit, or no time. */
const MAX_SECOND_DIGITS = 11;

/** How many digits of an epoch are behind the whole second. */
const SUB_DIGITS = { s: 0, ms: 3, us: 6, ns: 9 };

/** The unit that has so many digits nowadays: seconds have 10 until 2286. */
const unitOf = (digits: number): keyof typeof SUB_DIGITS => (digits <= 11 ? 's' : digits <= 14 ? 'ms' : digits <= 17 ? 'us' : 'ns');

const epochReader = (unit: keyof typeof SUB_DIGITS | 'auto', hasFraction: boolean): TimeReader => ({
  read({ bytes }, at, end, time) {
    let to = at;
    while (to < end && isDigit(bytes[to]!)) to += 1;
    const sub = SUB_DIGITS[unit === 'auto' ? unitOf(to - at) : unit];
    if (to === at || to - at > MAX_SECOND_DIGITS + sub) return -1;
    const whole = Math.max(at, to - sub);
    let second = 0;
    for (let i = at; i < whole; i += 1) second = second * 10 + (bytes[i]! - 48);
    let nanoseconds = 0;
    let digits: number = sub;
    // 5 ms are 005: the digits of a short one stand further back.
    if (sub > 0) nanoseconds = Math.floor(readFraction(bytes, whole, to) / 10 ** Math.max(0, sub - (to - at)));
    if (hasFraction && to + 1 < end && bytes[to] === 46 && isDigit(bytes[to + 1]!)) {
      const from = to + 1;
      to = from;
      while (to < end && isDigit(bytes[to]!)) to += 1;
      digits += to - from;
      nanoseconds += Math.floor(readFraction(bytes, from, to) / 10 ** sub);
    }
    time.epoch = second;
    time.fraction = nanoseconds;
    time.fractionDigits = Math.min(9, digits);
    return to;
  },
});

const fractionReader = (digits: number): TimeReader => ({
  read({ bytes }, at, end, time) {
    let to = at;
    while (to < end && isDigit(bytes[to]!)) to += 1;
    if (to - at < digits) return -1;
    time.fraction = readFraction(bytes, at, to);
    time.fractionDigits = Math.min(9, to - at);
    return to;
  },
});

/** A reader of times of a shape; `alone` says that no other part of the line adds to them. */
export const createTimeReader = (time: TimeShape, alone: boolean): TimeReader => {
  switch (time.shape) {
    case 'clf':
      return clfReader();
    case 'iso':
      return new IsoClock();
    case 'epoch':
      return epochReader(time.unit, time.fraction);
    case 'fraction':
      return fractionReader(time.digits);
    case 'strftime':
      return new StrftimeReader(time.pattern, alone);
  }
};

const EXAMPLES = {
  clf: 'a time such as 17/May/2015:10:05:03 +0000',
  iso: 'a time such as 2015-05-17T10:05:03+00:00',
  epoch: 'a time as a number since 1970',
  fraction: 'the digits of a fraction of a second',
};

/** What stands where a time of that shape does, in words. */
export const timeExpectation = (time: TimeShape): string => (time.shape === 'strftime' ? `a time as '${time.pattern}'` : EXAMPLES[time.shape]);
