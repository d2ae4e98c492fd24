import { forEachInterval, stepOf } from './counted-intervals.js';
import type { SecondCounts } from './second-counts.js';
import type { Burst, BurstPanel } from './traffic-result.js';

const MINUTE = 60;

/** Fewer errors in a minute are no burst, however few are usual. */
const LEAST_ERRORS = 10;

/** How far above what is usual the errors of a minute must be: in standard deviations, and as a factor. */
const SIGMAS = 3;
const FACTOR = 1.5;

/**
 * The times in which errors were many: minutes with at least 10 errors, and both more than one and a half times as many as their hits
 * would have at the log's own share of errors, and three standard deviations (square roots of that number) more. Minutes that
 * touch are one burst; minutes are longer where the resolution is. A log that has nothing but errors has no bursts.
 *
 * @param top bursts that are wanted: those with the most errors, of equals the first
 */
export const findBursts = (counts: SecondCounts, top: number): Pick<BurstPanel, 'rows' | 'others'> => {
  let allHits = 0;
  let allErrors = 0;
  counts.forEach((_, hits, errors) => {
    allHits += hits;
    allErrors += errors;
  });
  const isBurst = (hits: number, errors: number): boolean => {
    const usual = (hits * allErrors) / allHits;
    return errors >= LEAST_ERRORS && errors > usual * FACTOR && errors > usual + SIGMAS * Math.sqrt(usual);
  };

  const step = stepOf(counts, MINUTE);
  const bursts: Burst[] = [];
  forEachInterval(counts, MINUTE, (from, hits, errors) => {
    if (!isBurst(hits, errors)) return;
    const last = bursts.at(-1);
    if (last?.to !== from) bursts.push({ from, to: from + step, hits, errors });
    else {
      last.to += step;
      last.hits += hits;
      last.errors += errors;
    }
  });
  const rows = bursts
    .toSorted((a, b) => b.errors - a.errors || a.from - b.from)
    .slice(0, top)
    .sort((a, b) => a.from - b.from);
  return { rows, others: bursts.length - rows.length };
};
