import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineAssembler } from '../../src/sources/line-assembler.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import { MAX_LINE_LENGTH } from '../../src/sources/source.js';
import { recorder } from './recorder.js';

const buffer = createReadBuffer();

const feed = (lines: LineAssembler, bytes: Buffer, catchUp = false): void => {
  for (let rest = bytes; rest.length > 0; ) rest = lines.take(rest, catchUp);
};

const assemble = (chunks: readonly Buffer[], atStart = true): string[] => {
  const sink = recorder();
  const lines = new LineAssembler(sink, buffer, atStart);
  for (const chunk of chunks) feed(lines, chunk);
  lines.finish();
  return sink.read;
};

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const ends = [...at.map((n) => n % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
};

const MARK = '\xef\xbb\xbf';
const LONG = 'x'.repeat(MAX_LINE_LENGTH);

describe('the line assembler', () => {
  it.each([
    ['whole lines', ['a\nb\n'], ['a', 'b']],
    ['a line in two pieces', ['a\nb', 'c\n'], ['a', 'bc']],
    ['a line in many pieces', ['a', 'b', '', 'c', '\n'], ['abc']],
    ['a last line without newline', ['a\nb'], ['a', 'b']],
    ['empty lines', ['\n', '\n\na\n'], ['', '', '', 'a']],
    ['a carriage return and its newline apart', ['a\r', '\nb\n'], ['a\r', 'b']],
    ['nothing', [''], []],
    ['a byte order mark', [`${MARK}a\n`], ['a']],
    ['a byte order mark in pieces', ['\xef', '\xbb', '\xbf', 'a\n'], ['a']],
    ['a byte order mark alone', [MARK], []],
    ['half a byte order mark', ['\xef\xbb', 'a\n'], ['\xef\xbba']],
    ['half a byte order mark at the end', ['\xef\xbb'], ['\xef\xbb']],
    ['a byte order mark further on', [`a\n${MARK}b\n`], ['a', `${MARK}b`]],
    ['NUL bytes that a truncation left in front', ['\0\0', '\0a\n\0b\n'], ['a', '\0b']],
    ['a line of the longest length', [LONG, '\n'], [LONG]],
  ])('%s', (_name, chunks, expected) => {
    expect(assemble(chunks.map((chunk) => Buffer.from(chunk, 'latin1')))).toEqual(expected);
  });

  it('tells a line that is too long once, and goes on behind its newline', () => {
    const pieces = ['a\n', LONG, 'x', 'x'.repeat(3000), 'x\nb\n'].map((piece) => Buffer.from(piece));
    expect(assemble(pieces)).toEqual(['a', `too-long:${'x'.repeat(1024)}`, 'b']);
  });

  it('tells of a line that is too long before its newline comes', () => {
    const sink = recorder();
    const lines = new LineAssembler(sink, buffer, true);
    feed(lines, Buffer.from(`${LONG}x`), true);
    expect(sink.read).toHaveLength(1);
    expect(sink.caughtUp).toBe(1);
  });

  it.each([256, 300, 1 << 20])('keeps lines of up to the limit, %i bytes', (limit) => {
    const sink = recorder(limit);
    const lines = new LineAssembler(sink, createReadBuffer(1000, limit), true);
    const [longest, tooLong] = ['y'.repeat(limit), 'z'.repeat(limit + 1)];
    feed(lines, Buffer.from(`a\n${longest}\n${tooLong}\nb\n${tooLong}`));
    feed(lines, Buffer.from('z\nc\n'));
    lines.finish();
    const isLong = (line: string): boolean => line.startsWith('too-long:z');
    expect(sink.read.map((line) => (isLong(line) ? 'too long' : line))).toEqual(['a', longest, 'too long', 'b', 'too long', 'c']);
  });

  it('tells how much has come of a line that is too long', () => {
    const lengths: number[] = [];
    const lines = new LineAssembler({ ...recorder(), tooLong: (_head, _catchUp, length) => lengths.push(length) }, buffer, true);
    feed(lines, Buffer.from(LONG));
    feed(lines, Buffer.from('x'.repeat(500)));
    feed(lines, Buffer.from('x'.repeat(5000)));
    expect(lengths).toEqual([MAX_LINE_LENGTH + 500]);
  });

  it('gives the same lines however the bytes are cut', () => {
    const piece = fc.oneof(
      { weight: 6, arbitrary: fc.stringMatching(/^[ -~]{0,20}$/) },
      { weight: 4, arbitrary: fc.constantFrom('\n', '\r\n', '\0', MARK, '\xef', '\n\n') },
      { weight: 1, arbitrary: fc.constantFrom(LONG, LONG.slice(1), `${LONG}x`, `${LONG}${LONG}`) },
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 12 }), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(assemble(cut(bytes, cuts))).toEqual(assemble([bytes]));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same lines byte by byte', () => {
    const bytes = Buffer.from(`${MARK}a\r\n\nb${LONG}\nc`, 'latin1');
    expect(assemble(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toEqual(assemble([bytes]));
  });

  it('forgets the partial line when the file starts over, and tells its length', () => {
    const sink = recorder();
    const lines = new LineAssembler(sink, buffer, true);
    feed(lines, Buffer.from('a\nbcd'));
    expect(lines.drop()).toBe(3);
    feed(lines, Buffer.from(`${MARK}e\n`, 'latin1'));
    expect(sink.read).toEqual(['a', 'e']);
  });

  it('keeps the lines of sources apart that share a buffer', () => {
    const [one, two] = [recorder(), recorder()];
    const first = new LineAssembler(one, buffer, true);
    const second = new LineAssembler(two, buffer, true);
    feed(first, Buffer.from('first '));
    feed(second, Buffer.from('second '));
    feed(first, Buffer.from('line\n'));
    feed(second, Buffer.from('line\n'));
    expect([one.read, two.read]).toEqual([['first line'], ['second line']]);
  });
});
