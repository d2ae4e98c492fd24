import { REJECT_REASONS } from './line-counts.js';
import type { RejectReason } from './line-counts.js';

/** The number that stands for a reason in the `rejects` column; 0 is a record. */
export const rejectCode = (reason: RejectReason): number => REJECT_REASONS.indexOf(reason) + 1;

/** The reason behind a number of the `rejects` column. */
export const rejectReason = (code: number): RejectReason => REJECT_REASONS[code - 1] ?? 'layout';

/** What stands in the `rejects` column for a record that the filter left out: only its time, source and `catchUps` are there. */
export const FILTERED = 255;

/** Whether a number of the `rejects` column is of a line that is no record, and so has no time. */
export const isRejected = (code: number): boolean => code !== 0 && code !== FILTERED;

/** Status of a record whose status is `-`. */
export const NO_STATUS = -1;

/**
 * The fixed-capacity queue of scanned lines between the tailer and the tick. A row is one line: numbers only, in typed
 * columns, read and written in place at `index(n)`. A rejected line is a row too, so that the account of lines is drained in
 * the order of the lines. Nothing is ever overwritten: who writes asks for `free` first.
 */
export class RecordRing {
  /** the record's own time, whole seconds since the epoch */
  readonly seconds: Float64Array;
  /** size of the response; 0 for `-` */
  readonly bytes: Float64Array;
  /** HTTP status, or NO_STATUS */
  readonly statuses: Int16Array;
  /** 0, or FILTERED, or why the line is no record (see rejectCode); the other columns then hold nothing but the source */
  readonly rejects: Uint8Array;
  /** 1 for what a followed file already held when the monitor began */
  readonly catchUps: Uint8Array;
  readonly sources: Uint16Array;
  readonly sections: Int32Array;
  readonly hosts: Int32Array;
  readonly paths: Int32Array;
  /** id of `status method path` when the record is an error, else 0 */
  readonly failing: Int32Array;
  /** rows in the queue */
  length = 0;
  readonly mask: number;
  private head = 0;

  /** `capacity` is a power of two. */
  constructor(readonly capacity: number) {
    this.mask = capacity - 1;
    this.seconds = new Float64Array(capacity);
    this.bytes = new Float64Array(capacity);
    this.statuses = new Int16Array(capacity);
    this.rejects = new Uint8Array(capacity);
    this.catchUps = new Uint8Array(capacity);
    this.sources = new Uint16Array(capacity);
    this.sections = new Int32Array(capacity);
    this.hosts = new Int32Array(capacity);
    this.paths = new Int32Array(capacity);
    this.failing = new Int32Array(capacity);
  }

  get free(): number {
    return this.capacity - this.length;
  }

  /** Where the nth row from the front is (0 is the oldest); n = length is where the next one goes. */
  index(n: number): number {
    return (this.head + n) & this.mask;
  }

  /** Adds the row that was written at index(length). There must have been a free one. */
  push(): void {
    this.length += 1;
  }

  /** Adds a rejected line. There must be a free row. */
  pushRejected(code: number, source: number, catchUp: boolean): void {
    const at = this.index(this.length);
    this.rejects[at] = code;
    this.sources[at] = source;
    this.catchUps[at] = catchUp ? 1 : 0;
    this.length += 1;
  }

  /** Takes the n oldest rows away. */
  shift(n: number): void {
    this.head = (this.head + n) & this.mask;
    this.length -= n;
  }
}
