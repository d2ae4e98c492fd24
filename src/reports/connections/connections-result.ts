import type { EpochSeconds, Seconds } from '../../core/units.js';

/** Connections by interval. */
export interface ConnectionsTimeline {
  /** the length of an interval; each begins at a multiple of it in UTC */
  interval: Seconds;
  /** without gaps, oldest first; the first and the last may stick out of the window */
  rows: readonly { from: EpochSeconds; connections: number }[];
}

/** Which hosts were connected to, and which connected. */
export interface ConnectionsResult {
  report: 'connections';
  /** the hosts that connected to each host that was asked for (`--to-host`), sorted; in the order in which they were asked for */
  connectedTo: readonly { host: string; hosts: readonly string[]; connections: number }[];
  /** the hosts that received connections from each host that was asked for (`--from-host`), sorted */
  receivedFrom: readonly { host: string; hosts: readonly string[]; connections: number }[];
  /** of several with equally many the first by name; null without any connection */
  mostReceived: { host: string; count: number } | null;
  mostGenerated: { host: string; count: number } | null;
  /** null where nobody asked for it */
  timeline: ConnectionsTimeline | null;
  /** how far any count may be too low, and a list short of hosts that have no more connections than that; 0 is exact */
  error: number;
}
