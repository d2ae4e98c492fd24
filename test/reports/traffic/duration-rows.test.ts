import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RELATIVE_ERROR } from '../../../src/reports/traffic/duration-buckets.js';
import { DurationRows } from '../../../src/reports/traffic/duration-rows.js';

type Timed = readonly [path: number, seconds: number];
interface Row {
  hits: number;
  quantiles: number[];
  max: number;
}

const SHARES = [0, 0.5, 0.9, 0.95, 0.99, 1];

const rowsOf = (durations: DurationRows): Map<number, Row> => {
  const rows = new Map<number, Row>();
  durations.forEach(SHARES, (path, hits, quantiles, max) => {
    expect(rows.has(path)).toBe(false);
    rows.set(path, { hits, quantiles: [...quantiles], max });
  });
  return rows;
};

const durationsOf = (timed: readonly Timed[], limit?: number): DurationRows => {
  const durations = new DurationRows(limit);
  for (const each of timed) durations.add(...each);
  return durations;
};

const same = (path: number): number => path;

/** The quantiles as they are. */
const exactRows = (timed: readonly Timed[]): Map<number, Row> => {
  return new Map(
    [...new Set(timed.map(([path]) => path))].map((path) => {
      const own = timed.filter(([other]) => other === path);
      const sorted = own.map(([, seconds]) => Math.max(0, seconds)).sort((a, b) => a - b);
      const quantiles = SHARES.map((share) => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!);
      return [path, { hits: sorted.length, quantiles, max: sorted.at(-1)! }];
    }),
  );
};

const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 3000 }).map((ms) => ms / 1000) },
  { weight: 2, arbitrary: fc.double({ min: 1e-6, max: 1e9, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 1e-6, 0.001, 60) },
);
const timed = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), seconds), { maxLength: 150, size: 'max' });

describe('the durations of each path', () => {
  test('have quantiles within the stated error, and the largest as it was', () => {
    fc.assert(
      fc.property(timed, (each) => {
        const exact = exactRows(each);
        const rows = rowsOf(durationsOf(each));
        expect([...rows.keys()].sort()).toEqual([...exact.keys()].sort());
        for (const [path, { hits, quantiles, max }] of exact) {
          const row = rows.get(path)!;
          expect([row.hits, row.max]).toEqual([hits, max]);
          row.quantiles.forEach((value, n) => {
            expect(Math.abs(value - quantiles[n]!)).toBeLessThanOrEqual(quantiles[n]! * RELATIVE_ERROR * (1 + 1e-9));
          });
        }
      }),
    );
  });

  test.each<[string, number[], number[], number]>([
    ['of one duration are that one', [2], [2, 2, 2, 2, 2, 2], 2],
    ['of nothing but zeros are 0', [0, 0, 0], [0, 0, 0, 0, 0, 0], 0],
    ['below 0 are 0', [-5], [0, 0, 0, 0, 0, 0], 0],
    ['of no number at all are 0', [Number.NaN], [0, 0, 0, 0, 0, 0], 0],
    ['are never above the largest', [1, 1.0001], [1, 1, 1, 1, 1, 1], 1.0001],
    ['are those of durations that there were, not something between', [1, 100], [1, 1, 100, 100, 100, 100], 100],
    ['have a place for durations without end', [1e300], [1e300, 1e300, 1e300, 1e300, 1e300, 1e300], 1e300],
  ])('%s', (_, durations, quantiles, max) => {
    const row = rowsOf(durationsOf(durations.map((duration) => [1, duration]))).get(1)!;
    expect(row.max).toBe(max);
    row.quantiles.forEach((value, n) => {
      if (max < 1e12) expect(Math.abs(value - quantiles[n]!)).toBeLessThanOrEqual(quantiles[n]! * 0.01);
      expect(value).toBeLessThanOrEqual(max);
    });
  });

  test('of a path without an id of its own are part of the rest', () => {
    const durations = durationsOf([[0, 1], [0, 2], [3, 1]]);
    expect([durations.rest, [...rowsOf(durations).keys()]]).toEqual([2, [3]]);
  });
});

describe('durations of parts', () => {
  test('come to the same however they are split and merged', () => {
    fc.assert(
      fc.property(fc.array(timed, { maxLength: 4 }), (parts) => {
        const whole = rowsOf(durationsOf(parts.flat()));
        const counter = new DurationRows();
        const packs = parts.map((part) => {
          for (const each of part) counter.add(...each);
          return counter.cut();
        });
        for (const order of [packs, packs.toReversed()]) {
          const merged = new DurationRows();
          for (const pack of order) merged.merge(pack, same);
          expect(rowsOf(merged)).toEqual(whole);
        }
        const half = new DurationRows();
        for (const pack of packs.slice(1)) half.merge(pack, same);
        const grouped = new DurationRows();
        if (packs[0] !== undefined) grouped.merge(packs[0], same);
        grouped.merge(half.cut(), same);
        expect(rowsOf(grouped)).toEqual(whole);
      }),
    );
  });

  test('have the ids that their paths have where they are merged', () => {
    const merged = durationsOf([[1, 1], [2, 2]]);
    merged.merge(durationsOf([[1, 5], [1, 6], [3, 7], [4, 8]]).cut(), (path) => ({ 1: 2, 3: 9 })[path] ?? 0);
    expect(new Map([...rowsOf(merged)].map(([path, { hits, max }]) => [path, [hits, max]]))).toEqual(new Map([[1, [1, 1]], [2, [3, 6]], [9, [1, 7]]]));
    expect(merged.rest).toBe(1);
  });

  test('begin anew with each cut', () => {
    const durations = durationsOf([[5, 1], [0, 1]]);
    durations.cut();
    expect([durations.rest, rowsOf(durations).size]).toEqual([0, 0]);
    durations.add(5, 2);
    expect(rowsOf(durations).get(5)).toMatchObject({ hits: 1, max: 2 });
  });

  test('lead to the rest with those that were dropped', () => {
    const counter = durationsOf([[5, 1], [6, 1], [0, 1]]);
    counter.drop(5);
    const merged = new DurationRows();
    merged.merge(counter.cut(), same);
    expect([merged.rest, [...rowsOf(merged).keys()]]).toEqual([2, [6]]);
  });
});

describe('a path that is dropped', () => {
  test('leaves its id to another one, and its durations to the rest', () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.integer({ min: 1, max: 5 }), seconds) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
        const durations = new DurationRows();
        let left: Timed[] = [];
        let rest = 0;
        for (const each of steps) {
          if (typeof each === 'number') {
            durations.drop(each);
            rest += left.filter(([path]) => path === each).length;
            left = left.filter(([path]) => path !== each);
          } else {
            durations.add(...each);
            left.push(each);
          }
        }
        expect(durations.rest).toBe(rest);
        expect(rowsOf(durations)).toEqual(rowsOf(durationsOf(left)));
      }),
    );
  });
});

describe('when there is no more room', () => {
  test('the paths with the fewest durations go, nothing is lost, and those that stay have all of theirs', () => {
    const durations = new DurationRows(4096);
    const often = Array.from({ length: 200 }, (_, n): Timed => [7, 1.05 ** (n % 100)]);
    for (const each of often) durations.add(...each);
    let added = often.length;
    for (let path = 100; path < 20_000; path += 1) {
      durations.add(path, path / 1000);
      added += 1;
    }
    const rows = rowsOf(durations);
    expect(rows.get(7)).toEqual(rowsOf(durationsOf(often)).get(7));
    expect(rows.size).toBeLessThanOrEqual(4096);
    expect(rows.size).toBeGreaterThan(1500);
    expect(durations.rest).toBeGreaterThan(0);
    expect([...rows.values()].reduce((sum, { hits }) => sum + hits, durations.rest)).toBe(added);
  });

  test('the same goes for what is merged', () => {
    const packs = Array.from({ length: 6 }, (_, part) => durationsOf(Array.from({ length: 1000 }, (_, n): Timed => [part * 900 + n + 1, n])).cut());
    const merged = new DurationRows(4096);
    for (const pack of packs) merged.merge(pack, same);
    expect([...rowsOf(merged).values()].reduce((sum, { hits }) => sum + hits, merged.rest)).toBe(6000);
    expect(merged.rest).toBeGreaterThan(0);
  });
});
