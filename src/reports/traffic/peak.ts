import type { Seconds } from '../../core/units.js';
import type { SecondCounts } from './second-counts.js';
import type { Peak } from './traffic-result.js';

/**
 * The busiest time of a length, or of the resolution where that is more; it begins at a multiple of it. Of several the first,
 * null without any hits.
 */
export const peakOf = (counts: SecondCounts, length: Seconds): Peak | null => {
  const step = Math.ceil(length / counts.resolution) * counts.resolution;
  const peak: Peak = { at: 0, hits: 0 };
  const current: Peak = { at: Number.NaN, hits: 0 };
  counts.forEach((from, hits) => {
    const at = Math.floor(from / step) * step;
    if (at !== current.at) {
      current.at = at;
      current.hits = 0;
    }
    current.hits += hits;
    if (current.hits > peak.hits) Object.assign(peak, current);
  });
  return peak.hits === 0 ? null : peak;
};
