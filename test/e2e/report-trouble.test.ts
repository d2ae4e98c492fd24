import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnv, MAIN, runProgram } from '../support/program.js';
import type { Ending } from '../support/program.js';

const line = (n: number): string => `192.0.2.${n % 7} - - [01/May/2024:10:00:${String(n % 60).padStart(2, '0')} +0000] "GET /food/${n} HTTP/1.1" 200 512 "-" "curl/8"\n`;

const lines = (count: number): string => Array.from({ length: count }, (_, n) => line(n)).join('');

const LINES = lines(60);

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-trouble-'));
  writeFileSync(join(directory, 'good.log'), LINES);
  writeFileSync(join(directory, 'empty.log'), '');
  writeFileSync(join(directory, 'rubbish.log'), 'rubbish\n\n{"a":1}\n\u0000\u0001\n');
  writeFileSync(join(directory, 'wide.log'), Buffer.from(`\ufeff${LINES}`, 'utf16le'));
  // Text that cannot be packed tightly, so that half of the file holds some of it.
  const long = Array.from({ length: 5000 }, (_, n) => line((n * 7919) % 65_521)).join('');
  const packed = gzipSync(long);
  writeFileSync(join(directory, 'cut.gz'), packed.subarray(0, packed.length / 2));
  writeFileSync(join(directory, 'trailed.gz'), Buffer.concat([gzipSync(LINES), Buffer.from('trailing')]));
  writeFileSync(join(directory, 'odd.log'), `${LINES}${'x'.repeat(2 ** 20)}\n\u0000${line(1)}${line(2).replace('\n', '\r\n')}${line(3).trimEnd()}`);
  mkdirSync(join(directory, 'folder'));
  symlinkSync('good.log', join(directory, 'again.log'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Report {
  lines: { read: number; accepted: number; rejected: number; filtered: number };
  rejectedBy: Record<string, number>;
  sources: { read: number; accepted: number; rejected: number }[];
  panels: { status: { key: string; hits: number }[] };
}

const report = (...args: string[]): Promise<Ending> => runProgram(['report', '--panels', 'status', ...args], { cwd: directory });

/** The report as JSON, what was told beside it, and the exit code. */
const told = async (...args: string[]): Promise<Report & { stderr: string; exit: number | null }> => {
  const { stdout, stderr, exit } = await report('--output', 'json', ...args);
  return { ...(JSON.parse(stdout) as Report), stderr: stderr.replaceAll('access-log-monitor: ', ''), exit };
};

describe('a report', () => {
  it('tells of each log that cannot be read, or not whole, counts what can be, and ends with 1 where that is wanted', async () => {
    const { stderr, lines: counted, panels, exit } = await told('--strict', 'gone.log', 'cut.gz', 'folder', 'good.log', 'none-*.log', 'again.log', 'trailed.gz');
    expect(stderr.trimEnd().split('\n').sort()).toEqual([
      'again.log: it is the same file as good.log, and is read there',
      expect.stringMatching(/^cut\.gz: it ends in the middle, at byte \d+ of it: it was cut off; \d+ bytes of an unfinished line are left out$/),
      "folder: it is a directory: name a file, or a glob such as 'DIR/*.log'",
      'gone.log: no such file',
      'none-*.log: no file matches',
      expect.stringMatching(/^trailed\.gz: 8 bytes that are no gzip follow its data/),
    ]);
    expect(counted.accepted).toBeGreaterThan(2 * 60 + 1000);
    expect(counted).toMatchObject({ read: counted.accepted, rejected: 0, filtered: 0 });
    expect(panels.status).toEqual([{ key: '200', hits: counted.accepted, errors: 0, bytes: 512 * counted.accepted }]);
    expect(exit).toBe(1);
  });

  it('accounts for each line that is none', async () => {
    const { stderr, sources, rejectedBy, exit } = await told('empty.log', 'rubbish.log', 'odd.log', 'wide.log');
    expect(stderr).toMatch(/^wide\.log: it is written in UTF-16, and no line of it can be read: convert it first: iconv -f UTF-16 -t UTF-8 FILE\n$/);
    expect(sources.map(({ read, accepted, rejected }) => [read, accepted, rejected])).toEqual([[0, 0, 0], [4, 0, 4], [64, 63, 1], [61, 0, 61]]);
    expect(rejectedBy).toEqual({ 'empty': 1, 'unknown-format': 64, 'too-long': 1 });
    expect(exit).toBe(0);
  });

  it.each([
    ['lies between two of them', ['--from', '2024-05-01T10:00:01.001Z', '--to', '2024-05-01T10:00:01.999Z']],
    ['is one by another clock', ['--seconds', '60', '--now', '2030-01-01']],
  ])('says when there are no records in the window, which %s, and where they are', async (_name, args) => {
    const { stdout, stderr, exit } = await report('--strict', ...args, 'good.log');
    expect(stdout.replace(/\s+/g, ' ')).toContain('No records in the window. The logs hold some from 2024-05-01 10:00:00+00:00 to 2024-05-01 10:00:59+00:00.');
    expect([stderr, exit]).toEqual(['', 0]);
  });

  it.each(['report', 'report --seconds 9', 'convert', '--once'])('ends with 2 when stdin is a directory, like others: %s', (command) => {
    const stdin = openSync(directory, 'r');
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...command.split(' '), '-'], { stdio: [stdin, 'pipe', 'pipe'], encoding: 'utf8', env: bareEnv() });
    closeSync(stdin);
    expect([status, stdout + stderr]).toEqual([2, expect.stringContaining('it is a directory')]);
  });

  it.skipIf(spawnSync('mkfifo', ['--version']).error !== undefined)('finds the newest record of a named pipe', async () => {
    spawnSync('mkfifo', [join(directory, 'pipe')]);
    // Opening it waits for the program.
    const writer = spawn('sh', ['-c', 'cat good.log >pipe'], { cwd: directory });
    const { lines: counted, exit } = await told('--seconds', '9', 'pipe');
    writer.kill();
    expect([counted.read, counted.accepted, exit]).toEqual([60, 10, 0]);
  });
});
