import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReplacedFile } from '../../src/headless/replaced-file.js';
import { WriteFailure } from '../../src/headless/write-trouble.js';
import { printable } from '../../src/render/printable.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-replaced-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const text = printable('what is new');

describe('a file that is replaced', () => {
  it('is made when it is written, again and again, and nothing stays beside it', () => {
    const path = join(directory, 'report');
    const file = openReplacedFile(path);
    expect(readdirSync(directory)).toEqual([]);
    file.write(printable('a much longer text that was there before'));
    const { ino } = statSync(path);
    file.write(text);
    expect(readFileSync(path, 'utf8')).toBe('what is new');
    expect(statSync(path).ino).not.toBe(ino);
    expect(readdirSync(directory)).toEqual(['report']);
  });

  it('keeps its mode, and the link that leads to it', () => {
    mkdirSync(join(directory, 'shared'));
    const [path, link] = [join(directory, 'shared', 'report'), join(directory, 'link')];
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    symlinkSync('shared/report', link);
    openReplacedFile(link).write(text);
    expect([readlinkSync(link), readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['shared/report', 'what is new', 0o640]);
    expect(readdirSync(join(directory, 'shared'))).toEqual(['report']);
  });

  it.each<[string, () => string, string]>([
    ['in a directory that is not there', () => join(directory, 'nowhere', 'x'), 'there is no such directory (ENOENT)'],
    ['that is a directory', () => directory, 'it is a directory'],
  ])('%s is told of before anything is written', (_name, path, reason) => {
    expect(() => openReplacedFile(path())).toThrow(new WriteFailure(`${path()}: cannot be written: ${reason}`));
  });

  it('holds what it held when its directory has gone meanwhile', () => {
    const folder = join(directory, 'folder');
    mkdirSync(folder);
    const file = openReplacedFile(join(folder, 'x'));
    rmSync(folder, { recursive: true });
    expect(() => { file.write(text); }).toThrow(WriteFailure);
    expect(readdirSync(directory)).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('that is a device is written, not replaced', () => {
    const file = openReplacedFile('/dev/full');
    expect(() => { file.write(text); }).toThrow(new WriteFailure('/dev/full: cannot be written: no space is left on the disk (ENOSPC)'));
    openReplacedFile('/dev/null').write(text);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
