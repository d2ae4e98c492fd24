import { mkdtempSync, openSync, closeSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measuredRun } from '../bench/measured-run.js';
import { MAIN, runProgram } from '../support/program.js';

const MIB = 2 ** 20;
const line = '192.0.2.1 - - [01/May/2024:00:00:01 +0000] "GET /food/pizza HTTP/1.1" 200 512\n';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-long-line-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A log of two records, and between them a line of so many bytes: a hole, which takes no room on the disk. */
const logWith = (length: number): string => {
  const path = join(directory, `${String(length)}.log`);
  const descriptor = openSync(path, 'w');
  writeSync(descriptor, `${line}x`);
  writeSync(descriptor, `\n${line}`, line.length + length);
  closeSync(descriptor);
  return path;
};

const readOnce = async (path: string): Promise<{ peak: number; rejectedBy: unknown; hits: unknown }> => {
  const { peak, stdout } = await measuredRun([process.execPath, MAIN, '--once', '--output', 'json', path], 'kept');
  const { rejectedBy, hits } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  return { peak, rejectedBy, hits };
};

describe('a line of 1 GiB', () => {
  it('counts once, and takes no memory', async () => {
    const usual = await readOnce(logWith(100));
    const long = await readOnce(logWith(1024 * MIB));
    expect(long).toMatchObject({ rejectedBy: { 'too-long': 1 }, hits: 2 });
    expect(long.peak - usual.peak).toBeLessThan(32 * MIB);
  });
});

describe('--max-line-length', () => {
  it.each([
    ['300', { 'too-long': 1 }],
    ['1MiB', { layout: 1 }],
  ])('of %s says which lines are read', async (limit, rejectedBy) => {
    const { stdout } = await runProgram(['--once', '--output', 'json', '--max-line-length', limit, logWith(100_000)]);
    const objects = stdout.trimEnd().split('\n').map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(objects.at(-1)).toMatchObject({ rejectedBy, hits: 2 });
    expect(objects.filter(({ event }) => event === 'line-too-long')).toHaveLength('too-long' in rejectedBy ? 1 : 0);
  });
});
