import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../src/sources/state/state-format.js';

const VALUE = { hits: 12, key: 'caf\u00c3\u00a9 \u0000 "\u2028', list: [1.5, null, true] };

describe('a state file', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = JSON.parse(JSON.stringify(value)) as unknown;
        expect(decodeState(encodeState(value))).toEqual({ kind: 'whole', value: written });
      }),
    );
  });

  it('is found to be damaged by any change of any of its bytes', () => {
    const whole = encodeState(VALUE);
    for (let at = 0; at < whole.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 1 << bit;
        expect(decodeState(bytes).kind, `bit ${bit} of byte ${at}`).toBe('damaged');
      }
    }
  });

  it('is found to be damaged when it was cut short anywhere, or goes on', () => {
    const whole = encodeState(VALUE);
    for (let length = 0; length < whole.length; length += 1) {
      expect(decodeState(whole.subarray(0, length)).kind, `${length} bytes`).toBe('damaged');
    }
    expect(decodeState(Buffer.concat([whole, Buffer.from('\n')])).kind).toBe('damaged');
  });

  it.each<[string, string, RegExp]>([
    ['an empty file', '', /empty/],
    ['a log', '192.0.2.1 - - [01/May/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1\n', /begin/],
    ['a later version', encodeState(VALUE).toString().replace(' 1 ', ' 2 '), /version '2'/],
    ['a file with something behind its checksum', encodeState(VALUE).toString().replace('\n', ' x\n'), /checksum/],
  ])('%s is none', (_name, text, reason) => {
    const decoded = decodeState(Buffer.from(text));
    expect(decoded.kind === 'damaged' ? decoded.reason : '').toMatch(reason);
  });
});
