import type { Bytes } from '../../core/units.js';
import { createNotify } from './change-notifier.js';
import type { Notify } from './change-notifier.js';
import type { DescriptorBudget } from '../descriptor-budget.js';
import type { FileSystem } from '../file-system.js';
import { realFileSystem } from '../file-system.js';
import type { FileFollower, FollowStart } from './follower.js';
import { createFollower } from './follower.js';
import type { GlobMembersOptions } from '../globs/glob-members.js';
import { createGlobMembers } from '../globs/glob-members.js';
import type { Ledger } from './ledger.js';
import { createLedger } from './ledger.js';
import type { Poller } from './poller.js';
import { createPoller } from './poller.js';
import { createReadBuffer } from '../read-buffer.js';
import { shareListings } from './shared-listings.js';
import type { LineSink } from '../source.js';
import type { Timers } from '../timers.js';
import { nodeTimers } from '../timers.js';

/** What to follow, and with which parts of the machine. */
export interface FollowAllOptions {
  files: readonly { path: string; sink: LineSink }[];
  /** files that come and go: followed as long as they match */
  globs?: Pick<GlobMembersOptions, 'scan' | 'present' | 'join' | 'tell' | 'hasFollowed'>;
  /** take what the files already hold, as caught up; else only what comes after the start */
  fromStart?: boolean;
  /** how far files have been read, by an earlier run too */
  ledger?: Ledger;
  budget?: DescriptorBudget;
  /** a later run goes on with the ledger: unfinished lines are left to it */
  resumable?: boolean;
  /** milliseconds without a new byte after which a file that was replaced is given up */
  lingerFor?: number;
  /** the limit of a line */
  maxLine?: Bytes;
  /** whether the sinks can take more; while it says no, nothing is read, and it is asked again soon */
  ready?: () => boolean;
  fileSystem?: FileSystem;
  timers?: Timers;
  notify?: Notify;
  /** what looks at them, and when; by default as soon as something may have come */
  newPoller?: (followers: readonly FileFollower[]) => Poller;
}

/** Follows files until it is finished or closed. */
export interface Following {
  /** Looks for the first time before it returns, and reads a first slice. */
  start(): void;
  /** Reads what the files hold at this moment, then closes. Resolves when all of it went to the sinks. */
  finish(): Promise<void>;
  /** Stops at once and gives all descriptors back. */
  close(): void;
}

/**
 * Follows files by their names, and hands their lines to their sinks.
 *
 * @example
 * const following = followAll({ files: [{ path: '/var/log/nginx/access.log', sink }] });
 * following.start();
 * await following.finish(); // what the files hold by now is read
 */
export const followAll = (options: FollowAllOptions): Following => {
  const { files, globs, fromStart = false, fileSystem = realFileSystem, timers = nodeTimers, notify = createNotify() } = options;
  const shared = {
    files: shareListings(fileSystem, () => timers.now()),
    buffer: createReadBuffer(undefined, options.maxLine),
    ledger: options.ledger ?? createLedger(),
    now: () => timers.now(),
    resumable: options.resumable ?? false,
    ...(options.budget === undefined ? {} : { budget: options.budget }),
    ...(options.lingerFor === undefined ? {} : { lingerFor: options.lingerFor }),
  };
  const follow = (path: string, sink: LineSink, start: FollowStart) => createFollower({ ...shared, path, sink, start });
  const start: FollowStart = fromStart ? 'start' : 'end';
  const { newPoller = (followers: readonly FileFollower[]) => createPoller(followers, timers, notify, options.ready) } = options;
  const poller = newPoller(files.map(({ path, sink }) => follow(path, sink, start)));
  if (globs === undefined) return poller;

  const members = createGlobMembers({ ...globs, known: files.map(({ path }) => path), start, follow, poller, fileSystem, timers });
  return {
    start: () => {
      members.start();
      poller.start();
    },
    finish: async () => {
      await members.finish();
      await poller.finish();
    },
    close: () => {
      members.close();
      poller.close();
    },
  };
};
