import type { EpochSeconds, Seconds } from '../../core/units.js';
import type { SecondCounts } from './second-counts.js';

/** What the intervals that `length` asks for really have: the next multiple of the resolution. */
export const stepOf = (counts: SecondCounts, length: Seconds): Seconds => Math.ceil(length / counts.resolution) * counts.resolution;

/** Visits each interval that has hits, in the order of time; it begins at a multiple of its length (see stepOf). */
export const forEachInterval = (counts: SecondCounts, length: Seconds, visit: (from: EpochSeconds, hits: number, errors: number) => void): void => {
  const step = stepOf(counts, length);
  let start = Number.NaN;
  let sum = 0;
  let errorSum = 0;
  counts.forEach((from, hits, errors) => {
    const own = Math.floor(from / step) * step;
    if (own !== start) {
      if (sum > 0) visit(start, sum, errorSum);
      start = own;
      sum = 0;
      errorSum = 0;
    }
    sum += hits;
    errorSum += errors;
  });
  if (sum > 0) visit(start, sum, errorSum);
};
