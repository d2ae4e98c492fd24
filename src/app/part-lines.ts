import type { RejectedBy } from '../core/line-counts.js';
import type { EpochMs } from '../core/units.js';

/** The times of some records, from the oldest to the newest one; Infinity and -Infinity where there is none. */
export interface TimeSpan {
  oldest: EpochMs;
  newest: EpochMs;
}

/** The account of the lines of one part of a log. Plain data: it is posted between threads. */
export interface PartLines {
  /** records that count, and those that came too late for that */
  accepted: number;
  late: number;
  /** records outside the window, or left out by the filter */
  filtered: number;
  rejected: number;
  rejectedBy: RejectedBy;
  /** the name of the format that lines were read in first; null when none was recognised */
  format: string | null;
  /** of the records that count */
  counted: TimeSpan;
  /** of all records that there are, whatever the window and the filter say */
  held: TimeSpan;
}

export const noTimes = (): TimeSpan => ({ oldest: Infinity, newest: -Infinity });

/** The span that reaches over two. */
export const joinTimes = (a: TimeSpan, b: TimeSpan): TimeSpan => ({
  oldest: Math.min(a.oldest, b.oldest),
  newest: Math.max(a.newest, b.newest),
});

export const noPartLines = (): PartLines => ({
  accepted: 0,
  late: 0,
  filtered: 0,
  rejected: 0,
  rejectedBy: {},
  format: null,
  counted: noTimes(),
  held: noTimes(),
});

/** Adds the account of some more lines of the same log to one. */
export const addPartLines = (sum: PartLines, more: PartLines): void => {
  sum.accepted += more.accepted;
  sum.late += more.late;
  sum.filtered += more.filtered;
  sum.rejected += more.rejected;
  for (const [reason, count] of Object.entries(more.rejectedBy) as [keyof RejectedBy, number][]) {
    sum.rejectedBy[reason] = (sum.rejectedBy[reason] ?? 0) + count;
  }
  sum.format ??= more.format;
  sum.counted = joinTimes(sum.counted, more.counted);
  sum.held = joinTimes(sum.held, more.held);
};
