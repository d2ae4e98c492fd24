import { describe, expect, it } from 'vitest';
import { GONE, SourceBook } from '../../src/core/source-book.js';

const read = (book: SourceBook, source: number, lines: number): void => {
  for (let n = 0; n < lines; n += 1) book.accounts.accept(source);
};

const interval = (book: SourceBook) => book.counts(book.accounts.cut()).map(({ path, read: lines }) => [path, lines]);
const run = (book: SourceBook) => book.counts(book.accounts.run()).map(({ path, read: lines }) => [path, lines]);

describe('sources that leave', () => {
  it('are told as long as they have lines to tell of, and their counts stay', () => {
    const book = new SourceBook();
    read(book, book.add('a'), 3);
    read(book, book.add('b'), 2);
    book.depart(0);
    expect(interval(book)).toEqual([['a', 3], ['b', 2]]);
    expect(interval(book)).toEqual([['b', 0]]);
    expect(run(book)).toEqual([['a', 3], ['b', 2]]);
    expect(book.statuses(book.accounts.run()).map(({ path }) => path)).toEqual(['b']);
  });

  it('get their number, their counts and their format again when they come back', () => {
    const book = new SourceBook();
    book.add('a');
    book.add('b');
    read(book, 1, 2);
    book.setFormat(1, 'common', 0);
    book.depart(1);
    book.add('c');
    expect(book.add('b')).toBe(1);
    read(book, 1, 1);
    expect(run(book)).toEqual([['a', 0], ['b', 3], ['c', 0]]);
    expect(book.counts(book.accounts.run())[1]?.format).toBe('common');
  });

  it('become one when there are too many, those that left longest ago first', () => {
    const book = new SourceBook(3);
    for (const [source, path] of ['a', 'b', 'c'].entries()) read(book, book.add(path), source + 1);
    interval(book);
    read(book, 1, 10);
    book.depart(1);
    book.depart(0);
    expect(book.add('d')).toBe(1);
    expect(interval(book)).toEqual([['d', 0], ['c', 0], [GONE, 10]]);
    expect(book.add('e')).toBe(0);
    expect(run(book)).toEqual([['e', 0], ['d', 0], ['c', 3], [GONE, 13]]);
    expect(book.add('b')).toBe(4);
  });

  it('never lose a line, however many come and go', () => {
    const book = new SourceBook(4);
    for (let n = 0; n < 1000; n += 1) {
      const source = book.add(`pod-${String(n % 37)}.log`);
      expect(source).toBeLessThan(6);
      read(book, source, n % 5);
      book.depart(source);
      if (n % 10 === 0) book.accounts.cut();
    }
    expect(book.accounts.run().lines.read).toBe(2000);
    expect(run(book).reduce((sum, [, lines]) => sum + Number(lines), 0)).toBe(2000);
    expect(run(book).length).toBeLessThan(7);
  });
});
