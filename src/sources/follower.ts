import type { Bytes } from '../core/units.js';
import type { DescriptorBudget } from './descriptor-budget.js';
import { isSameFile } from './file-identity.js';
import type { FileStat, FileSystem } from './file-system.js';
import { realFileSystem } from './file-system.js';
import type { StartPoint } from './generation.js';
import { Generation, lineStart } from './generation.js';
import type { Ledger } from './ledger.js';
import type { ReadBuffer } from './read-buffer.js';
import { createReadBuffer } from './read-buffer.js';
import type { Follower, LineSink, Look } from './source.js';
import type { Trouble } from './trouble.js';
import { MISSING, troubleOf, troubleOfKind } from './trouble.js';

export type FollowStart = 'end' | 'start' | 'beginning';

/** Who follows what, and how. */
export interface FollowerOptions {
  path: string;
  sink: LineSink;
  /**
   * Where reading begins in a file that stands at the name at the first look: at its `end`, at its `start`, taking what it
   * holds as caught up, or at its `beginning`, as live lines: it came to be while others were followed. `end` unless said
   * otherwise. What the ledger knows is read on where it was instead.
   */
  start?: FollowStart;
  /** the same as `start: 'start'` */
  fromStart?: boolean;
  /** how far files have been read, shared by all followers of a run, and perhaps of an earlier one */
  ledger?: Ledger;
  /** shared by all followers of a run */
  budget?: DescriptorBudget;
  /** milliseconds without a new byte after which a file that was replaced is given up; 10,000 unless said otherwise */
  lingerFor?: number;
  files?: FileSystem;
  /** from `createReadBuffer`, shared with other followers */
  buffer?: ReadBuffer;
  /** milliseconds on a clock that never goes back */
  now?: () => number;
}

/** A follower that can be brought to an end. */
export interface FileFollower extends Follower {
  /**
   * From now on reads no further than the files reach now, and takes no new ones: looks come to an end, however fast
   * somebody writes. The unfinished last line of a replaced file then counts when the follower is closed.
   */
  settle(): void;
  /** At the last look nothing stood at the name, and what stood there before has been read to its end and given up. */
  readonly isGone: boolean;
}

const NEW_FILE = 'another file stands at the name, and is read from its beginning';

/** Replaced files that are held at most, unless they have not been read to their ends. */
const MAX_LINGERING = 8;

/** Nothing more is wanted of a descriptor that is given back: an error says nothing. */
const release = (close: () => void): void => {
  try {
    close();
  } catch {
    // see above
  }
};

/**
 * Follows a name through rotations. Each file that stood at the name is a generation, read in order: the next one is begun
 * when the one before it has been read to its end, and the old one is held for a while longer, because its writer keeps
 * its descriptor until it is told. Trouble is told to the sink once for each change, and tried again at each look.
 */
export const createFollower = (options: FollowerOptions): FileFollower => {
  const { path, sink, fromStart = false, start = fromStart ? 'start' : 'end', lingerFor = 10_000 } = options;
  const { files = realFileSystem, buffer = createReadBuffer(), now = () => performance.now() } = options;
  const reading = { files, sink, buffer };

  /** Oldest first; the last one stands at the name, or stood there last. */
  let generations: Generation[] = [];
  /** What stood at the name when following began: it is not read from its beginning. */
  let first: FileStat | null = null;
  /** What this look found at the name. */
  let named: FileStat | null = null;
  let looked = false;
  let opened = false;
  let settled = false;
  let told: Trouble | null = null;

  const tell = (trouble: Trouble): void => {
    if (told?.event === trouble.event && told.detail === trouble.detail) return;
    told = trouble;
    sink.event(trouble.event, trouble.detail);
  };

  const tellReturned = (detail: string | null): void => {
    told = null;
    sink.event('returned', detail);
  };

  const attempt = (step: () => Trouble | null): Trouble | null => {
    try {
      return step();
    } catch (error) {
      return troubleOf(error, () => files.stat(path));
    }
  };

  const startOf = (descriptor: number, stat: FileStat): StartPoint => {
    if (opened || first === null || !isSameFile(first, stat) || stat.size < first.size) return { offset: 0, catchUpTo: 0 };
    if (start === 'beginning') return { offset: 0, catchUpTo: 0 };
    if (start === 'start') return { offset: 0, catchUpTo: first.size };
    return { offset: lineStart(files, descriptor, buffer, first.size), catchUpTo: 0 };
  };

  const supersede = (next: Generation): void => {
    const current = generations.at(-1);
    if (current !== undefined) current.lastSign = now();
    generations = [...generations.filter((generation) => generation !== next), next];
  };

  /** Null when it is a file that is held already: the name changed between two questions. */
  const toGeneration = (descriptor: number): Generation | null => {
    const stat = files.fstat(descriptor);
    if (generations.some((generation) => isSameFile(generation.identity, stat))) return null;
    return new Generation(reading, descriptor, stat, startOf(descriptor, stat), now());
  };

  const takeUp = (descriptor: number): void => {
    let next: Generation | null = null;
    try {
      next = toGeneration(descriptor);
    } finally {
      if (next === null) release(() => { files.close(descriptor); });
      else supersede(next);
    }
  };

  /** Finds out which file stands at the name, and holds it. */
  const lookAtName = (): Trouble | null => {
    named = files.stat(path);
    if (!looked) first = named;
    looked = true;
    if (named === null) return MISSING;
    const { inode, device } = named;
    const known = generations.find((generation) => isSameFile(generation.identity, { inode, device }));
    if (known !== undefined && known === generations.at(-1)) return null;
    if (known !== undefined) {
      if (told === null) sink.event('rotated', 'an earlier file stands at the name again, and is read on');
      supersede(known);
      return null;
    }
    const trouble = troubleOfKind(named);
    if (trouble !== null) return trouble;
    takeUp(files.open(path));
    return null;
  };

  const begin = (generation: Generation): void => {
    if (told !== null) tellReturned(opened ? NEW_FILE : null);
    else if (opened) sink.event('rotated', NEW_FILE);
    if (!opened) sink.event('opened', null);
    opened = true;
    generation.begin();
  };

  const giveUp = (generation: Generation): void => {
    generation.finish();
    release(() => {
      generation.close();
    });
  };

  const isOver = (generation: Generation, index: number): boolean => {
    const later = generations.slice(index + 1);
    if (later.length === 0 || now() - generation.lastSign < lingerFor) return false;
    return generation.isDeleted || later.length > MAX_LINGERING || later.some((next) => next.hasBytes);
  };

  const readGenerations = (budget: Bytes): Look & { trouble: Trouble | null } => {
    const found: Look & { trouble: Trouble | null } = { bytes: 0, more: false, trouble: null };
    const over: Generation[] = [];
    for (const [index, generation] of generations.entries()) {
      const trouble = attempt(() => {
        if (!generation.begun) begin(generation);
        const stat = named !== null && isSameFile(named, generation.identity) ? named : undefined;
        const { bytes, more } = generation.read(budget - found.bytes, stat);
        if (bytes > 0) generation.lastSign = now();
        found.bytes += bytes;
        found.more = more;
        return null;
      });
      found.trouble ??= trouble;
      if (found.more) break;
      if (isOver(generation, index)) over.push(generation);
    }
    generations = generations.filter((generation) => !over.includes(generation));
    over.forEach(giveUp);
    return found;
  };

  return {
    path,
    get isGone() {
      return looked && named === null && generations.every((generation) => generation.isDeleted && now() - generation.lastSign >= lingerFor);
    },
    look: (budget) => {
      named = null;
      const nameTrouble = settled ? null : attempt(lookAtName);
      const { bytes, more, trouble } = readGenerations(budget);
      const worst = trouble ?? nameTrouble;
      if (worst !== null) tell(worst);
      else if (told !== null && !settled) tellReturned(null);
      return { bytes, more };
    },
    settle: () => {
      settled = true;
      for (const generation of generations) {
        attempt(() => {
          generation.settle();
          return null;
        });
      }
    },
    close: () => {
      for (const [index, generation] of generations.entries()) {
        if (settled && index < generations.length - 1) generation.finish();
        release(() => {
          generation.close();
        });
      }
      generations = [];
    },
  };
};
