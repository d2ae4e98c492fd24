import type { RecordRing } from '../core/record-ring.js';
import type { RejectReason } from '../core/line-counts.js';
import type { Tables } from '../core/tables.js';
import type { Bytes, EpochMs } from '../core/units.js';
import type { FieldSlot } from './field.js';
import type { JsonMapping } from './json/json-mapping.js';
import type { LineReader, Wanted } from './line-reader.js';
import type { QuickLines } from './quick-lines.js';
import type { RecordFilter } from './record-filter.js';

/**
 * Told of each rejected line when it has its row: bytes [from, to) of `chunk`, without the newline. Valid only during the call.
 * With true the scan ends behind it.
 */
export type RejectListener = (chunk: Uint8Array, from: number, to: number, reason: RejectReason) => boolean;

/** Scans lines of one source in one format into rows of a ring. */
export interface Scanner {
  readonly format: string;
  /**
   * Scans the lines in bytes [from, to) of `chunk` until they are used up, the ring holds `rows` (it is full unless said
   * otherwise), or `onReject` ends it. Each ends in a newline, the last one may lack it. Returns the offset of the first byte that was not consumed.
   */
  scan(chunk: Buffer, from: number, to: number, ring: RecordRing, catchUp: boolean, rows?: number): number;
}

export interface ScannerConfig {
  /** where texts get their ids */
  tables: Tables;
  /** the source's number */
  source: number;
  onReject: RejectListener;
  /** a line with more bytes is rejected unread */
  maxLine?: Bytes;
  /** which records count; all without it */
  filter?: RecordFilter | null;
  /** lines of the file that came before: what they say of the columns is heeded */
  head?: Buffer | undefined;
}

/** A way to read lines: a text layout, JSON, W3C's columns. Nobody who uses one knows which it is. */
export interface Format {
  readonly name: string;
  /** the fields that a line may have; those of a reader may become others */
  readonly fields: readonly FieldSlot[];
  /** of lines that are objects in JSON, whose keys may be asked for by name too: those that are fields */
  readonly mapping?: JsonMapping;
  /** a line may say how those behind it are read: none can be read without those before it */
  readonly isInOrder?: true;
  /** its layout or mapping, as somebody may write it */
  describe(): string;
  /** A reader for the lines of one source. With `wanted` only the values of these slots are sure to be there. */
  newReader(wanted?: Wanted): LineReader;
  /** A scanner for the lines of one source. Its reader is to read ROW_SLOTS, and what the filter wants: see scannerSlots. */
  newScanner(config: ScannerConfig): Scanner;
  /** A quicker way through lines of the usual shape, for those who look at the values of these slots alone, and of records outside [first, last] at their time alone; `seed` is that of hashes. Not every format has one. */
  newQuickLines?(wanted: Wanted, seed: number, first: EpochMs, last: EpochMs): QuickLines;
}
