import type { LineRecord } from '../formats/line-record.js';
import { printable, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';
import { Stamp } from './stamp.js';

/** The parts of an instant in UTC, as `Date` has them. */
const isoOf = (second: number): Printable => printable(new Date(second * 1000).toISOString().slice(0, -5));

const DAY = 86_400;

/** Writes times in one notation. Most lines share their second with the line before, and all nearly their day. */
export class IsoText {
  private second = Number.NaN;
  private midnight = Number.NaN;
  /** `2015-05-17T10:05:03` */
  private text = new Stamp(printed``);

  /** Appends the time of a record as `2015-05-17T10:05:03.120Z`, with as many digits of its fraction as the line has. */
  append(out: ByteOutput, { second, fraction, fractionDigits }: LineRecord): void {
    if (second !== this.second) this.remember(second);
    out.stamp(this.text);
    if (fractionDigits > 0) {
      out.mark(MARK.point);
      out.digits(Math.floor(fraction / 10 ** (9 - fractionDigits)), fractionDigits);
    }
    out.mark(MARK.zulu);
  }

  private remember(second: number): void {
    const midnight = Math.floor(second / DAY) * DAY;
    if (midnight !== this.midnight) {
      this.text = new Stamp(isoOf(midnight));
      this.midnight = midnight;
    }
    this.second = second;
    const clock = second - midnight;
    const end = this.text.length;
    this.text.setDigits(end - 8, Math.floor(clock / 3600));
    this.text.setDigits(end - 5, Math.floor(clock / 60) % 60);
    this.text.setDigits(end - 2, clock % 60);
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A second as the Common Log Format has it, in UTC: `17/May/2015:10:05:03 +0000`. */
export const clfText = (second: number): Printable => {
  const [, year = '', month = '', day = '', clock = ''] = /^(.+)-(\d\d)-(\d\d)T(.*)$/.exec(isoOf(second)) ?? [];
  return printable(`${day}/${MONTHS[Number(month) - 1]!}/${year}:${clock} +0000`);
};
