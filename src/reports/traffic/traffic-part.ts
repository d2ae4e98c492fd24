import type { PackedDurations } from './duration-rows.js';
import type { PackedKeys } from './packed-keys.js';
import type { PackedSeconds } from './second-counts.js';
import type { TableName } from './traffic-tables.js';

/** What was counted of one part of the logs, as can be posted. */
export interface TrafficPart {
  seconds: PackedSeconds;
  /** see StatusSums */
  statuses: Float64Array<ArrayBuffer>;
  /** null where no panel needs it */
  tables: Readonly<Record<TableName, PackedKeys | null>>;
  /** of paths by their number in `tables.paths`, counted from 1; null where no panel needs it */
  durations: PackedDurations | null;
  /** see UniqueHosts; null where hosts are not needed */
  hosts: Uint8Array<ArrayBuffer> | null;
}

/** The memory of a part, which can be handed over. */
export const buffersOf = ({ seconds, statuses, tables, durations, hosts }: TrafficPart): ArrayBuffer[] => {
  const packed = Object.values(tables).flatMap((keys) => (keys === null ? [] : [keys.bytes, keys.lengths, keys.sums]));
  const rows = durations === null ? [] : [durations.paths, durations.maxima, durations.ends, durations.buckets, durations.counts];
  const { keys, hits, errors, bytes } = seconds.blocks;
  return [keys, hits, errors, bytes, statuses, ...packed, ...rows, ...(hosts === null ? [] : [hosts])].map(({ buffer }) => buffer);
};
