import { addToList, addToSections, classOf, createBucket, isError } from './bucket.js';
import type { BucketRing } from './bucket-ring.js';
import { OTHER } from './key-table.js';
import type { KeyTable } from './key-table.js';
import type { RecordRing } from './record-ring.js';
import type { Tables } from './tables.js';
import type { EpochSeconds } from './units.js';

/** The text of an id; null for a value that found no room in its table. */
const textOf = (table: KeyTable, id: number): string | null => (id === OTHER ? null : table.text(id));

/**
 * Counts the record in row `row` in the bucket of its own, closed second. False when that second is not in the ring any
 * more. The totals are the caller's. Without `keepLists` its top lists stay empty.
 */
export const addToClosedSecond = (
  buckets: BucketRing,
  second: EpochSeconds,
  ring: RecordRing,
  row: number,
  tables: Tables,
  keepLists: boolean,
): boolean => {
  if (!buckets.holds(second)) return false;
  let bucket = buckets.at(second);
  if (bucket === null) {
    bucket = createBucket();
    buckets.put(second, bucket);
  }
  const status = ring.statuses[row]!;
  const bytes = ring.bytes[row]!;
  const error = isError(status) ? 1 : 0;
  bucket.hits += 1;
  bucket.bytes += bytes;
  bucket.classes[classOf(status) as 0] += 1;
  addToSections(bucket, textOf(tables.sections, ring.sections[row]!), 1, error, bytes);
  if (keepLists) addToList(bucket.hosts, textOf(tables.hosts, ring.hosts[row]!), 1);
  if (keepLists && error === 1) addToList(bucket.failing, textOf(tables.failing, ring.failing[row]!), 1);
  buckets.note(second, bucket.hits, 1, error);
  return true;
};
