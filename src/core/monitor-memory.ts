import type { AlertsMemory } from './alert/alerts.js';
import type { BucketRingMemory, SecondMemory } from './bucket-ring.js';
import type { SourcesMemory } from './source-book.js';
import type { TotalsMemory } from './totals.js';
import type { EpochSeconds } from './units.js';

/**
 * All that a monitor remembers, as plain values, so that another run can go on from there: totals, the account of lines,
 * alerts, and the traffic of each second that is kept, but not which sections, hosts and requests a second had.
 */
export interface MonitorMemory {
  /** the second since when everything counts; null when no second was ever open */
  startedAt: EpochSeconds | null;
  /** the second that was open; null when none was, or the seconds are forgotten */
  openAt: EpochSeconds | null;
  /** what had been counted in that second */
  open: SecondMemory | null;
  seconds: BucketRingMemory;
  totals: TotalsMemory;
  sources: SourcesMemory;
  alerts: AlertsMemory;
}

/** The same without its seconds: for a run whose clock stands before them. What they had stays in the totals. */
export const forgetSeconds = (memory: MonitorMemory): MonitorMemory => ({
  ...memory,
  openAt: null,
  open: null,
  seconds: { ...memory.seconds, seconds: [], minutes: [] },
});
