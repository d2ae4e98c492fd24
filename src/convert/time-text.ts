import type { LineRecord } from '../formats/line-record.js';
import { stampOf } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';

const POINT = 46;
const ZULU = 90;

/** The parts of an instant in UTC, as `Date` has them. */
const isoOf = (second: number): string => new Date(second * 1000).toISOString().slice(0, -5);

const DAY = 86_400;

const ZERO = 48;

/** Writes times in one notation. Most lines share their second with the line before, and all nearly their day. */
export class IsoText {
  private second = Number.NaN;
  private midnight = Number.NaN;
  /** `2015-05-17T10:05:03`, and its bytes */
  private text = stampOf('');
  private bytes: Uint8Array = new Uint8Array(0);

  /** Appends the time of a record as `2015-05-17T10:05:03.120Z`, with as many digits of its fraction as the line has. */
  write(out: ByteOutput, { second, fraction, fractionDigits }: LineRecord): void {
    if (second !== this.second) this.remember(second);
    out.stamp(this.text);
    if (fractionDigits > 0) {
      out.byte(POINT);
      out.digits(Math.floor(fraction / 10 ** (9 - fractionDigits)), fractionDigits);
    }
    out.byte(ZULU);
  }

  private remember(second: number): void {
    const midnight = Math.floor(second / DAY) * DAY;
    if (midnight !== this.midnight) {
      this.text = stampOf(isoOf(midnight));
      this.bytes = new Uint8Array(this.text.words.buffer);
      this.midnight = midnight;
    }
    this.second = second;
    const clock = second - midnight;
    const end = this.text.length;
    this.put(end - 8, Math.floor(clock / 3600));
    this.put(end - 5, Math.floor(clock / 60) % 60);
    this.put(end - 2, clock % 60);
  }

  /** Writes a number of two digits into the text. */
  private put(at: number, value: number): void {
    const tens = Math.floor(value / 10);
    this.bytes[at] = ZERO + tens;
    this.bytes[at + 1] = ZERO + value - tens * 10;
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A second as the Common Log Format has it, in UTC: `17/May/2015:10:05:03 +0000`. */
export const clfText = (second: number): string => {
  const [, year = '', month = '', day = '', clock = ''] = /^(.+)-(\d\d)-(\d\d)T(.*)$/.exec(isoOf(second)) ?? [];
  return `${day}/${MONTHS[Number(month) - 1]!}/${year}:${clock} +0000`;
};
