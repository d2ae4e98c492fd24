import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsIn, cellsOfCharacter, cutMiddleToCells, cutToCells } from '../../src/render/cells.js';
import { printable } from '../../src/render/printable.js';
import { hostileText } from '../support/hostile-text.js';

/** What the screen library takes a character's width for. */
const { charWidth } = createRequire(import.meta.url)('blessed/lib/unicode.js') as { charWidth: (text: string) => number };

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());

describe('the width of text', () => {
  it.each<[string, string, number]>([
    ['ASCII', 'GET /food', 9],
    ['Latin', 'café', 4],
    ['a mark on a letter', 'e\u0301', 1],
    ['Chinese', '你好', 4],
    ['full-width forms', 'ＡＢ', 4],
    ['Korean', '한국', 4],
    ['box drawing', '╭─╮', 3],
  ])('of %s', (_, value, cells) => {
    expect(cellsIn(printable(value))).toBe(cells);
  });

  it('is the same for us and for the screen library, character by character', () => {
    const different: string[] = [];
    for (let code = 0x20; code < 0x110000; code += 1) {
      const character = String.fromCodePoint(code);
      if (printable(character) !== character) continue;
      const cells = cellsOfCharacter(character);
      if (cells > 0 && charWidth(character) === 2 !== (cells === 2)) different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  });
});

describe('text made printable', () => {
  it.each<[string, string, string]>([
    ['an escape', '\u001b[31m', '\\x1b[31m'],
    ['an 8-bit control sequence', '\u009b31m', '\\x9b31m'],
    ['an override of the direction', '\u202egnp', '\\u{202e}gnp'],
    ['an emoji, which terminals draw in one cell or in two', '/\u{1f355}', '/\\u{1f355}'],
    ['markup', '{red-fg}{/}', '{red-fg}{/}'],
  ])('shows %s', (_, value, shown) => {
    expect(printable(value)).toBe(shown);
  });

  it('stays as it is when it is made printable again', () => {
    fc.assert(fc.property(text, (value) => printable(printable(value)) === printable(value)));
  });
});

describe('cutting', () => {
  it.each<[string, number, string, number]>([
    ['short', 8, 'short', 5],
    ['exactly8', 8, 'exactly8', 8],
    ['one too long', 8, 'one too…', 8],
    ['你好你好', 8, '你好你好', 8],
    ['你好你好!', 8, '你好你…', 7],
    ['x', 1, 'x', 1],
    ['xy', 1, '…', 1],
    ['', 3, '', 0],
  ])('%j to %d cells gives %j', (value, limit, shown, cells) => {
    expect(cutToCells(value, limit)).toEqual({ text: shown, cells });
  });

  it('never takes more cells than there are, and tells how many it took', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (value, limit) => {
        const cut = cutToCells(value, limit);
        expect(cut.cells).toBeLessThanOrEqual(limit);
        expect(cellsIn(cut.text)).toBe(cut.cells);
        expect(printable(cut.text)).toBe(cut.text);
      }),
    );
  });
});

describe('text cut in its middle', () => {
  it.each([
    ['what has room stays', '/a/b.html', 9, '/a/b.html'],
    ['its beginning and its end stay', '/a/long/way/to/b.html', 11, '/a/lo….html'],
    ['of an even number of cells one more stands in front', 'abcdefghij', 6, 'abc…ij'],
    ['wide characters take two cells', '日本語日本語', 7, '日…語'],
    ['a mark goes with its letter', 'abcdefge\u0301', 5, 'ab…ge\u0301'],
    ['a mark without its letter goes, too', 'aaaaaae\u0301b', 4, 'aa…b'],
    ['controls are made visible', '\u001b[2J', 20, '\\x1b[2J'],
  ])('%s', (_, text, limit, expected) => {
    expect(cutMiddleToCells(text, limit)).toBe(expected);
  });

  it('has at most so many cells, however long it was', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 3, max: 30 }), fc.constantFrom(1, 50), (text, limit, times) => {
        expect(cellsIn(cutMiddleToCells(text.repeat(times), limit))).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
