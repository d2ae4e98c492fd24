import { UserError } from '../../core/user-error.js';
import type { Bytes } from '../../core/units.js';
import { createDescriptorBudget } from '../descriptor-budget.js';
import { descriptorLimit } from '../descriptor-limit.js';
import { keyOf } from '../file-identity.js';
import type { FileStat, FileSystem } from '../file-system.js';
import { realFileSystem } from '../file-system.js';
import { checkFile, openFinishedFile, SourceError } from './finished-file.js';
import { families } from './generation-order.js';
import type { Ledger } from '../following/ledger.js';
import { relieved } from './lent-file.js';
import type { ReadBuffer } from '../read-buffer.js';
import { createReadBuffer } from '../read-buffer.js';
import type { LineSink, PullSource } from '../source.js';
import { findTwins } from './packed-twins.js';
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

interface Named<Sink extends LineSink> {
  path: string;
  sink: Sink;
  modified: bigint;
}

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
  const failures: SourceError[] = [];
  const regular: Named<Sink>[] = [];
  const others: Named<Sink>[] = [];
  const known = new Map<string, string>();

  const fail = (error: unknown, sink: Sink): void => {
    if (!(error instanceof SourceError)) throw error;
    failures.push(error);
    sink.event(error.trouble.event, error.trouble.detail);
  };

  const look = (path: string, sink: Sink): void => {
    const stat: FileStat = checkFile(path, files);
    const { kind, modified } = stat;
    const identity = keyOf(stat);
    const same = known.get(identity);
    if (same !== undefined) {
      sink.event('duplicate', `it is the same file as ${same}, and is read there`);
      return;
    }
    known.set(identity, path);
    (kind === 'file' ? regular : others).push({ path, sink, modified });
  };

  for (const path of paths) {
    const sink = sinkOf(path);
    try {
      look(path, sink);
    } catch (error) {
      fail(error, sink);
    }
  }

  const twins = findTwins(files, regular);
  for (const { kept, left } of twins) left.sink.event('duplicate', `it holds the same as ${kept.path}, and is read there`);
  const read = regular.filter((member) => !twins.some(({ left }) => left === member));
  const groups = [...others.map((other) => [other]), ...families(read)];
  const readSize = Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, Math.floor(ALL_BUFFERS / Math.max(1, groups.length))));

  const laneOf = (members: readonly Named<Sink>[]): FinishedLane<Sink> => {
    let buffer: ReadBuffer | null = null;
    const waiting = [...members];
    let current: PullSource | null = null;
    let closed = false;
    return {
      next: () => {
        while (!closed) {
          const member = waiting.shift();
          if (member === undefined) break;
          const { path, sink } = member;
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
            const twin = twins.find(({ kept }) => kept === member)?.left;
            if (twin !== undefined) waiting.unshift(twin);
            fail(error instanceof SourceError ? error : new SourceError(path, troubleOf(error, () => files.stat(path))), sink);
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
