import { RELATIVE_ERROR } from './duration-buckets.js';
import type { DurationRows } from './duration-rows.js';
import type { KeySums } from './key-sums.js';
import type { SlowPanel, SlowRow } from './traffic-result.js';

const SHARES = [0.5, 0.9, 0.95, 0.99];

type SlowPath = Omit<SlowRow, 'key'> & { id: number };

/** The paths whose 95th percentile is largest. */
export const slowPanel = ({ table }: KeySums, durations: DurationRows, top: number): SlowPanel => {
  const paths: SlowPath[] = [];
  durations.forEach(SHARES, (id, hits, [p50 = 0, p90 = 0, p95 = 0, p99 = 0], max) => {
    paths.push({ id, hits, p50, p90, p95, p99, max });
  });
  paths.sort((a, b) => b.p95 - a.p95 || table.compareKeys(a.id, b.id));
  const rows = paths.slice(0, top).map(({ id, ...row }) => ({ key: table.text(id), ...row }));
  return { kind: 'slow', name: 'slowest', rows, relativeError: RELATIVE_ERROR, rest: durations.rest };
};
