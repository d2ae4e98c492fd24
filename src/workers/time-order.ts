import type { Bytes, EpochMs } from '../core/units.js';
import type { FileFollower } from '../sources/following/follower.js';
import type { Poller } from '../sources/following/poller.js';

/** Something that is read bit by bit. */
export interface Turn {
  /** the time of the newest record that was read of it; -Infinity before the first one */
  newest: () => EpochMs;
  /** Reads some more. Whether there is still more just now. */
  read: () => boolean | Promise<boolean>;
}

/** How far back in time those are that have more to be read; Infinity where there is none. */
export interface Behind {
  all: EpochMs;
  /** the same without the one whose turn it is */
  others: EpochMs;
}

/**
 * Reads all there is, always of that which is the furthest back in time: what was written at the same time by several is read at
 * about the same time, too.
 *
 * @param before called before each turn, and at the end
 */
export const readInOrder = async (turns: readonly Turn[], before: (behind: Behind) => Promise<void>): Promise<void> => {
  const left = new Set(turns);
  while (left.size > 0) {
    const first = [...left].reduce((earliest, turn) => (turn.newest() < earliest.newest() ? turn : earliest));
    const others = [...left].reduce((time, turn) => (turn === first ? time : Math.min(time, turn.newest())), Infinity);
    await before({ all: first.newest(), others });
    if (!(await first.read())) left.delete(first);
  }
  await before({ all: Infinity, others: Infinity });
};

/** Bytes of a file that are one turn. */
const SLICE: Bytes = 1024 * 1024;

/** Looks at followed files when it is told to. */
export interface OrderedPoller extends Poller {
  /** Each of the files as something to be read as far as it reaches. */
  turns(): Turn[];
}

/** @param before of readInOrder, for the end */
export const createOrderedPoller = (
  followers: readonly FileFollower[],
  newestOf: (path: string) => EpochMs,
  before: (behind: Behind) => Promise<void>,
): OrderedPoller => {
  const files = new Set(followers);
  const turns = (): Turn[] =>
    [...files].map((follower) => ({ newest: () => newestOf(follower.path), read: () => files.has(follower) && follower.look(SLICE).more }));
  const close = (): void => {
    for (const follower of files) follower.close();
    files.clear();
  };
  return {
    turns,
    start: () => undefined,
    add: (more) => {
      for (const follower of more) files.add(follower);
    },
    remove: (follower) => {
      files.delete(follower);
      follower.close();
    },
    finish: async () => {
      for (const follower of files) {
        follower.look(0); // takes up a file that came to the name since the last look
        follower.settle();
      }
      await readInOrder(turns(), before);
      close();
    },
    close,
  };
};
