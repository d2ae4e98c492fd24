import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArrivalMarks } from '../../src/app/arrival-marks.js';
import { KeptBytes } from '../../src/app/kept-bytes.js';

describe('the kept bytes', () => {
  test('are the newest whole lines, and say whether that is all', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 4 }), { maxLength: 12 }), (blocks) => {
        const limit = 128 * 1024;
        const kept = new KeptBytes(limit);
        let all = '';
        for (const [n, lengths] of blocks.entries()) {
          const text = lengths.map((length) => `${String.fromCharCode(97 + n).repeat(length)}\n`).join('');
          kept.add(Buffer.from(`#${text}#`), 1, 1 + text.length, false);
          all += text;
        }
        const { from, to, isWhole } = kept;
        const buffer = Buffer.alloc(to - from);
        expect([kept.read(buffer, to - from, from), to]).toEqual([to - from, all.length]);
        expect(buffer.toString()).toBe(all.slice(from));
        expect(from === 0 || all[from - 1] === '\n').toBe(true);
        expect(isWhole).toBe(from === 0 || all.length < limit);
        expect(kept.read(buffer, 1, from - limit)).toBe(0);
      }),
    );
  });
});

describe('the marks of arrivals', () => {
  test('tell in which second a byte arrived', () => {
    const marks = new ArrivalMarks(100);
    marks.mark(7, 200, 900);
    marks.mark(9, 300, 900);
    marks.mark(9, 310, 900);
    marks.mark(12, 310, 900);
    expect([99, 100, 199, 200, 309, 310].map((offset) => marks.secondAt(offset))).toEqual([Number.NaN, 7, 7, 9, 9, Number.NaN]);
  });

  test('forget the oldest', () => {
    const marks = new ArrivalMarks(0);
    for (let n = 1; n <= 2000; n += 1) marks.mark(n, n * 10, 900);
    expect([marks.secondAt(5), marks.secondAt(19_995), marks.secondAt(12_005)]).toEqual([Number.NaN, 2000, 1201]);
  });

  test('go on where the end of a file was cut off', () => {
    const marks = new ArrivalMarks(0);
    marks.mark(1, 100, 900);
    marks.mark(2, 200, 900);
    marks.cutTo(150);
    marks.mark(3, 180, 900);
    expect([marks.secondAt(50), marks.secondAt(170)]).toEqual([1, 3]);
  });
});
