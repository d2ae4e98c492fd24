import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REJECT_REASONS } from '../../src/core/line-counts.js';
import { RecordRing, rejectCode, rejectReason } from '../../src/core/record-ring.js';

const write = (ring: RecordRing, value: number): void => {
  const row = ring.index(ring.length);
  ring.seconds[row] = value;
  ring.rejects[row] = 0;
  ring.push();
};

const contents = (ring: RecordRing): number[] => Array.from({ length: ring.length }, (_, n) => ring.seconds[ring.index(n)]!);

test('does what a plain queue does, whatever is put in and taken out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 60 }), (power, steps) => {
      const ring = new RecordRing(1 << power);
      const queue: number[] = [];
      let next = 0;
      for (const step of steps) {
        if (step < 0) {
          const taken = Math.min(-step, queue.length);
          queue.splice(0, taken);
          ring.shift(taken);
        } else {
          for (let i = 0; i < step && ring.free > 0; i += 1) {
            queue.push(next);
            write(ring, next);
            next += 1;
          }
        }
        expect(contents(ring)).toEqual(queue);
        expect(ring.free).toBe(ring.capacity - queue.length);
      }
    }),
  );
});

describe('a rejected line in the ring', () => {
  test('takes a row of its own between the records', () => {
    const ring = new RecordRing(4);
    write(ring, 1);
    ring.pushRejected(rejectCode('layout'), 3, true);
    write(ring, 2);
    expect(Array.from({ length: 3 }, (_, n) => ring.rejects[ring.index(n)])).toEqual([0, rejectCode('layout'), 0]);
    expect([ring.sources[ring.index(1)], ring.catchUps[ring.index(1)]]).toEqual([3, 1]);
  });

  test.each(REJECT_REASONS)('keeps its reason: %s', (reason) => {
    expect(rejectReason(rejectCode(reason))).toBe(reason);
    expect(rejectCode(reason)).toBeGreaterThan(0);
  });
});

test('sizes beyond 32 bits and times before 1970 keep their value', () => {
  const ring = new RecordRing(1);
  ring.bytes[0] = Number.MAX_SAFE_INTEGER;
  ring.seconds[0] = -86_400;
  expect([ring.bytes[0], ring.seconds[0]]).toEqual([9_007_199_254_740_991, -86_400]);
});
