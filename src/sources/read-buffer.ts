import { MAX_LINE_BYTES } from '../core/line-counts.js';
import type { Bytes } from '../core/units.js';

/** The most that one read asks for, unless said otherwise. */
const READ_SIZE = 1024 * 1024;

/** Room in front that is there whatever the limit of a line: a follower reads bytes in front of the new ones once more. */
const LEAST_ROOM = 4096;

/** Where sources read into. */
export interface ReadBuffer {
  readonly bytes: Buffer;
  /** where reads go; the room in front is for the partial line that a source carries from its last read */
  readonly offset: number;
  /** a line with more bytes than this before its newline is too long */
  readonly maxLine: Bytes;
}

/**
 * Reads are synchronous, and a follower's chunk is done with when the sink returns, so one buffer is enough for any number
 * of followers; a pull source has its own, because its sink may take its time.
 *
 * @param readSize the most that one read asks for
 * @param maxLine the limit of a line
 */
export const createReadBuffer = (readSize: Bytes = READ_SIZE, maxLine: Bytes = MAX_LINE_BYTES): ReadBuffer => {
  const offset = Math.max(maxLine, LEAST_ROOM);
  return { bytes: Buffer.allocUnsafeSlow(offset + readSize), offset, maxLine };
};
