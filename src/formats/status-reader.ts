import { chunkOf } from '../core/byte-chunk.js';
import { NO_STATUS } from '../core/record-ring.js';
import { SLOT } from './field.js';
import { heedHead } from './file-head.js';
import type { Format } from './format.js';
import type { LineReader } from './line-reader.js';

/** Longer lines are not looked at: nobody shows that much of one. */
const LONGEST = 16 * 1024;

const RETURN = 13;
const WANTED: ReadonlySet<number> = new Set([SLOT.status]);

/**
 * Reads the status of a single line in a format, for showing it: -1 for `-`, null when the line is no record. `head` is how
 * the file begins.
 */
export const statusReader = (format: Format, head?: Buffer): ((line: Buffer) => number | null) => {
  // Most are never asked.
  let reader: LineReader | null = null;
  if (head !== undefined) heedHead((reader = format.newReader(WANTED)), head);
  return (line) => {
    reader ??= format.newReader(WANTED);
    const end = line.at(-1) === RETURN ? line.length - 1 : line.length;
    if (end === 0 || line.length > LONGEST || !reader.read(chunkOf(line), 0, end)) return null;
    const { status } = reader.record;
    return Number.isNaN(status) ? NO_STATUS : status;
  };
};
