import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measuredRun } from '../bench/measured-run.js';
import { bareEnv, ending, MAIN, runProgram, startProgram } from '../support/program.js';

const MIB = 2 ** 20;

const line = (second: number, path = '/food/pizza'): string => {
  const at = new Date(Date.UTC(2024, 4, 1) + second * 1000).toISOString();
  return `192.0.2.1 - - [01/May/2024:${at.slice(11, 19)} +0000] "GET ${path} HTTP/1.1" 200 512\n`;
};

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-rotated-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const inside = (name: string, bytes: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
};

type Json = Record<string, unknown>;

const objectsOf = (stdout: string): Json[] => stdout.trimEnd().split('\n').map((text) => JSON.parse(text) as Json);

const summaryOf = (stdout: string): Json & { lines: Json; sources: Json[] } =>
  objectsOf(stdout).at(-1) as Json & { lines: Json; sources: Json[] };

const ONCE = ['--once', '--output', 'json'];

describe('rotated files', () => {
  it('are read in the order of their lines, compressed or not, so that nothing comes late', async () => {
    const texts = [0, 1, 2, 3].map((n) => Array.from({ length: 50 }, (_, i) => line(n * 600 + i)).join(''));
    const paths = [
      inside('shop.log', texts[3]!),
      inside('shop.log.1', texts[2]!),
      inside('shop.log.2.gz', gzipSync(texts[1]!)),
      inside('shop.log.10.gz', gzipSync(texts[0]!)),
    ];
    const { stdout } = await runProgram([...ONCE, ...paths, paths[0]!.replace('shop.log', './shop.log')]);
    const summary = summaryOf(stdout);
    expect(summary).toMatchObject({ hits: 200, lines: { read: 200, late: 0 } });
    expect(summary.sources.map(({ path, accepted }) => [path, accepted]).slice(0, 4)).toEqual(paths.map((path) => [path, 50]));
    expect(objectsOf(stdout).filter(({ event }) => event === 'duplicate')).toHaveLength(1);
  });

  it('of two logs are merged by their timestamps', async () => {
    const paths = [inside('a.log', line(30) + line(31)), inside('a.log.1', line(10) + line(20)), inside('b.log', line(5) + line(25) + line(40))];
    const { stdout } = await runProgram([...ONCE, ...paths]);
    expect(summaryOf(stdout)).toMatchObject({ hits: 7, lines: { late: 0 } });
  });

  it('of more logs than there are descriptors are all read', async () => {
    const paths = Array.from({ length: 250 }, (_, n) => inside(`pod-${String.fromCharCode(97 + (n % 26))}${String(n)}x.log`, line(n)));
    const program = spawn('sh', ['-c', 'ulimit -n 160; exec "$@"', 'sh', process.execPath, MAIN, ...ONCE, ...paths], { env: bareEnv() });
    const { stdout, exit } = await ending(program);
    expect(summaryOf(stdout)).toMatchObject({ hits: 250, lines: { read: 250 } });
    expect(exit).toBe(0);
  });

  it('by the thousand take no more memory than a few', async () => {
    const text = Array.from({ length: 20 }, (_, i) => line(i)).join('').repeat(20);
    const names = (count: number, nameOf: (n: number) => string): string[] =>
      Array.from({ length: count }, (_, n) => inside(nameOf(n), n % 2 === 0 ? text : gzipSync(text)));
    const peakOf = async (paths: readonly string[]): Promise<number> => {
      const { peak, stdout } = await measuredRun([process.execPath, MAIN, ...ONCE, ...paths], 'kept');
      expect(summaryOf(stdout)).toMatchObject({ hits: 400 * paths.length });
      return peak;
    };
    const few = await peakOf(names(2, (n) => `few.log.${String(n)}`));
    const generations = await peakOf(names(2000, (n) => `many.log.${String(n)}`));
    expect(generations - few).toBeLessThan(80 * MIB);
  });
});

describe('a compressed file', () => {
  it('that is followed is read once, as what was there before, and then ends', async () => {
    const path = inside('old.log.gz', gzipSync(line(0) + line(1) + line(2)));
    const { stdout, exit } = await runProgram(['--headless', '--output', 'json', path]);
    const objects = objectsOf(stdout);
    expect(objects.flatMap(({ event }) => (event === undefined ? [] : [event]))).toEqual(['opened', 'format', 'ended']);
    const reports = objects.filter(({ type }) => type === 'report') as { lines: Json; hits: number }[];
    expect(reports.map(({ lines, hits }) => [lines['accepted'], hits]).at(0)).toEqual([3, 0]);
    expect(exit).toBe(0);
  });

  it('that is named beside a state is read by one run only', async () => {
    const path = inside('kept.log.gz', gzipSync(line(0) + line(1) + line(2)));
    const args = ['--headless', '--output', 'json', '--state', join(directory, 'state'), path];
    const first = await runProgram(args);
    const second = await runProgram(args);
    const events = (stdout: string): unknown[] => objectsOf(stdout).flatMap(({ event }) => (event === undefined ? [] : [event]));
    expect(events(first.stdout)).toEqual(['opened', 'format', 'ended']);
    expect(events(second.stdout)).toEqual(['resumed', 'ended']);
    expect([summaryOf(first.stdout).lines['read'], summaryOf(second.stdout).lines['read']]).toEqual([3, 3]);
  });

  it('is read from a pipe', async () => {
    const { stdout } = await runProgram([...ONCE, '-'], { stdin: gzipSync(line(0) + line(1)) });
    expect(summaryOf(stdout)).toMatchObject({ hits: 2, rejectedBy: {} });
  });

  it('is read by arrival', async () => {
    const path = inside('arrival.log.gz', gzipSync(line(0) + line(1)));
    const { stdout } = await runProgram([...ONCE, '--time', 'arrival', path]);
    expect(summaryOf(stdout)).toMatchObject({ hits: 2 });
  });

  it('of a gigabyte of zeros takes no memory', async () => {
    const path = join(directory, 'bomb.gz');
    const gzip = createGzip({ level: 1 });
    const written = once(gzip.pipe(createWriteStream(path)), 'close');
    const zeros = Buffer.alloc(8 * MIB);
    gzip.write('x');
    for (let n = 0; n < 128; n += 1) if (!gzip.write(zeros)) await once(gzip, 'drain');
    gzip.end(`\n${line(1)}`);
    await written;
    const { peak, stdout } = await measuredRun([process.execPath, MAIN, ...ONCE, path], 'kept');
    const usual = await measuredRun([process.execPath, MAIN, ...ONCE, inside('usual.gz', gzipSync(line(0)))], 'kept');
    expect(summaryOf(stdout)).toMatchObject({ hits: 1, rejectedBy: { 'too-long': 1 } });
    expect(peak - usual.peak).toBeLessThan(100 * MIB);
  });
});

describe('a named pipe', () => {
  const pipe = (name: string): string => {
    const path = join(directory, name);
    execFileSync('mkfifo', [path]);
    return path;
  };

  it.each([
    ['by log time', []],
    ['by arrival', ['--time', 'arrival']],
  ])('without a writer does not keep signals from ending the program (%s)', async (_name, args) => {
    const path = pipe(`silent-${String(args.length)}`);
    const program = startProgram([...ONCE, ...args, path]);
    const ended = ending(program);
    await once(program.stderr, 'data');
    program.kill('SIGTERM');
    const { exit, stdout } = await ended;
    expect(exit).toBe(0);
    expect(summaryOf(stdout)).toMatchObject({ hits: 0 });
  });

  it('is read until its writer leaves', async () => {
    const path = pipe('spoken');
    const program = startProgram([...ONCE, path]);
    const ended = ending(program);
    const writer = spawn('sh', ['-c', `printf '%s' "$LINES_TO_WRITE" > "${path}"`], { env: { ...bareEnv(), LINES_TO_WRITE: line(0) + line(1) } });
    await once(writer, 'close');
    expect(summaryOf((await ended).stdout)).toMatchObject({ hits: 2 });
  });
});

describe('stdin', () => {
  it('makes its writer wait while the replay is paced', async () => {
    const program = startProgram(['--once', '--headless', '--speed', '1', '--report-interval', '1', '-']);
    program.stdin.on('error', () => undefined);
    const block = Buffer.from(Array.from({ length: 1000 }, (_, i) => line(Math.floor(i / 10))).join(''));
    let taken = 0;
    const writing = (async () => {
      for (let n = 0; n < 1000; n += 1) {
        if (!program.stdin.write(block)) await once(program.stdin, 'drain');
        taken += block.length;
      }
    })().catch(() => undefined);
    let told = '';
    for await (const chunk of program.stdout) {
      told += String(chunk);
      if (told.includes('[REPORT]')) break; // log time has passed by then
    }
    program.kill('SIGTERM');
    await once(program, 'exit');
    program.stdin.destroy();
    await Promise.race([writing, once(program.stdin, 'close')]);
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(8 * MIB);
  });
});
