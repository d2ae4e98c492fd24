import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/core/nearest.js';

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['once', '', 4],
    ['once', 'once', 0],
    ['once', 'onec', 2],
    ['treshold', 'threshold', 1],
    ['kitten', 'sitting', 3],
  ])('of %j and %j is %i', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
  });

  it('is the same both ways, 0 only for the same text, and no larger than the longer text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('the nearest candidate', () => {
  it.each([
    ['a typing mistake', 'onse', ['demo', 'once'], 'once'],
    ['another case and underscores', 'LOG_FILE', ['log-file'], 'log-file'],
    ['a part of it', 'window', ['once', 'alert-window'], 'alert-window'],
    ['nothing like it', 'xyzzy', ['demo', 'once'], null],
    ['a short word that shares no letter', 'x', ['a', 'l'], null],
    ['a text longer than any name', 'o'.repeat(65), ['once'], null],
  ])('of %s', (_, text, candidates, expected) => {
    expect(nearest(text, candidates)).toBe(expected);
  });
});
