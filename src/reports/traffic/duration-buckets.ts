import type { Seconds } from '../../core/units.js';

/**
 * How far a quantile may be from the duration that it stands for, as a share of it. A bucket's limits are 1.01 / 0.99 apart (the
 * rule of DDSketch: C. Masson, J. E. Rim, H. K. Lee, 2019).
 */
export const RELATIVE_ERROR = 0.01;

/** Bits that hold the number of a bucket. */
export const BUCKET_BITS = 11;
const LAST_BUCKET = (1 << BUCKET_BITS) - 1;

const RATIO = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const BY_RATIO = 1 / Math.log(RATIO);

/** Durations up to this are in bucket 0: no log tells more than a microsecond. */
const LEAST: Seconds = 0.5e-6;

/** What makes 0 the bucket of LEAST. */
const OFFSET = -Math.ceil(Math.log(LEAST) * BY_RATIO);

/** The bucket of a duration; what is not above 0 is in the first one, what is beyond thousands of years in the last. */
export const bucketOf = (seconds: Seconds): number =>
  seconds > LEAST ? Math.min(Math.ceil(Math.log(seconds) * BY_RATIO) + OFFSET, LAST_BUCKET) : 0;

/** The duration that stands for those of a bucket. */
export const durationOf = (bucket: number): Seconds => (bucket === 0 ? 0 : (2 * RATIO ** (bucket - OFFSET)) / (RATIO + 1));
