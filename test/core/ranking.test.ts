import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyTable } from '../../src/core/key-table.js';
import { byCount, selectTop, topIds } from '../../src/core/ranking.js';
import type { Candidates } from '../../src/core/ranking.js';
import { internKey } from './small-tables.js';

/** Counts with many ties, on both sides of where the histogram ends, and some that are nothing. */
const count = fc.oneof(fc.nat({ max: 4 }), fc.integer({ min: 253, max: 259 }), fc.nat({ max: 100_000 }));
const entries = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 4 }), count), { maxLength: 60, selector: ([key]) => key });

const candidatesOf = (table: KeyTable, list: readonly (readonly [string, number])[]): Candidates => {
  const ids = list.map(([key]) => internKey(table, key));
  const counts = new Map(ids.map((id, at) => [id, list[at]![1]]));
  return { table, size: ids.length, idAt: (n) => ids[n]!, countOf: (id) => counts.get(id)! };
};

test('the top is what sorting all would give, and the cut is the largest count left out', () => {
  fc.assert(
    fc.property(entries, fc.nat({ max: 70 }), (list, limit) => {
      const table = new KeyTable({ keys: 64, room: 128, arena: 1 << 10 });
      const candidates = candidatesOf(table, list);
      const sorted = list
        .filter(([, hits]) => hits > 0)
        .sort(([a, x], [b, y]) => y - x || Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const expected = sorted.slice(0, limit).map(([key]) => key);
      const top = topIds(candidates, limit);
      expect(top.ids.map((id) => table.text(id))).toEqual(expected);
      expect(top.cut).toBe(sorted[limit]?.[1] ?? 0);
      const chosen = selectTop(candidates, limit);
      expect(chosen.ids.map((id) => table.text(id)).sort()).toEqual([...expected].sort());
      expect(chosen.cut).toBe(top.cut);
    }),
    { numRuns: 500 },
  );
});

test('texts are sorted by count, and ties by key', () => {
  const list = [
    { key: 'b', count: 1 },
    { key: 'c', count: 2 },
    { key: 'a', count: 1 },
    { key: 'a', count: 1 },
  ];
  expect(list.sort(byCount).map(({ key }) => key)).toEqual(['c', 'a', 'a', 'b']);
});
