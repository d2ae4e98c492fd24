import { chunkOf } from '../core/byte-chunk.js';
import type { LineReader } from '../formats/line-reader.js';
import { isBlank } from '../formats/scanner.js';
import { lineEnd } from './recognition.js';

/** So many lines show whether a part of a log is in the log's format. */
const LOOKED_AT = 16;

/** Whether half of the first lines in bytes [from, to) are records for a reader, or meant for it; also when there is none. */
export const fitsFirstLines = (reader: LineReader, chunk: Buffer, from: number, to: number): boolean => {
  const line = chunkOf(chunk);
  let looked = 0;
  let fitting = 0;
  for (let at = from; at < to && looked < LOOKED_AT; ) {
    const { stop, end } = lineEnd(chunk, at, to);
    if (!isBlank(chunk, at, end)) {
      looked += 1;
      if (reader.read(line, at, end) || reader.reason === 'header') fitting += 1;
    }
    at = stop + 1;
  }
  return fitting * 2 >= looked;
};
