import { Socket } from 'node:net';
import { fileInput } from '../compressed/byte-input.js';
import { openChunkedSource } from '../compressed/chunked-source.js';
import { compressionOfFile } from '../compressed/compression.js';
import { createDescriptorBudget } from '../descriptor-budget.js';
import { headOf } from '../file-head.js';
import type { FileStat, FileSystem } from '../file-system.js';
import { realFileSystem, withFile } from '../file-system.js';
import type { Lending, OpenFile } from './lent-file.js';
import { keptFile, lentFile } from './lent-file.js';
import { HandedLines } from '../following/handed-lines.js';
import { LineAssembler } from '../line-assembler.js';
import type { ReadBuffer } from '../read-buffer.js';
import { createReadBuffer } from '../read-buffer.js';
import type { FinishedSource, HandedOn, LineSink, SourceEnd } from '../source.js';
import { openStdin } from './stdin.js';
import type { Trouble } from '../trouble.js';
import { leftOutText, DIRECTORY, MISSING, troubleOf } from '../trouble.js';

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

/** How a file that is read once is opened. */
export interface FinishedFileOptions {
  files?: FileSystem;
  /** by which regular files lend their descriptors to others; by default they keep them */
  lending?: Omit<Lending, 'files'>;
  /** from `createReadBuffer`; shared only with sources whose sinks are done with a chunk when they return */
  buffer?: ReadBuffer;
  /** hand on its lines as caught up */
  catchUp?: boolean;
  /** what an earlier run handed on of it, when it is compressed: lines begin behind that */
  from?: HandedOn | null;
}

interface Opened {
  path: string;
  sink: LineSink;
  files: FileSystem;
  buffer: ReadBuffer;
  catchUp: boolean;
  from: HandedOn | null;
  file: OpenFile;
  stat: FileStat;
}

/** Whether a regular file stands at a name that is compressed; one that cannot be read is not. */
export const isCompressed = (path: string, files: FileSystem = realFileSystem): boolean => {
  try {
    if (files.stat(path)?.kind !== 'file') return false;
    return withFile(files, path, (descriptor) => compressionOfFile(files, descriptor) !== null);
  } catch {
    return false; // whoever opens it tells why
  }
};

/** Reads straight into the buffer, which is the fastest way there is: nothing has to be waited for. */
const openPlainFile = ({ path, sink, files, buffer, catchUp, file, stat }: Opened): FinishedSource => {
  const isRegular = stat.kind === 'file';
  const lines = new LineAssembler(sink, buffer, true);
  let left = isRegular ? stat.size : Infinity;
  let position = 0;
  let begun = false;
  let closed = false;
  let how: SourceEnd | null = null;
  const place = { files, identity: stat, born: stat.born, descriptor: () => null, path: () => path };
  const handed = isRegular ? new HandedLines(place, 0, catchUp ? Infinity : 0) : undefined;

  const begin = (bytes: number): void => {
    begun = true;
    const { buffer: room, offset } = lines.space();
    sink.event('opened', null);
    sink.opened(headOf(room.subarray(offset, offset + bytes)), handed);
  };

  const close = (): void => {
    closed = true;
    file.close();
  };

  const end = (as: SourceEnd = 'whole'): false => {
    how = as;
    lines.finish(catchUp);
    if (handed !== undefined) handed.to = position;
    sink.event('ended', null);
    close();
    return false;
  };

  const readBlock = (): number => {
    const { buffer: room, offset, length } = lines.space();
    return file.read(room, offset, Math.min(length, left), isRegular ? position : null);
  };

  return {
    path,
    isLive: false,
    read: () => {
      if (closed) return false;
      let bytes: number;
      try {
        bytes = left === 0 ? 0 : readBlock();
      } catch (error) {
        const { detail } = troubleOf(error, () => files.stat(path));
        const cut = lines.drop();
        position -= cut;
        sink.event('unreadable', `${detail}${leftOutText(cut)}`);
        return end('unreadable');
      }
      if (!begun) begin(bytes);
      if (bytes === 0) return end();
      position += bytes;
      left -= bytes;
      lines.commit(bytes, catchUp);
      if (handed !== undefined) handed.to = position - lines.held;
      return left > 0 || end();
    },
    get end() {
      return how;
    },
    get handedOn() {
      return { text: position - lines.held, skipping: lines.skipping };
    },
    close,
  };
};

const openByKind = (descriptor: number, opened: Omit<Opened, 'file'>, lending: Omit<Lending, 'files'>): FinishedSource => {
  const { path, sink, files, buffer, catchUp, from, stat } = opened;
  if (stat.kind === 'directory') throw new SourceError(path, DIRECTORY);
  // Its writer may take its time, which nothing else shall wait for: `alm --once <(zcat access.log.2.gz)`.
  if (stat.kind === 'pipe') return openStdin(new Socket({ fd: descriptor, readable: true, writable: false }), sink, buffer, path);
  if (stat.kind !== 'file') return openPlainFile({ ...opened, file: keptFile(files, descriptor) });
  const compression = compressionOfFile(files, descriptor);
  const file = lentFile({ ...lending, files }, path, descriptor, stat);
  if (compression === null) return openPlainFile({ ...opened, file });
  const input = fileInput(file, stat.size);
  const close = (): void => {
    file.close();
  };
  return openChunkedSource({ path, input, compression, sink, buffer, isLive: false, catchUp, from, close });
};

/** Takes the steps that a file needs; tells their errors as the file's trouble. */
const attempt = <Result>(path: string, files: FileSystem, step: () => Result): Result => {
  try {
    return step();
  } catch (error) {
    throw error instanceof SourceError ? error : new SourceError(path, troubleOf(error, () => files.stat(path)));
  }
};

/**
 * What stands at a name, if it can be opened. A pipe is not opened for it: its writer would see a reader that leaves.
 *
 * @throws {SourceError} when it cannot be opened
 */
export const checkFile = (path: string, files: FileSystem): FileStat =>
  attempt(path, files, () => {
    const stat = files.stat(path);
    if (stat === null) throw new SourceError(path, MISSING);
    if (stat.kind === 'directory') throw new SourceError(path, DIRECTORY);
    if (stat.kind !== 'pipe') files.close(files.open(path));
    return stat;
  });

/**
 * Opens a file that is read once: a regular one up to the size that it has now, decompressed where it is compressed;
 * anything else (a pipe, a device) until it ends. A last line without newline counts. An error while reading is told as an
 * event, and ends the file there, with its last whole line.
 *
 * @throws {SourceError} when it cannot be opened
 */
export const openFinishedFile = (path: string, sink: LineSink, options: FinishedFileOptions = {}): FinishedSource => {
  const { files = realFileSystem, buffer = createReadBuffer(), catchUp = false, from = null } = options;
  const { lending = { budget: createDescriptorBudget(Infinity), now: () => 0 } } = options;
  return attempt(path, files, () => {
    const descriptor = files.open(path);
    try {
      return openByKind(descriptor, { path, sink, files, buffer, catchUp, from, stat: files.fstat(descriptor) }, lending);
    } catch (error) {
      files.close(descriptor);
      throw error;
    }
  });
};
