import type { FileSystem } from './file-system.js';

const HEAD_SIZE = 64 * 1024;

/**
 * The first bytes of an open file, at most 64 KiB, without a byte order mark. They stand in `buffer` and are valid until
 * it is read into again.
 */
export const readHead = (files: FileSystem, descriptor: number, buffer: Buffer): Buffer =>
  withoutMark(buffer.subarray(0, files.read(descriptor, buffer, 0, Math.min(HEAD_SIZE, buffer.length), 0)));

/** The head of what was read already. */
export const headOf = (bytes: Buffer): Buffer => withoutMark(bytes.subarray(0, HEAD_SIZE));

const withoutMark = (head: Buffer): Buffer =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
