import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable, printableLines } from '../../src/render/printable.js';
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
    ['a flood of marks', `a${'\u0301'.repeat(5)}b`, 'a\u0301\u0301\u0301\\u{301}\\u{301}b'],
    ['a mark on what stands before the text', '\u0301', '\\u{301}'],
    ['marks on a space, a digit, a wide letter, an escape', ' \u03011\u0301日\u0301\u0007\u0301', ' \\u{301}1\\u{301}日\\u{301}\\x07\\u{301}'],
    ['letters from right to left, which move numbers', 'אב 12 عر', '\\u{5d0}\\u{5d1} 12 \\u{639}\\u{631}'],
    ['spaces that are none', 'a\u00a0b\u2003c\u3000d\u2800', 'a\\xa0b\\u{2003}c\\u{3000}d\\u{2800}'],
    ['emoji', '😀 ❤ 🇨🇿', '\\u{1f600} \\u{2764} \\u{1f1e8}\\u{1f1ff}'],
    ['a family of emoji', '👨\u200d👩', '\\u{1f468}\\u{200d}\\u{1f469}'],
    ['letters that join into one sign', '\u1100\u1161 क\u094d', '\\u{1100}\\u{1161} क\\u{94d}'],
    ['annotations between lines', '\ufff9a\ufffab\ufffb', '\\u{fff9}a\\u{fffa}b\\u{fffb}'],
    ['private characters', '\ue0b0', '\\u{e0b0}'],
  ])('%s', (_, attack, expected) => {
    expect(printable(attack)).toBe(expected);
  });
});

describe('what needs nothing stays as it is', () => {
  test.each([
    ['plain text', 'GET /food/pizza?x=1 HTTP/1.1'],
    ['markup, which nobody reads as such', '{red-fg}{bold}x{/} <b>&amp;</b>'],
    ['backslashes', '\\x16\\x03\\u0041'],
    ['other scripts', 'žluťoučký кот αβγ 日本語 한국어 ไทย Tiê\u0301ng Viê\u0323t'],
    ['characters beyond the first plane', '𠀀𝒳'],
    ['the sign of what was no UTF-8', '\ufffd'],
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
});

test('of several lines only the line ends stay', () => {
  expect(printableLines('Error: \u001b[2J\r\n    at x\n')).toBe('Error: \\x1b[2J\\x0d\n    at x\n');
});
