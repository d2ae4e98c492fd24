import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkOf, indexOfByte } from '../../src/core/byte-chunk.js';

it('a byte is found within its bounds, whatever stands around it', () => {
  const byte = fc.constantFrom(0, 1, 0x22, 0x23, 0x5c, 0x5d, 0x80, 0xa2, 0xdc, 0xff);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 20 }), fc.nat(20), fc.nat(20), byte, (bytes, a, b, sought) => {
      const [from, to] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
      const at = bytes.findIndex((each, i) => i >= from && i < to && each === sought);
      expect(indexOfByte(chunkOf(Buffer.from(bytes)), from, to, sought)).toBe(at < 0 ? to : at);
    }),
    { numRuns: 2000 },
  );
});
