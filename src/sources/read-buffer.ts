import type { Bytes } from '../core/units.js';
import { MAX_LINE_LENGTH } from './source.js';

/** The most that one read asks for, unless said otherwise. */
const READ_SIZE = 1024 * 1024;

/**
 * Where sources read into. Reads are synchronous, and a follower's chunk is done with when the sink returns, so one is
 * enough for any number of followers; a pull source has its own, because its sink may take its time. The room in front is
 * for the partial line that a source carries from its last read.
 *
 * @param readSize the most that one read asks for
 */
export const createReadBuffer = (readSize: Bytes = READ_SIZE): Buffer =>
  Buffer.allocUnsafeSlow(MAX_LINE_LENGTH + readSize);
