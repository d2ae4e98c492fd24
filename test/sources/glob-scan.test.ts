import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createGlobScan } from '../../src/sources/globs/glob-scan.js';
import { logDirectory } from './log-directory.js';

/** A folder with files in it; what a glob in it matches, told below that folder. */
const folder = (names: readonly string[]) => {
  const { path, remove } = logDirectory();
  onTestFinished(remove);
  const add = (name: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), `${name}\n`);
  };
  names.forEach(add);
  const matched = async (globs: readonly string[], excluded: readonly string[] = []) => {
    const found = await createGlobScan(globs.map((glob) => path(glob)), excluded)();
    return found.map((match) => relative(path('.'), match.path));
  };
  return { path, add, matched };
};

const NAMES = ['a.log', 'a2.log', 'a10.log', 'b.txt', '.hidden.log', 'x (1).log', 'sub/c.log', 'sub/deep/d.log', 'sub/.d/e.log', 'old/a.log'];

it.each<[string, string[], string[], string[]]>([
  ['files of one folder', ['*.log'], [], ['a.log', 'a2.log', 'a10.log', 'x (1).log']],
  ['files of all folders', ['**/*.log'], [], ['a.log', 'a2.log', 'a10.log', 'old/a.log', 'sub/c.log', 'sub/deep/d.log', 'x (1).log']],
  ['single characters', ['a?.log'], [], ['a2.log']],
  ['ranges', ['a[0-9]*.log'], [], ['a2.log', 'a10.log']],
  ['alternatives', ['{sub,old}/*.log'], [], ['old/a.log', 'sub/c.log']],
  ['numbers', ['a{2..10}.log'], [], ['a2.log', 'a10.log']],
  ['parentheses as they are', ['x (*).log'], [], ['x (1).log']],
  ['hidden files when the dot is written', ['.*.log'], [], ['.hidden.log']],
  ['in hidden folders when they are named', ['sub/.d/*.log'], [], ['sub/.d/e.log']],
  ['nothing', ['*.none'], [], []],
  ['nothing in a folder that is not there', ['nowhere/**/*.log'], [], []],
  ['several globs, each file once', ['a2*', 'a*.log'], [], ['a2.log', 'a.log', 'a10.log']],
  ['all but a name in any folder', ['**/*.log'], ['a.log', 'x*'], ['a2.log', 'a10.log', 'sub/c.log', 'sub/deep/d.log']],
  ['all but a folder', ['**/*.log'], ['sub', 'a*'], ['x (1).log']],
  ['all but a folder with a slash behind it', ['*/*.log'], ['sub/'], ['old/a.log']],
  ['all but a name with parentheses', ['*.log'], ['x (1).log', 'a?*.log'], ['a.log']],
  ['all but a name in a hidden folder', ['sub/.d/*'], ['e.log'], []],
])('matches %s', async (_name, globs, excluded, expected) => {
  expect(await folder(NAMES).matched(globs, excluded)).toEqual(expected);
});

it('leaves out what a path with a slash excludes', async () => {
  const { path, matched } = folder(NAMES);
  expect(await matched(['**/*.log'], [path('sub/**'), path('a*')])).toEqual(['old/a.log', 'x (1).log']);
  expect(await matched(['*/*.log'], [path('sub')])).toEqual(['old/a.log']);
  expect(await matched(['*/*.log'], [`${relative(process.cwd(), path('old'))}/*`])).toEqual(['sub/c.log']);
});

it('names files below the folders as they were written', async () => {
  const { path } = folder(NAMES);
  const written = relative(process.cwd(), path('sub'));
  expect((await createGlobScan([`${written}/*.log`, `./${written}/../old/*.log`], [])()).map((match) => match.path)).toEqual([
    `${written}/c.log`,
    `./${written}/../old/a.log`,
  ]);
});

it('follows links to files and folders, once for each file, and goes round in no circle', async () => {
  const { path, matched } = folder(['pods/web/0.log', 'pods/db/0.log', 'rotated/a-2.log']);
  mkdirSync(path('containers'));
  symlinkSync('../pods/web/0.log', path('containers/web.log'));
  symlinkSync('nowhere', path('containers/broken.log'));
  symlinkSync('..', path('pods/web/up'));
  symlinkSync('.', path('pods/loop'));
  symlinkSync('pods', path('linked'));
  symlinkSync('a-2.log', path('rotated/a.log'));
  expect(await matched(['containers/*.log'])).toEqual(['containers/web.log']);
  expect(await matched(['linked/*/*.log'])).toEqual(['linked/db/0.log', 'linked/web/0.log']);
  expect(await matched(['{containers,pods}/**/*.log'])).toEqual(['pods/db/0.log', 'pods/web/0.log']);
  expect(await matched(['rotated/*'])).toEqual(['rotated/a-2.log']);
});

it('tells two hard links apart: whoever reads them knows that they are one', async () => {
  const { path, matched } = folder(['a.log']);
  linkSync(path('a.log'), path('b.log'));
  expect(await matched(['*.log'])).toEqual(['a.log', 'b.log']);
});

it('leaves out pipes and folders', async () => {
  const { path, matched } = folder(['a.log', 'folder.log/x.log']);
  expect(spawnSync('mkfifo', [path('pipe.log')]).status).toBe(0);
  symlinkSync('pipe.log', path('link-to-pipe.log'));
  expect(await matched(['*.log'])).toEqual(['a.log']);
});

it('sees what has come and gone since it was asked last', async () => {
  const { path, add } = folder(['a.log']);
  const scan = createGlobScan([path('*.log')], []);
  expect((await scan()).length).toBe(1);
  add('b.log');
  expect((await scan()).length).toBe(2);
});
