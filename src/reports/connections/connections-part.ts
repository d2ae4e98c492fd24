import type { PackedSeconds } from '../traffic/second-counts.js';

/** How often hosts have connected, or were connected to. */
export interface HostCounts {
  /** each once; their bytes as the characters with these numbers */
  names: readonly string[];
  counts: Float64Array<ArrayBuffer>;
  /** how far any count may be too low, and the most that a host which is missing may have; 0 is exact */
  error: number;
}

/** The connections in one part of the logs. */
export interface ConnectionsPart {
  /** by who connected, and by who was connected to */
  from: HostCounts;
  to: HostCounts;
  /** of each host that was asked for (`toHosts`) those that connected to it, and of each of `fromHosts` those that it connected to; each once */
  connectedTo: readonly (readonly string[])[];
  receivedFrom: readonly (readonly string[])[];
  /** null where intervals are not asked for */
  seconds: PackedSeconds | null;
}
