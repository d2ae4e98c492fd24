import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBursts } from '../../../src/reports/traffic/bursts.js';
import { SecondCounts } from '../../../src/reports/traffic/second-counts.js';

type Minute = readonly [hits: number, errors: number];

/** A minute, counted from `T`, spread over its seconds. */
const T = 1_542_892_620;
const countsOf = (minutes: readonly Minute[], limit?: number): SecondCounts => {
  const counts = new SecondCounts(limit);
  minutes.forEach(([hits, errors], minute) => {
    for (let n = 0; n < hits; n += 1) counts.add(T + minute * 60 + (n % 60), 1, n < errors);
  });
  return counts;
};

/** How many minutes there are of a kind. */
const times = (count: number, minute: Minute): Minute[] => new Array<Minute>(count).fill(minute);

const calm: Minute = [200, 2];
/** `from-to hits errors` with minutes counted from T. */
const burstsOf = (minutes: readonly Minute[], top = 10): string[] =>
  findBursts(countsOf(minutes), top).rows.map(({ from, to, hits, errors }) => `${(from - T) / 60}-${(to - T) / 60} ${hits} ${errors}`);

describe('error bursts', () => {
  test.each<[string, Minute[], string[]]>([
    ['of nothing are none', [], []],
    ['of a calm log are none', times(30, calm), []],
    ['of one minute alone are none', [[500, 400]], []],
    ['of errors alone are none', times(30, [100, 100]), []],
    ['of successes alone are none', times(30, [100, 0]), []],
    ['are a minute with many errors', [...times(10, calm), [200, 80], ...times(10, calm)], ['10-11 200 80']],
    ['are minutes side by side', [...times(10, calm), [200, 80], [100, 60], ...times(10, calm)], ['10-12 300 140']],
    ['are two with a calm minute between', [...times(10, calm), [200, 80], calm, [100, 60], ...times(10, calm)], ['10-11 200 80', '12-13 100 60']],
    ['are two with silence between', [...times(10, calm), [200, 80], [0, 0], [100, 60], ...times(10, calm)], ['10-11 200 80', '12-13 100 60']],
    ['are no few errors, however rare they are', [...times(60, [200, 0]), [200, 9]], []],
    ['are few errors where there are hardly any', [...times(60, [200, 0]), [200, 10]], ['60-61 200 10']],
    ['are no more hits with their usual share of errors', [...times(60, calm), [9000, 90]], []],
    ['are no slight rise, however certain', [...times(60, [10_000, 1000]), [10_000, 1400]], []],
    ['are no chance', [...times(60, [100, 10]), [100, 19]], []],
    ['are seen beside one that lasts for half of the log', [...times(30, [200, 20]), ...times(30, [200, 140])], ['30-60 6000 4200']],
  ])('%s', (_, minutes, expected) => {
    expect(burstsOf(minutes)).toEqual(expected);
  });

  test('are those with the most errors in the order of time, of equals the first, and the others are counted', () => {
    const minutes = [50, 90, 70, 90, 50].flatMap((errors): Minute[] => [...times(20, calm), [200, errors]]);
    expect(burstsOf(minutes, 3)).toEqual(['41-42 200 90', '62-63 200 70', '83-84 200 90']);
    expect(findBursts(countsOf(minutes), 3).others).toBe(2);
    expect(burstsOf(minutes, 4)[0]).toBe('20-21 200 50');
    expect(findBursts(countsOf(minutes), 0)).toEqual({ rows: [], others: 5 });
  });

  test('are as long as the resolution at least', () => {
    const counts = new SecondCounts(40);
    for (let n = 0; n < 4000; n += 1) counts.add(n * 10, 1, false);
    for (let n = 0; n < 40; n += 1) counts.add(20_000, 1, true);
    expect(counts.resolution).toBe(600);
    expect(findBursts(counts, 10).rows).toEqual([{ from: 19_800, to: 20_400, hits: 100, errors: 40 }]);
  });

  test('have an error share above that of the log, do not touch, and come in the order of time', () => {
    const minute = fc.tuple(fc.nat({ max: 60 }), fc.double({ min: 0, max: 1, noNaN: true })).map(([hits, share]): Minute => [hits, Math.round(hits * share ** 4)]);
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 60, size: 'max' }), fc.nat({ max: 5 }), (minutes, top) => {
        const all = findBursts(countsOf(minutes), Infinity).rows;
        const usual = minutes.reduce((sum, [, errors]) => sum + errors, 0) / minutes.reduce((sum, [hits]) => sum + hits, 0);
        all.forEach(({ from, hits, errors }, n) => {
          expect(errors / hits).toBeGreaterThan(usual);
          if (n > 0) expect(from).toBeGreaterThan(all[n - 1]!.to);
        });
        const { rows, others } = findBursts(countsOf(minutes), top);
        expect(rows.length + others).toBe(all.length);
        expect(all).toEqual(expect.arrayContaining([...rows]));
        expect(rows.map(({ from }) => from)).toEqual(rows.map(({ from }) => from).sort((a, b) => a - b));
      }),
    );
  });
});
