import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

const directory = mkdtempSync(join(tmpdir(), 'alm-unread-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const make = (name: string, bytes: string | Buffer): void => {
  writeFileSync(join(directory, name), bytes);
};

make('a.xz', Buffer.from('fd377a585a000004e6d6b4', 'hex'));
make('cut.gz', gzipSync('a line\n').subarray(0, 8));
make('empty.log', '');
make('lines.log', 'no access log\n');

describe('a run that reads logs to their ends', () => {
  it.each<[string, string[], number, RegExp]>([
    ['nothing could be read of its only log', ['a.xz'], 2, /nothing could be read: a\.xz: it is compressed with xz/],
    ['nothing could be read of any log', ['a.xz', 'cut.gz'], 2, /a\.xz: .*; cut\.gz: /],
    ['a log was empty', ['a.xz', 'empty.log'], 0, /^$/],
    ['a log had lines, though none is a record', ['cut.gz', 'lines.log'], 0, /^$/],
  ])('ends with exit code 2 only when it is so: %s', async (_name, files, code, message) => {
    const { stdout, stderr, exit } = await runProgram(['--once', '--output', 'json', '--fail-on', 'alert', ...files], { cwd: directory });
    expect(exit).toBe(code);
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ type: 'summary', exitCode: code });
    expect(stderr.split('\n').filter((line) => line.startsWith('access-log-monitor')).join('\n')).toMatch(message);
  });
});

describe('a directory for state that the file system will not make', () => {
  it.skipIf(process.platform !== 'linux')('is refused, and not tried for ever', async () => {
    make('a.log', '');
    const { stderr, exit } = await runProgram(['--headless', '--duration', '1', '--state', '/proc/alm', 'a.log'], { cwd: directory });
    expect([exit, stderr]).toEqual([2, expect.stringContaining("--state: '/proc/alm' cannot be used")]);
  });
});
