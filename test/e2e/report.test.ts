import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnv, ending, MAIN, runProgram, startProgram } from '../support/program.js';
import { hasTmux, openTerminal } from './tmux.js';

const line = (n: number, status = 200): string =>
  `192.0.2.${n % 7} - - [01/May/2024:10:00:${String(n % 60).padStart(2, '0')} +0000] "GET /food/${n % 10} HTTP/1.1" ${status} 512 "-" "curl/8"\n`;

const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, n) => line(from + n)).join('');

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-report-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

interface Report {
  window: { from: string | null; to: string | null };
  totals: { hits: number };
  lines: { read: number; accepted: number; rejected: number; filtered: number };
  sources: { path: string; read: number }[];
  partial: boolean;
}

const parsed = (text: string): Report => JSON.parse(text) as Report;

const withoutSources = (json: string): Report => ({ ...parsed(json), sources: [] });

/** The report on some logs as JSON, without the list of sources. */
const reportOn = async (...logs: string[]): Promise<unknown> => {
  const { stdout, stderr, exit } = await runProgram(['report', '--output', 'json', ...logs]);
  expect([stderr, exit]).toEqual(['', 0]);
  return withoutSources(stdout);
};

/** Waits until a stream has said something. */
const said = async (stream: NodeJS.ReadableStream, what: string): Promise<void> => {
  let text = '';
  while (!text.includes(what)) text += String((await once(stream, 'data'))[0]);
};

describe('report', () => {
  it('is the same of two logs, of one, and through a pipe', async () => {
    const [first, second] = [lines(0, 40), `${lines(40, 90)}rubbish\n`];
    const expected = await reportOn(file('whole.log', first + second));
    expect(expected).toMatchObject({ totals: { hits: 90 }, lines: { read: 91, accepted: 90, rejected: 1, filtered: 0 }, partial: false });
    expect(await reportOn(file('first.gz', gzipSync(first)), file('b.log', second))).toEqual(expected);
    const piped = await runProgram(['report', '--output', 'json', '-'], { stdin: first + second });
    expect(withoutSources(piped.stdout)).toEqual(expected);
  });

  it('needs the newest record of a pipe for its window, too', async () => {
    const { stdout, exit } = await runProgram(['report', '--output', 'json', '--seconds', '9', '-'], { stdin: lines(0, 60) });
    expect(exit).toBe(0);
    expect(parsed(stdout)).toMatchObject({ window: { from: '2024-05-01T10:00:50.000Z', to: '2024-05-01T10:00:59.000Z' }, totals: { hits: 10 }, lines: { read: 60, filtered: 50 } });
  });

  it.each<[string, (path: string) => string[], string]>([
    ['a log that is the output', (path) => ['-o', path, path], 'is the file that the report is written to'],
    ['such a log by another name', (path) => ['-o', join(directory, '.', 'x', '..', basename(path)), path], 'is the file that the report is written to'],
    ['such a log that a glob matches', (path) => ['-o', path, join(directory, 'u*.log')], 'is the file that the report is written to'],
    ['a filter that is none', (path) => ['--filter', 'status:>=', path], '--filter: column 10 of the filter'],
    ['a format that is none', (path) => ['--format', 'combind', path], "--format: 'combind' is no format (did you mean combined?)"],
    ['exclusions without globs', (path) => ['--exclude', 'x*', path], "--exclude: 'x*' leaves out matches of globs"],
  ])('refuses %s with exit code 2, and writes nothing', async (_name, args, message) => {
    const path = file('u.log', line(1));
    const { stdout, stderr, exit } = await runProgram(['report', ...args(path)]);
    expect(stderr).toContain(message);
    expect([stdout, exit]).toEqual(['', 2]);
    expect(readFileSync(path, 'utf8')).toBe(line(1));
  });

  it('refuses to write into a log', () => {
    const path = file('own.log', line(1));
    const output = openSync(path, 'a');
    const { stderr, status } = spawnSync(process.execPath, [MAIN, 'report', path], { stdio: ['ignore', output, 'pipe'], encoding: 'utf8', env: bareEnv(), timeout: 20_000 });
    closeSync(output);
    expect([stderr.includes(`report: '${path}' is the file that the report is written to`), status]).toEqual([true, 2]);
    expect(readFileSync(path, 'utf8')).toBe(line(1));
  });

  it.each(['text', 'html'])('writes %s to a file as to stdout, and says nothing else', async (output) => {
    const path = file('whole-output.log', lines(0, 20));
    const target = join(directory, `report.${output}`);
    writeFileSync(target, 'what was there before');
    const written = await runProgram(['report', '--output', output, '-o', target, path]);
    expect(written).toEqual({ stdout: '', stderr: '', exit: 0 });
    expect(readFileSync(target, 'utf8')).toBe((await runProgram(['report', '--output', output, path])).stdout);
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('leaves what was there when the report cannot be made', async () => {
    const target = file('kept.txt', 'kept');
    expect((await runProgram(['report', '-o', target, join(directory, 'nowhere.log')])).exit).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe('kept');
  });

  it.skipIf(!existsSync('/dev/full'))('ends with 1 when the disk is full, or the file has no directory', async () => {
    const path = file('full.log', lines(0, 5));
    const full = openSync('/dev/full', 'w');
    const program = spawn(process.execPath, [MAIN, 'report', path], { stdio: ['ignore', full, 'pipe'], env: bareEnv() });
    let message = '';
    program.stderr!.on('data', (chunk: Buffer) => (message += chunk.toString()));
    const [exit] = (await once(program, 'close')) as [number | null];
    closeSync(full);
    expect([message, exit]).toEqual(['access-log-monitor: stdout: cannot be written: no space is left on the disk (ENOSPC)\n', 1]);
    const nowhere = join(directory, 'nowhere', 'report');
    expect(await runProgram(['report', '-o', '/dev/full', path])).toMatchObject({ stderr: '/dev/full: cannot be written: no space is left on the disk (ENOSPC)\n'.replace(/^/, 'access-log-monitor: '), exit: 1 });
    expect(await runProgram(['report', '-o', nowhere, path])).toMatchObject({ stderr: `access-log-monitor: ${nowhere}: cannot be written: there is no such directory (ENOENT)\n`, exit: 1 });
  });

  it('ends quietly when its reader goes away', async () => {
    const program = startProgram(['report', '--top', '100', file('long.log', lines(0, 1000))]);
    program.stdout.destroy();
    const errors: string[] = [];
    program.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    const [exit] = (await once(program, 'close')) as [number | null];
    expect([errors.join(''), exit]).toEqual(['', 0]);
  });

  it.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('at %s prints what is known so far, marked as partial, and ends with %i', async (signal, code) => {
    const missing = join(directory, 'missing.log');
    const program = startProgram(['report', '--output', 'json', missing, file('some.log', lines(0, 10)), '-']);
    const ended = ending(program);
    // That a log is missing is told when the others are being read.
    const isReading = said(program.stderr, 'no such file');
    program.stdin.write(lines(10, 30));
    await isReading;
    program.kill(signal);
    const { stdout, exit } = await ended;
    expect(exit).toBe(code);
    expect(parsed(stdout).partial).toBe(true);
  });

  it.skipIf(spawnSync('script', ['--version']).status !== 0)('draws a progress bar on a terminal while it works, and takes it away', () => {
    const path = file('shown.log', lines(0, 200));
    // What is written meanwhile goes on for longer than the bar waits.
    const feed = `for i in 1 2 3 4 5 6 7 8; do cat '${path}'; sleep 0.1; done`;
    const command = `stty cols 60; (${feed}) | '${process.execPath}' '${MAIN}' report --output json - >'${directory}/shown.json'`;
    const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env: { ...bareEnv(), TERM: 'xterm', SHELL: '/bin/sh' } });
    expect(stdout.replaceAll('\u001b[K', '<clear>')).toMatch(/^(?:\r[\d.]+ kB {2}[\d,]+ lines\/s {2}\d+s<clear>)+\r<clear>$/);
    expect(status).toBe(0);
    expect(parsed(readFileSync(join(directory, 'shown.json'), 'utf8')).lines.read).toBe(1600);
  });

  it.skipIf(!hasTmux)('leaves no bar on the screen when Ctrl-C cuts it short', async () => {
    const terminal = await openTerminal({ columns: 100, rows: 40 });
    try {
      const log = file('typed.log', lines(0, 50));
      // The writer is in the background, where Ctrl-C does not reach it.
      await terminal.type(`mkfifo '${log}.pipe'; (cat '${log}'; sleep 100) > '${log}.pipe' & '${process.execPath}' '${MAIN}' report --panels status - < '${log}.pipe'; echo "exit $?"`);
      await terminal.press('Enter');
      await terminal.waitFor(/^\d[\d.]* kB {2}[\d,]+ lines\/s {2}\d+s$/m);
      await terminal.press('C-c');
      const screen = await terminal.waitFor('exit 130');
      expect(screen).toContain('TRAFFIC REPORT (partial: cut short by a signal)');
      expect(screen).toMatch(/^Lines read +: 50 = 50 accepted/m);
      expect(screen).not.toContain('lines/s');
    } finally {
      await terminal.close();
    }
  });
});
