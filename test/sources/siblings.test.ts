import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDescriptorBudget } from '../../src/sources/descriptor-budget.js';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { faulty, following, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

describe('a log in a directory that is a symbolic link', () => {
  it('is not read together with older ones when the link is switched, though the directory cannot be listed at once', () => {
    const log = new ServerLog();
    const [one, two, link] = [log.in('one'), log.in('two'), log.in('link')];
    for (const directory of [one, two]) mkdirSync(directory);
    writeFileSync(join(one, 'access.log'), '');
    writeFileSync(join(two, 'access.log'), 'new\n');
    writeFileSync(join(two, 'access.log.1'), 'old\n');
    symlinkSync(one, link);
    const { files, faults } = faulty();
    const { look, sink } = setUp({ path: join(link, 'access.log'), files }, log);
    look();
    symlinkSync(two, `${link}.next`);
    renameSync(`${link}.next`, link);
    faults.list = 'EMFILE';
    look();
    faults.list = null;
    look();
    expect(sink.read).toEqual(['new']);
  });
});

/** A file system that counts how often a directory is listed. */
const counting = (): { files: FileSystem; listings: () => number } => {
  let listings = 0;
  const list = (directory: string): string[] => {
    listings += 1;
    return realFileSystem.list(directory);
  };
  return { files: { ...realFileSystem, list }, listings: () => listings };
};

/** Nothing has happened in a directory for a long time. */
const calm = (log: ServerLog): void => {
  utimesSync(dirname(log.path), 1_000_000, 1_000_000);
};

describe('a directory in which nothing happens', () => {
  it('is not listed again and again where the name is missing', () => {
    const { files, listings } = counting();
    const { log, look, sink } = following({ files });
    log.rename();
    look();
    calm(log);
    look();
    look();
    const before = listings();
    for (let n = 0; n < 10; n += 1) look();
    expect(listings()).toBe(before);
    log.create('one\n');
    log.rename();
    look();
    expect(sink.read).toEqual(['one']);
  });

  it('is not listed again and again for a file that was deleted while it was not held open', () => {
    const { files, listings } = counting();
    const budget = createDescriptorBudget(1);
    const { log, look, sink } = following({ files, budget });
    log.write('one\n');
    look();
    expect(budget.relieve()).toBe(true);
    log.rename();
    log.letGo();
    rmSync(`${log.path}.1`);
    look();
    calm(log);
    look();
    look();
    const before = listings();
    for (let n = 0; n < 10; n += 1) look();
    expect(listings()).toBe(before);
    log.create('two\n');
    look();
    expect(sink.read).toEqual(['one', 'two']);
  });

  it('is listed again for a file that comes back to it', () => {
    const budget = createDescriptorBudget(1);
    const { log, look, sink } = following({ budget });
    log.write('one\n');
    look();
    expect(budget.relieve()).toBe(true);
    mkdirSync(log.in('elsewhere'));
    renameSync(log.path, log.in('elsewhere/access.log'));
    look();
    calm(log);
    for (let n = 0; n < 3; n += 1) look();
    log.write('two\n');
    renameSync(log.in('elsewhere/access.log'), `${log.path}.1`);
    look();
    expect(sink.read).toEqual(['one', 'two']);
  });
});

describe('a log among thousands in one directory', () => {
  it('costs no look at the names of the others', () => {
    let looked = 0;
    const list = (directory: string): string[] => {
      const others = Array.from({ length: 10_000 }, (_, n) => `site-${String(n)}.log`);
      return new Proxy([...realFileSystem.list(directory), ...others].sort(), {
        get: (target, key, receiver): unknown => {
          if (typeof key === 'string' && /^\d+$/.test(key)) looked += 1;
          return Reflect.get(target, key, receiver);
        },
      });
    };
    const { log, look, sink } = following({ files: { ...realFileSystem, list } });
    looked = 0;
    log.write('one\n');
    log.rename();
    log.letGo();
    log.create('two\n');
    log.rename();
    log.create('three\n');
    look();
    expect(sink.read).toEqual(['one', 'two', 'three']);
    expect(looked).toBeLessThan(1000);
  });
});
