import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBucket, mergeBuckets } from '../../src/core/bucket.js';
import type { Bucket } from '../../src/core/bucket.js';
import { BucketRing } from '../../src/core/bucket-ring.js';
import { outcomes, statusClasses, sumWindow } from '../../src/core/window.js';

const counts = fc.uniqueArray(fc.tuple(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 9 })), { maxLength: 12, selector: ([key]) => key });
const bucket: fc.Arbitrary<Bucket> = fc
  .record({ sections: counts, hosts: counts, failing: counts, rest: fc.nat({ max: 3 }), ok: fc.nat({ max: 9 }), odd: fc.nat({ max: 9 }) })
  .map(({ sections, hosts, failing, rest, ok, odd }) => ({
    hits: ok + odd,
    bytes: ok * 1000,
    classes: [odd, 0, ok, 0, 0, 0],
    sections: sections.map(([key, hits]) => ({ section: `s${key}`, hits, errors: hits >> 1, bytes: hits })),
    sectionsRest: { hits: rest, errors: rest, bytes: rest },
    hosts: { keys: hosts.map(([key, count]) => ({ key: `h${key}`, count })), rest, error: rest },
    failing: { keys: failing.map(([key, count]) => ({ key: `f${key}`, count })), rest, error: rest },
  }));

test('a window is the merge of its seconds', () => {
  fc.assert(
    fc.property(fc.array(fc.option(bucket), { minLength: 1, maxLength: 12 }), fc.nat(12), fc.nat(12), (seconds, a, b) => {
      const ring = new BucketRing(12, 5);
      seconds.forEach((each, at) => {
        ring.close(1000 + at, each);
      });
      const [from, to] = [1000 + Math.min(a, b), 1000 + Math.max(a, b)];
      const sum = createBucket();
      for (const each of seconds.slice(from - 1000, to - 1000)) if (each !== null) mergeBuckets(sum, each);
      const { traffic, hosts, failing } = sumWindow(ring, from, to, 100);
      expect(traffic).toMatchObject({ from, to, hits: sum.hits, bytes: sum.bytes, otherSections: sum.sectionsRest });
      expect(traffic.statusClasses).toEqual(statusClasses(sum.classes));
      expect(traffic.successes + traffic.errors + traffic.other).toBe(sum.hits);
      expect(traffic.sections).toEqual(
        sum.sections.toSorted((x, y) => y.hits - x.hits || (x.section < y.section ? -1 : 1)),
      );
      for (const [list, expected] of [
        [hosts, sum.hosts],
        [failing, sum.failing],
      ] as const) {
        expect(list.top).toEqual(expected.keys.toSorted((x, y) => y.count - x.count || (x.key < y.key ? -1 : 1)));
        expect([list.rest, list.error]).toEqual([expected.rest, expected.error]);
      }
    }),
  );
});

describe('the lists of a window', () => {
  const ringOf = (): BucketRing => {
    const ring = new BucketRing(10, 5);
    const keys = ['b', 'a', 'c'].map((key, at) => ({ key, count: [1, 1, 5][at]! }));
    ring.close(0, { ...createBucket(), hosts: { keys, rest: 2, error: 1 } });
    return ring;
  };

  test('are cut where asked, and tell what was cut', () => {
    expect(sumWindow(ringOf(), 0, 1, 2).hosts).toEqual({
      top: [
        { key: 'c', count: 5 },
        { key: 'a', count: 1 },
      ],
      rest: 3,
      error: 1,
    });
  });

  test('are left out when nobody wants them', () => {
    expect(sumWindow(ringOf(), 0, 1, 0).hosts).toEqual({ top: [], rest: 0, error: 0 });
  });
});

test('success is 2xx and 3xx, error 4xx and 5xx, other all else', () => {
  expect(outcomes([1, 2, 4, 8, 16, 32])).toEqual({ successes: 12, errors: 48, other: 3 });
  expect(statusClasses([1, 2, 4, 8, 16, 32])).toEqual({ '1xx': 2, '2xx': 4, '3xx': 8, '4xx': 16, '5xx': 32, other: 1 });
});
