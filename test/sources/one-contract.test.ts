import { writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFollower } from '../../src/sources/following/follower.js';
import { openFinishedFile } from '../../src/sources/finished/finished-file.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import { openStdin } from '../../src/sources/finished/stdin.js';
import { ServerLog } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

const LIMIT = 300;

/** Reads pieces of bytes, and gives what the sink was told. `size` is the most that is read at once. */
type Reader = (pieces: readonly Buffer[], size: number) => Promise<Recorder>;

const readFile = async (bytes: Buffer, size: number): Promise<Recorder> => {
  const log = new ServerLog();
  writeFileSync(log.path, bytes);
  const sink = recorder(LIMIT);
  const file = openFinishedFile(log.path, sink, { buffer: createReadBuffer(size, LIMIT) });
  while (await file.read());
  log.dispose();
  return sink;
};

const readStream = async (pieces: readonly Buffer[], size: number): Promise<Recorder> => {
  const stream = new PassThrough();
  const sink = recorder(LIMIT);
  const source = openStdin(stream, sink, createReadBuffer(size, LIMIT));
  const writing = (async () => {
    for (const piece of pieces) {
      stream.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stream.end();
  })();
  while (await source.read());
  await writing;
  return sink;
};

const cutAlike = (bytes: Buffer, like: readonly Buffer[]): Buffer[] => {
  const size = Math.max(1, Math.ceil(bytes.length / Math.max(1, like.length)));
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
};

const readers: Readonly<Record<string, Reader>> = {
  'a finished file': (pieces, size) => readFile(Buffer.concat(pieces), size),
  'a gzip file': (pieces, size) => readFile(Buffer.concat(pieces.map((piece) => gzipSync(piece))), Math.max(64, size)),
  stdin: readStream,
  'gzip on stdin': (pieces, size) => readStream(cutAlike(gzipSync(Buffer.concat(pieces)), pieces), Math.max(64, size)),
  // Its last line is counted when its newline comes.
  'a followed file': (pieces, size) => {
    const log = new ServerLog();
    log.write('');
    const sink = recorder(LIMIT);
    const follower = createFollower({ path: log.path, sink, buffer: createReadBuffer(size, LIMIT), now: () => 0 });
    const look = (): void => {
      while (follower.look(1 << 20).more);
    };
    look();
    for (const piece of pieces) {
      log.write(piece);
      look();
    }
    const bytes = Buffer.concat(pieces);
    if (bytes.length > 0 && bytes.at(-1) !== 10) log.write('\n');
    look();
    follower.close();
    log.dispose();
    return Promise.resolve(sink);
  },
};

/** How long a line that was cut off is known differs; that it was is the same. */
const told = ({ read }: Recorder): string[] => read.map((line) => (line.startsWith('too-long:') ? 'too-long' : line));

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe.each(Object.entries(readers))('%s', (_name, read) => {
  it.each<[string, Buffer[], string[]]>([
    ['no newline at its end', [latin1('one\ntwo')], ['one', 'two']],
    ['nothing', [], []],
    ['nothing but newlines', [latin1('\n\n'), latin1('\n')], ['', '', '']],
    ['empty lines between others', [latin1('one\n\n\ntwo\n')], ['one', '', '', 'two']],
    ['a byte order mark', [latin1('\xef\xbb\xbfone\n')], ['one']],
    ['a byte order mark cut in two', [latin1('\xef\xbb'), latin1('\xbfone\n')], ['one']],
    ['bytes that are no UTF-8', [latin1('\xff\xc0\x80\n\x80\n')], ['\xff\xc0\x80', '\x80']],
    ['one byte that begins no UTF-16', [latin1('\xff'), latin1('x\n')], ['\xffx']],
    ['NUL bytes in a line', [latin1('a\0b\n\0\n')], ['a\0b', '\0']],
    ['CRLF', [latin1('one\r\ntwo\r\n')], ['one\r', 'two\r']],
    ['CRLF cut in two', [latin1('one\r'), latin1('\ntwo\r'), latin1('\n')], ['one\r', 'two\r']],
    ['a character cut in two', [latin1('caf\xc3'), latin1('\xa9\n')], ['caf\xc3\xa9']],
    ['a line of the longest length', [latin1('x'.repeat(LIMIT)), latin1('\ny\n')], ['x'.repeat(LIMIT), 'y']],
    ['a line that is too long', [latin1('a\n'), latin1('x'.repeat(LIMIT)), latin1('x'.repeat(2 * LIMIT)), latin1('\nb\n')], ['a', 'too-long', 'b']],
    ['a last line that is too long', [latin1(`a\n${'x'.repeat(2 * LIMIT)}`)], ['a', 'too-long']],
  ])('with %s gives its lines', async (_what, pieces, lines) => {
    for (const size of [64, 1000]) expect(told(await read(pieces, size))).toEqual(lines);
  });

  it.each([
    ['least byte first', 'utf16le'],
    ['greatest byte first', 'swapped'],
  ])('in UTF-16, %s, says how it can be read, and counts its lines', async (_what, order) => {
    const bytes = Buffer.from('\ufeffone\r\ntwo\r\n', 'utf16le');
    if (order === 'swapped') bytes.swap16();
    const sink = await read([bytes.subarray(0, 1), bytes.subarray(1)], 1000);
    expect(sink.details.filter((detail) => detail?.includes('iconv -f UTF-16 -t UTF-8') === true)).toHaveLength(1);
    expect(sink.read.length).toBeGreaterThanOrEqual(2);
  });
});

it('the same bytes give the same lines from every source, however they are cut', async () => {
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.stringMatching(/^[ -~]{0,20}$/) },
    { weight: 5, arbitrary: fc.constantFrom('\n', '\r\n', '\n\n', '\0', '\xef\xbb\xbf', '\xff', '\xfe', 'caf\xc3\xa9', '\x1f', '(') },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(LIMIT), 'x'.repeat(LIMIT + 1), 'y'.repeat(1500)) },
  );
  const pieces = fc.array(fc.array(part, { maxLength: 6 }).map((parts) => latin1(parts.join(''))), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 64, max: 2000 }), async (drawn, size) => {
      const cut = [...drawn, latin1('\n')]; // a followed file's last line counts when its newline comes
      const plain = told(await readFile(Buffer.concat(cut), 1 << 16));
      for (const [name, read] of Object.entries(readers)) expect([name, told(await read(cut, size))]).toEqual([name, plain]);
    }),
    { numRuns: 100 },
  );
});
