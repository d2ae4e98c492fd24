import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pacedClock } from '../../src/clocks/paced-clock.js';

describe('the clock of a replay', () => {
  it.each([
    ['at the start', 0, 1000],
    ['a second later', 1000, 1060],
    ['a moment later', 10, 1000.6],
  ])('%s shows the log’s time', (_name, elapsed, expected) => {
    expect(pacedClock({ first: 1000, speed: 60, startedAt: 5 }).at(5 + elapsed)).toBeCloseTo(expected, 9);
  });

  it('tells how long an instant is away', () => {
    const clock = pacedClock({ first: 1000, speed: 10, startedAt: 0 });
    expect(clock.until(1020, 500)).toBe(1500);
    expect(clock.until(1000, 500)).toBe(0);
  });

  it('shows an instant when it said that it would', () => {
    const second = fc.integer({ min: 0, max: 2 ** 31 });
    fc.assert(
      fc.property(second, fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0.01, max: 10_000, noNaN: true }), (first, ahead, speed) => {
        const clock = pacedClock({ first, speed, startedAt: 0 });
        expect(clock.at(clock.until(first + ahead, 0))).toBeCloseTo(first + ahead, 4);
      }),
    );
  });
});
