import { chunkOf } from '../core/byte-chunk.js';
import type { LineReader } from './line-reader.js';

const HASH = 35;
const NEWLINE = 10;
const RETURN = 13;

/** Hands a reader the lines of a file's first bytes that begin with `#`: its lines may come from further on. */
export const heedHead = (reader: LineReader, head: Buffer): void => {
  const line = chunkOf(head);
  for (let at = 0; at < head.length; ) {
    const newline = head.indexOf(NEWLINE, at);
    // What is cut may say something else than the whole line.
    if (newline < 0) return;
    if (head[at] === HASH) reader.read(line, at, head[newline - 1] === RETURN ? newline - 1 : newline);
    at = newline + 1;
  }
};
