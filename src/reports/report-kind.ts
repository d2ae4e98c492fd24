import type { ByteChunk } from '../core/byte-chunk.js';
import type { EpochMs } from '../core/units.js';
import type { FieldSlot } from '../formats/field.js';
import type { Wanted } from '../formats/line-reader.js';
import type { LineRecord } from '../formats/line-record.js';
import type { QuickFields } from '../formats/quick-lines.js';
import type { RowFields } from '../formats/row-fields.js';
import type { TimeWindow } from './time-window.js';

/**
 * Counts the records of one part of the logs after the other. It lives in one thread and serves all parts that this one reads;
 * nothing of a part shows in the next one.
 */
export interface Counter<Part> {
  /** that of the hashes that `addUsual` expects */
  readonly seed: number;
  /** The records to come are of a reader with these fields. Gives the slots whose values it looks at; to be called before that reader is made. */
  bind(fields: readonly FieldSlot[]): Wanted;
  /** Counts a record. Bytes [from, to) of `line` are its line as it was logged. */
  add(record: LineRecord, line: ByteChunk, from: number, to: number): void;
  /**
   * Counts a record that the fast path read: what `fields` has, with offsets into `line`; `record` has what of the wanted stands
   * in front of that and behind it, and nothing else. Null: such records are to be given to `add`, too.
   */
  readonly addUsual: ((line: ByteChunk, fields: RowFields, record: LineRecord) => void) | null;
  /** Counts a record that a format's QuickLines read. Without it such lines are for their reader. */
  readonly addQuick?: (line: ByteChunk, fields: QuickFields) => void;
  /** Hands over what has been counted since the last cut, as what can be posted to another thread. */
  cut(): { part: Part; transfer: ArrayBuffer[] };
}

/** What a report is told of the run when all parts have been merged. */
export interface ReportContext {
  window: TimeWindow;
  /** the times of the oldest and the newest record that counts; null when none does */
  oldest: EpochMs | null;
  newest: EpochMs | null;
}

/** Where the parts come together. Merging is associative, and while distinct values fit the caps its order does not matter. */
export interface Total<Part, Result> {
  merge(part: Part): void;
  /** What has been merged so far. More may be merged afterwards. */
  finish(context: ReportContext): Result;
  /** Forgets all that has been merged; results that were given stay as they are. */
  clear(): void;
}

/** A report: how records are counted, and what that comes to. Seeds are for hashes alone: random for each run, and seen in no result. */
export interface ReportKind<Part, Result> {
  readonly name: string;
  newCounter(seed: number): Counter<Part>;
  newTotal(seed: number): Total<Part, Result>;
}
