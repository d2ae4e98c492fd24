import type { Alert } from '../../core/alert/alert.js';
import type { Bytes, EpochSeconds, Seconds } from '../../core/units.js';

/** What can be asked for, in the order in which it is shown. */
export const TRAFFIC_PANELS = [
  'timeline', // hits, bytes and errors by interval
  'sections',
  'paths', // by hits; by template where that is asked for
  'status',
  'classes', // 1xx to 5xx, other
  'methods',
  'hosts',
  'vhosts',
  'referrers',
  'agents', // families of user agents
  'bots', // families of those that are bots
  'bytes', // paths by bytes
  'slowest', // paths by duration
  'notFound', // paths with a status of 404
  'bursts', // when errors were many
  'alerts', // those that would have fired
] as const;

export type TrafficPanel = (typeof TRAFFIC_PANELS)[number];

/** The panels whose rows are KeyRows. */
export type KeyPanelName = Exclude<TrafficPanel, 'timeline' | 'slowest' | 'bursts' | 'alerts'>;

export interface KeyRow {
  key: string;
  hits: number;
  /** hits with a status of 400-599 */
  errors: number;
  bytes: Bytes;
}

/** The first of all keys. `notFound` counts hits, errors and bytes of responses with 404 alone; `bytes` is sorted by bytes. */
export interface KeyPanel {
  kind: 'keys';
  name: KeyPanelName;
  /** most hits first, ties by key (byte by byte) */
  rows: readonly KeyRow[];
  /** what all that is not in the rows adds up to */
  rest: Omit<KeyRow, 'key'>;
  /** how many different keys there are: exact, unless `error` is above 0: then at least so many */
  distinct: number;
  /** how far any row's hits may be too low, and the most that a key which is missing altogether may have; 0 is exact */
  error: number;
}

/** Durations of one path, in seconds. */
export interface SlowRow {
  key: string;
  /** hits that tell a duration */
  hits: number;
  p50: Seconds;
  p90: Seconds;
  p95: Seconds;
  p99: Seconds;
  max: Seconds;
}

export interface SlowPanel {
  kind: 'slow';
  name: 'slowest';
  /** largest p95 first, ties by key; empty where the format tells no durations */
  rows: readonly SlowRow[];
  /** relative error of each quantile but max, such as 0.01 */
  relativeError: number;
  /** hits of paths that were not kept apart */
  rest: number;
}

export interface TimelineRow {
  from: EpochSeconds;
  hits: number;
  bytes: Bytes;
  errors: number;
}

export interface TimelinePanel {
  kind: 'timeline';
  name: 'timeline';
  /** the length of an interval; each begins at a multiple of it in UTC */
  interval: Seconds;
  /** without gaps, oldest first; the first and the last may stick out of the window */
  rows: readonly TimelineRow[];
}

/** A time in which errors were many. */
export interface Burst {
  from: EpochSeconds;
  /** not part of it */
  to: EpochSeconds;
  hits: number;
  errors: number;
}

export interface BurstPanel {
  kind: 'bursts';
  name: 'bursts';
  /** in the order of time */
  rows: readonly Burst[];
  /** how many more there are */
  others: number;
}

export interface AlertPanel {
  kind: 'alerts';
  name: 'alerts';
  /** in the order of time; the last one may not be resolved */
  rows: readonly Alert[];
  /** how many more there are, older ones */
  others: number;
}

export type TrafficPanelResult = KeyPanel | SlowPanel | TimelinePanel | BurstPanel | AlertPanel;

/** The busiest second or minute: what began at `at` had so many hits; of several the first. */
export interface Peak {
  at: EpochSeconds;
  hits: number;
}

export interface TrafficTotals {
  hits: number;
  bytes: Bytes;
  /** status 200-399 */
  successes: number;
  /** status 400-599 */
  errors: number;
  other: number;
  /** null when no panel that was asked for needs hosts */
  uniqueHosts: number | null;
  /** its relative standard error; 0 is exact */
  uniqueHostsError: number;
  /** hits by second from the first to the last second with a hit, both included; 0 without any */
  meanRate: number;
  /** hits of the peak second by second */
  peakRate: number;
  peakSecond: Peak | null;
  peakMinute: Peak | null;
  /** the length of what is called a second here: more than 1 when the log has too many seconds to tell them apart */
  resolution: Seconds;
}

/** What happened in a time. */
export interface TrafficResult {
  report: 'traffic';
  totals: TrafficTotals;
  /** those that were asked for, in the order of TRAFFIC_PANELS; without the alerts where the log's seconds can't be told apart */
  panels: readonly TrafficPanelResult[];
}
