import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import type { Format } from '../formats/format.js';
import { formatPieces } from './format-pieces.js';
import { LinePen, SLACK } from './line-pen.js';
import { joined, peaceful } from './piece.js';
import type { Piece } from './piece.js';
import { RequestDraw } from './request-draw.js';
import { TimeCurve } from './time-curve.js';

/** What a made log is like. Equal parameters give equal bytes. */
export interface LogParameters {
  format: Format;
  /** so many lines; or as many as fit into so many bytes; or so many a second of ordinary traffic, for the span or without an end */
  amount: { lines: number } | { bytes: Bytes } | { rate: number; isEndless: boolean };
  seed: number;
  /** the time of the first line, and what passes until the last one: until traffic begins anew where there is no last one */
  start: EpochSeconds;
  span: Seconds;
  /** the traffic follows the hour of the day */
  day: boolean;
  surge: boolean;
  errorBurst: boolean;
  /** by how many seconds a line may be older than one before it */
  disorder: Seconds;
  /** distinct targets and hosts, each at least 1: all of them occur if there are as many lines */
  paths: number;
  hosts: number;
  /** from 0 to 1 */
  hostile: number;
}

/** The lines of so many requests tell how long one is. */
const PROBED = 500;

/** Makes the lines of a log as bytes, one after the other, without a string for any of them. */
export class LogMaker {
  private readonly pieces: readonly Piece[];
  private readonly longest: Bytes;
  private readonly draw: RequestDraw;
  private readonly curve: TimeCurve;
  /** lines a second of ordinary traffic */
  private readonly pace: number;
  /** how many lines there will be: a good guess for bytes, none for a rate */
  private readonly expected: number;
  private readonly last: number;
  private room: Bytes;

  constructor(parameters: LogParameters) {
    const { amount, format, start, span, day, surge, ...rest } = parameters;
    const pieces = formatPieces(format);
    this.pieces = joined(rest.hostile === 0 ? pieces.flatMap(peaceful) : pieces);
    this.longest = this.pieces.reduce((sum, piece) => sum + piece.longest, SLACK);
    this.curve = new TimeCurve({ start, span, day, surge });
    const ordinary = this.curve.mean * span;
    this.expected = 'lines' in amount ? amount.lines : 'bytes' in amount ? expectedLines(parameters, amount.bytes) : amount.rate * ordinary;
    this.last = 'lines' in amount ? amount.lines : 'rate' in amount && !amount.isEndless ? Math.round(this.expected) : Infinity;
    this.room = 'bytes' in amount ? amount.bytes : Infinity;
    this.pace = this.expected / ordinary;
    this.draw = new RequestDraw({ ...rest, start, lines: this.expected }, this.curve);
  }

  /** Lines that were made. */
  get made(): number {
    return this.draw.made;
  }

  /**
   * Writes lines into `out`, from its beginning on, until none is left, the next one may not fit, or is due at `until` or later. Returns how
   * many bytes were written; 0 without an `until` when all have been made. `out` needs room for a line: see `roomOfLine`.
   */
  fill(out: Buffer, until: EpochSeconds = Infinity): Bytes {
    const { pieces, draw, curve, pace, longest } = this;
    const pen = new LinePen(out);
    const end = out.length - longest;
    while (pen.at <= end && draw.made < this.last && this.room > 0) {
      const begin = pen.at;
      curve.advance(draw.made / pace);
      if (curve.second + curve.micros / 1e6 >= until) break;
      draw.next();
      for (const piece of pieces) piece.put(pen, draw);
      if (this.room === Infinity) continue;
      if (pen.at - begin > this.room) {
        pen.at = begin;
        this.room = 0;
      } else this.room -= pen.at - begin;
    }
    return pen.at;
  }

  /** No line is longer. */
  get roomOfLine(): Bytes {
    return this.longest;
  }
}

/** How many lines fit into so many bytes, about. */
const expectedLines = (parameters: LogParameters, bytes: Bytes): number => {
  const probe = new LogMaker({ ...parameters, amount: { lines: PROBED } });
  const out = Buffer.allocUnsafeSlow(PROBED * probe.roomOfLine);
  return Math.ceil((bytes / probe.fill(out)) * PROBED);
};
