import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecondCounts } from '../../../src/reports/traffic/second-counts.js';

type Hit = readonly [second: number, bytes: number, isError: boolean];
type Row = readonly [from: number, hits: number, errors: number, bytes: number];

const T = 1_542_892_642;
const DAY = 86_400;

const countsOf = (hits: readonly Hit[], limit?: number): SecondCounts => {
  const counts = new SecondCounts(limit);
  for (const hit of hits) counts.add(...hit);
  return counts;
};

const hitsAt = (...seconds: number[]): SecondCounts => countsOf(seconds.map((second) => [second, 0, false]));

const rowsOf = (counts: SecondCounts): Row[] => {
  const rows: Row[] = [];
  counts.forEach((...row) => rows.push(row));
  return rows;
};

/** The same without any table. */
const plainRows = (hits: readonly Hit[], resolution: number): Row[] => {
  const rows = new Map<number, [number, number, number]>();
  for (const [second, bytes, isError] of hits) {
    const from = Math.floor(second / resolution) * resolution;
    const row = rows.get(from) ?? [0, 0, 0];
    rows.set(from, [row[0] + 1, row[1] + (isError ? 1 : 0), row[2] + bytes]);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([from, row]) => [from, ...row]);
};

/** Seconds near each other, far from each other, before 1970, and beyond what 32 bits can tell. */
const second = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: T, max: T + 200 }) },
  { weight: 2, arbitrary: fc.integer({ min: T - 40 * DAY, max: T + 40 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }) },
);
const hit = fc.tuple(second, fc.nat({ max: 2 ** 40 }), fc.boolean());
const hits = fc.array(hit, { maxLength: 120, size: 'max' });
/** Few enough for the resolution to become coarser. */
const limit = fc.constantFrom(2, 5, 20, 1000);

describe('counts by second', () => {
  test('are those of the hits, oldest first', () => {
    fc.assert(
      fc.property(hits, (each) => {
        const counts = countsOf(each);
        const rows = plainRows(each, 1);
        expect(rowsOf(counts)).toEqual(rows);
        expect([counts.first, counts.last, counts.resolution]).toEqual([rows[0]?.[0] ?? null, rows.at(-1)?.[0] ?? null, 1]);
      }),
    );
  });

  test('are those of a coarser resolution where there are too many seconds', () => {
    fc.assert(
      fc.property(hits, limit, (each, most) => {
        const counts = countsOf(each, most);
        const rows = plainRows(each, counts.resolution);
        expect(rowsOf(counts)).toEqual(rows);
        expect([counts.first, counts.last]).toEqual([rows[0]?.[0] ?? null, rows.at(-1)?.[0] ?? null]);
        expect(new Set(rows.map(([from]) => Math.floor(from / counts.resolution / 4))).size).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('come to the same in any order, and merged from any parts in any order', () => {
    fc.assert(
      fc.property(fc.array(hits, { maxLength: 5 }), limit, (parts, most) => {
        const whole = countsOf(parts.flat(), most);
        const backwards = countsOf(parts.flat().reverse(), most);
        expect([rowsOf(backwards), backwards.resolution]).toEqual([rowsOf(whole), whole.resolution]);

        const counter = new SecondCounts(most);
        const packs = parts.map((part) => {
          for (const each of part) counter.add(...each);
          return counter.cut();
        });
        for (const order of [packs, packs.toReversed()]) {
          const merged = new SecondCounts(most);
          for (const pack of order) merged.merge(pack);
          expect([rowsOf(merged), merged.resolution]).toEqual([rowsOf(whole), whole.resolution]);
        }
      }),
    );
  });

  test('merge in any grouping', () => {
    fc.assert(
      fc.property(hits, hits, hits, limit, (a, b, c, most) => {
        const merged = (...parts: SecondCounts[]): SecondCounts => {
          const counts = new SecondCounts(most);
          for (const part of parts) counts.merge(part.cut());
          return counts;
        };
        const of = (each: Hit[]): SecondCounts => countsOf(each, most);
        const left = merged(merged(of(a), of(b)), of(c));
        const right = merged(of(a), merged(of(b), of(c)));
        expect([rowsOf(left), left.resolution]).toEqual([rowsOf(right), right.resolution]);
      }),
    );
  });

  test('begin anew with each cut', () => {
    const counts = countsOf([[T, 5, true], [T + 9 * DAY, 5, true], [T + 99 * DAY, 5, true]], 2);
    expect(counts.resolution).toBe(10 * DAY);
    counts.cut();
    expect([rowsOf(counts), counts.first, counts.resolution]).toEqual([[], null, 1]);
    counts.add(T, 7, false);
    expect(rowsOf(counts)).toEqual([[T, 1, 0, 7]]);
  });

  test('may be added to after a look', () => {
    const counts = hitsAt(T, T + 100);
    expect(rowsOf(counts)).toHaveLength(2);
    for (const second of [T - 50, T + 1, T + 50]) counts.add(second, 0, false);
    expect(rowsOf(counts).map(([from]) => from - T)).toEqual([-50, 0, 1, 50, 100]);
  });

  test('hold a month of seconds', () => {
    const counts = new SecondCounts();
    for (let n = 0; n < 31 * DAY; n += 1) counts.add(T + n, 10, n % 100 === 0);
    counts.add(T + 31 * DAY - 1, 10, false);
    expect([counts.resolution, counts.first, counts.last]).toEqual([1, T, T + 31 * DAY - 1]);
    expect(counts.peak(1)).toEqual({ at: T + 31 * DAY - 1, hits: 2 });
    expect(counts.timeline(null)).toMatchObject({ interval: 12 * 3600, rows: { length: 63 } });
  });
});

describe('a timeline', () => {
  test.each<[string, number, number]>([
    ['one second', 0, 1],
    ['20 seconds', 19, 1],
    ['a minute', 59, 1],
    ['ten minutes', 599, 10],
    ['an hour', 3599, 60],
    ['a day', DAY - 1, 30 * 60],
    ['a week', 7 * DAY - 1, 3 * 3600],
    ['a month', 30 * DAY - 1, 12 * 3600],
    ['a year', 365 * DAY - 1, 7 * DAY],
    ['30 years', 30 * 365 * DAY, 224 * DAY],
  ])('of %s has round intervals, about 60 if it can', (_, span, interval) => {
    const { interval: chosen, rows } = hitsAt(T, T + span).timeline(null);
    expect(chosen).toBe(interval);
    expect(rows.length).toBeLessThan(90);
    expect(rows.length).toBeGreaterThan(Math.min(span / 2, 40));
  });

  test.each<[string, number, number | null, number]>([
    ['is what was asked for', 1000, 7, 7],
    ['is a round one where that were too many rows', 10 * DAY, 7, 10],
    ['of a span without end, too', 1e15, 1, 7 * 2 ** 15 * DAY],
  ])('the interval %s', (_, span, asked, interval) => {
    const { interval: chosen, rows } = hitsAt(0, span).timeline(asked);
    expect(chosen).toBe(interval);
    expect(rows.length).toBeLessThanOrEqual(100_000);
  });

  test('the interval is a multiple of the resolution', () => {
    const counts = countsOf([[0, 1, false], [30, 1, false], [60, 1, false]], 2);
    expect(counts.resolution).toBe(10);
    expect([1, 10, 15, 30].map((asked) => counts.timeline(asked).interval)).toEqual([10, 10, 20, 30]);
  });

  test('of nothing is empty', () => {
    expect(new SecondCounts().timeline(null)).toEqual({ interval: 1, rows: [] });
    expect(new SecondCounts().timeline(60)).toEqual({ interval: 60, rows: [] });
  });

  test('has each hit in the interval that it belongs to, no gaps, and multiples of the interval', () => {
    fc.assert(
      fc.property(hits, fc.constantFrom(null, 1, 7, 60, 3600, 5 * DAY), limit, (each, asked, most) => {
        const counts = countsOf(each, most);
        const { interval, rows } = counts.timeline(asked);
        expect(rows.filter((row) => row.hits > 0).map(({ from, hits, errors, bytes }) => [from, hits, errors, bytes])).toEqual(plainRows(each, interval));
        expect(rows.every(({ from }, n) => from === rows[0]!.from + n * interval)).toBe(true);
        expect([rows[0]?.hits, rows.at(-1)?.hits]).not.toContain(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the peak', () => {
  test.each<[string, number[], number, { at: number; hits: number } | null]>([
    ['of nothing is none', [], 1, null],
    ['of one hit is that', [T], 1, { at: T, hits: 1 }],
    ['is the second with the most hits', [5, 6, 6, 7], 1, { at: 6, hits: 2 }],
    ['is the first of several', [9, 9, 2, 2, 5], 1, { at: 2, hits: 2 }],
    ['of minutes begins at a whole one', [59, 60, 119, 120, 120], 60, { at: 60, hits: 2 }],
    ['before 1970, too', [-1, -60, 0], 60, { at: -60, hits: 2 }],
  ])('%s', (_, seconds, length, expected) => {
    expect(hitsAt(...seconds).peak(length)).toEqual(expected);
  });

  test('is of the resolution where that is more than what was asked for', () => {
    const counts = countsOf([[5, 1, false], [95, 1, false], [99, 1, false]], 1);
    expect([counts.resolution, counts.peak(1), counts.peak(60)]).toEqual([60, { at: 60, hits: 2 }, { at: 60, hits: 2 }]);
  });
});
