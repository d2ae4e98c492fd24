import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesWith } from '../../src/sources/following/name-range.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', '1', 'é', '\u{1F600}'), maxLength: 5 });

describe('names that begin with a text', () => {
  it('are those that are found when all are looked at', () => {
    fc.assert(
      fc.property(fc.array(text), text, (names, prefix) => {
        const sorted = names.toSorted();
        expect(namesWith(sorted, prefix)).toEqual(sorted.filter((name) => name.startsWith(prefix)));
      }),
    );
  });

  it('are found among many without a look at the others', () => {
    let looked = 0;
    const all = Array.from({ length: 10_000 }, (_, n) => `site-${String(n)}.log`).sort();
    const names = new Proxy(all, {
      get: (target, key, receiver): unknown => {
        if (typeof key === 'string' && /^\d+$/.test(key)) looked += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    expect(namesWith(names, 'site-4711.')).toEqual(['site-4711.log']);
    expect(looked).toBeLessThan(30);
  });
});
