import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import type { Ledger } from '../../src/sources/following/ledger.js';
import { setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

interface Run {
  lines: string[];
  events: string[];
  missing: number[];
  ledger: Ledger;
}

/** One run of a monitor with a state: looks until nothing is left, or until it has read as many lines as are said. */
const run = async (log: ServerLog, former: Ledger | null, enough = Infinity): Promise<Run> => {
  const ledger = createLedger(former === null ? null : parseLedger(JSON.parse(JSON.stringify(former))));
  const { follower, sink } = setUp({ ledger, resumable: true, start: 'start' }, log);
  let more = true;
  while (more && sink.read.length < enough) {
    more = follower.look(16 * 1024).more;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const state = createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));
  follower.settle();
  follower.close();
  return { lines: sink.read, events: sink.events, missing: sink.missing.map(Number), ledger: state };
};

/** What `gzip` does: another file, with the time of the one that is gone. */
const compress = (path: string, seconds: number): void => {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  utimesSync(`${path}.gz`, seconds, seconds);
  rmSync(path);
};

const rotate = (log: ServerLog, seconds: number): void => {
  for (let n = 5; n > 0; n -= 1) {
    try {
      renameSync(`${log.path}.${String(n)}.gz`, `${log.path}.${String(n + 1)}.gz`);
    } catch {
      // there is none
    }
  }
  renameSync(log.path, `${log.path}.1`);
  compress(`${log.path}.1`, seconds);
};

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `a line of a log, and it is number ${String(from + n)}`);

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const written = (lines: readonly string[]): ServerLog => {
  const log = new ServerLog();
  log.create(text(lines));
  return log;
};

describe('a log that was rotated and compressed while nobody watched', () => {
  it.each([3, 20_000])('is finished first, then what came after it, when %i lines of it were read', async (count) => {
    const log = written(numbered(0, count));
    const first = await run(log, null);
    log.append(text(numbered(count, count + 7)));
    rotate(log, 1_000);
    log.create(text(['new']));
    const second = await run(log, first.ledger);
    expect(first.lines).toEqual(numbered(0, count));
    expect(second.lines).toEqual([...numbered(count, count + 7), 'new']);
    expect([second.events, second.missing]).toEqual([['resumed', 'rotated'], []]);
    const third = await run(log, second.ledger);
    expect(third.lines).toEqual([]);
  });

  it('is read through all generations that came and went, and through none that were there before', async () => {
    const log = written(['old']);
    rotate(log, 500);
    log.create(text(['one']));
    const first = await run(log, null);
    log.append(text(['two']));
    rotate(log, 1_000);
    log.create(text(['three']));
    rotate(log, 2_000);
    log.create(text(['four']));
    rotate(log, 3_000);
    log.create(text(['five']));
    const second = await run(log, first.ledger);
    expect(second.lines).toEqual(['two', 'three', 'four', 'five']);
    expect(second.events).toEqual(['resumed', 'rotated', 'rotated', 'rotated']);
    expect((await run(log, second.ledger)).lines).toEqual([]);
  });

  it('is read on where a run stopped in its text', async () => {
    const log = written(['first']);
    const first = await run(log, null);
    const meanwhile = numbered(0, 30_000);
    log.append(text(meanwhile));
    rotate(log, 1_000);
    log.create(text(['new']));
    const second = await run(log, first.ledger, 1);
    const third = await run(log, second.ledger);
    expect(second.lines.length).toBeGreaterThan(0);
    expect(second.lines.length).toBeLessThan(meanwhile.length);
    expect([...second.lines, ...third.lines].sort()).toEqual([...meanwhile, 'new'].sort());
  });

  it('is known when it was copied and truncated, too', async () => {
    const log = written(['one']);
    const first = await run(log, null);
    log.append(text(['two']));
    writeFileSync(`${log.path}.1`, readFileSync(log.path));
    log.truncate();
    compress(`${log.path}.1`, 1_000);
    log.append(text(['three']));
    const second = await run(log, first.ledger);
    expect(second.lines).toEqual(['two', 'three']);
    expect(second.missing).toEqual([]);
  });

  it('is not taken for another log that was compressed beside it', async () => {
    const log = written(['one']);
    const first = await run(log, null);
    rmSync(log.path);
    log.create(text(['another']));
    writeFileSync(`${log.path}.1.gz`, gzipSync(text(['other', 'lines'])));
    mkdirSync(`${log.path}.2.gz`);
    const second = await run(log, first.ledger);
    expect(second.lines).toEqual(['another']);
    expect(second.missing).toEqual([1]);
  });

  it('gives what is in front of damage, and says where that is', async () => {
    const log = written(['one']);
    const first = await run(log, null);
    log.append(text(numbered(0, 5_000)));
    rotate(log, 1_000);
    const packed = readFileSync(`${log.path}.1.gz`);
    writeFileSync(`${log.path}.1.gz`, packed.subarray(0, packed.length - 2_000));
    log.create(text(['new']));
    const second = await run(log, first.ledger);
    expect(second.events).toEqual(['resumed', 'damaged', 'rotated']);
    expect(second.lines.at(-1)).toBe('new');
    expect(second.lines.slice(0, -1)).toEqual(numbered(0, second.lines.length - 1));
    expect(second.lines.length).toBeGreaterThan(1_000);
  });
});
