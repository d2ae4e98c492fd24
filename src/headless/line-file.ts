import { closeSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Bytes } from '../core/units.js';
import { UserError } from '../core/user-error.js';
import { WriteFailure, writeTrouble } from './write-trouble.js';

const BLOCK: Bytes = 64 * 1024;
const NEWLINE = 10;

/** A file that lines are written to. */
export interface LineFile {
  /** Takes a line, bytes [from, to), and keeps it until the next flush or so. Dropped once a write has failed. */
  add(bytes: Buffer, from: number, to: number): void;
  /** Hands over what is kept. */
  flush(): void;
  /** Gives the descriptor back; what is kept is handed over first. */
  close(): void;
  /** why nothing can be written any more */
  readonly failure: WriteFailure | null;
}

/**
 * Opens a file for lines; what it holds is gone.
 *
 * @throws WriteFailure when it cannot be opened
 * @throws UserError when it is a terminal, which would obey what stands in the lines
 */
export const openLineFile = (path: string): LineFile => {
  const failureOf = (error: unknown): WriteFailure => new WriteFailure(`${path}: ${writeTrouble(error) ?? 'its reader has gone'}`);
  const open = (): number => {
    try {
      return openSync(path, 'w');
    } catch (error) {
      throw failureOf(error);
    }
  };
  const descriptor = open();
  if (isatty(descriptor)) {
    closeSync(descriptor);
    throw new UserError(`${path}: it is a terminal, which would obey what stands in such lines`, 'name a file, and look at it with cat -v');
  }
  let block = Buffer.allocUnsafeSlow(BLOCK);
  let length = 0;
  let failure: WriteFailure | null = null;
  let closed = false;

  const flush = (): void => {
    try {
      for (let at = 0; at < length && failure === null && !closed; ) at += writeSync(descriptor, block, at, length - at);
    } catch (error) {
      failure = failureOf(error);
    }
    length = 0;
  };

  return {
    add: (bytes, from, to) => {
      const needed = to - from + 1;
      if (length + needed > block.length) flush();
      if (needed > block.length) block = Buffer.allocUnsafeSlow(needed);
      length += bytes.copy(block, length, from, to);
      block[length++] = NEWLINE;
    },
    flush,
    close: () => {
      flush();
      if (!closed) closeSync(descriptor);
      closed = true;
    },
    get failure() {
      return failure;
    },
  };
};
