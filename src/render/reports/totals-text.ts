import type { EpochSeconds } from '../../core/units.js';
import type { Peak, TrafficTotals } from '../../reports/traffic/traffic-result.js';
import { formatBytes, formatCount, formatExactRate, formatShare } from '../numbers.js';
import { printed } from '../printable.js';
import type { Printable } from '../printable.js';

/** One thing that is said of all traffic. */
export interface Total {
  label: string;
  value: Printable;
  /** what else there is to say of it, or null */
  more: Printable | null;
}

/** How a view shows an instant. */
type TimeText = (at: EpochSeconds) => Printable;

/** How uncertain a count is: nothing where it is exact. */
const errorText = (error: number): Printable | null => (error === 0 ? null : printed`standard error ${formatShare(error)}`);

const peakTotal = (label: string, peak: Peak | null, timeText: TimeText): Total[] =>
  peak === null ? [] : [{ label, value: formatCount(peak.hits), more: printed`at ${timeText(peak.at)}` }];

/** All totals, in the order in which they are shown. */
export const totalsOf = (totals: TrafficTotals, timeText: TimeText): Total[] => {
  const { hits, bytes, successes, errors, other, uniqueHosts, uniqueHostsError, meanRate, peakRate, peakSecond, peakMinute, resolution } = totals;
  const share = (count: number): Printable | null => (hits === 0 ? null : formatShare(count / hits));
  return [
    { label: 'Hits', value: formatCount(hits), more: null },
    { label: 'Bytes', value: formatBytes(bytes), more: null },
    { label: 'Successes', value: formatCount(successes), more: share(successes) },
    { label: 'Errors', value: formatCount(errors), more: share(errors) },
    ...(other === 0 ? [] : [{ label: 'Other', value: formatCount(other), more: share(other) }]),
    ...(uniqueHosts === null ? [] : [{ label: 'Unique hosts', value: formatCount(uniqueHosts), more: errorText(uniqueHostsError) }]),
    { label: 'Mean rate', value: formatExactRate(meanRate), more: null },
    ...(resolution === 1 ? [] : [{ label: 'Peak rate', value: formatExactRate(peakRate), more: null }]),
    ...peakTotal(resolution === 1 ? 'Peak second hits' : `Peak ${resolution} s hits`, peakSecond, timeText),
    ...peakTotal('Peak minute hits', peakMinute, timeText),
  ];
};
