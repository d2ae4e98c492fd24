import type { ChangeNotifier, Notify } from './change-notifier.js';
import type { FileFollower } from './follower.js';
import type { Timers } from '../timers.js';

/** Looks at followers for as long as it is not finished or closed. */
export interface Poller {
  /** Looks for the first time before it returns, and reads a first slice. */
  start(): void;
  /** Looks at more files from now on: for the first time before it returns, unless a burst is being read. */
  add(followers: readonly FileFollower[]): void;
  /** Looks at one no longer, and gives its descriptors back. */
  remove(follower: FileFollower): void;
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
const LIVELY_PAUSE = 75;
/** Milliseconds between two looks at any files: those that are due soon are looked at together. */
const LEAST_PAUSE = 25;
/** Milliseconds between two looks at a file that is idle: what a change waits for when nothing notifies of it. */
const IDLE_PAUSE = 250;
/** Milliseconds without a byte after which a file is idle. */
const IDLE_AFTER = 1_000;
/** The share of a core that looking at idle files may take: when it is more, they are looked at less often. */
const IDLE_SHARE = 0.03;
/** Milliseconds between two looks at an idle file at most, however many there are. */
const MAX_IDLE_PAUSE = 2_000;
/** Bytes whose reading takes about as long as a look that finds none. */
const LOOK_COST = 4 * 1024;
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

const toFollowed = (follower: FileFollower): Followed => ({
  follower,
  lastSign: -Infinity,
  lastLook: -Infinity,
  lastBytes: 0,
  more: false,
  notifier: null,
});

/**
 * Polls files: each 50 or 75 ms while lines come, each 250 ms when they do not (less often when there are thousands), and at
 * once when a notification ends the idleness. A burst is read in slices, the files in turn, so that neither the other files
 * nor the screen have to wait: between two slices of one file every other file that is due is looked at. While `ready` says no,
 * nothing is read.
 */
export const createPoller = (followers: readonly FileFollower[], timers: Timers, notify: Notify, ready: () => boolean = () => true): Poller => {
  const files: Followed[] = followers.map(toFollowed);
  let turn = 0;
  let timer: unknown = null;
  let slicing = false;
  /** milliseconds that a look took that found nothing, about */
  let idleCost = 0;
  let finishing: Promise<void> | null = null;
  let state: 'new' | 'running' | 'finishing' | 'closed' = 'new';

  const look = (file: Followed): number => {
    const found = file.follower.look(SLICE);
    const now = timers.now();
    file.lastLook = now;
    file.lastBytes = found.bytes;
    file.more = found.more;
    if (found.bytes > 0) file.lastSign = now;
    return found.bytes;
  };

  /** Looks at the files that `isDue`, each once and in turn, until a slice is full. False when it was. */
  const readSlice = (isDue: (file: Followed) => boolean): boolean => {
    const began = timers.now();
    const count = files.length;
    let bytes = 0;
    let looks = 0;
    for (let n = 0; n < count; n += 1) {
      const at = (turn + n) % count;
      const file = files[at]!;
      if (!isDue(file)) continue;
      bytes += look(file);
      looks += 1;
      if (bytes + looks * LOOK_COST < SLICE) continue;
      turn = (at + 1) % count;
      break;
    }
    if (bytes === 0 && looks > 0) idleCost += ((timers.now() - began) / looks - idleCost) / 8;
    return bytes + looks * LOOK_COST < SLICE && !files.some(hasMore);
  };

  const idlePause = (): number => Math.min(MAX_IDLE_PAUSE, Math.max(IDLE_PAUSE, (idleCost * files.length) / IDLE_SHARE));

  const isLively = (file: Followed): boolean => timers.now() - file.lastSign < IDLE_AFTER;

  const pauseOf = (file: Followed, idle: number): number => {
    if (!isLively(file)) return idle;
    return file.lastBytes >= BUSY_BYTES ? BUSY_PAUSE : LIVELY_PAUSE;
  };

  /** A little early is due, together with others. */
  const dueNow = (): ((file: Followed) => boolean) => {
    const now = timers.now();
    const idle = idlePause();
    return (file) => file.more || now - file.lastLook >= pauseOf(file, idle) - LEAST_PAUSE / 2;
  };

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
    sliceNow();
  };

  const slice = (): void => {
    if (state !== 'running') return;
    if (!ready()) {
      slicing = true;
      timer = timers.setTimeout(slice, BUSY_PAUSE);
      return;
    }
    slicing = !readSlice(dueNow());
    if (slicing) {
      timers.setImmediate(slice);
      return;
    }
    const idle = idlePause();
    const now = timers.now();
    let pause = idle;
    for (const file of files) {
      listen(file);
      pause = Math.min(pause, Math.max(LEAST_PAUSE, file.lastLook + pauseOf(file, idle) - now));
    }
    timer = timers.setTimeout(slice, pause);
  };

  const sliceNow = (): void => {
    if (slicing || state !== 'running') return;
    timers.clearTimeout(timer);
    slice();
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

  const readRest = async (): Promise<void> => {
    if (!isOpen()) return;
    state = 'finishing';
    timers.clearTimeout(timer);
    for (const file of files) {
      file.follower.look(0); // takes up a file that came to the name since the last look
      file.follower.settle();
      file.more = true;
    }
    while (isOpen()) {
      while (isOpen() && !ready()) await new Promise<void>((resolve) => timers.setTimeout(resolve, BUSY_PAUSE));
      if (!isOpen() || readSlice(hasMore)) break;
      await new Promise<void>((resolve) => timers.setImmediate(resolve));
    }
    close();
  };

  return {
    start: () => {
      if (state !== 'new') return;
      state = 'running';
      slice();
    },
    add: (more) => {
      if (more.length === 0) return;
      files.push(...more.map(toFollowed));
      sliceNow();
    },
    remove: (follower) => {
      const at = files.findIndex((file) => file.follower === follower);
      if (at < 0) return;
      const [file] = files.splice(at, 1);
      if (at < turn) turn -= 1;
      file?.notifier?.close();
      follower.close();
    },
    finish: () => (finishing ??= readRest()),
    close,
  };
};
