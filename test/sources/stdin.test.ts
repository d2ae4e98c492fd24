import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ReadBuffer } from '../../src/sources/read-buffer.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import { openStdin } from '../../src/sources/finished/stdin.js';
import { recorder } from './recorder.js';

const readAll = async (stream: Readable, buffer?: ReadBuffer): Promise<ReturnType<typeof recorder>> => {
  const sink = recorder();
  const source = openStdin(stream, sink, buffer);
  while (await source.read());
  return sink;
};

describe('stdin', () => {
  it.each([
    ['lines', ['one\ntwo\n'], ['one', 'two']],
    ['lines in pieces', ['on', 'e\ntw', 'o\n'], ['one', 'two']],
    ['a last line without newline', ['one\ntwo'], ['one', 'two']],
    ['nothing', [], []],
  ])('with %s is read to its end', async (_name, chunks, lines) => {
    const sink = await readAll(Readable.from(chunks.map((chunk) => Buffer.from(chunk)), { objectMode: false }));
    expect(sink.read).toEqual(lines);
    expect(sink.events).toEqual(['opened', 'ended']);
    expect(sink.heads).toHaveLength(1);
  });

  it('takes chunks of any size', async () => {
    const text = 'a line\n'.repeat(1000);
    const sink = await readAll(Readable.from([Buffer.from(text)], { objectMode: false }), createReadBuffer(100));
    expect(sink.read).toEqual(Array<string>(1000).fill('a line'));
  });

  it('lets the writer wait while nobody reads', async () => {
    const stream = new PassThrough({ highWaterMark: 1000 });
    const sink = recorder();
    const source = openStdin(stream, sink);
    const line = `${'x'.repeat(999)}\n`;
    let written = 1;
    while (stream.write(line)) written += 1;
    expect(written).toBeLessThan(5);
    stream.end('last');
    while (await source.read());
    expect(sink.read).toHaveLength(written + 1);
  });

  it('waits for a line that is late', async () => {
    const stream = new PassThrough();
    const sink = recorder();
    const source = openStdin(stream, sink);
    const reading = source.read();
    stream.write('one\n');
    expect(await reading).toBe(true);
    expect(sink.read).toEqual(['one']);
    stream.end();
    expect(await source.read()).toBe(false);
  });

  it('tells of an error, and counts what came before it', async () => {
    const stream = new PassThrough();
    const sink = recorder();
    const source = openStdin(stream, sink);
    stream.write('one\n');
    expect(await source.read()).toBe(true);
    stream.destroy(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' }));
    expect(await source.read()).toBe(false);
    expect(sink.read).toEqual(['one']);
    expect(sink.events).toEqual(['opened', 'unreadable', 'ended']);
  });

  it('lets go of a reader that waits when it is closed', async () => {
    const sink = recorder();
    const source = openStdin(new PassThrough(), sink);
    const reading = source.read();
    source.close();
    expect(await reading).toBe(false);
    expect(sink.calls).toEqual([]);
  });
});
