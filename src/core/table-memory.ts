import { chunkOf } from './byte-chunk.js';
import { hashBytes, OTHER } from './key-table.js';
import type { KeyTable } from './key-table.js';
import { everyKey, topIds } from './ranking.js';

/** Keys of a table that are remembered. */
export const REMEMBERED_KEYS = 1000;

/** What is remembered of a table of counts: its most frequent keys, and how far a count may be too low. */
export interface TableMemory {
  /** the key's bytes (each as the character with its number), its count, and what that may be short of; most frequent first */
  keys: (readonly [key: string, count: number, shortage: number])[];
  /** what a key that is not among them may have had */
  error: number;
  /** counts of values that never had a place */
  other: number;
}

/** The table's `limit` most frequent keys. What the others had becomes part of the error. */
export const rememberTable = (table: KeyTable, limit = REMEMBERED_KEYS): TableMemory => {
  const { ids } = topIds(everyKey(table), limit);
  const isKept = new Uint8Array(table.ids);
  for (const id of ids) isKept[id] = 1;
  let { error } = table;
  for (let id = 1; id < table.ids; id += 1) {
    if (isKept[id] === 0) error = Math.max(error, table.count(id) + table.shortage(id));
  }
  return {
    keys: ids.map((id) => [table.byteText(id), table.count(id), table.shortage(id)] as const),
    error,
    other: table.count(OTHER),
  };
};

/**
 * Puts what is remembered into an empty table whose keys are hashed with `seed`. Gives the id of each key: OTHER where there
 * was no room.
 */
export const recallTable = (table: KeyTable, { keys, error, other }: TableMemory, seed: number): number[] => {
  const ids = keys.map(([key, count, shortage]) => {
    const chunk = chunkOf(Buffer.from(key, 'latin1'));
    const end = chunk.bytes.length;
    const id = table.intern(chunk, 0, end, hashBytes(chunk, 0, end, seed));
    table.add(id, count);
    if (id !== OTHER) table.setShortage(id, shortage);
    return id;
  });
  table.add(OTHER, other);
  table.error = error;
  return ids;
};
