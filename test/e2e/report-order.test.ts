import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

let directory = '';
/** 12,000 lines with durations, not quite in the order of time */
let lines: string[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'alm-order-'));
  const format = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D';
  const { stdout } = await runProgram(['generate', '-n', '12k', '--format', format, '--hostile', '5%', '--disorder', '60', '--error-burst', '--surge', '--distinct-paths', '2000', '--end', '2026-01-01T01:00:00Z']);
  lines = stdout.match(/.*\n/g)!;
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const FORMAT = ['--format', '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D'];

const file = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

const outputOf = async (...args: string[]): Promise<string> => {
  const { stdout, stderr, exit } = await runProgram(['report', ...args]);
  expect([stderr, exit]).toEqual(['', 0]);
  return stdout;
};

/** What does not tell of the files. */
const withoutSources = (json: string): unknown => ({ ...(JSON.parse(json) as object), sources: null });

/** All lines, in another order: 7919 has no divisor in common with their number. */
const shuffled = (): string[] => lines.map((_, n) => lines[(n * 7919) % lines.length]!);

describe('a report is the same', () => {
  it('byte by byte by any number of threads, of a log of many parts', async () => {
    // A file with holes is large enough for threads, and takes no room. Each hole is a line that is too long, and ends in a line.
    const path = join(directory, 'holes.log');
    const descriptor = openSync(path, 'w');
    const pieces = 9;
    for (let n = 0; n < pieces; n += 1) {
      const [from, to] = [n, n + 1].map((cut) => Math.floor((cut * lines.length) / pieces));
      writeSync(descriptor, lines.slice(from, to).join(''), n * 58 * 2 ** 20);
    }
    ftruncateSync(descriptor, pieces * 58 * 2 ** 20);
    closeSync(descriptor);
    const report = (workers: number): Promise<string> => outputOf(...FORMAT, '--output', 'json', '--workers', String(workers), path);
    const alone = await report(1);
    expect(JSON.parse(alone)).toMatchObject({ lines: { read: 12_001, accepted: 11_992 }, rejectedBy: { 'too-long': 9 } });
    expect(await report(2)).toBe(alone);
    expect(await report(5)).toBe(alone);
  });

  it('byte by byte when lines come in another order', async () => {
    const report = async (content: readonly string[], ...args: string[]): Promise<string> => outputOf(...FORMAT, '--top', '1000', ...args, file('one.log', content.join('')));
    expect(await report(shuffled())).toBe(await report(lines));
    const window = ['--seconds', '600', '--output', 'json'];
    expect(await report(lines.toReversed(), ...window)).toBe(await report(lines, ...window));
  });

  it('but for what it tells of files, of any pieces in any order', async () => {
    const args = [...FORMAT, '--top', '100000', '--output', 'json', '--from', '00:05', '--to', '00:55:30'];
    const whole = withoutSources(await outputOf(...args, file('whole.log', lines.join(''))));
    const pieces = [0, 1, 2].map((n) => {
      const piece = lines.filter((_, at) => (at * 7) % 10 % 3 === n).join('');
      return n === 1 ? file(`${n}.gz`, gzipSync(piece)) : file(`${n}.log`, piece);
    });
    const [a = '', b = '', c = ''] = pieces;
    for (const order of [[c, b, a], [b, c, a]]) expect(withoutSources(await outputOf(...args, ...order))).toEqual(whole);
  });
});
