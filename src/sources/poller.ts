import type { ChangeNotifier } from './change-notifier.js';
import type { FileFollower } from './follower.js';
import type { Timers } from './timers.js';

/** How a poller listens for changes, so that it need not wait for the next poll. */
export type Notify = (path: string, told: () => void) => ChangeNotifier;

/** Looks at followers for as long as it is not finished or closed. */
export interface Poller {
  /** Looks for the first time before it returns, and reads a first slice. */
  start(): void;
  /** Reads what the files hold at this moment, then closes. Resolves when all of it went to the sinks. */
  finish(): Promise<void>;
  /** Stops at once and gives all descriptors back. */
  close(): void;
}

/** Milliseconds between two looks while many lines come. */
const BUSY_PAUSE = 50;
/** Bytes in one look that are many. */
const BUSY_BYTES = 64 * 1024;
/** Milliseconds between two looks while a few lines come. */
const LIVELY_PAUSE = 100;
/** Milliseconds between two looks at a file that is idle: what a change waits for when nothing notifies of it. */
const IDLE_PAUSE = 250;
/** Milliseconds without a byte after which a file is idle. */
const IDLE_AFTER = 1_000;
/** Bytes that one file may read before it is the next one's turn, and that are read before everything else has its turn. */
const SLICE = 4 * 1024 * 1024;

interface Followed {
  follower: FileFollower;
  /** when the last bytes came, or a notification */
  lastSign: number;
  lastLook: number;
  /** what the last look found */
  lastBytes: number;
  /** whether more was left by the last look, so that the next one is due at once */
  more: boolean;
  /** listens while the file is idle, and only then: busy files would be told of once for each write */
  notifier: ChangeNotifier | null;
}

const hasMore = (file: Followed): boolean => file.more;

/**
 * Polls files: each 50 or 100 ms while lines come, each 250 ms when they do not, and at once when a notification ends the
 * idleness. A burst is read in slices, the files in turn, so that neither the other files nor the screen have to wait.
 */
export const createPoller = (followers: readonly FileFollower[], timers: Timers, notify: Notify): Poller => {
  const files: Followed[] = followers.map((follower) => ({
    follower,
    lastSign: -Infinity,
    lastLook: -Infinity,
    lastBytes: 0,
    more: false,
    notifier: null,
  }));
  let turn = 0;
  let timer: unknown = null;
  let slicing = false;
  let state: 'running' | 'finishing' | 'closed' = 'running';

  const look = (file: Followed): number => {
    const now = timers.now();
    const found = file.follower.look(SLICE);
    file.lastLook = now;
    file.lastBytes = found.bytes;
    file.more = found.more;
    if (found.bytes > 0) file.lastSign = now;
    return found.bytes;
  };

  /** Looks at the files that `isDue`, each once and in turn, until a slice is full. False when it was. */
  const readSlice = (isDue: (file: Followed) => boolean): boolean => {
    let bytes = 0;
    for (const [i, file] of [...files.slice(turn), ...files.slice(0, turn)].entries()) {
      if (isDue(file)) bytes += look(file);
      if (bytes < SLICE) continue;
      turn = (turn + i + 1) % files.length;
      return false;
    }
    return !files.some(hasMore);
  };

  const isLively = (file: Followed): boolean => timers.now() - file.lastSign < IDLE_AFTER;

  const pauseOf = (file: Followed): number => {
    if (!isLively(file)) return IDLE_PAUSE;
    return file.lastBytes >= BUSY_BYTES ? BUSY_PAUSE : LIVELY_PAUSE;
  };

  /** A little early is due: two timers need not agree to the millisecond. */
  const isDue = (file: Followed): boolean =>
    file.more || timers.now() - file.lastLook >= pauseOf(file) - 2;

  const listen = (file: Followed): void => {
    if (isLively(file)) {
      file.notifier?.close();
      file.notifier = null;
    } else {
      file.notifier ??= notify(file.follower.path, () => {
        wake(file);
      });
    }
  };

  const wake = (file: Followed): void => {
    if (state !== 'running' || file.notifier === null) return;
    file.notifier.close();
    file.notifier = null;
    file.lastSign = timers.now();
    file.lastLook = -Infinity;
    if (slicing) return;
    timers.clearTimeout(timer);
    slice();
  };

  const slice = (): void => {
    if (state !== 'running') return;
    slicing = !readSlice(isDue);
    if (slicing) {
      timers.setImmediate(slice);
      return;
    }
    files.forEach(listen);
    timer = timers.setTimeout(slice, Math.min(IDLE_PAUSE, ...files.map(pauseOf)));
  };

  const isOpen = (): boolean => state !== 'closed';

  const close = (): void => {
    if (!isOpen()) return;
    state = 'closed';
    timers.clearTimeout(timer);
    for (const { follower, notifier } of files) {
      notifier?.close();
      follower.close();
    }
  };

  return {
    start: slice,
    finish: async () => {
      if (state !== 'running') return;
      state = 'finishing';
      timers.clearTimeout(timer);
      for (const file of files) {
        file.follower.look(0); // takes up a file that came to the name since the last look
        file.follower.settle();
        file.more = true;
      }
      while (isOpen() && !readSlice(hasMore)) await new Promise<void>((resolve) => timers.setImmediate(resolve));
      close();
    },
    close,
  };
};
