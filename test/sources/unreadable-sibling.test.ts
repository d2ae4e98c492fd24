import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { following, setUp } from './followed-log.js';

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
