import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecentLines } from '../../src/app/recent-lines.js';

const statusOf = (line: Buffer): number => line.length;
const add = (recent: RecentLines, text: string, source = 'a'): void => {
  const bytes = Buffer.from(`before\n${text}after\n`);
  recent.add(source, statusOf, bytes, 7, bytes.length - 6);
};
const texts = (recent: RecentLines, limit = Infinity): string[] => recent.list(limit).map(({ text }) => text);

describe('the newest lines', () => {
  test('are those of all sources in the order in which they came', () => {
    const recent = new RecentLines();
    add(recent, 'one\ntwo\n');
    add(recent, 'three\n', 'b');
    expect(recent.list(10)).toEqual([
      { text: 'one', source: 'a', status: 3 },
      { text: 'two', source: 'a', status: 3 },
      { text: 'three', source: 'b', status: 5 },
    ]);
    expect(texts(recent, 2)).toEqual(['two', 'three']);
    expect(texts(recent, 0)).toEqual([]);
  });

  test('are at most 1,000', () => {
    const recent = new RecentLines();
    for (let n = 0; n < 30; n += 1) add(recent, Array.from({ length: 50 }, (_, i) => `${n * 50 + i}\n`).join(''));
    expect(texts(recent)).toEqual(Array.from({ length: 1000 }, (_, n) => String(500 + n)));
  });

  test('have at most 64 KiB, whole lines all of them', () => {
    const recent = new RecentLines();
    add(recent, Array.from({ length: 300 }, (_, n) => `${String(n).padStart(1000, '.')}\n`).join(''));
    const kept = texts(recent);
    expect(kept.length).toBeGreaterThan(60);
    expect(kept.length * 1000).toBeLessThanOrEqual(65_536);
    expect(kept.every((text) => text.length === 1000)).toBe(true);
    expect(kept.at(-1)).toBe('299'.padStart(1000, '.'));
  });

  test('are not kept when a single one is longer than that', () => {
    const recent = new RecentLines();
    add(recent, 'short\n');
    add(recent, `${'x'.repeat(70_000)}\n`);
    expect(texts(recent)).toEqual(['short']);
  });

  test('stay as they were when the chunk is used again', () => {
    const recent = new RecentLines();
    const bytes = Buffer.from('one\n');
    recent.add('a', statusOf, bytes, 0, 4);
    bytes.fill('x');
    expect(texts(recent)).toEqual(['one']);
  });

  test('may be empty, and the last may lack its end', () => {
    const recent = new RecentLines();
    add(recent, '\n\none\n\n');
    recent.add('a', statusOf, Buffer.from('two'), 0, 3);
    expect(texts(recent)).toEqual(['', '', 'one', '', 'two']);
  });

  test('are shown without their line ends, be they those of Windows', () => {
    const recent = new RecentLines();
    add(recent, 'one\r\n\r\ntwo\r\n');
    expect(texts(recent)).toEqual(['one', '', 'two']);
  });

  test('are what a plain list would keep', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 5 }), { maxLength: 20 }), fc.nat({ max: 30 }), (pieces, limit) => {
        const recent = new RecentLines();
        for (const lines of pieces) add(recent, lines.map((each) => `${each}\n`).join(''));
        const all = pieces.flat();
        expect(texts(recent, limit)).toEqual(all.slice(Math.max(0, all.length - limit)));
      }),
    );
  });
});
