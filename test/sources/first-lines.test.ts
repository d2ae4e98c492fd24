import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readFirstLines } from '../../src/sources/finished/first-lines.js';
import { openStdin } from '../../src/sources/finished/stdin.js';

const read = async (chunks: readonly string[], most = Infinity): Promise<string[]> => {
  const lines: string[] = [];
  const take = (line: Buffer): boolean => lines.push(line.toString()) < most;
  expect(await readFirstLines((sink) => openStdin(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), sink), take, () => false)).toBeNull();
  return lines;
};

test.each<[string, readonly string[], readonly string[]]>([
  ['in pieces', ['a\nb', 'c\n'], ['a', 'bc']],
  ['without a last newline', ['a\nb'], ['a', 'b']],
  ['that are empty', ['a\n\nb\n'], ['a', '', 'b']],
  ['with line ends of two bytes', ['a\r\nb\r\n'], ['a', 'b']],
  ['of nothing', [], []],
])('lines %s', async (_, chunks, lines) => {
  expect(await read(chunks)).toEqual(lines);
});

test('no more are taken than are wanted', async () => {
  expect(await read(['a\nb\n', 'c\nd\n'], 3)).toEqual(['a', 'b', 'c']);
});

test('a line that is too long is handed over cut', async () => {
  const lines = await read([`${'x'.repeat(200_000)}\na\n`]);
  expect(lines).toHaveLength(2);
  expect(lines[0]?.length).toBeLessThan(100_000);
});
