import type { ByteChunk } from '../core/byte-chunk.js';
import type { EpochMs } from '../core/units.js';

/** What QuickLines finds in a line: its time, and two hosts with one byte between them, as offsets into the chunk. */
export interface QuickFields {
  time: EpochMs;
  /** where the first host begins */
  from: number;
  /** where it ends: the other one begins behind that */
  between: number;
  /** where the other one ends */
  to: number;
  /** of all from the one's beginning to the other's end, see hashBytes */
  hash: number;
}

/**
 * Reads lines in the shape that nearly all lines of a format have, faster than its reader does, which makes the same of them.
 * It is for formats that have no more fields than a time and two hosts.
 */
export interface QuickLines {
  /** of the line that was read last, as far as they are wanted */
  readonly fields: QuickFields;
  /** Reads the line that begins at `from`. The offset behind its newline, or -1 when it looks otherwise, or has no newline before `to`: then it is for the reader. */
  next(line: ByteChunk, from: number, to: number): number;
}
