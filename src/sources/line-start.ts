import type { Bytes } from '../core/units.js';
import type { FileSystem } from './file-system.js';
import type { ReadBuffer } from './read-buffer.js';

/** How much of a file is looked at at once for the beginning of a line. */
const STRETCH = 64 * 1024;

/**
 * The beginning of the line that the byte before `offset` belongs to, or `offset` itself after a newline. Of a line that is
 * over the limit already, only a stretch that is over the limit.
 */
export const lineStart = (files: FileSystem, descriptor: number, { bytes, maxLine }: ReadBuffer, offset: Bytes): Bytes => {
  const least = Math.max(0, offset - maxLine - 1);
  let at = offset;
  while (at > least) {
    const length = Math.min(STRETCH, bytes.length, at - least);
    const got = files.read(descriptor, bytes, 0, length, at - length);
    const newline = bytes.subarray(0, got).lastIndexOf(10);
    at -= length;
    if (newline >= 0) return at + newline + 1;
  }
  return at;
};
