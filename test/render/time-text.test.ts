import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatClock, formatElapsed, formatInstant, formatInstantMs, formatInterval, formatIso, formatIsoMs } from '../../src/render/time-text.js';

describe('an instant', () => {
  test.each([
    [0, '1970-01-01 00:00:00+00:00'],
    [1_542_909_442, '2018-11-22 17:57:22+00:00'],
    [951_782_400, '2000-02-29 00:00:00+00:00'],
    [-1, '1969-12-31 23:59:59+00:00'],
    [253_402_300_799, '9999-12-31 23:59:59+00:00'],
  ])('%i is %s', (at, expected) => {
    expect(formatInstant(at)).toBe(expected);
    expect(formatInstant(at)).toBe(expected);
    expect(formatClock(at)).toBe(expected.slice(11, 19));
  });

  test('says the same as ISO 8601, however many were asked for before', () => {
    const second = fc.integer({ min: 0, max: 253_402_300_799 });
    fc.assert(
      fc.property(second, (at) => {
        const iso = new Date(at * 1000).toISOString();
        expect(formatInstant(at)).toBe(`${iso.slice(0, 10)} ${iso.slice(11, 19)}+00:00`);
        expect(formatIso(at)).toBe(iso);
      }),
      { numRuns: 10_000 },
    );
  });
});

test.each([
  [0, '0s'],
  [-3, '0s'],
  [59.9, '59s'],
  [60, '1m 00s'],
  [200, '3m 20s'],
  [3599, '59m 59s'],
  [7500, '2h 05m'],
  [86_399, '23h 59m'],
  [385_200, '4d 11h'],
])('%d seconds last %s', (elapsed, expected) => {
  expect(formatElapsed(elapsed)).toBe(expected);
});

test.each([
  [1, '1s'],
  [90, '90s'],
  [600, '10m'],
  [5400, '90m'],
  [7200, '2h'],
  [604_800, '7d'],
])('an interval of %d seconds is %s', (length, expected) => {
  expect(formatInterval(length)).toBe(expected);
});

test.each([
  [1_542_909_442_000, '2018-11-22 17:57:22+00:00', '2018-11-22T17:57:22.000Z'],
  [1_542_909_442_007, '2018-11-22 17:57:22.007+00:00', '2018-11-22T17:57:22.007Z'],
  [-1, '1969-12-31 23:59:59.999+00:00', '1969-12-31T23:59:59.999Z'],
])('%d milliseconds are %s', (at, text, iso) => {
  expect(formatInstantMs(at)).toBe(text);
  expect(formatIsoMs(at)).toBe(iso);
});
