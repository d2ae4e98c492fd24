import { readFileSync } from 'node:fs';
import { percentile } from './measured-run.js';

/** How many bytes had been passed on at an instant of the machine's monotonic clock (in ms). */
export interface Progress {
  bytes: number;
  at: number;
}

/** The machine's monotonic clock, the same for all processes, in ms. */
export const monotonic = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** Bytes that a process has read so far with all its calls of read(). */
export const bytesRead = (pid: number): number =>
  Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1] ?? 0);

/** Watches each millisecond how far a process reads, from now until the function that it returns is called. */
export const watchReading = (pid: number): (() => Progress[]) => {
  const before = bytesRead(pid);
  const progress: Progress[] = [];
  const looking = setInterval(() => {
    progress.push({ bytes: bytesRead(pid) - before, at: monotonic() });
  }, 1);
  return () => {
    clearInterval(looking);
    return progress;
  };
};

/** How a reader kept up with a writer. */
export interface Pursuit {
  /** milliseconds from the end of a write until its last byte was read: half of the batches, 99 in 100, all of them */
  median: number;
  p99: number;
  worst: number;
  /** bytes written and not yet read: the most within the first and within the last quarter of the time */
  early: number;
  late: number;
  /** bytes written and never read */
  missing: number;
}

/** Compares what was written with what was read; both in the order of time. */
export const pursue = (written: readonly Progress[], read: readonly Progress[]): Pursuit => {
  const latencies: number[] = [];
  let looked = 0;
  for (const { bytes, at } of written) {
    while (looked < read.length && (read[looked]?.bytes ?? 0) < bytes) looked += 1;
    const seen = read[looked];
    if (seen === undefined) break;
    latencies.push(Math.max(0, seen.at - at));
  }
  const last = written.at(-1) ?? { bytes: 0, at: 0 };
  const first = written[0] ?? last;
  const quarter = (last.at - first.at) / 4;
  return {
    median: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    worst: percentile(latencies, 1),
    early: mostBacklog(written, read, first.at, first.at + quarter),
    late: mostBacklog(written, read, last.at - quarter, last.at),
    missing: Math.max(0, last.bytes - (read.at(-1)?.bytes ?? 0)),
  };
};

const mostBacklog = (written: readonly Progress[], read: readonly Progress[], from: number, to: number): number => {
  let most = 0;
  let batch = 0;
  for (const { bytes, at } of read) {
    while (batch + 1 < written.length && (written[batch + 1]?.at ?? Infinity) <= at) batch += 1;
    if (at >= from && at <= to) most = Math.max(most, (written[batch]?.bytes ?? 0) - bytes);
  }
  return most;
};
