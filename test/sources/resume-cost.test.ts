import { renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realFileSystem } from '../../src/sources/file-system.js';
import { fingerprintOf } from '../../src/sources/following/fingerprint.js';
import type { LedgerEntry } from '../../src/sources/following/ledger.js';
import { createLedger } from '../../src/sources/following/ledger.js';
import { setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

/** A file of which nothing but what was noted is left. */
const goneEntry = (path: string, n: number): LedgerEntry => {
  const bytes = Buffer.from(`${String(n)}\n`.padEnd(8192, 'x'));
  const [head, trail] = [fingerprintOf(bytes.subarray(0, 4096)), fingerprintOf(bytes.subarray(-1024))];
  return { device: '1', inode: String(n), path, head, offset: bytes.length, trail };
};

describe('the first look of a run that knows thousands of files of one log', () => {
  it('reads the beginning of a file beside it once, not once for each that it may be a copy of', () => {
    const log = new ServerLog();
    const text = 'new\n'.repeat(5000);
    writeFileSync(log.path, text);
    renameSync(log.path, `${log.path}.1`);
    writeFileSync(log.path, 'named\n');
    const { dev, ino } = statSync(dirname(log.path), { bigint: true });
    const files = Array.from({ length: 4000 }, (_, n) => goneEntry(log.path, n));
    const names = { [log.path]: { file: '1:1', directory: `${String(dev)}:${String(ino)}`, siblings: {} } };
    let reads = 0;
    const read: typeof realFileSystem.read = (...args) => {
      reads += 1;
      return realFileSystem.read(...args);
    };
    const { look } = setUp({ ledger: createLedger({ files, names }), files: { ...realFileSystem, read } }, log);
    expect(look()).toHaveLength(5001);
    expect(reads).toBeLessThan(100);
  });
});
