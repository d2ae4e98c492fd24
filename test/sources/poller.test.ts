import { describe, expect, it, onTestFinished } from 'vitest';
import type { FollowAllOptions, Following } from '../../src/sources/following/follow-all.js';
import { followAll } from '../../src/sources/following/follow-all.js';
import type { FileFollower } from '../../src/sources/following/follower.js';
import { createPoller } from '../../src/sources/following/poller.js';
import type { Look } from '../../src/sources/source.js';
import { ServerLog } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

/** Timers that are moved by hand. */
const manualTimers = () => {
  let time = 0;
  let pending: { run: () => void; at: number }[] = [];
  const add = (run: () => void, wait: number) => {
    const timer = { run, at: time + wait };
    pending.push(timer);
    return timer;
  };
  return {
    timers: {
      setTimeout: add,
      setImmediate: (run: () => void) => add(run, 0),
      clearTimeout: (timer: unknown) => {
        pending = pending.filter((other) => other !== timer);
      },
      now: () => time,
    },
    /** lets time pass, timer by timer */
    pass: (milliseconds: number) => {
      const end = time + milliseconds;
      for (;;) {
        const next = pending.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        pending = pending.filter((other) => other !== next);
        time = next.at;
        next.run();
      }
      time = end;
    },
    pending: () => pending.length,
  };
};

/** A file with so many bytes to read, and the budgets and times of the looks at it. */
const fakeFile = (path: string, now: () => number) => {
  const looks: number[] = [];
  const file = { waiting: 0, read: 0, settled: false, closed: false };
  const follower: FileFollower = {
    path,
    isGone: false,
    look: (budget): Look => {
      looks.push(now());
      const bytes = Math.min(budget, file.waiting);
      file.waiting -= bytes;
      file.read += bytes;
      return { bytes, more: file.waiting > 0 };
    },
    giveUp: () => undefined,
    settle: () => {
      file.settled = true;
    },
    close: () => {
      file.closed = true;
    },
  };
  return { file, follower, looks };
};

const setUp = (names: readonly string[]) => {
  const { timers, pass, pending } = manualTimers();
  const files = names.map((name) => fakeFile(name, timers.now));
  const told = new Map<string, () => void>();
  const poller = createPoller(
    files.map(({ follower }) => follower),
    timers,
    (path, tell) => {
      told.set(path, tell);
      return { close: () => told.delete(path) };
    },
  );
  return { files, pass, pending, poller, told };
};

describe('the poller', () => {
  it('looks each 250 ms at an idle file', () => {
    const { files, pass, poller } = setUp(['a']);
    poller.start();
    pass(1000);
    expect(files[0]?.looks).toEqual([0, 250, 500, 750, 1000]);
  });

  it('looks each 75 ms while lines come, and a second longer', () => {
    const { files, pass, poller } = setUp(['a']);
    poller.start();
    if (files[0] !== undefined) files[0].file.waiting = 10;
    pass(250);
    pass(2000);
    const pauses = files[0]?.looks.slice(1).map((look, i) => look - (files[0]?.looks[i] ?? 0)) ?? [];
    expect(pauses.filter((pause) => pause === 75).length).toBeGreaterThan(8);
    expect(pauses.slice(-3)).toEqual([250, 250, 250]);
  });

  it('looks each 50 ms while many come', () => {
    const { files, pass, poller } = setUp(['a']);
    poller.start();
    const file = files[0]?.file;
    for (let n = 0; n < 20; n += 1) {
      if (file !== undefined) file.waiting = 100_000;
      pass(50);
    }
    const pauses = files[0]?.looks.slice(1).map((look, i) => look - (files[0]?.looks[i] ?? 0)) ?? [];
    expect(pauses.filter((pause) => pause === 50).length).toBeGreaterThan(10);
  });

  it('looks at once when it is notified, and listens no more while lines come', () => {
    const { files, pass, poller, told } = setUp(['a', 'b']);
    poller.start();
    pass(100);
    expect([...told.keys()]).toEqual(['a', 'b']);
    told.get('a')?.();
    expect(files[0]?.looks).toEqual([0, 100]);
    expect(files[1]?.looks).toEqual([0]);
    expect([...told.keys()]).toEqual(['b']);
    pass(2000);
    expect([...told.keys()].sort()).toEqual(['a', 'b']);
  });

  it('does not look at idle files more often because another one is busy', () => {
    const { files, pass, poller, told } = setUp(['a', 'b']);
    poller.start();
    told.get('a')?.();
    pass(900);
    expect(files[0]?.looks.length).toBeGreaterThan(8);
    expect(files[1]?.looks.length).toBeLessThan(6);
  });

  it('reads a burst in slices, each file in its turn', () => {
    const { files, pass, poller } = setUp(['a', 'b', 'c']);
    const [a, b, c] = files;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three files');
    a.file.waiting = 100 << 20;
    b.file.waiting = 6 << 20;
    c.file.waiting = 10;
    poller.start();
    expect([a.file.read, b.file.read]).toEqual([4 << 20, 0]);
    pass(0);
    expect(a.file.read).toBe(100 << 20);
    expect([b.file.read, c.file.read]).toEqual([6 << 20, 10]);
  });

  it('gives small files their turn before a burst is over', () => {
    const { files, poller, told } = setUp(['a', 'b']);
    const [a, b] = files;
    if (a === undefined || b === undefined) throw new Error('two files');
    poller.start();
    a.file.waiting = 100 << 20;
    b.file.waiting = 10;
    told.get('b')?.();
    expect(b.file.read).toBe(10);
  });

  it.each([1, 5])('of 200 files looks at each other one before %i that burst have had two turns', (bursting) => {
    const { files, pass, poller } = setUp(Array.from({ length: 200 }, (_, n) => String(n)));
    poller.start();
    pass(1000);
    const bursts = files.slice(100, 100 + bursting);
    const others = files.filter((file) => !bursts.includes(file));
    for (const { file } of bursts) file.waiting = 64 << 20;
    for (const { file } of others) file.waiting = 10;
    let slices = 0;
    for (const { file, follower } of bursts) {
      const look = follower.look.bind(follower);
      follower.look = (budget) => {
        slices += 1;
        if (slices === 2 * bursting + 1) expect(others.every((other) => other.file.read === 10)).toBe(true);
        expect(budget).toBeLessThanOrEqual(4 << 20);
        return look(budget);
      };
      expect(file.read).toBe(0);
    }
    pass(250);
    expect(slices).toBeGreaterThan(15 * bursting);
    expect(bursts.every(({ file }) => file.read === 64 << 20)).toBe(true);
  });

  it('looks at files that are added, and no longer at those that are removed', () => {
    const { files, pass, poller, told } = setUp(['a', 'b']);
    const { timers } = manualTimers();
    const later = fakeFile('c', timers.now);
    poller.start();
    later.file.waiting = 10;
    poller.add([later.follower]);
    expect(later.file.read).toBe(10);
    poller.remove(files[0]!.follower);
    expect(files[0]!.file.closed).toBe(true);
    const looks = files[0]!.looks.length;
    pass(2000);
    expect(files[0]!.looks).toHaveLength(looks);
    expect(files[1]!.looks.length).toBeGreaterThan(7);
    expect(later.looks.length).toBeGreaterThan(7);
    expect([...told.keys()].sort()).toEqual(['b', 'c']);
  });

  it('looks less often at idle files when there are so many that looking takes its time', () => {
    const { timers, pass } = manualTimers();
    let time = 0;
    const slow = { ...timers, now: () => timers.now() + time };
    const file = fakeFile('a', slow.now);
    const look = file.follower.look.bind(file.follower);
    file.follower.look = (budget) => {
      time += 20; // milliseconds: a network mount, or thousands of files
      return look(budget);
    };
    const poller = createPoller([file.follower], slow, () => ({ close: () => undefined }));
    poller.start();
    pass(60_000);
    expect(file.looks.length).toBeLessThan(150);
    expect(file.looks.length).toBeGreaterThan(60);
  });

  it('reads all that the files hold at the end, then closes them', async () => {
    const { timers } = manualTimers();
    const { file, follower } = fakeFile('a', timers.now);
    const poller = createPoller([follower], { ...timers, setImmediate: (run) => setImmediate(run) }, () => ({ close: () => undefined }));
    poller.start();
    file.waiting = 50 << 20;
    await poller.finish();
    expect(file).toEqual({ waiting: 0, read: 50 << 20, settled: true, closed: true });
  });

  it('reads nothing while what it read is not taken, and goes on when it is', () => {
    const { timers, pass } = manualTimers();
    const { file, follower, looks } = fakeFile('a', timers.now);
    let isReady = false;
    const poller = createPoller([follower], timers, () => ({ close: () => undefined }), () => isReady);
    file.waiting = 10;
    poller.start();
    pass(1000);
    expect([looks, file.read]).toEqual([[], 0]);
    isReady = true;
    pass(50);
    expect(file.read).toBe(10);
  });

  it('waits at the end too until what it read is taken', async () => {
    const { timers } = manualTimers();
    const { file, follower } = fakeFile('a', timers.now);
    let asked = 0;
    const soon = (run: () => void) => setImmediate(run);
    const poller = createPoller([follower], { ...timers, setImmediate: soon, setTimeout: soon }, () => ({ close: () => undefined }), () => (asked += 1) > 10);
    file.waiting = 10;
    await poller.finish();
    expect(file).toEqual({ waiting: 0, read: 10, settled: true, closed: true });
  });

  it('leaves no timer and no listener behind', () => {
    const { files, pending, poller, told } = setUp(['a']);
    poller.start();
    poller.close();
    expect([pending(), told.size, files[0]?.file.closed]).toEqual([0, 0, true]);
  });
});

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

const followReally = (options: Partial<FollowAllOptions> = {}): { log: ServerLog; sink: Recorder; poller: Following } => {
  const log = new ServerLog();
  const sink = recorder();
  const poller = followAll({ files: [{ path: log.path, sink }], ...options });
  onTestFinished(() => {
    poller.close();
  });
  return { log, sink, poller };
};

describe('following real files', () => {
  it.each([
    ['with notifications', {}],
    ['by polling alone', { notify: () => ({ close: () => undefined }) }],
  ])('sees lines, rotations and new files %s', async (_name, options) => {
    const { log, sink, poller } = followReally(options);
    poller.start();
    expect(sink.events).toEqual(['missing']);
    log.write('one\n');
    await until(() => sink.read.length === 1);
    log.rename();
    log.write('two\n');
    log.letGo();
    log.write('three\n');
    await until(() => sink.read.length === 3);
    expect(sink.read).toEqual(['one', 'two', 'three']);
    log.truncate();
    await until(() => sink.events.includes('truncated'));
    log.write('four\n');
    await until(() => sink.read.length === 4);
    log.write('five\nunfinished');
    await poller.finish();
    expect(sink.read).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('is told of a file that comes and of lines that come, without waiting for a poll', async () => {
    const { timers } = manualTimers(); // no poll will ever come
    const { log, sink, poller } = followReally({ timers });
    poller.start();
    log.create('one\n');
    await until(() => sink.read.length === 1);
    expect(sink.read).toEqual(['one']);
  });

  it('is told of lines in a file that was there', async () => {
    const { timers } = manualTimers();
    const { log, sink, poller } = followReally({ timers });
    log.create();
    poller.start();
    log.append('one\n');
    await until(() => sink.read.length === 1);
    expect(sink.read).toEqual(['one']);
  });
});
