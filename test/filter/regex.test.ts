import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Regex } from '../../src/filter/regex.js';
import { RegexError } from '../../src/filter/regex-syntax.js';

const matches = (source: string, text: string, ignoreCase = false, kept?: number): boolean => {
  const bytes = Buffer.from(`x${text}y`);
  return new Regex(source, ignoreCase, kept).test(bytes, 1, bytes.length - 1);
};

describe('a regular expression', () => {
  it.each<[string, string, boolean]>([
    ['^\\/v[12]\\/', '/v2/users', true],
    ['^\\/v[12]\\/', '/v3/users', false],
    ['^\\/v[12]\\/', '/a/v1/', false],
    ['\\.(?:php|asp)$', '/x.php', true],
    ['\\.(?:php|asp)$', '/x.php5', false],
    ['^$', '', true],
    ['', 'anything', true],
    ['a{2,3}b', 'xaab', true],
    ['^a{2,3}b', 'ab', false],
    ['^(?<year>\\d{4})-\\d\\d$', '2018-11', true],
    ['^.$', 'é', true],
    ['^.$', '🍕', true],
    ['^[à-ÿ]$', 'é', true],
    ['^[^a]$', '€', true],
    ['\\bfood\\b', 'a food!', true],
    ['\\bfood\\b', 'seafood', false],
    ['\\x2f\\u00e9\\u{1f355}', '/é🍕', true],
    ['[]', 'a', false],
    ['^[a\\-z]+$', 'a-z', true],
    ['{}', 'a{}', true],
  ])('%s in %s: %s', (source, text, expected) => {
    expect(matches(source, text)).toBe(expected);
  });

  it('knows cases as it is told', () => {
    expect(matches('fo+d', 'FOOD')).toBe(false);
    expect(matches('fo+d', 'FOOD', true)).toBe(true);
    expect(matches('^[a-c]É$', 'Bé', true)).toBe(true);
    expect(matches('^[^a]$', 'A', true)).toBe(false);
  });

  it('reads what is no UTF-8 as one character each', () => {
    const bytes = Buffer.from([0xff, 0xc3, 0x41, 0xe2, 0x82]);
    expect(new Regex('^\\ufffd\\ufffdA\\ufffd\\ufffd$', false).test(bytes, 0, bytes.length)).toBe(true);
  });

  it.each<[string, number]>([
    ['(a', 2],
    ['a)', 1],
    ['[a', 2],
    ['*a', 0],
    ['a|+', 2],
    ['(?=a)', 1],
    ['(?<!a)', 1],
    ['(a)\\1', 3],
    ['\\p{L}', 0],
    ['\\xZZ', 0],
    ['[z-a]', 1],
    ['[\\d-z]', 1],
    ['a{3,2}', 1],
    ['a{1001}', 1],
    ['^*', 0],
    ['\\', 0],
    ['('.repeat(60), 50],
    ['(?:a{100}){100}', 0],
    [`${'(?:'.repeat(20)}${'){900}'.repeat(20)}`, 0],
  ])('%s is refused at %i', (source, at) => {
    expect(() => new Regex(source, false)).toThrow(expect.objectContaining({ name: 'Error', at }) as RegexError);
  });

  it('finds what JavaScript finds', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', 'é', '^', '$', '\\b', '\\B', '1', '-');
    const source = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
        fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?')).map(([a, repeat]) => `(?:${a})${repeat}`),
      ),
    })).node;
    // None beyond U+FFFF: JavaScript finds a \B in the middle of one.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', '-', 'é', '\n', ' ', '€'), maxLength: 8 });
    fc.assert(
      fc.property(source, text, fc.boolean(), fc.constantFrom(undefined, 0, 1, 3), (pattern, input, ignoreCase, kept) => {
        expect(matches(pattern, input, ignoreCase, kept)).toBe(new RegExp(pattern, ignoreCase ? 'iu' : 'u').test(input));
      }),
      { numRuns: 1000 },
    );
  });

  it('is never anything but matched or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab()[]{}|*+?\\^$.-,1<:=!')) }), fc.uint8Array(), (source, bytes) => {
        try {
          new Regex(source, false).test(bytes, 0, bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(RegexError);
        }
      }),
    );
  });

  it.each(['(a+)+$', '(a|aa)*c', '(a*)*c', '(?:a?){200}a{200}b', '(.*a){20}b', '(a|b)*a(a|b){12}c'])(
    'reads each byte of a long line once, though %s is made to hang',
    (source) => {
      const bytes = Buffer.from('ab'.repeat(5) + 'a'.repeat(10_000) + '!');
      let reads = 0;
      const counted = new Proxy(bytes, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
      expect(new Regex(source, false).test(counted, 0, bytes.length)).toBe(false);
      expect(reads).toBe(bytes.length);
    },
  );
});
