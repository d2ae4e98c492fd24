import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { realFileSystem } from '../../src/sources/file-system.js';
import { shareListings } from '../../src/sources/following/shared-listings.js';
import { logDirectory } from './log-directory.js';

const setUp = () => {
  const { path, remove } = logDirectory();
  onTestFinished(remove);
  mkdirSync(path('d'));
  let reads = 0;
  let time = 0;
  const counting = {
    ...realFileSystem,
    list: (directory: string) => {
      reads += 1;
      return realFileSystem.list(directory);
    },
  };
  const files = shareListings(counting, () => time);
  return { path, list: () => files.list(path('d')).length, reads: () => reads, pass: (milliseconds: number) => { time += milliseconds; } };
};

it('reads the names of a directory once for all, until it changes', () => {
  const { path, list, reads, pass } = setUp();
  writeFileSync(path('d/a'), '');
  list();
  pass(1000);
  for (let n = 0; n < 1000; n += 1) expect(list()).toBe(1);
  expect(reads()).toBe(2);
  writeFileSync(path('d/b'), '');
  utimesSync(path('d'), 1, 1);
  expect(list()).toBe(2);
  expect(reads()).toBe(3);
});

it('trusts nothing that was read while the directory may have changed within the same tick of its clock', () => {
  const { path, list, pass } = setUp();
  utimesSync(path('d'), 1, 1);
  for (let n = 0; n < 5; n += 1) {
    expect(list()).toBe(n);
    pass(5);
    writeFileSync(path(`d/${String(n)}`), '');
    utimesSync(path('d'), 1, 1); // the time stays the same
  }
});

it('says what the file system says of a directory that is not there', () => {
  const { path, list } = setUp();
  list();
  rmSync(path('d'), { recursive: true });
  expect(list).toThrow(/ENOENT/);
});
