/*
 * Appends lines of one length to logs and stamps each write: node stamp-writer.js PLAN, a StampPlan as JSON. It waits for
 * a message before it begins. At its end it writes the stamps to the plan's file.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { createRandom } from '../../src/demo/random.js';
import { monotonic } from './backlog.js';
import { LINE_LENGTH, STAMP } from './stamps.js';

export interface StampPlan {
  paths: string[];
  seconds: number;
  /** where the stamps go */
  stamps: string;
  /** `line`: a write for each line. `batch`: one each millisecond. `idle`: one line to each log each 2 to 4 s */
  way: 'line' | 'batch' | 'idle';
  linesPerSecond: number;
}

/** What can be written at once: a batch is cut where it would be longer. */
const MOST = 20_000;

const plan = JSON.parse(process.argv[2] ?? '') as StampPlan;
const line = Buffer.alloc(LINE_LENGTH, '10.0.0.1 - - [21/Nov/2026:12:00:00 +0000] "GET /shop/teapot HTTP/1.1" 200 1234 "-" "-" ');
line[LINE_LENGTH - 1] = 10;
const block = Buffer.alloc(LINE_LENGTH * MOST, line);
const descriptors = plan.paths.map((path) => openSync(path, 'a'));

/** The instant of a stamp is that before its write. */
let stamps = new Float64Array(STAMP * 65_536);
let stamped = 0;
const counts = new Float64Array(plan.paths.length);

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const sleep = (milliseconds: number): void => {
  Atomics.wait(sleeper, 0, 0, milliseconds);
};

/** The machine's monotonic clock in ms, without an allocation. */
const origin = monotonic() - performance.now();
const now = (): number => origin + performance.now();

const write = (log: number, lines: number): void => {
  if (stamped + STAMP > stamps.length) {
    const longer = new Float64Array(stamps.length * 2);
    longer.set(stamps);
    stamps = longer;
  }
  counts[log] = (counts[log] ?? 0) + lines;
  stamps[stamped] = log;
  stamps[stamped + 1] = counts[log] ?? 0;
  stamps[stamped + 2] = now();
  stamped += STAMP;
  writeSync(descriptors[log] ?? -1, block, 0, lines * LINE_LENGTH);
};

/** Lines at an even pace. It spins where the next write is near: a sleep is not exact enough. */
const writeEvenly = (): void => {
  const perWrite = plan.way === 'line' ? 1 : MOST;
  const pause = plan.way === 'line' ? 1000 / plan.linesPerSecond : 1;
  const startedAt = now();
  const endsAt = startedAt + plan.seconds * 1000;
  let written = 0;
  for (let at = startedAt, next = startedAt; at < endsAt; at = now()) {
    const due = Math.floor(((at - startedAt) * plan.linesPerSecond) / 1000) - written;
    if (at < next || due === 0) {
      if (next - at > 2) sleep(1);
      continue;
    }
    const lines = Math.min(due, perWrite);
    write(0, lines);
    written += lines;
    if (plan.way === 'batch') next = at + pause;
    else next = startedAt + (written + 1) * pause;
  }
};

/** Single lines, after pauses in which a reader has become idle. */
const writeSeldom = (): void => {
  const random = createRandom(7);
  const startedAt = now();
  const due = plan.paths.map(() => startedAt + 4000 * random());
  while (now() < startedAt + plan.seconds * 1000) {
    for (const [log, at] of due.entries()) {
      if (at > now()) continue;
      write(log, 1);
      due[log] = now() + 2000 + 2000 * random();
    }
    sleep(1);
  }
};

process.once('message', () => {
  if (plan.way === 'idle') writeSeldom();
  else writeEvenly();
  descriptors.forEach(closeSync);
  writeFileSync(plan.stamps, new Uint8Array(stamps.buffer, 0, stamped * 8));
  process.disconnect();
});
process.send?.('ready');
