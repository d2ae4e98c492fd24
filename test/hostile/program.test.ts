import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forbiddenIn } from '../support/hostile-text.js';
import { runProgram } from '../support/program.js';
import { ATTACKS, nameOf } from './attacks.js';
import { lineWith } from './played-log.js';
import { expectOwnCells } from './own-cells.js';

const directory = mkdtempSync(join(tmpdir(), 'alm-hostile-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Files named by attacks, in folders named by attacks, that hold attacks; and names of files that are not there. */
const files = ATTACKS.map(({ bytes }) => {
  const name = nameOf(bytes);
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, name), Buffer.concat([lineWith('path', bytes), Buffer.from('\n'), lineWith('agent', bytes), Buffer.from('\n')]));
  return `./${name}/${name}`;
});
const absent = ATTACKS.map(({ bytes }) => `./no-${nameOf(bytes)}`);
/** A name that no file has may be meant as a glob. */
const globs = absent.filter((name) => /[*?[{]/.test(name));
const missing = absent.filter((name) => !globs.includes(name));

describe('the program', () => {
  it('shows names and lines of strangers as text', async () => {
    const { stdout, stderr, exit } = await runProgram(['--once', '--', ...files, ...absent], { cwd: directory });
    expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
    expect(stdout).toContain('\\x1b]52;c;cm0gLXJmIH4=\\x07: reading');
    await expectOwnCells(stdout);
  });

  it('gives them as values of JSON', async () => {
    const { stdout, stderr, exit } = await runProgram(['--once', '--output', 'json', '--', ...files, ...absent], { cwd: directory });
    expect(exit).toBe(0);
    await expectOwnCells(stderr);
    expect(stderr.split('no file matches')).toHaveLength(globs.length + 1);
    const lines = stdout.trimEnd().split('\n');
    expect(forbiddenIn(lines.join(''))).toEqual([]);
    const events = lines.map((line) => JSON.parse(line) as { event?: string; path?: string });
    expect(new Set(events.filter(({ event }) => event === 'opened').map(({ path }) => path))).toEqual(new Set(files));
    expect(new Set(events.filter(({ event }) => event === 'missing').map(({ path }) => path))).toEqual(new Set(missing));
  });

  it('tells of them in errors as text', async () => {
    const { stdout, stderr, exit } = await runProgram(['--once', '--', ...absent], { cwd: directory });
    expect(exit).toBe(2);
    await expectOwnCells(stdout);
    await expectOwnCells(stderr);
  });

  it.each([
    ['the value of an option', ['--alert-threshold=\u001b]0;x\u0007']],
    ['the name of an option', ['--\u001b]0;x\u0007']],
    ['a short option', ['-\u009b2J']],
    ['a gate', ['--fail-on=hits>\u001b[2J']],
    ['a choice', ['--output=\u202ejson']],
    ['a value too many', ['--once=\u001b]52;c;?\u0007']],
    ['a value that is the next option', ['--duration', '--log-file=\u001b[2J']],
    ['a log', ['--once', '--log-file=\u001b]0;x\u0007']],
    ['a log beside a demo', ['--demo', '\u001b]0;x\u0007']],
  ])('tells of %s that is wrong as text', async (_, args) => {
    const { stdout, stderr, exit } = await runProgram(args, { cwd: directory });
    expect(exit).toBe(2);
    expect(stderr).toMatch(/\\x1b|\\x9b|\\u\{202e\}/);
    await expectOwnCells(stderr);
    await expectOwnCells(stdout);
  });
});
