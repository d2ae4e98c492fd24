import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToList, addToSections, BUCKET_SECTIONS, BUCKET_TOP, classOf, createBucket, errorsOf, isError, mergeBuckets } from '../../src/core/bucket.js';
import type { Bucket, TopList } from '../../src/core/bucket.js';

/** One record as a bucket counts it. */
interface Hit {
  section: string | null;
  host: string | null;
  status: number;
  bytes: number;
}

const bucketOf = (hits: readonly Hit[]): Bucket => {
  const bucket = createBucket();
  for (const { section, host, status, bytes } of hits) {
    bucket.hits += 1;
    bucket.bytes += bytes;
    bucket.classes[classOf(status) as 0] += 1;
    addToSections(bucket, section, 1, isError(status) ? 1 : 0, bytes);
    addToList(bucket.hosts, host, 1);
    if (isError(status)) addToList(bucket.failing, `${status} ${host ?? '?'}`, 1);
  }
  return bucket;
};

/** Lists are in no order: this puts them into one. */
const sorted = (bucket: Bucket): Bucket => {
  const byText = <T>(list: readonly T[]): T[] => list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const list = ({ keys, ...rest }: TopList): TopList => ({ keys: byText(keys), ...rest });
  return { ...bucket, sections: byText(bucket.sections), hosts: list(bucket.hosts), failing: list(bucket.failing) };
};

const merged = (...buckets: readonly Bucket[]): Bucket => {
  const sum = createBucket();
  for (const bucket of buckets) mergeBuckets(sum, bucket);
  return sum;
};

const name = (most: number) => fc.option(fc.nat({ max: most }).map((n) => `k${n}`), { freq: 8 });
const hits = (most: number) =>
  fc.array(
    fc.record({
      section: name(most),
      host: name(most),
      status: fc.constantFrom(-1, 0, 99, 100, 200, 304, 404, 500, 599, 600, 999),
      bytes: fc.nat({ max: 5_000_000_000 }),
    }),
    { maxLength: 60 },
  );

describe('merging buckets, while nothing is cut', () => {
  const few = hits(12);

  test('gives what counting everything in one would', () => {
    fc.assert(
      fc.property(fc.array(few, { maxLength: 6 }), (parts) => {
        expect(sorted(merged(...parts.map(bucketOf)))).toEqual(sorted(bucketOf(parts.flat())));
      }),
    );
  });

  test('does not depend on the order or on what is merged first', () => {
    fc.assert(
      fc.property(few, few, few, (x, y, z) => {
        const [a, b, c] = [bucketOf(x), bucketOf(y), bucketOf(z)];
        expect(sorted(merged(merged(a, b), c))).toEqual(sorted(merged(a, merged(b, c))));
        expect(sorted(merged(a, b))).toEqual(sorted(merged(b, a)));
        expect(sorted(merged(a, createBucket()))).toEqual(sorted(a));
      }),
    );
  });

  test('leaves the other one as it is', () => {
    fc.assert(
      fc.property(few, few, few, (x, y, z) => {
        const other = bucketOf(y);
        const before = structuredClone(other);
        const sum = merged(bucketOf(x), other);
        mergeBuckets(sum, bucketOf(z));
        expect(other).toEqual(before);
      }),
    );
  });
});

describe('merging buckets with more keys than they keep', () => {
  // Few keys are frequent, and far more than a list keeps are not.
  const key = fc.nat({ max: 200 }).map((n) => `k${Math.floor((n * n) / 150)}`);
  const wide = fc.array(fc.array(key, { minLength: 60, maxLength: 200, size: 'max' }), { maxLength: 5 });

  /** A list that was cut from exact counts, as the open second does it. */
  const listOf = (keys: readonly string[]): Bucket => {
    const bucket = createBucket();
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    const all = [...counts].sort(([, a], [, b]) => b - a);
    bucket.hosts.keys = all.slice(0, BUCKET_TOP).map(([key, count]) => ({ key, count }));
    bucket.hosts.rest = all.slice(BUCKET_TOP).reduce((sum, [, count]) => sum + count, 0);
    bucket.hosts.error = all[BUCKET_TOP]?.[1] ?? 0;
    return bucket;
  };

  const check = ({ hosts }: Bucket, parts: readonly (readonly string[])[]): void => {
    const truth = new Map<string, number>();
    for (const key of parts.flat()) truth.set(key, (truth.get(key) ?? 0) + 1);
    const kept = new Map(hosts.keys.map(({ key, count }) => [key, count]));
    expect(kept.size).toBeLessThanOrEqual(BUCKET_TOP);
    expect([...kept.values()].reduce((a, b) => a + b, hosts.rest)).toBe(parts.flat().length);
    for (const [key, count] of truth) {
      expect(kept.get(key) ?? 0).toBeLessThanOrEqual(count);
      expect(count).toBeLessThanOrEqual((kept.get(key) ?? 0) + hosts.error);
    }
  };

  test('no count is too low by more than the stated error, and all hits are told of', () => {
    fc.assert(
      fc.property(wide, (parts) => {
        check(merged(...parts.map(listOf)), parts);
      }),
    );
  });

  test('the same holds for records that are added one by one', () => {
    fc.assert(
      fc.property(wide, wide, (parts, late) => {
        const sum = merged(...parts.map(listOf));
        for (const key of late.flat()) addToList(sum.hosts, key, 1);
        check(sum, [...parts, ...late]);
      }),
    );
  });
});

test('sections beyond the limit are told together', () => {
  const bucket = createBucket();
  for (let n = 0; n < BUCKET_SECTIONS + 2; n += 1) addToSections(bucket, `s${n}`, 1, 1, 5);
  addToSections(bucket, 's0', 2, 0, 1);
  const sum = merged(bucket, bucketOf([{ section: 'new', host: 'h', status: 200, bytes: 7 }]));
  expect(sum.sections).toHaveLength(BUCKET_SECTIONS);
  expect(sum.sections[0]).toEqual({ section: 's0', hits: 3, errors: 1, bytes: 6 });
  expect(sum.sectionsRest).toEqual({ hits: 3, errors: 2, bytes: 17 });
});

test.each([
  [-1, 0, false],
  [0, 0, false],
  [99, 0, false],
  [100, 1, false],
  [199, 1, false],
  [200, 2, false],
  [302, 3, false],
  [399, 3, false],
  [400, 4, true],
  [499, 4, true],
  [500, 5, true],
  [599, 5, true],
  [600, 0, false],
  [999, 0, false],
])('a status of %i is of class %i, and its being an error is %s', (status, index, error) => {
  expect([classOf(status), isError(status)]).toEqual([index, error]);
});

test('errors are the client\'s and the server\'s', () => {
  expect(errorsOf({ ...createBucket(), classes: [1, 2, 4, 8, 16, 32] })).toBe(48);
});
