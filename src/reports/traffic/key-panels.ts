import { isError } from '../../core/bucket.js';
import { topIds } from '../../core/ranking.js';
import type { KeySums, SumColumn } from './key-sums.js';
import type { StatusSums } from './status-sums.js';
import type { KeyPanel, KeyPanelName, KeyRow } from './traffic-result.js';

export type Sums = Omit<KeyRow, 'key'>;

/** What some statuses add up to. */
export const sumsOf = (statuses: StatusSums, counts: (status: number) => boolean = () => true): Sums => {
  const sums = { hits: 0, errors: 0, bytes: 0 };
  statuses.forEach((status, hits, bytes) => {
    if (!counts(status)) return;
    sums.hits += hits;
    sums.bytes += bytes;
    if (isError(status)) sums.errors += hits;
  });
  return sums;
};

/** What all that is not in rows adds up to. */
const without = (all: Sums, rows: readonly KeyRow[]): Sums => {
  const rest = { ...all };
  for (const { hits, errors, bytes } of rows) {
    rest.hits -= hits;
    rest.errors -= errors;
    rest.bytes -= bytes;
  }
  return rest;
};

const byNumber = (number: 'hits' | 'bytes') => (a: KeyRow, b: KeyRow) =>
  b[number] - a[number] || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** The panel of rows that are all there are. `all` is what they add up to, or should. */
export const panelOfRows = (name: KeyPanelName, rows: readonly KeyRow[], top: number, all: Sums, error = 0): KeyPanel => {
  const first = [...rows].sort(byNumber('hits')).slice(0, top);
  return { kind: 'keys', name, rows: first, rest: without(all, first), distinct: rows.length, error };
};

/** How many keys have any of a sum. */
const distinctOf = (keys: KeySums, column: SumColumn): number => {
  let distinct = 0;
  for (let id = 1; id < keys.table.ids; id += 1) if (keys.sum(id, column) > 0) distinct += 1;
  return distinct;
};

/** The first keys of a table by one of their sums. `all` is what all keys add up to, those that are not kept included. */
export const panelOfKeys = (name: KeyPanelName, keys: KeySums, top: number, all: Sums, by: 'hits' | 'bytes' | 'notFound' = 'hits'): KeyPanel => {
  const { table } = keys;
  const { ids } = topIds({ table, size: table.ids - 1, idAt: (n) => n + 1, countOf: (id) => keys.sum(id, by) }, top);
  const rows = ids.map((id) => {
    const key = table.text(id);
    if (by !== 'notFound') return { key, hits: keys.sum(id, 'hits'), errors: keys.sum(id, 'errors'), bytes: keys.sum(id, 'bytes') };
    const hits = keys.sum(id, 'notFound');
    return { key, hits, errors: hits, bytes: keys.sum(id, 'notFoundBytes') };
  });
  return { kind: 'keys', name, rows, rest: without(all, rows), distinct: distinctOf(keys, by), error: keys.error };
};
