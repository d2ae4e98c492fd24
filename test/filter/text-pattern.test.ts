import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePattern } from '../../src/filter/text-pattern.js';

const text = (maxLength: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é'), minLength: 1, maxLength });

it('a text that may stand anywhere is found where JavaScript finds it, and nowhere outside of what is looked at', () => {
  fc.assert(
    fc.property(text(4), text(12), fc.boolean(), (wanted, held, ignoreCase) => {
      const bytes = Buffer.from(`${wanted}|${held}|${wanted}`);
      const from = Buffer.byteLength(wanted) + 1;
      const plain = (each: string): string => (ignoreCase ? each.replaceAll('A', 'a') : each);
      const isFound = compilePattern([{ literal: wanted }], ignoreCase, false)(bytes, from, from + Buffer.byteLength(held));
      expect(isFound).toBe(plain(held).includes(plain(wanted)));
    }),
    { numRuns: 2000 },
  );
});
