import { UserError } from '../../core/user-error.js';
import type { Bytes } from '../../core/units.js';
import { createDescriptorBudget } from '../descriptor-budget.js';
import { descriptorLimit } from '../descriptor-limit.js';
import type { FileSystem } from '../file-system.js';
import { realFileSystem } from '../file-system.js';
import { openFinishedFile, SourceError } from './finished-file.js';
import { orderFinished } from './finished-order.js';
import type { OrderedFile } from './finished-order.js';
import type { Ledger } from '../following/ledger.js';
import { relieved } from './lent-file.js';
import type { ReadBuffer } from '../read-buffer.js';
import { createReadBuffer } from '../read-buffer.js';
import type { LineSink, PullSource } from '../source.js';
import { troubleOf } from '../trouble.js';
import { handedOnBefore, recorded } from './whole-files.js';

/** A file of a lane, opened. */
export interface FinishedInput<Sink extends LineSink> {
  source: PullSource;
  sink: Sink;
}

/** Files that are read one after the other: the generations of one log, oldest first. One of them is open at a time. */
export interface FinishedLane<Sink extends LineSink> {
  /** Opens the next file that can be opened; null when there is none. The one before it must have been read, and its lines taken. */
  next(): FinishedInput<Sink> | null;
  /** Gives the descriptor back, and opens nothing more; may be called at any time, and twice. */
  close(): void;
}

export interface FinishedLanesOptions<Sink extends LineSink> {
  paths: readonly string[];
  /** Called for each path, in their order. */
  sinkOf: (path: string) => Sink;
  /** the limit of a line */
  maxLine?: Bytes;
  /** hand on their lines as caught up */
  catchUp?: boolean;
  /** where files are noted that have been read whole; one that is noted there already is not read again */
  ledger?: Ledger | null;
  files?: FileSystem;
}

export interface FinishedLanes<Sink extends LineSink> {
  lanes: FinishedLane<Sink>[];
  /** files that cannot be opened; their sinks know it already */
  failures: SourceError[];
}

/** Read buffers of all lanes together, about; and of one. */
const ALL_BUFFERS: Bytes = 64 * 1024 * 1024;
const LARGEST_BUFFER: Bytes = 1024 * 1024;
const SMALLEST_BUFFER: Bytes = 32 * 1024;

/**
 * Sorts files that are read once into lanes: the generations of a log (its rotated files, by their names) stand in one, since
 * their lines follow each other; different logs, to be merged, in different ones. A pipe has its own. A file that is named
 * twice, or has two names, is read once; so is one that stands beside its own compressed copy. No file is held open before its turn comes; each is looked at now, so that one that
 * cannot be opened is known at once. There may be more lanes than descriptors.
 *
 * @throws UserError when not one descriptor can be had, here and in `next()`; told as an event with `catchUp`
 */
export const openFinishedLanes = <Sink extends LineSink>(options: FinishedLanesOptions<Sink>): FinishedLanes<Sink> => {
  const { paths, sinkOf, maxLine, catchUp = false, ledger = null } = options;
  const budget = createDescriptorBudget(descriptorLimit());
  let reads = 0;
  const lending = { budget, now: () => (reads += 1) };
  const files = relieved(options.files ?? realFileSystem, budget, (path) => {
    if (!catchUp) throw new UserError(`${path}: no descriptor is left to open it, and it shall not be left out`, 'allow more: ulimit -n 4096');
  });
  const sinks = new Map(paths.map((path) => [path, sinkOf(path)]));
  const sinkAt = (path: string): Sink => sinks.get(path)!;
  const { groups, failures } = orderFinished(files, paths, (path, event, detail) => {
    sinkAt(path).event(event, detail);
  });
  const readSize = Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, Math.floor(ALL_BUFFERS / Math.max(1, groups.length))));

  const fail = (error: SourceError): void => {
    failures.push(error);
    sinkAt(error.path).event(error.trouble.event, error.trouble.detail);
  };

  const laneOf = (members: readonly OrderedFile[]): FinishedLane<Sink> => {
    let buffer: ReadBuffer | null = null;
    const waiting = [...members];
    let current: PullSource | null = null;
    let closed = false;
    return {
      next: () => {
        while (!closed) {
          const member = waiting.shift();
          if (member === undefined) break;
          const { path, twin } = member;
          const sink = sinkAt(path);
          buffer ??= createReadBuffer(readSize, maxLine);
          try {
            const before = ledger === null ? null : handedOnBefore(ledger, files, path);
            if (before === 'all') {
              sink.event('resumed', 'an earlier run read it to its end');
              sink.event('ended', null);
              continue;
            }
            const room = buffer;
            const open = () => openFinishedFile(path, sink, { files, lending, buffer: room, catchUp, from: before });
            current = ledger === null ? open() : recorded(open, path, ledger, files);
            return { source: current, sink };
          } catch (error) {
            if (twin !== null) waiting.unshift(twin);
            fail(error instanceof SourceError ? error : new SourceError(path, troubleOf(error, () => files.stat(path))));
          }
        }
        return null;
      },
      close: () => {
        closed = true;
        current?.close();
      },
    };
  };

  return { lanes: groups.map(laneOf), failures };
};
