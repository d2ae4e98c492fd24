import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig, splitConfigName } from '../../src/sources/config-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alm-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

/** One directive a line: a name, its arguments. */
const parse = (text: string) =>
  text.split('\n').map((line) => {
    const [name = '', ...args] = line.split(' ');
    return { name, args };
  });

const namesIn = (file: string): string[] => readConfig(join(folder, file), parse).map(({ name }) => name);

test.each<[string, Record<string, string>, string[]]>([
  ['in their places', { main: 'a\ninclude more/b\nc', 'more/b': 'b' }, ['a', 'b', 'c']],
  ['by globs, in the order of their names', { main: 'include d/*.conf', 'd/10.conf': 'ten', 'd/9.conf': 'nine', 'd/x': 'no' }, ['nine', 'ten']],
  ['relative to the first one, however deep', { main: 'include d/a', 'd/a': 'include e/b', 'e/b': 'b' }, ['b']],
  ["below Apache's root", { main: 'serverroot root\ninclude a', 'root/a': 'a' }, ['serverroot', 'a']],
  ['once, also in a circle', { main: 'a\ninclude other', other: 'b\ninclude main\ninclude other' }, ['a', 'b']],
  ['unless they are not there, or no files', { main: 'include none\ninclude d\na', 'd/x': 'x' }, ['a']],
])('files are included %s', (_, files, expected) => {
  write(files);
  expect(namesIn('main')).toEqual(expected);
});

test('a configuration that cannot be read is a mistake', () => {
  expect(() => namesIn('none')).toThrow(/cannot be read: no such file/);
  expect(() => namesIn('.')).toThrow(/cannot be read: illegal operation on a directory/);
});

test('the name behind the last colon is the format, unless a file is called so', () => {
  write({ 'a:b': '' });
  expect(splitConfigName('nginx.conf')).toEqual({ path: 'nginx.conf', name: null });
  expect(splitConfigName('C:/x:main')).toEqual({ path: 'C:/x', name: 'main' });
  expect(splitConfigName(join(folder, 'a:b'))).toEqual({ path: join(folder, 'a:b'), name: null });
});
