import type { ByteChunk } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import type { FieldSlot } from './field.js';
import type { LineRecord } from './line-record.js';
import type { UsualPlace } from './usual-lines.js';

/** What a Failure says was expected where a record has something behind its last part. */
export const LINE_END = "the line's end";

/** Why a line does not fit a format, and where. */
export interface Failure {
  /** offset from the line's start, in bytes */
  at: number;
  /** what should stand there, in words: `a time such as 17/May/2015:10:05:03 +0000` */
  expected: string;
}

/**
 * Reads single lines of one source in one format. What a line may say about those behind it (the columns of W3C's `#Fields`)
 * is kept between them, so each source has a reader of its own, and hands it every line in turn.
 */
export interface LineReader {
  /** the last line's fields */
  readonly record: LineRecord;
  /** the format's fields; another list from the line on that names other columns */
  readonly fields: readonly FieldSlot[];
  /** where its lines have the fields that there is a fast path through; null when they have others */
  readonly usualPlace: UsualPlace | null;
  /**
   * Reads bytes [from, to) of the chunk: one line without its end, neither blank nor longer than the limit. False when it is
   * no record: `reason` says why.
   */
  read(line: ByteChunk, from: number, to: number): boolean;
  /** why the last line was no record; `header` when it was meant for the reader, and has been heeded */
  readonly reason: RejectReason;
  /** where the last line ceased to fit: of a line that is no record, or of one that is (its rest is odd); null when all fits */
  readonly failure: Failure | null;
  /** of a line that is a record: it has every part of the format, and nothing behind them. Not to be had with `wanted` */
  readonly whole: boolean;
}

/** The slots of which a reader's caller will look at the values; all where it is not said. */
export type Wanted = ReadonlySet<number>;
