import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.js';
import type { DemoLog } from '../../src/demo/log-file.js';
import { startDemo } from '../../src/demo/log-writer.js';
import type { Demo, DemoOptions } from '../../src/demo/log-writer.js';
import { linesAt } from '../../src/demo/site.js';

const START = Date.UTC(2018, 10, 22, 15, 52, 25);
const SEED = 5;

let directory: string;
let clock: number;
let step: (() => void) | null;
let failures: UserError[];

const options = (parent: string): DemoOptions => ({
  directory: parent,
  now: () => clock,
  every: (_, action) => {
    step = action;
    return () => {
      step = null;
    };
  },
  seed: SEED,
  failed: (error) => failures.push(error),
});

const start = (parent = directory): Demo => startDemo(options(parent));

const advance = (milliseconds: number): void => {
  clock += milliseconds;
  step?.();
};

const linesIn = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);

const lineCount = (seconds: number): number =>
  Array.from({ length: seconds }, (_, second) => linesAt(second, 0, SEED).length).reduce((a, b) => a + b, 0);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'demo-test-'));
  clock = START;
  step = null;
  failures = [];
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('the demo', () => {
  it('has an empty log when it starts', () => {
    const demo = start();
    expect(linesIn(demo.path)).toEqual([]);
    demo.stop();
  });

  it("writes the site's lines as their seconds pass", () => {
    const demo = start();
    for (let steps = 0; steps < 100; steps += 1) advance(100);
    const expected = Array.from({ length: 10 }, (_, second) => linesAt(second, START / 1000 + second, SEED)).flat();
    expect(linesIn(demo.path)).toEqual(expected);
    demo.stop();
  });

  it('spreads the lines of a second over it', () => {
    const demo = start();
    for (let steps = 0; steps < 200; steps += 1) advance(100);
    const before = linesIn(demo.path).length;
    advance(500);
    const half = linesAt(20, 0, SEED).length / 2;
    expect(linesIn(demo.path).length - before).toBe(Math.floor(half));
    demo.stop();
  });

  it('writes the same lines however late its steps come', () => {
    const demo = start();
    for (const late of [130, 470, 900, 1800, 50, 3000, 650]) advance(late);
    expect(linesIn(demo.path).length).toBe(lineCount(7));
    demo.stop();
  });

  it('does not make up for a machine that slept', () => {
    const demo = start();
    advance(1000);
    const before = linesIn(demo.path).length;
    advance(3_600_000);
    advance(1000);
    const after = linesIn(demo.path);
    expect(after.length - before).toBe(linesAt(1, 0, SEED).length);
    expect(after.at(-1)).toContain('22/Nov/2018:16:52:2');
    demo.stop();
  });

  it('waits when the clock is set back', () => {
    const demo = start();
    advance(2000);
    const before = linesIn(demo.path);
    advance(-1000);
    expect(linesIn(demo.path)).toEqual(before);
    advance(2000);
    expect(linesIn(demo.path).length).toBe(lineCount(3));
    demo.stop();
  });

  it('deletes its directory and writes no more when it stops', () => {
    const demo = start();
    advance(1000);
    demo.stop();
    demo.stop();
    expect(existsSync(dirname(demo.path))).toBe(false);
    expect(step).toBeNull();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves no listener behind on the process', () => {
    const before = process.listenerCount('exit');
    const demo = start();
    demo.stop();
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('says as a user error that the directory is not there', () => {
    const missing = join(directory, 'missing');
    expect(() => start(missing)).toThrow(`--demo: '${missing}' is not there`);
  });

  it('says as a user error that a file stands where the directory should be', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => start(file)).toThrow(`--demo: '${file}' is not there`);
  });

  it.skipIf(process.getuid?.() === 0)('says as a user error that it may not write', () => {
    chmodSync(directory, 0o500);
    expect(() => start()).toThrow(`--demo: no permission to write '${directory}'`);
    chmodSync(directory, 0o700);
  });

  it('reports once that the log cannot be written any more, and writes no more', () => {
    const full = new UserError('the disk is full');
    const openFull = (): DemoLog => ({
      append: () => {
        throw full;
      },
      close: () => undefined,
    });
    const demo = startDemo(options(directory), openFull);
    advance(1000);
    advance(1000);
    expect(failures).toEqual([full]);
    expect(step).toBeNull();
    demo.stop();
  });
});
