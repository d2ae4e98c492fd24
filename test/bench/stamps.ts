import { percentile } from './measured-run.js';

/** Bytes of each line that is written with a stamp, its newline among them. */
export const LINE_LENGTH = 200;

/**
 * Three numbers for each write or read, in the order of time: the log, how many lines of it had been written or read by
 * then, and the instant of the machine's monotonic clock in ms.
 */
export type Stamps = Float64Array | readonly number[];

export const STAMP = 3;

/** How long writes took to be read, in ms. */
export interface Latency {
  median: number;
  p99: number;
  worst: number;
  /** lines that were written and never read */
  missing: number;
}

/** Of each log: where its stamps begin. */
const byLog = (stamps: Stamps): Map<number, number[]> => {
  const places = new Map<number, number[]>();
  for (let at = 0; at < stamps.length; at += STAMP) {
    const log = stamps[at] ?? NaN;
    const known = places.get(log);
    if (known === undefined) places.set(log, [at]);
    else known.push(at);
  }
  return places;
};

const linesAt = (stamps: Stamps, place: number | undefined): number => stamps[(place ?? NaN) + 1] ?? 0;
const instantAt = (stamps: Stamps, place: number): number => stamps[place + 2] ?? NaN;

/** Compares writes with reads. A write has been read when its last line has. */
export const latencyOf = (written: Stamps, read: Stamps): Latency => {
  const readsOf = byLog(read);
  const latencies: number[] = [];
  let missing = 0;
  for (const [log, writes] of byLog(written)) {
    const reads = readsOf.get(log) ?? [];
    let next = 0;
    for (const write of writes) {
      while (next < reads.length && linesAt(read, reads[next]) < linesAt(written, write)) next += 1;
      const seen = reads[next];
      if (seen === undefined) break;
      latencies.push(instantAt(read, seen) - instantAt(written, write));
    }
    missing += Math.max(0, linesAt(written, writes.at(-1)) - linesAt(read, reads.at(-1)));
  }
  return {
    median: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    worst: percentile(latencies, 1),
    missing,
  };
};

/** Lines a second between the first write and the last. */
export const paceOf = (written: Stamps): number => {
  const last = written.length - STAMP;
  const lines = linesAt(written, last) - linesAt(written, 0);
  return (lines / (instantAt(written, last) - instantAt(written, 0))) * 1000;
};
