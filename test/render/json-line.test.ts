import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toJsonLine } from '../../src/render/json-line.js';
import { forbiddenIn, hostileText } from '../support/hostile-text.js';

describe('a line of JSON', () => {
  test.each([
    ['plain text', 'a', '{"path":"a"}\n'],
    ['other scripts', 'é日😀', '{"path":"é日😀"}\n'],
    ['quotes and backslashes', '"\\', '{"path":"\\"\\\\"}\n'],
    ['C0', 'a\u001b\n', '{"path":"a\\u001b\\n"}\n'],
    ['DEL and C1', '\u007f\u009b', '{"path":"\\u007f\\u009b"}\n'],
    ['bidi and zero width', '\u202e\u200b', '{"path":"\\u202e\\u200b"}\n'],
    ['tags', '\u{e0041}', '{"path":"\\udb40\\udc41"}\n'],
    ['lone surrogates', '\ud800x', '{"path":"\\ud800x"}\n'],
  ])('holds %s', (_, path, expected) => {
    expect(toJsonLine({ path })).toBe(expected);
    expect(JSON.parse(expected)).toEqual({ path });
  });

  test('gives back the very same values, in keys too, and nothing in it is forbidden', () => {
    fc.assert(
      fc.property(fc.dictionary(hostileText, hostileText, { noNullPrototype: true }), (value) => {
        const line = toJsonLine(value);
        expect(JSON.parse(line)).toEqual(value);
        expect(line.endsWith('\n')).toBe(true);
        expect(forbiddenIn(line.slice(0, -1))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
