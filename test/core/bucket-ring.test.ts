import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBucket } from '../../src/core/bucket.js';
import type { Bucket } from '../../src/core/bucket.js';
import { BucketRing, MINUTES } from '../../src/core/bucket-ring.js';

/** A bucket of some hits, of which some are errors. */
const bucketOf = (hits: number, errors: number): Bucket => ({ ...createBucket(), hits, classes: [0, 0, hits - errors, 0, 0, errors] });

/** Adds to a second that is over, as a late record does. */
const addLate = (ring: BucketRing, second: number, errors: number): void => {
  let bucket = ring.at(second);
  if (bucket === null) {
    bucket = createBucket();
    ring.put(second, bucket);
  }
  bucket.hits += 1;
  bucket.classes[errors === 1 ? 5 : 2] += 1;
  ring.note(second, bucket.hits, 1, errors);
};

interface Count {
  hits: number;
  errors: number;
}

/** The same by plain maps that forget nothing by themselves. */
class Model {
  end = Number.NaN;
  busiest = 0;
  readonly seconds = new Map<number, Count>();
  readonly minutes = new Map<number, Count>();

  constructor(
    readonly capacity: number,
    readonly window: number,
  ) {}

  close(second: number, hits: number, errors: number): void {
    this.end = second + 1;
    for (const key of this.seconds.keys()) if (key < this.end - this.capacity) this.seconds.delete(key);
    if (hits > 0) this.add(second, hits, errors);
  }

  add(second: number, hits: number, errors: number): void {
    for (const [counts, key] of [
      [this.seconds, second],
      [this.minutes, Math.floor(second / 60)],
    ] as const) {
      const count = counts.get(key) ?? { hits: 0, errors: 0 };
      counts.set(key, { hits: count.hits + hits, errors: count.errors + errors });
    }
    this.busiest = Math.max(this.busiest, this.seconds.get(second)!.hits);
  }

  hitsIn(from: number, to: number): number {
    return [...this.seconds].reduce((sum, [second, { hits }]) => (second >= from && second < to ? sum + hits : sum), 0);
  }

  series(length: number): number[] {
    return Array.from({ length }, (_, i) => this.seconds.get(this.end - length + i)?.hits ?? 0);
  }

  minuteSeries(which: keyof Count): number[] {
    const newest = Math.floor((this.end - 1) / 60);
    return Array.from({ length: MINUTES }, (_, i) => {
      const minute = newest - MINUTES + 1 + i;
      return (this.minutes.get(minute)?.[which] ?? 0) / (minute === newest ? this.end - newest * 60 : 60);
    });
  }
}

const gap = fc.oneof(
  { weight: 12, arbitrary: fc.nat({ max: 3 }) },
  { weight: 3, arbitrary: fc.nat({ max: 45 }) },
  { weight: 1, arbitrary: fc.constantFrom(60, 3600, 86_339, 86_340, 86_400, 86_460, 200_000) },
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('close' as const), gap, hits: fc.nat({ max: 9 }), errors: fc.nat({ max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('late' as const), back: fc.integer({ min: 1, max: 40 }), error: fc.nat({ max: 1 }) }) },
);
const sizes = fc.integer({ min: 1, max: 30 }).chain((capacity) => fc.tuple(fc.constant(capacity), fc.integer({ min: 1, max: capacity })));
const start = fc.oneof(fc.integer({ min: -200_000, max: 200_000 }), fc.constantFrom(0, 60, 86_400));

test('is a map of seconds that forgets the old ones, whatever gaps and late records come', () => {
  fc.assert(
    fc.property(sizes, start, fc.boolean(), fc.array(step, { maxLength: 50 }), ([capacity, window], first, begins, steps) => {
      const ring = new BucketRing(capacity, window);
      const model = new Model(capacity, window);
      if (begins) {
        ring.begin(first);
        model.end = first;
      }
      for (const each of steps) {
        if (each.kind === 'close') {
          const second = Number.isNaN(model.end) ? first : model.end + each.gap;
          const errors = Math.min(each.errors, each.hits);
          ring.close(second, each.hits === 0 ? null : bucketOf(each.hits, errors));
          model.close(second, each.hits, errors);
        } else {
          const second = model.end - each.back;
          expect(ring.holds(second)).toBe(each.back <= capacity && !Number.isNaN(second));
          if (!ring.holds(second)) continue;
          addLate(ring, second, each.error);
          model.add(second, 1, each.error);
        }
        expect(ring.end).toBe(model.end);
        expect(ring.windowHits).toBe(model.hitsIn(model.end - window, model.end));
        expect(ring.busiest).toBe(model.busiest);
        expect(ring.secondSeries(capacity + 3).hits).toEqual(model.series(capacity + 3));
        expect(ring.hitsIn(model.end - 5, model.end - 1)).toBe(model.hitsIn(model.end - 5, model.end - 1));
      }
      if (Number.isNaN(model.end)) return;
      expect(ring.minuteSeries()).toEqual({ step: 60, hits: model.minuteSeries('hits'), errors: model.minuteSeries('errors') });
    }),
    { numRuns: 400 },
  );
});

describe('a ring of seconds', () => {
  test('visits what is there, oldest first, and passes over silence', () => {
    const ring = new BucketRing(10, 5);
    ring.close(100, bucketOf(1, 0));
    ring.close(101, null);
    ring.close(104, bucketOf(2, 1));
    const seen: [number, number][] = [];
    ring.forEach(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, ({ hits }, second) => seen.push([second, hits]));
    expect(seen).toEqual([
      [100, 1],
      [104, 2],
    ]);
    expect([ring.at(101), ring.at(103), ring.at(105), ring.at(94)]).toEqual([null, null, null, null]);
  });

  test('has room for what came shortly before it began', () => {
    const ring = new BucketRing(10, 5);
    ring.begin(100);
    expect([ring.holds(100), ring.holds(99), ring.holds(90), ring.holds(89)]).toEqual([false, true, true, false]);
    addLate(ring, 99, 0);
    addLate(ring, 90, 1);
    expect(ring.windowHits).toBe(1);
    expect(ring.secondSeries(10)).toEqual({ step: 1, hits: [1, 0, 0, 0, 0, 0, 0, 0, 0, 1], errors: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
  });

  test('holds nothing before there is any second', () => {
    const ring = new BucketRing(10, 5);
    expect([ring.holds(0), ring.at(0), ring.windowHits, ring.hitsIn(0, 10)]).toEqual([false, null, 0, 0]);
    expect(ring.secondSeries(3).hits).toEqual([0, 0, 0]);
    expect(ring.minuteSeries().hits).toEqual(new Array(MINUTES).fill(0));
  });

  test('tells the minute that has just begun by its own seconds', () => {
    const ring = new BucketRing(10, 5);
    ring.close(59, bucketOf(60, 0));
    ring.close(60, bucketOf(7, 7));
    const { hits, errors } = ring.minuteSeries();
    expect([hits.slice(-2), errors.slice(-2)]).toEqual([
      [1, 7],
      [0, 7],
    ]);
  });
});
