import type { KeyTable } from './key-table.js';
import type { KeyCount } from './report.js';

/** Sorts most frequent first, ties by key. */
export const byCount = (a: KeyCount, b: KeyCount): number =>
  b.count - a.count || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Ids and their counts, to choose the most frequent from. */
export interface Candidates {
  table: KeyTable;
  /** how many there are */
  size: number;
  /** the id of the nth */
  idAt: (n: number) => number;
  /** the count of an id; those of 0 are passed over */
  countOf: (id: number) => number;
}

/** All keys of a table; ids without a key have a count of 0. */
export const everyKey = (table: KeyTable): Candidates => ({
  table,
  size: table.ids - 1,
  idAt: (n) => n + 1,
  countOf: (id) => table.count(id),
});

/** What `selectTop` found. */
export interface TopIds {
  /** in no order */
  ids: number[];
  /** the largest count among those left out; 0 when none was */
  cut: number;
}

/** Counts below this are told apart by the histogram. */
const SMALL = 256;
const histogram = new Int32Array(SMALL);

/**
 * The `limit` ids with the highest counts; among equals those whose keys sort first. Keys are compared only where it
 * must be decided who of those with the lowest chosen count may stay.
 */
export const selectTop = (candidates: Candidates, limit: number): TopIds => {
  const { size, table } = candidates;
  const level = cutLevel(candidates, limit);
  const ids: number[] = [];
  const ties: number[] = [];
  let cut = 0;
  for (let n = 0; n < size; n += 1) {
    const id = candidates.idAt(n);
    const count = candidates.countOf(id);
    if (count > level) ids.push(id);
    else if (count === 0) continue;
    else if (count === level) ties.push(id);
    else if (count > cut) cut = count;
  }
  const room = limit - ids.length;
  if (ties.length > room) cut = level;
  for (const id of firstKeys(table, ties, room)) ids.push(id);
  return { ids, cut };
};

/** The same, most frequent first, ties by key. */
export const topIds = (candidates: Candidates, limit: number): TopIds => {
  const top = selectTop(candidates, limit);
  const { table } = candidates;
  top.ids.sort((a, b) => candidates.countOf(b) - candidates.countOf(a) || table.compareKeys(a, b));
  return top;
};

/** The lowest count that not everybody with it may be chosen; everybody above it is. 0 when there is room for all. */
const cutLevel = ({ size, idAt, countOf }: Candidates, limit: number): number => {
  histogram.fill(0);
  let large = 0;
  for (let n = 0; n < size; n += 1) {
    const count = countOf(idAt(n));
    if (count < SMALL) histogram[count]! += 1;
    else large += 1;
  }
  if (large > limit) {
    const counts = new Float64Array(large);
    let at = 0;
    for (let n = 0; n < size; n += 1) {
      const count = countOf(idAt(n));
      if (count >= SMALL) counts[at++] = count;
    }
    counts.sort();
    return counts[large - limit]!;
  }
  let chosen = large;
  for (let level = SMALL - 1; level > 0; level -= 1) {
    chosen += histogram[level]!;
    if (chosen >= limit) return level;
  }
  return 0;
};

/** The first `limit` of some ids by their keys. */
const firstKeys = (table: KeyTable, ids: number[], limit: number): number[] => {
  if (ids.length <= limit) return ids;
  const first: number[] = [];
  for (const id of ids) {
    if (first.length === limit) {
      if (limit === 0 || table.compareKeys(id, first[limit - 1]!) > 0) continue;
      first.pop();
    }
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (table.compareKeys(id, first[middle]!) < 0) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, id);
  }
  return first;
};
