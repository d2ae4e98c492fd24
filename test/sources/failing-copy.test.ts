import { copyFileSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { following } from './followed-log.js';

/** A file system that counts what is open; one call about a file fails when it is told which. */
const failing = (): { files: FileSystem; isOver: () => boolean; fail: (call: 'read' | 'fstat', end: string, nth: number) => void; open: () => number } => {
  const paths = new Map<number, string>();
  let fault: { call: string; end: string; left: number } | null = null;
  const check = (call: 'read' | 'fstat', descriptor: number): void => {
    if (fault?.call !== call || paths.get(descriptor)?.endsWith(fault.end) !== true) return;
    fault.left -= 1;
    if (fault.left > 0) return;
    fault = null;
    throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: call });
  };
  const files: FileSystem = {
    ...realFileSystem,
    open: (path) => {
      const descriptor = realFileSystem.open(path);
      paths.set(descriptor, path);
      return descriptor;
    },
    close: (descriptor) => {
      paths.delete(descriptor);
      realFileSystem.close(descriptor);
    },
    fstat: (descriptor) => {
      check('fstat', descriptor);
      return realFileSystem.fstat(descriptor);
    },
    read: (descriptor, ...rest) => {
      check('read', descriptor);
      return realFileSystem.read(descriptor, ...rest);
    },
  };
  const fail = (call: string, end: string, nth: number): void => {
    fault = { call, end, left: nth };
  };
  return { files, fail, isOver: () => fault === null, open: () => paths.size };
};

const FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('a copy that cannot be looked at when it is needed', () => {
  it.each([
    ...FIRST.map((nth) => ['fstat', '.log', nth] as const),
    ...['.1', '.2'].flatMap((end) => (['fstat', 'read'] as const).flatMap((call) => FIRST.map((nth) => [call, end, nth] as const))),
  ])('is read when it can be, and nothing stays open: %s of %s fails, call %i', (call, end, nth) => {
    const { files, fail, isOver, open } = failing();
    const { log, look, sink, follower } = following({ files });
    log.write('one\n');
    look();
    log.write('two\n');
    copyFileSync(log.path, `${log.path}.1`);
    log.truncate();
    log.write('three\n');
    renameSync(`${log.path}.1`, `${log.path}.2`);
    copyFileSync(log.path, `${log.path}.1`);
    log.truncate();
    log.write('4\n');
    fail(call, end, nth);
    for (let n = 0; n < 4 && !isOver(); n += 1) look();
    look();
    look();
    expect([...sink.read].sort()).toEqual(['4', 'one', 'three', 'two']);
    follower.close();
    expect(open()).toBe(0);
  });
});

describe('a file that came and went between two looks, and cannot be looked at at once', () => {
  it.each(FIRST.flatMap((nth) => (['fstat', 'read'] as const).map((call) => [call, nth] as const)))(
    'is read when it can be, and nothing stays open: %s fails, call %i',
    (call, nth) => {
      const { files, fail, isOver, open } = failing();
      const { log, look, sink, follower } = following({ files });
      log.write('one\n');
      look();
      log.rename();
      log.letGo();
      log.create('two\n');
      log.rename();
      log.create('three\n');
      fail(call, '.2', nth);
      for (let n = 0; n < 4 && !isOver(); n += 1) look();
      look();
      look();
      expect([...sink.read].sort()).toEqual(['one', 'three', 'two']);
      follower.close();
      expect(open()).toBe(0);
    },
  );
});
