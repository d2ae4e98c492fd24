import { writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFinishedFile } from '../../src/sources/finished/finished-file.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import { openStdin } from '../../src/sources/finished/stdin.js';
import { ServerLog } from './log-directory.js';
import type { Recorder } from './recorder.js';
import { recorder } from './recorder.js';

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const wholeLines = (text: string): string[] => linesOf(text.slice(0, text.lastIndexOf('\n') + 1));

const readFile = async (path: string): Promise<Recorder> => {
  const sink = recorder();
  const file = openFinishedFile(path, sink, { buffer: createReadBuffer(4096) });
  while (await file.read());
  return sink;
};

/** Reads bytes as a finished file. */
const readBytes = (bytes: Buffer): Promise<Recorder> => {
  const log = new ServerLog();
  writeFileSync(log.path, bytes);
  return readFile(log.path).finally(() => {
    log.dispose();
  });
};

/** Reads bytes as stdin, in pieces of so many. */
const readStream = async (bytes: Buffer, size: number): Promise<Recorder> => {
  const sink = recorder();
  const stream = new PassThrough();
  const source = openStdin(stream, sink, createReadBuffer(4096));
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
  stream.end();
  while (await source.read());
  return sink;
};

const some = Array.from({ length: 30 }, (_, n) => `line ${String(n)} of ${String((n * 7919) % 1000)} and ${'abc'.repeat(n % 5)}\n`).join('');
const small = zlib.gzipSync(some);
const detailOf = (sink: Recorder): string | null => sink.details[sink.events.indexOf('damaged')] ?? null;

/** The text that stands in front of a byte of gzip data. */
const textBefore = (bytes: Buffer, offset: number): string => {
  try {
    return zlib.gunzipSync(bytes.subarray(0, offset), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString('latin1');
  } catch {
    return '';
  }
};

describe('a gzip file', () => {
  it.each([
    ['one member', small, linesOf(some)],
    ['a name and a comment in its header', Buffer.concat([Buffer.from('1f8b081800000000000361006200', 'hex'), small.subarray(10)]), linesOf(some)],
    ['several members', Buffer.concat([small, zlib.gzipSync('one\n'), zlib.gzipSync('two')]), [...linesOf(some), 'one', 'two']],
    ['a line over two members', Buffer.concat([zlib.gzipSync('one\nt'), zlib.gzipSync('wo\n')]), ['one', 'two']],
    ['no text', zlib.gzipSync(''), []],
    ['an empty member between others', Buffer.concat([zlib.gzipSync('one\n'), zlib.gzipSync(''), zlib.gzipSync('two\n')]), ['one', 'two']],
  ])('with %s is read to its end', async (_name, bytes, lines) => {
    for (const sink of [await readBytes(bytes), await readStream(bytes, bytes.length), await readStream(bytes, 1)]) {
      expect(sink.read).toEqual(lines);
      expect(sink.events).toEqual(['opened', 'ended']);
    }
  });

  it.each([
    ['zero bytes', Buffer.alloc(5000), /^5000 zero bytes of padding follow its data, from byte N on/],
    ['other bytes', Buffer.from('not gzip, and quite long'), /^24 bytes that are no gzip follow its data, from byte N on/],
    ['one other byte', Buffer.from('n'), /^its end/],
    ['zero bytes, and then others', Buffer.concat([Buffer.alloc(20), small]), /bytes that are no gzip follow its data, from byte N on/],
  ])('with %s behind it is read, and that is told', async (name, behind, detail) => {
    const bytes = Buffer.concat([small, behind]);
    for (const sink of [await readBytes(bytes), await readStream(bytes, bytes.length), await readStream(bytes, 1)]) {
      expect(sink.read).toEqual(linesOf(some));
      expect(sink.events).toEqual(['opened', 'damaged', 'ended']);
      if (name !== 'one other byte') expect(detailOf(sink)?.replace(String(small.length), 'N')).toMatch(detail);
    }
  });

  it('that was cut off anywhere gives every line in front of the cut, and says where it was', async () => {
    for (let cut = 2; cut < small.length; cut += 1) {
      const sink = await readBytes(small.subarray(0, cut));
      expect([cut, sink.read]).toEqual([cut, wholeLines(textBefore(small, cut))]);
      expect(sink.events).toEqual(['opened', 'damaged', 'ended']);
      expect(detailOf(sink)).toContain(`at byte ${String(cut)} of it`);
    }
  });

  it.each(['a file', 'a stream'])('as %s with a flipped byte gives every line in front of it, and tells', async (form) => {
    for (let at = 2; at < small.length; at += 1) {
      const bytes = Buffer.from(small);
      bytes[at]! ^= 0x55;
      const sink = form === 'a file' ? await readBytes(bytes) : await readStream(bytes, 100);
      const sure = wholeLines(textBefore(small, at));
      expect([at, sink.read.slice(0, sure.length)]).toEqual([at, sure]);
      // Of the header only time, flags and system may be anything.
      if (sink.events.includes('damaged')) expect(detailOf(sink)).toMatch(/byte \d+/);
      else expect([at, sink.read]).toEqual([at, linesOf(some)]);
    }
  });

  it('with a wrong checksum gives all of its lines, and tells', async () => {
    const bytes = Buffer.from(small);
    bytes[bytes.length - 7]! ^= 1;
    const sink = await readBytes(bytes);
    expect(sink.read).toEqual(linesOf(some));
    expect(detailOf(sink)).toMatch(/^incorrect data check, at byte \d+ of it/);
  });

  it('that is only a header has no lines, and tells', async () => {
    const sink = await readBytes(small.subarray(0, 10));
    expect(sink.read).toEqual([]);
    expect(sink.events).toEqual(['opened', 'damaged', 'ended']);
  });

  it('gives the lines of its text, however that is cut into members, and the whole into chunks', async () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\n\n', 'é', 'x'.repeat(5000)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 4 }), fc.integer({ min: 1, max: 100 }), async (pieces, cuts, size) => {
        const bytes = Buffer.from(pieces.join(''));
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const members = Buffer.concat(ends.map((end, i) => zlib.gzipSync(bytes.subarray(ends[i - 1] ?? 0, end))));
        const [plain, asFile, asStream] = [await readBytes(bytes), await readBytes(members), await readStream(members, size)];
        expect(asFile.read).toEqual(plain.read);
        expect(asStream.read).toEqual(plain.read);
      }),
      { numRuns: 50 },
    );
  });

  it('can be caught up with', async () => {
    const log = new ServerLog();
    writeFileSync(log.path, zlib.gzipSync('one\ntwo'));
    const sink = recorder();
    const file = openFinishedFile(log.path, sink, { catchUp: true });
    while (await file.read());
    expect([sink.read, sink.caughtUp]).toEqual([['one', 'two'], 2]);
  });

  it('can be closed while it is read', async () => {
    const log = new ServerLog();
    writeFileSync(log.path, zlib.gzipSync('one\n'.repeat(100_000)));
    const sink = recorder();
    const file = openFinishedFile(log.path, sink, { buffer: createReadBuffer(4096) });
    expect(await file.read()).toBe(true);
    const reading = file.read();
    file.close();
    await reading;
    expect(await file.read()).toBe(false);
    expect(sink.events).toEqual(['opened']);
  });
});

describe('a Zstandard file', () => {
  const frame = Buffer.from('28b52ffd240d6900006f6e650a74776f0a7468726565ce0b5a8e', 'hex');
  const skipped = Buffer.from('552a4d180300000061620a', 'hex');
  const hasZstd = 'createZstdDecompress' in zlib;
  const behind = (text: string): Buffer => Buffer.concat([frame, Buffer.from(text)]);

  it.runIf(hasZstd).each<[string, Buffer, string[], string[]]>([
    ['one frame', frame, ['one', 'two', 'three'], []],
    ['several frames', Buffer.concat([frame, frame, skipped, frame]), ['one', 'two', 'threeone', 'two', 'threeone', 'two', 'three'], []],
    ['a skipped frame first, which is unusual', skipped, ['U*M\x18\x03\0\0\0ab'], []],
    ['other bytes behind it', behind('garbage'), ['one', 'two', 'three'], ['damaged']],
    ['zero bytes behind it', behind('\0\0\0\0\0'), ['one', 'two', 'three'], ['damaged']],
    ['its last byte cut off', frame.subarray(0, -1), ['one', 'two'], ['damaged']],
    ['only its magic', frame.subarray(0, 4), [], ['damaged']],
    ['a wrong checksum', Buffer.concat([frame.subarray(0, -1), Buffer.from([frame.at(-1)! ^ 1])]), ['one', 'two'], ['damaged']],
  ])('with %s is read to its end', async (_name, bytes, lines, events) => {
    for (const sink of [await readBytes(bytes), await readStream(bytes, bytes.length), await readStream(bytes, 1)]) {
      expect(sink.read).toEqual(lines);
      expect(sink.events).toEqual(['opened', ...events, 'ended']);
    }
  });

  it.runIf(!hasZstd)('says how it can be read where Node.js cannot', async () => {
    const sink = await readBytes(frame);
    expect(sink.events).toEqual(['opened', 'unreadable', 'ended']);
    expect(sink.details[1]).toContain('zstdcat FILE | access-log-monitor --once -');
  });
});

describe('a file of another compression', () => {
  it.each([
    ['xz', 'fd377a585a000004e6d6b446', 'xzcat FILE | access-log-monitor --once -'],
    ['bzip2', '425a683931415926535900', 'bzcat FILE | access-log-monitor --once -'],
    ['an empty bzip2', '425a683917724538509000000000', 'bzcat FILE | access-log-monitor --once -'],
    ['lz4', '04224d186460a7', 'lz4cat FILE | access-log-monitor --once -'],
  ])('(%s) says how it can be read', async (_name, hex, recipe) => {
    const bytes = Buffer.from(hex, 'hex');
    for (const sink of [await readBytes(bytes), await readStream(bytes, 1)]) {
      expect(sink.events).toEqual(['opened', 'unreadable', 'ended']);
      expect(sink.details[1]).toContain(recipe);
      expect(sink.read).toEqual([]);
    }
  });

  it.each(['(', 'BZh9 is not compressed\n', '\x04 \n', 'B', '\x1f'])('is not seen in %j', async (text) => {
    for (const sink of [await readBytes(Buffer.from(text)), await readStream(Buffer.from(text), 1)]) {
      expect(sink.read).toEqual(linesOf(text));
      expect(sink.events).toEqual(['opened', 'ended']);
    }
  });
});
