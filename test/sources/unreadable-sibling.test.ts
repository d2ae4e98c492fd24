import { copyFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import { following, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

/** A file system in which paths that end with a text cannot be opened while there is a code. */
const unopenable = (end: string): { files: FileSystem; fault: { code: string | null } } => {
  const fault: { code: string | null } = { code: null };
  const open = (path: string): number => {
    const { code } = fault;
    if (code !== null && path.endsWith(end)) throw Object.assign(new Error(code), { code, syscall: 'open' });
    return realFileSystem.open(path);
  };
  return { files: { ...realFileSystem, open }, fault };
};

describe('a file that came to the name and went between two looks, and cannot be opened', () => {
  it.each(['EIO', 'ESTALE', 'EACCES', 'EPERM', 'EMFILE'])('is told, and read when it can be: %s', (code) => {
    const { files, fault } = unopenable('.2');
    const { log, look, sink } = following({ files });
    log.write('0\n');
    log.rename();
    log.letGo();
    log.create('one\n');
    log.rename();
    log.create('two\n');
    fault.code = code;
    for (let n = 0; n < 5; n += 1) look();
    expect(sink.events.filter((name) => name === 'unreadable')).toHaveLength(1);
    fault.code = null;
    look();
    look();
    expect([...sink.read].sort()).toEqual(['0', 'one', 'two']);
    expect(sink.events).toContain('returned');
  });

  it('is read also when the name is missing since', () => {
    const { files, fault } = unopenable('.2');
    const { log, look, sink } = following({ files });
    log.rename();
    log.letGo();
    log.create('one\n');
    log.rename();
    fault.code = 'EIO';
    for (let n = 0; n < 5; n += 1) look();
    fault.code = null;
    look();
    expect(sink.read).toEqual(['one']);
  });
});

describe('a compressed file that came and cannot be opened', () => {
  it('is none of the log: its lines were read before it was compressed', () => {
    const { files, fault } = unopenable('.gz');
    const { log, look, sink } = following({ files });
    log.rename();
    log.letGo();
    writeFileSync(`${log.path}.2.gz`, 'packed');
    log.create('one\n');
    fault.code = 'EACCES';
    look();
    look();
    expect(sink.read).toEqual(['one']);
    expect(sink.events).toEqual(['opened', 'rotated']);
  });
});

describe('a copy of what was lost that cannot be opened', () => {
  it('is read on where its original was left when it can be', () => {
    const { files, fault } = unopenable('.1');
    const { log, look, sink } = following({ files });
    log.write('one\n');
    look();
    log.write('two\n');
    copyFileSync(log.path, `${log.path}.1`);
    log.truncate();
    log.write('three\n');
    fault.code = 'EIO';
    for (let n = 0; n < 3; n += 1) look();
    fault.code = null;
    look();
    expect([...sink.read].sort()).toEqual(['one', 'three', 'two']);
  });

  it('is not read from its beginning when it was there before', () => {
    const { files, fault } = unopenable('.1');
    const { log, look, sink } = setUp({ files });
    writeFileSync(`${log.path}.1`, 'old\n');
    log.write('');
    look();
    log.write('one\n');
    look();
    log.truncate();
    log.write('two\n');
    fault.code = 'EIO';
    for (let n = 0; n < 3; n += 1) look();
    fault.code = null;
    look();
    renameSync(log.path, `${log.path}.2`);
    look();
    expect(sink.read).toEqual(['one', 'two']);
  });
});

/** A file system in which some files may not be opened, whatever their names: as mode 000 does for all but root. */
const locking = (): { files: FileSystem; lock: (path: string) => void; unlock: () => void } => {
  const locked = new Set<number>();
  const open = (path: string): number => {
    if (locked.has(statSync(path).ino)) throw Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
    return realFileSystem.open(path);
  };
  return {
    files: { ...realFileSystem, open },
    lock: (path) => locked.add(statSync(path).ino),
    unlock: () => {
      locked.clear();
    },
  };
};

describe('a file that could not be opened while it stood at the name', () => {
  it.each([
    ['at the next look', 1],
    ['later', 3],
  ])('is read from its beginning when permission comes after it was rotated: %s', (_, looks) => {
    const { files, lock, unlock } = locking();
    const { log, look, sink } = following({ files });
    log.write('0\n');
    log.rename();
    log.letGo();
    log.create('one\n');
    lock(log.path);
    for (let n = 0; n < looks; n += 1) look();
    log.append('two\n');
    log.rename();
    log.create('three\n');
    for (let n = 0; n < looks; n += 1) look();
    expect(sink.read).toEqual(['0', 'three']);
    unlock();
    look();
    look();
    expect(sink.read.toSorted()).toEqual(['0', 'one', 'three', 'two']);
    expect(sink.events.at(-1)).toBe('returned');
  });

  it('is read when the next one could not be opened either', () => {
    const { files, lock, unlock } = locking();
    const { log, look, sink } = following({ files });
    log.rename();
    log.letGo();
    for (const text of ['one', 'two', 'three']) {
      log.create(`${text}\n`);
      lock(log.path);
      look();
      look();
      if (text !== 'three') log.rename();
      look();
    }
    unlock();
    look();
    look();
    expect(sink.read).toEqual(['one', 'two', 'three']);
  });

  it('is read when nothing stands at the name since', () => {
    const { files, lock, unlock } = locking();
    const { log, look, sink } = following({ files });
    log.rename();
    log.letGo();
    log.create('one\n');
    lock(log.path);
    look();
    log.rename();
    look();
    look();
    unlock();
    look();
    look();
    expect(sink.read).toEqual(['one']);
  });

  it('is read from where following began when it stood there at the start', () => {
    const { files, lock, unlock } = locking();
    const log = new ServerLog();
    log.create('old\n');
    const { look, sink } = setUp({ files }, log);
    lock(log.path);
    look();
    log.append('one\n');
    log.rename();
    log.create('two\n');
    look();
    look();
    unlock();
    look();
    look();
    expect(sink.read.toSorted()).toEqual(['one', 'two']);
  });

  it.each(['before the stop', 'after it', 'in a third run'])('is read by the next run, when it was rotated %s', (when) => {
    const { files, lock, unlock } = locking();
    const log = new ServerLog();
    log.create('0\n');
    let ledger = createLedger();
    const all: string[] = [];
    const run = (between: () => void): void => {
      const { look, follower, sink } = setUp({ files, ledger, resumable: true, start: 'start' }, log);
      look();
      between();
      look();
      look();
      follower.settle();
      look();
      follower.close();
      all.push(...sink.read);
      ledger = createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));
    };
    const rotate = (): void => {
      log.rename();
      log.create('two\n');
    };
    run(() => {
      log.rename();
      log.create('one\n');
      lock(log.path);
      if (when === 'before the stop') rotate();
    });
    if (when === 'after it') rotate();
    run(when === 'in a third run' ? rotate : () => undefined);
    unlock();
    run(() => undefined);
    expect(all.toSorted()).toEqual(['0', 'one', 'two']);
  });
});
