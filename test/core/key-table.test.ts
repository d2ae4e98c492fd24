import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { hashBytes, KeyTable, OTHER } from '../../src/core/key-table.js';
import { topIds } from '../../src/core/ranking.js';
import { internKey } from './small-tables.js';

const limits = { keys: 16, room: 256, arena: 1 << 20 };

/** Bytes of any kind; lengths around those where a key stops fitting into its row, and far beyond. */
const key = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 6 }) },
  { weight: 2, arbitrary: fc.uint8Array({ minLength: 36, maxLength: 45 }) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1000, maxLength: 1100 }) },
);
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Equal bytes give equal keys; a chosen few come often, so that keys come back after they were dropped. */
const pool = fc.uniqueArray(key, { minLength: 1, maxLength: 60, size: 'max', selector: latin1 });
const step = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('count' as const), key: fc.nat(), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('shrink' as const), pinned: fc.nat({ max: 3 }) }) },
);
const script = fc.tuple(pool, fc.array(step, { maxLength: 200, size: 'max' }));

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Runs a script beside plain maps: `ids` of the keys that are in the table, `counts` of all that ever came. */
const run = ([keys, steps]: [Uint8Array[], Step[]], seed: number, check = false) => {
  const table = new KeyTable(limits);
  const ids = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const each of steps) {
    if (each.kind === 'count') {
      const bytes = keys[each.key % keys.length]!;
      const name = latin1(bytes);
      const id = internKey(table, bytes, seed);
      if (check) {
        expect(id).not.toBe(OTHER);
        expect(id).toBe(ids.get(name) ?? id);
        if (!ids.has(name)) expect([...ids.values()]).not.toContain(id);
      }
      ids.set(name, id);
      table.add(id, each.times);
      counts.set(name, (counts.get(name) ?? 0) + each.times);
      continue;
    }
    const pinned = new Uint8Array(table.ids);
    for (const id of [...ids.values()].slice(0, each.pinned)) pinned[id] = 1;
    const dropped = new Set<number>();
    table.shrink(pinned, (id) => dropped.add(id));
    for (const [name, id] of ids) {
      if (check && dropped.has(id)) expect(pinned[id]).toBe(0);
      if (dropped.has(id)) ids.delete(name);
    }
  }
  return { table, ids, counts };
};

describe('the table of keys', () => {
  test('gives equal ids to equal bytes and no others, across growth and shrinking, and keeps what is pinned', () => {
    fc.assert(
      fc.property(script, fc.integer(), (each, seed) => {
        const { table, ids } = run(each, seed, true);
        expect(table.size).toBe(ids.size);
        for (const [name, id] of ids) {
          expect(table.text(id)).toBe(Buffer.from(name, 'latin1').toString('utf8'));
          expect(internKey(table, Buffer.from(name, 'latin1'), seed)).toBe(id);
        }
      }),
    );
  });

  test('counts are never too high, and too low by no more than the stated error', () => {
    fc.assert(
      fc.property(script, fc.integer(), (each, seed) => {
        const { table, ids, counts } = run(each, seed);
        for (const [name, truth] of counts) {
          const id = ids.get(name);
          const count = id === undefined ? 0 : table.count(id);
          expect(count).toBeLessThanOrEqual(truth);
          expect(truth).toBeLessThanOrEqual(count + table.error);
        }
      }),
    );
  });

  test('what it tells does not depend on the seed', () => {
    fc.assert(
      fc.property(script, fc.integer(), fc.integer(), fc.nat({ max: 20 }), (each, one, other, limit) => {
        const told = (seed: number) => {
          const { table, ids } = run(each, seed);
          const all = [...ids.values()];
          const candidates = { table, size: all.length, idAt: (n: number) => all[n]!, countOf: (id: number) => table.count(id) };
          const top = topIds(candidates, limit);
          return { error: table.error, names: [...ids.keys()].sort(), cut: top.cut, top: top.ids.map((id) => [table.text(id), table.count(id)]) };
        };
        expect(told(one)).toEqual(told(other));
      }),
    );
  });

  test('is exact while nothing was ever dropped', () => {
    fc.assert(
      fc.property(pool, fc.integer(), (keys, seed) => {
        const steps = keys.map((_, at) => ({ kind: 'count' as const, key: at, times: at + 1 }));
        const { table, ids } = run([keys, steps], seed);
        expect(table.error).toBe(0);
        expect(keys.map((bytes) => table.count(ids.get(latin1(bytes))!))).toEqual(keys.map((_, at) => at + 1));
      }),
    );
  });

  test('grows with long keys, and still knows each of them', () => {
    const table = new KeyTable({ keys: 512, room: 1024, arena: 1 << 22 });
    const keys = Array.from({ length: 600 }, (_, at) => Buffer.alloc(1100, `${at}.`));
    const ids = keys.map((bytes) => internKey(table, bytes));
    expect(new Set(ids).size).toBe(600);
    expect(keys.map((bytes) => internKey(table, bytes))).toEqual(ids);
    const pinned = new Uint8Array(table.ids);
    for (const id of ids.slice(100, 200)) pinned[id] = 1;
    table.shrink(pinned);
    expect(table.size).toBe(100);
    expect(keys.slice(100, 200).map((bytes) => internKey(table, bytes))).toEqual(ids.slice(100, 200));
    expect(table.text(ids[150]!)).toBe(keys[150]!.toString());
  });

  test('sorts keys byte by byte', () => {
    fc.assert(
      fc.property(key, key, fc.nat({ max: 60 }), (a, b, shared) => {
        const table = new KeyTable(limits);
        const prefix = new Uint8Array(shared).fill(97);
        const [first, second] = [Buffer.concat([prefix, a]), Buffer.concat([prefix, b])];
        const compared = table.compareKeys(internKey(table, first), internKey(table, second));
        expect(Math.sign(compared)).toBe(Buffer.compare(first, second));
      }),
    );
  });
});

describe('when there is no room for a new key', () => {
  test('it is OTHER, and those that are known stay known', () => {
    const table = new KeyTable({ keys: 2, room: 4, arena: 1 << 10 });
    const ids = ['a', 'b', 'c', 'd'].map((name) => internKey(table, name));
    expect(internKey(table, 'e')).toBe(OTHER);
    expect(['a', 'b', 'c', 'd'].map((name) => internKey(table, name))).toEqual(ids);
  });

  test('the same goes for the room that long keys have', () => {
    const table = new KeyTable({ keys: 8, room: 16, arena: 100 });
    const id = internKey(table, 'a'.repeat(140));
    expect(id).not.toBe(OTHER);
    expect(table.crowded).toBe(true);
    expect(internKey(table, 'b'.repeat(41))).toBe(OTHER);
    expect(internKey(table, 'b'.repeat(40))).not.toBe(OTHER);
    expect(internKey(table, 'a'.repeat(140))).toBe(id);
  });
});

describe('a shrink', () => {
  test('lets at most half of the keys stay, and those of equal counts go together', () => {
    const table = new KeyTable({ keys: 8, room: 16, arena: 0 });
    const counts = { a: 9, b: 8, c: 7, d: 2, e: 2, f: 2, g: 2, h: 1, i: 1 };
    for (const [name, count] of Object.entries(counts)) table.add(internKey(table, name), count);
    expect(table.crowded).toBe(true);
    table.shrink(new Uint8Array(table.ids));
    expect([table.size, table.error]).toEqual([3, 2]);
    expect(['a', 'b', 'c', 'd'].map((name) => table.count(internKey(table, name)))).toEqual([9, 8, 7, 0]);
  });

  test('forgets the notes of what it drops', () => {
    const table = new KeyTable(limits);
    const id = internKey(table, 'a');
    expect(table.note(id)).toBe(-1);
    table.setNote(id, 5);
    table.shrink(new Uint8Array(table.ids));
    expect(table.note(internKey(table, 'b'))).toBe(-1);
  });

  test('of an empty table does nothing', () => {
    const table = new KeyTable(limits);
    table.shrink(new Uint8Array(1));
    expect([table.size, table.error]).toEqual([0, 0]);
  });
});

test('clearing the notes leaves the keys as they are', () => {
  const table = new KeyTable(limits);
  const id = internKey(table, 'a');
  table.setNote(id, 5);
  table.add(id, 3);
  table.clearNotes();
  expect([table.note(id), table.count(id), internKey(table, 'a')]).toEqual([-1, 3, id]);
});

test('an id without a key has an empty text, also where a key is given it later', () => {
  const table = new KeyTable(limits);
  expect(table.text(1)).toBe('');
  expect(table.text(internKey(table, 'a'))).toBe('a');
});

test('the hash depends on each byte, the length and the seed', () => {
  const hash = (text: string, seed = 7): number => hashBytes(chunkOf(Buffer.from(text)), 0, text.length, seed);
  expect(new Set(['abcdefg', 'abcdefG', 'Abcdefg', 'abcdef', 'abcdefg\0', ''].map((text) => hash(text))).size).toBe(6);
  expect(hash('abcdefg', 8)).not.toBe(hash('abcdefg'));
});
