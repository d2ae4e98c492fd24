import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable, printableHead } from '../../src/render/printable.js';
import { forbiddenIn, hostileText } from '../support/hostile-text.js';

describe('a log line shows its attack instead of running it', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['cursor moves', 'a\u001b[2J\u001b[1;1Hb', 'a\\x1b[2J\\x1b[1;1Hb'],
    ['the alternate screen', '\u001b[?1049h', '\\x1b[?1049h'],
    ['the title', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
    ['the clipboard (OSC 52)', '\u001b]52;c;cm0gLXJm\u001b\\', '\\x1b]52;c;cm0gLXJm\\x1b\\'],
    ['a device string', '\u001bP1;1|\u001b\\', '\\x1bP1;1|\\x1b\\'],
    ['CSI in one byte', '\u009b31m', '\\x9b31m'],
    ['OSC in one byte', '\u009d0;owned\u009c', '\\x9d0;owned\\x9c'],
    ['line ends', 'a\r\nb\u0085c\u2028d\u2029e', 'a\\x0d\\x0ab\\x85c\\u{2028}d\\u{2029}e'],
    ['backspaces and DEL', 'good\b\b\b\bbad\u007f', 'good\\x08\\x08\\x08\\x08bad\\x7f'],
    ['NUL and tab', 'a\u0000b\tc', 'a\\x00b\\x09c'],
    ['shifted character sets', '\u000e\u000f', '\\x0e\\x0f'],
    ['bidi overrides', 'user\u202egnp.exe', 'user\\u{202e}gnp.exe'],
    ['bidi isolates and marks', '\u2066a\u2069\u200f\u061c', '\\u{2066}a\\u{2069}\\u{200f}\\u{61c}'],
    ['zero width', 'ad\u200bmin\ufeff\u2060', 'ad\\u{200b}min\\u{feff}\\u{2060}'],
    ['a soft hyphen', 'ad\u00admin', 'ad\\xadmin'],
    ['invisible fillers', '\u3164\u115f\uffa0', '\\u{3164}\\u{115f}\\u{ffa0}'],
    ['variation selectors', 'a\ufe0fb\u{e0100}', 'a\\u{fe0f}b\\u{e0100}'],
    ['tag characters', 'a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
    ['lone surrogates', '\ud800a\udc00', '\\u{d800}a\\u{dc00}'],
    ['non-characters', '\uffff\u{1fffe}', '\\u{ffff}\\u{1fffe}'],
    ['a flood of marks', `a${'\u0301'.repeat(1000)}b`, 'a\u0301\u0301\u0301b'],
  ])('%s', (_, attack, expected) => {
    expect(printable(attack)).toBe(expected);
  });
});

describe('what needs nothing stays as it is', () => {
  test.each([
    ['plain text', 'GET /food/pizza?x=1 HTTP/1.1'],
    ['markup, which nobody reads as such', '{red-fg}{bold}x{/} <b>&amp;</b>'],
    ['backslashes', '\\x16\\x03\\u0041'],
    ['other scripts', 'žluťoučký кот 日本語 हिन्दी ไทย العربية'],
    ['characters beyond the first plane', '😀𝒳'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(printable(text)).toBe(text);
  });
});

describe('whatever stands in a log', () => {
  test('nothing forbidden is left', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(forbiddenIn(printable(text))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('making it printable twice is making it printable once', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });

  test('a head of it is printable, no longer than asked for, and whole when it fits', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const head = printableHead(text, limit);
        const whole = printable(text);
        expect(forbiddenIn(head)).toEqual([]);
        expect(Array.from(head).length).toBeLessThanOrEqual(limit);
        if (Array.from(whole).length <= limit && text.length <= 2 * limit) expect(head).toBe(whole);
      }),
    );
  });
});

test.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdefg', 6, 'abcde…'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀😀', 3, '😀😀…'],
  ['x'.repeat(100_000), 4, 'xxx…'],
  ['\u001b\u001b', 4, '\\x1…'],
])('the head of %j in %i characters is %j', (text, limit, expected) => {
  expect(printableHead(text, limit)).toBe(expected);
});
