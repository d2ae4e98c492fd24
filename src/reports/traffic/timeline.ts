import type { EpochSeconds, Seconds } from '../../core/units.js';
import { stepOf } from './counted-intervals.js';
import type { SecondCounts } from './second-counts.js';
import type { TimelinePanel, TimelineRow } from './traffic-result.js';

/** Rows that are best to look at. */
const USUAL_ROWS = 60;

/** Rows that there may be. */
const MAX_ROWS = 100_000;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Lengths that people think in; behind the last it goes on by doubling. */
const ROUND: readonly Seconds[] = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7].map((days) => days * DAY),
];

/** All round lengths up to the first that is not below `length`. */
const roundUpTo = (length: Seconds): Seconds[] => {
  const lengths: Seconds[] = [];
  for (let next = 1, n = 0; ; n += 1) {
    next = ROUND[n] ?? next * 2;
    lengths.push(next);
    if (next >= length) return lengths;
  }
};

/** The round length that divides a span into about 60. */
const usualInterval = (span: Seconds): Seconds => {
  const awayFrom60 = (length: Seconds): number => Math.abs(Math.log(span / length / USUAL_ROWS));
  return roundUpTo(span).reduce((best, length) => (awayFrom60(length) < awayFrom60(best) ? length : best));
};

/**
 * Hits, errors and bytes by interval, from the first to the last one with hits, without gaps.
 *
 * @param interval null chooses a round one that makes about 60 rows. What would make more than 100,000 rows becomes the
 * next round one that does not; what is no multiple of the resolution becomes the next one that is
 */
export const timelineOf = (counts: SecondCounts, interval: Seconds | null): Pick<TimelinePanel, 'interval' | 'rows'> => {
  const { first, last, resolution } = counts;
  const span = first === null || last === null ? 0 : last + resolution - first;
  // Both ends may stick out.
  const least = span / (MAX_ROWS - 2);
  let wanted = interval ?? usualInterval(span);
  if (wanted < least) wanted = roundUpTo(least).at(-1)!;
  const step = stepOf(counts, wanted);
  if (first === null || last === null) return { interval: step, rows: [] };

  const start: EpochSeconds = Math.floor(first / step) * step;
  const size = Math.floor((last - start) / step) + 1;
  const rows = Array.from({ length: size }, (_, n): TimelineRow => ({ from: start + n * step, hits: 0, bytes: 0, errors: 0 }));
  counts.forEach((from, hits, errors, bytes) => {
    const row = rows[Math.floor((from - start) / step)]!;
    row.hits += hits;
    row.errors += errors;
    row.bytes += bytes;
  });
  return { interval: step, rows };
};
