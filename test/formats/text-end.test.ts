import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { closingQuote } from '../../src/formats/text-end.js';

/** A text from its first byte on, of which `marks` are what each step over it takes. */
const endBy = (steps: RegExp, text: string): number => {
  const taken = steps.exec(text)?.[0].length ?? 0;
  return text[taken] === '"' ? taken : -1;
};

it.each([
  ['backslashes', false, /^(?:\\[^]|[^"\\])*/],
  ['doubled quotes', true, /^(?:""|[^"])*/],
])('a quoted text with %s ends at the first quote that is none of its own, and within its line', (_name, doubled, steps) => {
  const around = fc.constantFrom('', '\\', '"', '\\"', 'x');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', '\\', 'a', ' '), maxLength: 24 }), around, around, (text, before, behind) => {
      const line = chunkOf(Buffer.from(before + text + behind));
      const end = endBy(steps, text);
      expect(closingQuote(line, before.length, before.length + text.length, doubled)).toBe(end < 0 ? -1 : before.length + end);
    }),
    { numRuns: 1000 },
  );
});
