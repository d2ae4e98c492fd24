import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import type { PrintableBytes } from '../render/printable.js';
import { WriteFailure, writeTrouble } from './write-trouble.js';

/** Where bytes go. */
export interface ByteStream {
  /**
   * Resolves when the bytes have been taken, which is when the reader is fast enough; they must stay as they are until then.
   * When the reader has gone, a normal end, they are dropped.
   *
   * @throws WriteFailure when they cannot be written, such as on a full disk
   */
  write(bytes: PrintableBytes): Promise<void>;
  /** the reader has gone */
  readonly closed: boolean;
}

/** A file or a device takes bytes at once, and all of them, unless it tells why not. */
const isFile = (descriptor: number): boolean => {
  const stat = fstatSync(descriptor);
  return stat.isFile() || stat.isBlockDevice() || stat.isCharacterDevice();
};

const writeAll = (descriptor: number, bytes: PrintableBytes): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
};

/** Writes bytes to a stream of the process, called `name` in messages. It listens to the stream's errors from now on. */
export const createByteStream = (stream: NodeJS.WritableStream & { fd?: number; isTTY?: boolean }, name: string): ByteStream => {
  const descriptor = stream.fd !== undefined && stream.isTTY !== true && isFile(stream.fd) ? stream.fd : null;
  let closed = false;

  const fail = (error: unknown): WriteFailure | null => {
    const reason = writeTrouble(error);
    if (reason !== null) return new WriteFailure(`${name}: ${reason}`);
    closed = true;
    return null;
  };
  if (descriptor === null) {
    stream.on('error', (error) => {
      fail(error);
    });
  }

  const toStream = (bytes: PrintableBytes): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(bytes, (error) => {
        const failure = error === undefined || error === null ? null : fail(error);
        if (failure === null) resolve();
        else reject(failure);
      });
    });

  return {
    write: async (bytes) => {
      if (closed || bytes.length === 0) return;
      if (descriptor === null) return toStream(bytes);
      try {
        writeAll(descriptor, bytes);
      } catch (error) {
        const failure = fail(error);
        if (failure !== null) throw failure;
      }
    },
    get closed() {
      return closed;
    },
  };
};

/**
 * Opens a file for bytes; what it holds is gone.
 *
 * @throws WriteFailure when it cannot be opened
 */
export const openByteFile = (path: string): ByteStream & { close(): void } => {
  let closed = false;
  const guarded = <Value>(act: () => Value): Value | null => {
    try {
      return act();
    } catch (error) {
      const reason = writeTrouble(error);
      if (reason !== null) throw new WriteFailure(`${path}: ${reason}`);
      closed = true;
      return null;
    }
  };
  const descriptor = guarded(() => openSync(path, 'w'));
  return {
    write: async (bytes) => {
      if (descriptor !== null && !closed) guarded(() => { writeAll(descriptor, bytes); });
      return Promise.resolve();
    },
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
    },
    get closed() {
      return closed;
    },
  };
};
