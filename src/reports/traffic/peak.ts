import type { Seconds } from '../../core/units.js';
import { forEachInterval } from './counted-intervals.js';
import type { SecondCounts } from './second-counts.js';
import type { Peak } from './traffic-result.js';

/**
 * The busiest time of a length, or of the resolution where that is more; it begins at a multiple of it. Of several the first,
 * null without any hits.
 */
export const peakOf = (counts: SecondCounts, length: Seconds): Peak | null => {
  const peak: Peak = { at: 0, hits: 0 };
  forEachInterval(counts, length, (at, hits) => {
    if (hits <= peak.hits) return;
    peak.at = at;
    peak.hits = hits;
  });
  return peak.hits === 0 ? null : peak;
};
