import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import type { FileFollower, FollowerOptions } from '../../src/sources/following/follower.js';
import { createFollower } from '../../src/sources/following/follower.js';
import { ServerLog } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

/** A log, and a follower of it that looks when it is told to. */
export interface Setup {
  log: ServerLog;
  sink: Recorder;
  follower: FileFollower;
  /** lets time pass for the follower */
  wait: (milliseconds: number) => void;
  /** looks until nothing is left, and gives the lines since the last time */
  look: () => string[];
}

export const setUp = (options: Partial<FollowerOptions> = {}, log = new ServerLog()): Setup => {
  const sink = recorder();
  let time = 0;
  let seen = 0;
  const follower = createFollower({ path: log.path, sink, lingerFor: 5_000, now: () => time, ...options });
  return {
    log,
    sink,
    follower,
    wait: (milliseconds) => {
      time += milliseconds;
    },
    look: () => {
      while (follower.look(1 << 20).more);
      const lines = sink.read.slice(seen);
      seen = sink.read.length;
      return lines;
    },
  };
};

/** A follower that has begun with an empty log, which its server holds open. */
export const following = (options: Partial<FollowerOptions> = {}): Setup => {
  const setup = setUp(options);
  setup.log.write('');
  setup.look();
  return setup;
};

/** A file system with faults: each is the code of an error, or null. */
export const faulty = (): { files: FileSystem; faults: Partial<Record<keyof FileSystem, string | null>>; open: () => number } => {
  const faults: Partial<Record<keyof FileSystem, string | null>> = {};
  let open = 0;
  const check = (call: keyof FileSystem): void => {
    const code = faults[call] ?? null;
    if (code !== null) throw Object.assign(new Error(`${code}, ${call}`), { code, syscall: call });
  };
  const files: FileSystem = {
    open: (path) => {
      check('open');
      open += 1;
      return realFileSystem.open(path);
    },
    fstat: (descriptor) => {
      check('fstat');
      return realFileSystem.fstat(descriptor);
    },
    stat: (path) => {
      check('stat');
      return realFileSystem.stat(path);
    },
    read: (...args) => {
      check('read');
      return realFileSystem.read(...args);
    },
    close: (descriptor) => {
      open -= 1;
      realFileSystem.close(descriptor);
      check('close');
    },
    list: (directory) => {
      check('list');
      return realFileSystem.list(directory);
    },
    realPath: (path) => {
      check('realPath');
      return realFileSystem.realPath(path);
    },
  };
  return { files, faults, open: () => open };
};
