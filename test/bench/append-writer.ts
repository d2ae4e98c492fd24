/*
 * Appends lines to a log at a steady rate: node append-writer.js PATH LINES_PER_SECOND SECONDS. The batches are 1 to 10 ms
 * apart. At its end it prints, batch by batch, the lines and the bytes appended so far and the instant of the machine's
 * monotonic clock at which they had been written, in ms.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, drawInteger } from '../../src/demo/random.js';
import { benchLines } from './bench-lines.js';

const [path = '', rate = '0', seconds = '0'] = process.argv.slice(2);
const linesPerSecond = Number(rate);
const total = linesPerSecond * Number(seconds);

/** The same lines again and again: making them must not be what is measured. */
const LINES = 200_000;
const block = Buffer.alloc(LINES * 256);
const end = benchLines({ lines: LINES, paths: 60_000, hosts: 20_000, span: 1, seed: 7 }).fill(block);
const ends = new Int32Array(LINES + 1);
for (let line = 1, at = 0; line <= LINES; line += 1) {
  at = block.indexOf(10, at) + 1;
  ends[line] = at;
}
if (ends[LINES] !== end) throw new Error('the block has no room for its lines');

const descriptor = openSync(path, 'a');
const random = createRandom(7);
const batches: string[] = [];
let lines = 0;
let bytes = 0;

const append = (count: number): void => {
  for (let left = count; left > 0; ) {
    const first = lines % LINES;
    const upTo = Math.min(LINES, first + left);
    const to = ends[upTo] ?? 0;
    for (let from = ends[first] ?? 0; from < to; ) {
      const written = writeSync(descriptor, block, from, to - from);
      from += written;
      bytes += written;
    }
    lines += upTo - first;
    left -= upTo - first;
  }
};

const monotonic = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

const startedAt = monotonic();
while (lines < total) {
  const due = Math.min(total, Math.floor(((monotonic() - startedAt) * linesPerSecond) / 1000));
  if (due > lines) {
    append(due - lines);
    batches.push(`${lines} ${bytes} ${monotonic()}`);
  }
  await pause(drawInteger(random, 1, 11));
}
closeSync(descriptor);
process.stdout.write(`${batches.join('\n')}\n`);
