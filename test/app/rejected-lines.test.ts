import { expect, test } from 'vitest';
import { RejectedLines } from '../../src/app/rejected-lines.js';

const add = (rejected: RejectedLines, text: string): void => {
  const bytes = Buffer.from(`<${text}>`);
  rejected.add('a.log', bytes, 1, bytes.length - 1, 'layout');
};
const texts = (rejected: RejectedLines): string[] => rejected.list().map(({ text }) => text);

test('the last 100 rejected lines are kept, oldest first', () => {
  const rejected = new RejectedLines();
  expect(texts(rejected)).toEqual([]);
  for (let n = 0; n < 99; n += 1) add(rejected, `${n}`);
  expect(texts(rejected)).toEqual(Array.from({ length: 99 }, (_, n) => String(n)));
  for (let n = 99; n < 250; n += 1) add(rejected, `${n}`);
  expect(texts(rejected)).toEqual(Array.from({ length: 100 }, (_, n) => String(150 + n)));
});

test('each is cut to a kilobyte, and none has the end of a longer one before it', () => {
  const rejected = new RejectedLines();
  for (let n = 0; n < 100; n += 1) add(rejected, 'x'.repeat(5000));
  add(rejected, 'short');
  expect(texts(rejected).slice(-2)).toEqual(['x'.repeat(1024), 'short']);
});

test('each has its source and its reason', () => {
  const rejected = new RejectedLines();
  rejected.add('b.log', Buffer.from('caf\u00e9'), 0, 5, 'time');
  expect(rejected.list()).toEqual([{ text: 'caf\u00e9', source: 'b.log', reason: 'time' }]);
});
