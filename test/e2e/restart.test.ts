import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeState } from '../../src/sources/state/state-format.js';
import { startKeptRun } from '../support/kept-run.js';
import type { KeptRun } from '../support/kept-run.js';

interface Summary {
  hits: number;
  paths: { top: { key: string; count: number }[] };
}

let directory = '';
let runs: KeptRun[] = [];
/** lines written so far, each with a path of its own */
let written = 0;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-restart-'));
  runs = [];
  written = 0;
});
afterEach(() => {
  for (const { program } of runs) program.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string): string => join(directory, name);

const start = async (...logs: string[]): Promise<KeptRun> => {
  const run = await startKeptRun(['--state', 'kept', ...logs], directory);
  runs.push(run);
  return run;
};

const lines = (count: number): string => {
  const text = Array.from({ length: count }, (_, n) => `192.0.2.1 - - [01/May/2024:00:00:00 +0000] "GET /s/${written + n} HTTP/1.1" 200 10\n`).join('');
  written += count;
  return text;
};

const write = (name: string, count: number): void => {
  appendFileSync(file(name), lines(count));
};

/** What the state on the disk has counted. */
const saved = (): number => {
  const decoded = existsSync(file('kept/state')) ? decodeState(readFileSync(file('kept/state'))) : null;
  return decoded?.kind === 'whole' ? (decoded.value as { monitor: { totals: { hits: number } } }).monitor.totals.hits : -1;
};

/** Lines that reports of a run have told. */
const reported = (run: KeptRun): number =>
  run.told().reduce((sum, { type, lines: account }) => sum + (type === 'report' ? (account?.read ?? 0) : 0), 0);

/** Ends a run in order; gives each path's count in its summary, the most first. */
const finish = async (run: KeptRun): Promise<[hits: number, distinct: number, highest: number]> => {
  expect(await run.end('SIGTERM')).toBe(0);
  const { hits, paths } = run.told().findLast(({ type }) => type === 'summary') as unknown as Summary;
  return [hits, paths.top.length, Math.max(0, ...paths.top.map(({ count }) => count))];
};

/** Each of the lines that were written has been counted once. */
const ALL = (): [number, number, number] => [written, Math.min(written, 100), 1];

/** What may be done to a log while nobody watches: nothing of it is lost. */
const MEANWHILE: readonly (readonly [string, () => void])[] = [
  ['nothing', () => undefined],
  ['two rotations, with lines before, between and after', () => {
    write('a.log', 10);
    renameSync(file('a.log'), file('a.log.1'));
    write('a.log', 10);
    renameSync(file('a.log.1'), file('a.log.2'));
    renameSync(file('a.log'), file('a.log.1'));
    write('a.log', 10);
  }],
  ['a rotation, and no new file yet', () => {
    write('a.log', 10);
    renameSync(file('a.log'), file('a.log.1'));
  }],
  ['a copy and a truncation, with lines before and after', () => {
    write('a.log', 10);
    copyFileSync(file('a.log'), file('a.log.1'));
    truncateSync(file('a.log'));
    write('a.log', 5);
  }],
];

/** The same, of a file that had been read to its end. */
const REMOVED: (typeof MEANWHILE)[number] = [
  'the file was removed, and made again',
  () => {
    unlinkSync(file('a.log'));
    write('a.log', 10);
  },
];

describe('a restart after an orderly end counts each line once, when meanwhile there was', () => {
  it.each([...MEANWHILE, REMOVED])('%s', async (_name, happen) => {
    writeFileSync(file('a.log'), '');
    const first = await start('a.log');
    write('a.log', 20);
    await first.until('the lines', () => reported(first) === written);
    await first.end('SIGTERM');
    happen();
    const second = await start('a.log');
    await second.until('what was written meanwhile', () => reported(second) === written - 20);
    write('a.log', 10);
    await second.until('what comes now', () => reported(second) === written - 20);
    expect(await finish(second)).toEqual(ALL());
  });

  it('half a line at the end, which goes on', async () => {
    writeFileSync(file('a.log'), '');
    const first = await start('a.log');
    const text = lines(3);
    appendFileSync(file('a.log'), text.slice(0, -30));
    await first.until('the whole lines', () => reported(first) === 2);
    await first.end('SIGTERM');
    appendFileSync(file('a.log'), text.slice(-30));
    const second = await start('a.log');
    await second.until('the last line', () => reported(second) === 1);
    expect(await finish(second)).toEqual(ALL());
  });

  it('a new file that matches a glob, beside one that is known', async () => {
    write('a.log', 3);
    const first = await start('*.log');
    const before = written;
    written = 0;
    write('a.log', 5);
    await first.until('the lines', () => reported(first) === 5);
    await first.end('SIGTERM');
    expect(before).toBe(3);
    write('a.log', 5);
    write('b.log', 5);
    const second = await start('*.log');
    await second.until('what was written meanwhile', () => reported(second) === 10);
    expect(await finish(second)).toEqual(ALL());
  });

  it('a log that was not named the first time: it begins as in a first run', async () => {
    writeFileSync(file('a.log'), '');
    writeFileSync(file('b.log'), '');
    const first = await start('a.log');
    write('a.log', 5);
    await first.until('the lines', () => reported(first) === 5);
    await first.end('SIGTERM');
    appendFileSync(file('b.log'), 'not counted\n');
    const second = await start('a.log', 'b.log');
    write('b.log', 5);
    await second.until('the lines', () => reported(second) === 5);
    expect(await finish(second)).toEqual(ALL());
  });
});

describe('a restart after kill -9 loses nothing, and its totals count each line once, when meanwhile there was', () => {
  it.each(MEANWHILE)('%s', async (_name, happen) => {
    writeFileSync(file('a.log'), '');
    const first = await start('a.log');
    write('a.log', 20);
    await first.until('a state with the lines', () => saved() === 20);
    write('a.log', 10);
    await first.until('lines that are not saved', () => reported(first) === 30);
    await first.end('SIGKILL');
    const atEnd = saved();
    happen();
    const second = await start('a.log');
    // Those since the last state are told again, and no others.
    await second.until('what nobody has saved', () => reported(second) === written - atEnd);
    expect(await finish(second)).toEqual(ALL());
  });
});
