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
  /** see UniqueHosts; null where hosts are not needed */
  hosts: Uint8Array<ArrayBuffer> | null;
}
