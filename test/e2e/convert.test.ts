import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, openSync, closeSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnv, ending, MAIN, runProgram, startProgram } from '../support/program.js';

const line = (n: number, status = 200): string =>
  `192.0.2.1 - - [01/May/2024:10:00:${String(n % 60).padStart(2, '0')} +0000] "GET /food/${n} HTTP/1.1" ${status} 512 "-" "curl/8"\n`;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-convert-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

/** The numbers of the lines whose records stand in some JSON. */
const numbersIn = (json: string): number[] => json.split('\n').slice(0, -1).map((text) => Number((JSON.parse(text) as { path: string }).path.slice('/food/'.length)));

/** Waits until a stream has said something; gives all that it said. */
const said = async (stream: NodeJS.ReadableStream, what: string): Promise<string> => {
  let text = '';
  while (!text.includes(what)) text += String((await once(stream, 'data'))[0]);
  return text;
};

describe('convert', () => {
  it('reads the generations of a log from the oldest on, compressed or not, then the next log, and stdin last', async () => {
    const [b, c, newest, old, oldest] = [file('b.log', line(5)), '-', file('a.log', line(4)), file('a.log.1', line(3)), file('a.log.2.gz', gzipSync(line(1) + line(2)))];
    const { stdout, stderr, exit } = await runProgram(['convert', newest, b, c, old, oldest], { stdin: line(6).trimEnd() });
    expect(numbersIn(stdout)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([stderr, exit]).toEqual(['', 0]);
  });

  it('reads stdin first when it is named first', async () => {
    expect(numbersIn((await runProgram(['convert', '-', file('first.log', line(2))], { stdin: line(1) })).stdout)).toEqual([1, 2]);
  });

  it('counts what it rejects by reason, the most frequent first, and says where the first one is', async () => {
    const path = file('bad\u001b.log', `${line(1)}rubbish\n\n${line(2).replace('May', 'Mai')}${line(3).replace('May', 'Mai')}`);
    const { stdout, stderr, exit } = await runProgram(['convert', path]);
    expect(numbersIn(stdout)).toEqual([1]);
    expect(stderr).toBe(`4 lines rejected: 2 time, 1 empty, 1 layout; first: ${path.replace('\u001b', '\\x1b')}:2\n`);
    expect(exit).toBe(0);
  });

  it('writes what it rejects to a file, byte by byte, and says no word of it', async () => {
    const bad = Buffer.from('\xff\x00rubbish\r\n\n', 'latin1');
    const path = file('mixed.log', Buffer.concat([Buffer.from(line(1)), bad, Buffer.from(line(2))]));
    const rejected = join(directory, 'rejected');
    const { stdout, stderr } = await runProgram(['convert', '--rejected', rejected, path]);
    expect(numbersIn(stdout)).toEqual([1, 2]);
    expect(stderr).toBe('');
    expect(readFileSync(rejected)).toEqual(bad);
  });

  it('counts what a filter leaves out', async () => {
    const { stdout, stderr } = await runProgram(['convert', '--filter', 'status:>=500', '--filter', 'section:food', file('filtered.log', line(1) + line(2, 500) + line(3))]);
    expect(numbersIn(stdout)).toEqual([2]);
    expect(stderr).toBe('2 lines filtered\n');
  });

  it.each<[string, (path: string) => string[], string]>([
    ['a field that is none', (path) => ['--format', 'combined', '--fields', 'time,stauts', path], "--fields: 'stauts' is no field (did you mean status?)"],
    ['a field twice', (path) => ['--fields', 'time,time', path], "--fields: 'time' is named twice"],
    ['fields of Combined', (path) => ['--to', 'combined', '--fields', 'time', path], '--fields: cannot go with --to combined'],
    ['another notation', (path) => ['--to', 'xml', path], "--to: 'xml' is not one of json, csv, logfmt, combined"],
    ['a filter that is none', (path) => ['--filter', 'status:>=', path], '--filter: column 10 of the filter'],
    ['no log', () => [], 'convert: no log was named'],
    ["the monitor's options", (path) => ['--once', path], '--once: unknown option'],
    ['a file for rejected lines that is the log', (path) => ['--rejected', path, path], 'is one of the logs that are read'],
    ['such a file by another name', (path) => ['--rejected', join(directory, '.', 'x', '..', 'u.log'), path], 'is one of the logs that are read'],
    ['such a file that a glob matches', (path) => ['--rejected', path, join(directory, 'u*.log')], 'is one of the logs that are read'],
    ['a log that is not there', () => [join(directory, 'nowhere.log')], 'no such file'],
    ['a directory', () => [directory], 'it is a directory'],
  ])('refuses %s with exit code 2, and writes nothing', async (_name, args, message) => {
    const path = file('u.log', line(1));
    const { stdout, stderr, exit } = await runProgram(['convert', ...args(path)]);
    expect(stderr).toContain(message);
    expect([stdout, exit]).toEqual(['', 2]);
    expect(readFileSync(path, 'utf8')).toBe(line(1));
  });

  it.skipIf(spawnSync('script', ['--version']).status !== 0)('refuses a terminal for rejected lines, which would obey what stands in them', () => {
    const path = file('evil.log', `${line(1)}\u001b]0;evil\u0007\n`);
    const command = `'${process.execPath}' '${MAIN}' convert --rejected /dev/tty '${path}'`;
    const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env: bareEnv() });
    expect(stdout).toContain('/dev/tty: it is a terminal');
    expect(stdout).not.toContain('evil\u0007');
    expect(status).toBe(2);
  });

  it.each<[string, (path: string) => string[]]>([
    ['a log', (path) => [path]],
    ['what a glob matches', (path) => [`${path.slice(0, -4)}*`]],
    ['a log that is followed', (path) => ['--follow', '--from-start', path]],
  ])('refuses to write into %s, which it would read without an end', (_name, args) => {
    const path = file('own.log', line(1));
    const output = openSync(path, 'a');
    const { stderr, status } = spawnSync(process.execPath, [MAIN, 'convert', ...args(path)], { stdio: ['ignore', output, 'pipe'], encoding: 'utf8', env: bareEnv(), timeout: 20_000 });
    closeSync(output);
    expect(stderr).toContain(`convert: '${path}' is the file that the records are written to`);
    expect(status).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(line(1));
  });

  it('tells of a file that cannot be read among others, and goes on', async () => {
    const { stdout, stderr, exit } = await runProgram(['convert', join(directory, 'nowhere.log'), file('some.log', line(1))]);
    expect(numbersIn(stdout)).toEqual([1]);
    expect(stderr).toBe(`access-log-monitor: ${join(directory, 'nowhere.log')}: no such file\n`);
    expect(exit).toBe(0);
  });

  it('ends quietly when its reader goes away', async () => {
    const program = startProgram(['convert', file('long.log', line(1).repeat(200_000))]);
    const errors: string[] = [];
    program.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    await once(program.stdout, 'data');
    program.stdout.destroy();
    const [exit] = (await once(program, 'close')) as [number | null];
    expect([errors.join(''), exit]).toEqual(['', 0]);
  });

  it.skipIf(!existsSync('/dev/full'))('ends with 1 when the output is full, and when the file of rejected lines is', async () => {
    const path = file('full.log', line(1) + 'rubbish\n');
    const full = openSync('/dev/full', 'w');
    const program = spawn(process.execPath, [MAIN, 'convert', path], { stdio: ['ignore', full, 'pipe'], env: bareEnv() });
    const message = await said(program.stderr!, '\n');
    const [exit] = (await once(program, 'close')) as [number | null];
    closeSync(full);
    expect([message, exit]).toEqual(['access-log-monitor: stdout: cannot be written: no space is left on the disk (ENOSPC)\n', 1]);
    const second = await runProgram(['convert', '--rejected', '/dev/full', path]);
    expect([second.stderr, second.exit]).toEqual(['access-log-monitor: /dev/full: cannot be written: no space is left on the disk (ENOSPC)\n', 1]);
  });

  it.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('writes out what it has at %s, and ends with %i', async (signal, code) => {
    const program = startProgram(['convert', '-']);
    const ended = ending(program);
    program.stdin.write(line(1) + line(2).slice(0, 20));
    await said(program.stdout, '\n');
    program.kill(signal);
    const { stdout, exit } = await ended;
    expect(numbersIn(stdout)[0]).toBe(1);
    expect(exit).toBe(code);
  });

  it('follows a log through a rotation, each line as it comes, until it is stopped', async () => {
    const path = file('live.log', line(1));
    const program = startProgram(['convert', '--follow', '--from-start', path]);
    const ended = ending(program);
    await said(program.stdout, '/food/1"');
    const second = said(program.stdout, '/food/2"');
    appendFileSync(path, line(2));
    await second;
    const third = said(program.stdout, '/food/3"');
    renameSync(path, `${path}.1`);
    writeFileSync(path, line(3));
    await third;
    program.kill('SIGTERM');
    const { stdout, stderr, exit } = await ended;
    expect(numbersIn(stdout)).toEqual([1, 2, 3]);
    expect([stderr, exit]).toEqual(['', 0]);
  });

  it('follows from the end unless told otherwise, and does not read the file of rejected lines that a glob matches', async () => {
    const path = file('tail-a.log', line(1));
    const rejected = join(directory, 'tail-rejected.log');
    const program = startProgram(['convert', '-f', '--to', 'csv', '--fields', 'path', '--rejected', rejected, join(directory, 'tail-*.log')]);
    const ended = ending(program);
    await said(program.stdout, 'path\n');
    const came = said(program.stdout, '/food/3\n');
    let n = 0;
    const writing = setInterval(() => {
      appendFileSync(path, n === 0 ? `rubbish\n${line(3)}` : line(3));
      n += 1;
    }, 50);
    await came;
    clearInterval(writing);
    program.kill('SIGINT');
    const { stdout, exit } = await ended;
    expect(new Set(stdout.split('\n').slice(1, -1))).toEqual(new Set(['/food/3']));
    expect(readFileSync(rejected, 'utf8').split('\n').length).toBeLessThan(3);
    expect(exit).toBe(0);
  });
});
