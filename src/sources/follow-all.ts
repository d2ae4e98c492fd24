import type { Bytes } from '../core/units.js';
import type { Notify } from './poller.js';
import { createPoller } from './poller.js';
import type { Poller } from './poller.js';
import { notifyOfChanges } from './change-notifier.js';
import type { FileSystem } from './file-system.js';
import { realFileSystem } from './file-system.js';
import { createFollower } from './follower.js';
import { createReadBuffer } from './read-buffer.js';
import type { LineSink } from './source.js';
import type { Timers } from './timers.js';
import { nodeTimers } from './timers.js';

/** What to follow, and with which parts of the machine. */
export interface FollowAllOptions {
  files: readonly { path: string; sink: LineSink }[];
  /** take what the files already hold, as caught up; else only what comes after the start */
  fromStart?: boolean;
  /** milliseconds without a new byte after which a file that was replaced is given up */
  lingerFor?: number;
  /** the limit of a line */
  maxLine?: Bytes;
  fileSystem?: FileSystem;
  timers?: Timers;
  notify?: Notify;
}

/**
 * Follows files by their names, and hands their lines to their sinks.
 *
 * @example
 * const following = followAll({ files: [{ path: '/var/log/nginx/access.log', sink }] });
 * following.start();
 * await following.finish(); // what the files hold by now is read
 */
export const followAll = (options: FollowAllOptions): Poller => {
  const { files, fromStart = false, fileSystem = realFileSystem, timers = nodeTimers, notify = notifyOfChanges } = options;
  const shared = {
    fromStart,
    files: fileSystem,
    buffer: createReadBuffer(undefined, options.maxLine),
    now: () => timers.now(),
    ...(options.lingerFor === undefined ? {} : { lingerFor: options.lingerFor }),
  };
  return createPoller(
    files.map(({ path, sink }) => createFollower({ ...shared, path, sink })),
    timers,
    notify,
  );
};
