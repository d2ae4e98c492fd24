import type { EpochSeconds, Seconds } from '../core/units.js';

/** The span of a log is cut into so many cells of even traffic. */
const CELLS = 2880;
const DAY: Seconds = 86_400;
/** The busiest second of a day, and how far its traffic and that of the deepest night are from the mean. */
const NOON: Seconds = 15 * 3600;
const SWING = 0.6;

/** Where in a log's span something extraordinary goes on: shares of it. */
const SURGE = { from: 0.5, to: 0.55, factor: 5 };
const BURST = { from: 0.7, to: 0.75 };

export interface CurveOptions {
  start: EpochSeconds;
  /** behind its end it begins anew */
  span: Seconds;
  /** traffic follows the hour of the day */
  day: boolean;
  /** for a twentieth of the span, from its middle on, five times as many requests */
  surge: boolean;
}

/** When the requests of a log come: even traffic, or that of days and nights, and what is extraordinary. */
export class TimeCurve {
  /** the last time that was asked for, in whole seconds, and the microseconds behind it */
  second: EpochSeconds = 0;
  micros = 0;
  /** the mean of the traffic over the span, where 1 is ordinary traffic */
  readonly mean: number;
  private readonly weights = new Float64Array(CELLS);
  private readonly cell: Seconds;
  private place = 0;
  /** traffic from the start on, in seconds of ordinary traffic: of the cells before this one, and with this one */
  private passed = 0;
  private next: number;
  private base: EpochSeconds;

  constructor(private readonly options: CurveOptions) {
    const { start, span, day, surge } = options;
    this.cell = span / CELLS;
    let sum = 0;
    for (let n = 0; n < CELLS; n += 1) {
      const middle = start + (n + 0.5) * this.cell;
      const hour = day ? 1 + SWING * Math.cos((2 * Math.PI * (middle - NOON)) / DAY) : 1;
      const isSurge = surge && n >= SURGE.from * CELLS && n < SURGE.to * CELLS;
      const weight = hour * (isSurge ? SURGE.factor : 1);
      this.weights[n] = weight;
      sum += weight;
    }
    this.mean = sum / CELLS;
    this.base = start;
    this.next = this.weights[0]! * this.cell;
  }

  /** Goes on to the time at which so much traffic has come since the start, in seconds of ordinary traffic; never back. */
  advance(traffic: number): void {
    while (traffic >= this.next) {
      this.place += 1;
      if (this.place === CELLS) {
        this.place = 0;
        this.base += this.options.span;
      }
      this.passed = this.next;
      this.next += this.weights[this.place]! * this.cell;
    }
    const at = this.base + this.place * this.cell + (traffic - this.passed) / this.weights[this.place]!;
    this.second = Math.floor(at);
    this.micros = Math.floor((at - this.second) * 1e6);
  }

  /** Whether the last time is one at which errors burst. */
  get isBurst(): boolean {
    return this.place >= BURST.from * CELLS && this.place < BURST.to * CELLS;
  }
}
