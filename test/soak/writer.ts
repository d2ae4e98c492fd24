/*
 * The process that writes the logs of a soak: started with its plan as JSON, told what may be deleted, and asked for
 * nothing else. It tells how far it is each 100 ms, and the account of what it wrote at its end.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, drawInteger, drawItem } from '../../src/demo/random.js';
import { NumberedLines } from './numbered-line.js';
import type { Written } from './numbered-line.js';
import { MANNERS, ServedLog } from './served-log.js';
import type { Manner } from './served-log.js';

export interface WriterPlan {
  paths: string[];
  linesPerSecond: number;
  seconds: number;
  /** seconds between two rotations of a file, on average; 0 is never */
  rotateEvery: number;
  mode: 'rename' | 'copytruncate' | 'mixed';
  seed: number;
}

/** What the writer tells. */
export type WriterMessage =
  | { type: 'progress'; lines: number }
  /** a file was rotated when so many lines had been written, to all files */
  | { type: 'rotated'; path: string; manner: string; lines: number }
  | { type: 'end'; lines: number; seconds: number; written: Written; rotations: Record<string, number> };

/** What the writer is told, again and again; it begins when it is told for the first time. */
export interface Order {
  /** files that were closed before this instant may be deleted; null is none (JSON knows no -Infinity) */
  safeBefore: number | null;
}

const monotonic = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

const plan = JSON.parse(process.argv[2] ?? '') as WriterPlan;
const total = Math.round(plan.linesPerSecond * plan.seconds);
const random = createRandom(plan.seed);
const lines = new NumberedLines(total);
const logs = plan.paths.map((path) => ({ log: new ServedLog(path, lines, random, monotonic), rotateAt: 0 }));
const manners: [Manner, ...Manner[]] =
  plan.mode === 'mixed' ? [...MANNERS.rename, ...MANNERS.copytruncate] : [...MANNERS[plan.mode]];
const rotations: Record<string, number> = {};
let safeBefore = -Infinity;

const tell = (message: WriterMessage): void => {
  process.send?.(message);
};
const begun = new Promise<void>((resolve) => {
  process.on('message', (order: Order) => {
    safeBefore = order.safeBefore ?? -Infinity;
    resolve();
  });
});

const dueAfter = (now: number): number =>
  plan.rotateEvery === 0 ? Infinity : now + plan.rotateEvery * 1000 * (0.5 + random());

tell({ type: 'progress', lines: 0 });
await begun;
const startedAt = monotonic();
for (const each of logs) each.rotateAt = dueAfter(startedAt);
let written = 0;
let told = 0;
while (written < total) {
  const now = monotonic();
  const due = Math.min(total, Math.floor(((now - startedAt) * plan.linesPerSecond) / 1000)) - written;
  if (due > 0) {
    drawItem(random, logs as [(typeof logs)[number]]).log.write(due);
    written += due;
  }
  for (const each of logs) {
    if (now < each.rotateAt) continue;
    const manner = drawItem(random, manners);
    rotations[manner] = (rotations[manner] ?? 0) + 1;
    each.log.rotate(manner, safeBefore);
    tell({ type: 'rotated', path: each.log.path, manner, lines: lines.made });
    each.rotateAt = dueAfter(now);
  }
  if (now - told >= 100) {
    tell({ type: 'progress', lines: lines.made });
    told = now;
  }
  await pause(drawInteger(random, 1, 11));
}
for (const { log } of logs) log.close();
tell({ type: 'end', lines: lines.made, seconds: (monotonic() - startedAt) / 1000, written: lines.written, rotations });
process.disconnect();
