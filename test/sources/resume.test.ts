import { appendFileSync, copyFileSync, linkSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileStat } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import type { FollowerOptions } from '../../src/sources/following/follower.js';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import { setUp } from './followed-log.js';
import type { Setup } from './followed-log.js';
import { ServerLog } from './log-directory.js';

/** A run that was stopped after it had read `one`, and how the next one begins. */
const stopped = (text = 'one\n'): { log: ServerLog; again: (options?: Partial<FollowerOptions>) => Setup } => {
  const log = new ServerLog();
  log.create();
  const ledger = createLedger();
  const { look, follower } = setUp({ ledger, resumable: true }, log);
  look();
  log.append(text);
  look();
  follower.close();
  const data = parseLedger(JSON.parse(JSON.stringify(ledger)));
  return { log, again: (options = {}) => setUp({ ledger: createLedger(data), ...options }, log) };
};

describe('a run that goes on where another one stopped', () => {
  it('reads what was written meanwhile, as caught up', () => {
    const { log, again } = stopped();
    log.append('two\n');
    const { look, sink } = again();
    expect(look()).toEqual(['two']);
    log.append('three\n');
    expect(look()).toEqual(['three']);
    expect([sink.caughtUp, sink.events]).toEqual([1, ['resumed']]);
  });

  it('reads a line whole of which the other one had seen a part', () => {
    const { log, again } = stopped('one\ntw');
    log.append('o\n');
    expect(again().look()).toEqual(['two']);
  });

  it('finishes a file that was rotated meanwhile, and reads all that came after it', () => {
    const { log, again } = stopped();
    log.append('two\n');
    renameSync(log.path, `${log.path}.1`);
    log.create('three\n');
    renameSync(`${log.path}.1`, `${log.path}.2`);
    renameSync(log.path, `${log.path}.1`);
    log.create('four\n');
    const { look, sink } = again();
    expect(look()).toEqual(['two', 'three', 'four']);
    expect([sink.caughtUp, sink.events]).toEqual([3, ['resumed', 'rotated', 'rotated']]);
  });

  it('holds the unfinished line of a rotated file until its newline comes', () => {
    const { log, again } = stopped('one\ntw');
    renameSync(log.path, `${log.path}.1`);
    log.create('three\n');
    const { look } = again();
    expect(look()).toEqual(['three']);
    appendFileSync(`${log.path}.1`, 'o\n');
    expect(look()).toEqual(['two']);
  });

  it('takes a new file for new that was given the inode of the old one', () => {
    const { log, again } = stopped();
    log.truncate(); // the same inode with other contents is what a reused one looks like
    log.append('another\n');
    const { look, sink } = again();
    expect(look()).toEqual(['another']);
    expect(sink.events).toEqual(['opened', 'truncated']);
    expect(sink.missing).toHaveLength(1);
  });

  it.each(['copied and truncated', 'copied and removed'])('finds what was unread in a file that was %s', (how) => {
    const { log, again } = stopped();
    log.append('two\n');
    copyFileSync(log.path, `${log.path}.1`);
    if (how === 'copied and removed') log.remove();
    else log.truncate();
    log.append('three\n');
    const { look, sink } = again();
    expect(look()).toEqual(['two', 'three']);
    expect(sink.missing).toEqual([]);
  });

  it('says that bytes may be missing when the old file is gone', () => {
    const { log, again } = stopped();
    renameSync(log.path, log.in('elsewhere'));
    log.create('new\n');
    const { look, sink } = again();
    expect(look()).toEqual(['new']);
    expect(sink.events).toEqual(['opened', 'replaced']);
    expect(sink.missing).toHaveLength(1);
  });

  it('waits for a file that is missing, and finishes the old one', () => {
    const { log, again } = stopped();
    log.append('two\n');
    renameSync(log.path, `${log.path}.1`);
    const { look } = again();
    expect(look()).toEqual(['two']);
    log.create('three\n');
    expect(look()).toEqual(['three']);
  });

  it('reads a new file beside it that was given the inode of one that was there before', () => {
    const log = new ServerLog();
    writeFileSync(`${log.path}.1`, 'old\n');
    log.create();
    const ledger = createLedger();
    const first = setUp({ ledger }, log);
    first.look();
    first.follower.close();
    const { inode } = realFileSystem.stat(`${log.path}.1`)!;
    // Whether an inode is given again is up to the file system: here the new file pretends to have it.
    const pretend = (stat: FileStat | null): FileStat | null => (stat?.size === 7 ? { ...stat, inode } : stat);
    const files = { ...realFileSystem, stat: (path: string) => pretend(realFileSystem.stat(path)), fstat: (d: number) => pretend(realFileSystem.fstat(d))! };
    rmSync(`${log.path}.1`);
    log.append('between them\n');
    renameSync(log.path, `${log.path}.2`);
    writeFileSync(`${log.path}.1`, 'later!\n');
    log.create('new\n');
    const again = createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));
    expect(setUp({ ledger: again, files }, log).look()).toContain('later!');
  });

  it('reads nothing of what lay beside the file before', () => {
    const log = new ServerLog();
    writeFileSync(`${log.path}.1`, 'old\n');
    log.create();
    const ledger = createLedger();
    const first = setUp({ ledger }, log);
    first.look();
    first.follower.close();
    renameSync(`${log.path}.1`, `${log.path}.2`);
    renameSync(log.path, `${log.path}.1`);
    log.create('new\n');
    const again = createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));
    expect(setUp({ ledger: again }, log).look()).toEqual(['new']);
  });

  it('finishes a file by its copy though its inode was given to a file of another name, which is looked at first', () => {
    const log = new ServerLog();
    log.create();
    const ledger = createLedger();
    const first = setUp({ ledger, resumable: true }, log);
    first.look();
    log.append('one\n');
    first.look();
    const { inode } = realFileSystem.stat(log.path)!;
    first.follower.close();
    log.append('two\n');
    copyFileSync(log.path, `${log.path}.1`);
    writeFileSync(log.in('new'), 'three\n');
    renameSync(log.in('new'), log.path); // its own inode: the old one is given to another log
    writeFileSync(log.in('other'), 'the other log\n');
    const pretend = (stat: FileStat | null): FileStat | null => (stat?.size === 14 ? { ...stat, inode } : stat);
    const files = { ...realFileSystem, stat: (path: string) => pretend(realFileSystem.stat(path)), fstat: (d: number) => pretend(realFileSystem.fstat(d))! };
    const again = createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));
    setUp({ ledger: again, files, path: log.in('other') }, log).look();
    expect(setUp({ ledger: again, files }, log).look()).toEqual(['two', 'three']);
  });

  it.each(['list', 'open'] as const)('finds all files though they are renamed at the same moment, before the answer to: %s', (call) => {
    const { log, again } = stopped();
    const shift = (generations: number): void => {
      for (let n = generations; n >= 1; n -= 1) renameSync(`${log.path}.${String(n)}`, `${log.path}.${String(n + 1)}`);
    };
    log.append('two\n');
    copyFileSync(log.path, `${log.path}.1`);
    log.remove();
    log.create('three\n');
    shift(1);
    renameSync(log.path, `${log.path}.1`);
    log.create('four\n');
    let generations = 2;
    const rotateOnce = (path: string): void => {
      if (generations > 2 || path === log.path) return;
      shift(generations);
      generations += 1;
      writeFileSync(`${log.path}.1`, '');
    };
    const files = {
      ...realFileSystem,
      list: (directory: string) => {
        const names = realFileSystem.list(directory);
        if (call === 'list') rotateOnce(directory);
        return names;
      },
      open: (path: string) => {
        if (call === 'open') rotateOnce(path);
        return realFileSystem.open(path);
      },
    };
    const { look, sink } = again({ files });
    expect(look()).toEqual(['two', 'three', 'four']);
    expect(sink.missing).toEqual([]);
    expect(generations).toBe(3);
  });

  it('goes on within a line that is too long', () => {
    const { log, again } = stopped(`one\n${'x'.repeat(70_000)}`);
    log.append(`${'x'.repeat(10)}\ntwo\n`);
    expect(again().look()).toEqual(['two']);
  });
});

describe('a file with several names', () => {
  it.each<[string, (log: ServerLog) => void]>([
    ['hard links', (log) => { linkSync(log.path, log.in('other.log')); }],
    ['a symbolic link', (log) => { symlinkSync(log.path, log.in('other.log')); }],
  ])('is read by the first who follows it: %s', (_name, link) => {
    const ledger = createLedger();
    const { log, look, sink } = setUp({ ledger });
    log.create();
    link(log);
    look();
    const other = setUp({ ledger, path: log.in('other.log') }, log);
    other.look();
    log.append('one\n');
    expect([look(), other.look(), other.look()]).toEqual([['one'], [], []]);
    expect([sink.events, other.sink.events]).toEqual([['opened'], ['duplicate']]);
  });

  it('is taken over by the name that is left', () => {
    const ledger = createLedger();
    const { log, look } = setUp({ ledger });
    log.create();
    linkSync(log.path, log.in('other.log'));
    look();
    const other = setUp({ ledger, path: log.in('other.log') }, log);
    other.look();
    log.append('one\ntw');
    expect(look()).toEqual(['one']);
    rmSync(log.path);
    appendFileSync(log.in('other.log'), 'o\n');
    expect([look(), other.look(), look()].flat()).toEqual(['two']);
  });

  it.each([[['.1', ''], 'the older name first'], [['', '.1'], 'the newer name first']])(
    'is read once when it is renamed to another followed name: %j, %s',
    (order) => {
      const ledger = createLedger();
      const log = new ServerLog();
      log.create();
      writeFileSync(`${log.path}.1`, '');
      const followers = order.map((name) => setUp({ ledger, path: `${log.path}${name}` }, log));
      const look = (): string[] => followers.flatMap((follower) => follower.look());
      look();
      log.write('one\ntw');
      expect(look()).toEqual(['one']);
      renameSync(`${log.path}.1`, `${log.path}.2`);
      renameSync(log.path, `${log.path}.1`);
      log.write('o\nthree\n');
      log.letGo();
      log.create('four\n');
      expect([...look(), ...look()].sort()).toEqual(['four', 'three', 'two']);
      expect(readFileSync(`${log.path}.1`, 'latin1')).toBe('one\ntwo\nthree\n');
    },
  );
});
