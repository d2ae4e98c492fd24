import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyTable } from '../../src/core/key-table.js';
import { recallTable, rememberTable } from '../../src/core/table-memory.js';
import { internKey } from './small-tables.js';

const LIMITS = { keys: 8, room: 64, arena: 1 << 16 };

/** Counts keys as a run does: a crowded table drops some. */
const count = (table: KeyTable, keys: readonly string[], seed: number): void => {
  for (const key of keys) {
    table.add(internKey(table, key, seed), 1);
    if (table.crowded) table.shrink(new Uint8Array(table.ids));
  }
};

const counts = (table: KeyTable): Map<string, number> => {
  const found = new Map<string, number>();
  for (let id = 1; id < table.ids; id += 1) if (table.count(id) > 0) found.set(table.byteText(id), table.count(id));
  return found;
};

test('a recalled table states an error that holds, for keys that were remembered, that were not, and that are new', () => {
  const keys = fc.array(fc.integer({ min: 0, max: 14 }).map((n) => `k${Math.floor(n * n * 0.2)}`), { maxLength: 120 });
  fc.assert(
    fc.property(keys, keys, fc.integer({ min: 1, max: 9 }), (before, after, limit) => {
      const first = new KeyTable(LIMITS);
      count(first, before, 7);
      const second = new KeyTable(LIMITS);
      recallTable(second, rememberTable(first, limit), 31);
      count(second, after, 31);
      const known = counts(second);
      for (const key of new Set([...before, ...after])) {
        const truth = [...before, ...after].filter((other) => other === key).length;
        const counted = known.get(key) ?? 0;
        expect(counted).toBeLessThanOrEqual(truth);
        expect(truth).toBeLessThanOrEqual(counted + second.error);
      }
    }),
  );
});

test('a table of few keys is remembered exactly, whatever their bytes are', () => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 20 }), (keys) => {
      const first = new KeyTable({ ...LIMITS, keys: 60 });
      for (const each of keys) first.add(internKey(first, each), 1);
      const second = new KeyTable({ ...LIMITS, keys: 60 });
      recallTable(second, rememberTable(first), 31);
      expect(counts(second)).toEqual(counts(first));
      expect(second.error).toBe(0);
      // They are the same keys to those who find them by their bytes.
      for (const each of keys) second.add(internKey(second, each, 31), 1);
      expect(second.size).toBe(first.size);
    }),
  );
});

test('keys that find no place when they are recalled count as other', () => {
  const first = new KeyTable(LIMITS);
  count(first, ['a', 'a', 'b'], 7);
  const second = new KeyTable({ keys: 1, room: 1, arena: 100 });
  expect(recallTable(second, rememberTable(first), 31)).toEqual([1, 0]);
  expect(second.count(0)).toBe(1);
});
