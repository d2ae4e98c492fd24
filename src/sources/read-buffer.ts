import { MAX_LINE_LENGTH } from './source.js';

/** The most that one read asks for. */
export const READ_SIZE = 1024 * 1024;

/**
 * Where all sources of a thread read into. Reads are synchronous and a chunk is done with when the sink returns, so one
 * is enough for any number of files. The room in front takes the partial line that a source carries from its last read.
 */
export const createReadBuffer = (): Buffer => Buffer.allocUnsafeSlow(MAX_LINE_LENGTH + READ_SIZE);
