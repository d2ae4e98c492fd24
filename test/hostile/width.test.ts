import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsIn, cellsOfCharacter } from '../../src/render/cells.js';
import { printable } from '../../src/render/printable.js';
import { hostileText } from '../support/hostile-text.js';
import { cellRow } from './own-cells.js';
import { createWitness } from './witness.js';

/** Each character of Unicode that is shown as it is, on a letter where it is a mark. */
const KEPT: readonly string[] = Array.from({ length: 0x110000 - 0x20 }, (_, index) => String.fromCodePoint(index + 0x20))
  .map((character) => `e${character}`)
  .filter((text) => printable(text) === text);

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

describe('what is shown as it is', () => {
  it('is most of what people write', () => {
    expect(KEPT.length).toBeGreaterThan(90_000);
    for (const character of 'aéßžŁøЖщλάπკ中日本語한글カタกไ€£…—“”ÆĐ') expect(KEPT).toContain(`e${character}`);
  });

  it('takes the cells on a terminal that we say', async () => {
    const columns = 3000;
    const perRow = 1000;
    const lines = Array.from({ length: Math.ceil(KEPT.length / perRow) }, (_, row) => KEPT.slice(row * perRow, (row + 1) * perRow).join(''));
    const witness = createWitness(columns, lines.length + 1);
    await witness.write(lines.map((line) => `${line}\n`).join(''));
    lines.forEach((line, y) => {
      expect(witness.row(y)).toEqual(cellRow(line, columns));
    });
  });

  it('joins with no neighbour to a sign of another width, for terminals that count signs', () => {
    const joining = KEPT.filter((text) => {
      const character = text.slice(1);
      const isMark = cellsOfCharacter(character) === 0;
      return ['e', 'ก', 'क', '한', '日'].some((neighbour) => {
        const signs = [...graphemes.segment(`${neighbour}${character}${neighbour}`)].length;
        return signs !== (isMark ? 2 : 3);
      });
    });
    expect(joining).toEqual([]);
  });
});

/** What sequences for terminals are made of. */
const SEQUENCE_PARTS = ['\u001b', '\u009b', '[', ']', '?', '0', '1', '4', '9', ';', 'h', 'l', 'm', 'H', 'J', 'K', 'r', 'c', 'P', 'X', '^', '_', '\\', '\u0007', '\u009c'];

/** Random characters of every kind, and random bytes as a log's reader decodes them. */
const anyText = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
  fc.array(fc.constantFrom(...SEQUENCE_PARTS), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.array(fc.integer({ min: 0x300, max: 0x20ff }).map((code) => String.fromCharCode(code)), { maxLength: 30 }).map((parts) => parts.join('')),
);

describe('whatever is made printable', () => {
  it('stands in its own cells, and does nothing else to the terminal', async () => {
    const columns = 1200;
    const witness = createWitness(columns, 3);
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        await witness.write('\u001bcabove\n[');
        const before = witness.state();
        const shown = printable(text);
        await witness.write(shown);
        const cells = cellsIn(shown);
        expect(witness.state()).toEqual({ ...before, cursor: [1 + cells, 1] });
        expect(witness.events).toEqual([]);
        await witness.write(']');
        expect(witness.screen()).toEqual([cellRow('above', columns), cellRow(`[${shown}]`, columns), cellRow('', columns)]);
      }),
      { numRuns: 400 },
    );
  });

  it('has as many signs as characters without their marks', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = printable(text);
        const signs = [...graphemes.segment(shown)].map(({ segment }) => segment);
        for (const sign of signs) expect(cellsIn(printable(sign))).toBe(cellsOfCharacter(String.fromCodePoint(sign.codePointAt(0)!)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is what it is when it is made printable again, alone or behind other text', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const both = printable(first) + printable(second);
        expect(printable(both)).toBe(both);
      }),
      { numRuns: 1000 },
    );
  });
});
