import { constants, openSync } from 'node:fs';
import { headOf } from './file-head.js';
import type { FileSystem } from './file-system.js';
import { realFileSystem } from './file-system.js';
import { LineAssembler } from './line-assembler.js';
import type { ReadBuffer } from './read-buffer.js';
import { createReadBuffer } from './read-buffer.js';
import type { FinishedFile, LineSink } from './source.js';
import type { Trouble } from './trouble.js';
import { troubleOf } from './trouble.js';

/** A source that could not be opened. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(
    readonly path: string,
    /** what an event of the source would say */
    readonly trouble: Trouble,
  ) {
    super(`${path}: ${trouble.detail}`);
  }
}

const DIRECTORY: Trouble = { event: 'unreadable', detail: "it is a directory: name a file, or a glob such as 'DIR/*.log'" };

/** Unlike a follower's, this waits for the writer of a pipe: `alm --once <(zcat access.log.2.gz)`. */
const finishedFiles: FileSystem = { ...realFileSystem, open: (path) => openSync(path, constants.O_RDONLY) };

/**
 * Opens a file that is read once: a regular one up to the size that it has now, anything else (a pipe, a device) until it
 * ends. A last line without newline counts. An error while reading is told as an event, and ends the file there.
 *
 * @param buffer from `createReadBuffer`; shared only with sources whose sinks are done with a chunk when they return
 * @throws {SourceError} when it cannot be opened
 */
export const openFinishedFile = (
  path: string,
  sink: LineSink,
  files: FileSystem = finishedFiles,
  buffer: ReadBuffer = createReadBuffer(),
): FinishedFile => {
  let descriptor = -1;
  let left = Infinity;
  let isRegular = true;

  const close = (): void => {
    if (descriptor < 0) return;
    files.close(descriptor);
    descriptor = -1;
  };

  const fail = (error: unknown): SourceError => {
    const trouble = troubleOf(error, () => files.stat(path));
    close();
    return new SourceError(path, trouble);
  };

  try {
    descriptor = files.open(path);
    const stat = files.fstat(descriptor);
    isRegular = stat.kind === 'file';
    if (isRegular) left = stat.size;
    if (stat.kind === 'directory') throw new SourceError(path, DIRECTORY);
  } catch (error) {
    close();
    throw error instanceof SourceError ? error : fail(error);
  }

  const lines = new LineAssembler(sink, buffer, true);
  let position = 0;
  let begun = false;

  const begin = (bytes: number): void => {
    begun = true;
    const { buffer: room, offset } = lines.space();
    sink.event('opened', null);
    sink.opened(headOf(room.subarray(offset, offset + bytes)));
  };

  const end = (): false => {
    lines.finish();
    sink.event('ended', null);
    close();
    return false;
  };

  const readBlock = (): number => {
    const { buffer: room, offset, length } = lines.space();
    return files.read(descriptor, room, offset, Math.min(length, left), isRegular ? position : null);
  };

  return {
    path,
    isLive: false,
    read: () => {
      if (descriptor < 0) return false;
      let bytes: number;
      try {
        bytes = left === 0 ? 0 : readBlock();
      } catch (error) {
        sink.event('unreadable', troubleOf(error, () => files.stat(path)).detail);
        return end();
      }
      if (!begun) begin(bytes);
      if (bytes === 0) return end();
      position += bytes;
      left -= bytes;
      lines.commit(bytes, false);
      return left > 0 || end();
    },
    close,
  };
};
