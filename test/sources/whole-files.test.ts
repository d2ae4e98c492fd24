import { appendFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { openFinishedLanes } from '../../src/sources/finished/finished-lanes.js';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import type { Ledger } from '../../src/sources/following/ledger.js';
import { ServerLog } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

/** So that it takes many reads: digits that do not compress well. */
const lines = Array.from({ length: 40_000 }, (_, n) => `${String(n)} ${String((n * 2_654_435_761) % 4_294_967_296)}`);
const text = `${lines.join('\n')}\n`;

/** What a later run knows of what is known now. */
const restarted = (ledger: Ledger): Ledger => createLedger(parseLedger(JSON.parse(JSON.stringify(ledger))));

interface Run {
  sink: Recorder;
  /** what a checkpoint holds at that moment */
  ledger: Ledger;
}

interface RunOptions {
  ledger?: Ledger;
  files?: FileSystem;
  /** stop when so many lines have come */
  until?: number;
  maxLine?: number;
  close?: boolean;
}

/** A run that reads one file, to its end or until somebody stops it. */
const run = async (path: string, { ledger = createLedger(), files = realFileSystem, until = Infinity, maxLine, close = true }: RunOptions = {}): Promise<Run> => {
  const sink = recorder(maxLine);
  const { lanes } = openFinishedLanes({ paths: [path], sinkOf: () => sink, ledger, files, ...(maxLine === undefined ? {} : { maxLine }) });
  const source = lanes[0]?.next()?.source;
  while (sink.read.length < until && (await source?.read()) === true);
  if (!close) {
    const killed = restarted(ledger);
    lanes[0]?.close();
    return { sink, ledger: killed };
  }
  lanes[0]?.close();
  return { sink, ledger: restarted(ledger) };
};

const failingFrom = (position: number): FileSystem => ({
  ...realFileSystem,
  read: (descriptor, buffer, offset, length, at) => {
    if (at !== null && at >= position && length > 4096) throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
    return realFileSystem.read(descriptor, buffer, offset, length, at);
  },
});

const compressed = (bytes: Buffer): string => {
  const log = new ServerLog();
  writeFileSync(log.path, bytes);
  return log.path;
};

describe('a compressed file beside a state', () => {
  it('is read once', async () => {
    const path = compressed(gzipSync(text));
    const first = await run(path);
    const second = await run(path, { ledger: first.ledger });
    expect(first.sink.read).toEqual(lines);
    expect([second.sink.read, second.sink.events]).toEqual([[], ['resumed', 'ended']]);
    expect((await run(path, { ledger: second.ledger })).sink.read).toEqual([]);
  });

  it.each([
    ['in order', true],
    ['by a kill, with a checkpoint just before it', false],
  ])('that was stopped in the middle %s is read on from there', async (_name, close) => {
    const path = compressed(gzipSync(text));
    const first = await run(path, { until: 1000, close });
    const second = await run(path, { ledger: first.ledger, until: 1000, close });
    const third = await run(path, { ledger: second.ledger });
    expect(first.sink.read.length).toBeGreaterThan(0);
    expect(third.sink.read.length).toBeGreaterThan(0);
    expect([...first.sink.read, ...second.sink.read, ...third.sink.read]).toEqual(lines);
    expect(third.sink.events).toEqual(['resumed', 'ended']);
    expect((await run(path, { ledger: third.ledger })).sink.read).toEqual([]);
  });

  it('that was stopped in a line that is too long tells of that line once', async () => {
    const path = compressed(gzipSync(`one\n${'x'.repeat(3_000_000)}\ntwo\n`));
    const first = await run(path, { until: 2, maxLine: 1000 });
    expect(first.sink.read).toHaveLength(2);
    expect((await run(path, { ledger: first.ledger, maxLine: 1000 })).sink.read).toEqual(['two']);
  });

  it('that could not be read further is read on by a later run', async () => {
    const path = compressed(gzipSync(text));
    const first = await run(path, { files: failingFrom(100_000) });
    expect(first.sink.events).toEqual(['opened', 'unreadable', 'ended']);
    const second = await run(path, { ledger: first.ledger });
    expect([...first.sink.read, ...second.sink.read]).toEqual(lines);
  });

  it('that nothing here can decompress is tried by each run', async () => {
    const path = compressed(Buffer.from('fd377a585a000004', 'hex'));
    const first = await run(path);
    const second = await run(path, { ledger: first.ledger });
    expect([first.sink.events, second.sink.events]).toEqual([['opened', 'unreadable', 'ended'], ['opened', 'unreadable', 'ended']]);
  });

  it('that was cut off is not read again, and on from there when the rest has come', async () => {
    const bytes = gzipSync(text);
    const path = compressed(bytes.subarray(0, 100_000));
    const first = await run(path);
    expect(first.sink.events).toEqual(['opened', 'damaged', 'ended']);
    expect((await run(path, { ledger: first.ledger })).sink.events).toEqual(['resumed', 'ended']);
    appendFileSync(path, bytes.subarray(100_000));
    const third = await run(path, { ledger: first.ledger });
    expect([...first.sink.read, ...third.sink.read]).toEqual(lines);
  });
});
