import type { ByteChunk } from '../core/byte-chunk.js';
import type { EpochSeconds } from '../core/units.js';

/** What QuickLines finds in a line: its time and two hosts, as offsets into the chunk and with their hashes (see hashBytes). */
export interface QuickFields {
  second: EpochSeconds;
  /** nanoseconds behind it */
  fraction: number;
  hostFrom: number;
  hostTo: number;
  hostHash: number;
  vhostFrom: number;
  vhostTo: number;
  vhostHash: number;
}

/**
 * Reads lines in the shape that nearly all lines of a format have, faster than its reader does, which makes the same of them.
 * It is for formats that have no more fields than a time and hosts.
 */
export interface QuickLines {
  /** of the line that was read last, as far as they are wanted */
  readonly fields: QuickFields;
  /** Reads the line that begins at `from`. The offset behind its newline, or -1 when it looks otherwise, or has no newline before `to`: then it is for the reader. */
  next(line: ByteChunk, from: number, to: number): number;
}
