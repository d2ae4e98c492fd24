import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/user-error.js';
import { createWriter } from '../../src/headless/writer.js';
import { printed } from '../../src/render/printable.js';

const errorOf = (code: string): Error => Object.assign(new Error(code), { code });

/** A stream that keeps each piece it is given. */
const keepingStream = () => {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      pieces.push(chunk.toString());
      done();
    },
  });
  return { pieces, stream };
};

/** A stream that answers each piece with an error. */
const failingStream = (error: Error): Writable =>
  new Writable({
    write(_chunk, _encoding, done) {
      done(error);
    },
  });

describe('a writer', () => {
  test('hands everything over in one piece when flushed, and nothing before', async () => {
    const { pieces, stream } = keepingStream();
    const writer = createWriter(stream, { name: 'stdout' });
    writer.write(printed`a\n`);
    writer.write(printed`ž\n`);
    expect(pieces).toEqual([]);
    await writer.flush();
    await writer.flush();
    expect(pieces).toEqual(['a\nž\n']);
    expect(writer.closed).toBe(false);
  });

  test('keeps the order when flushes overlap', async () => {
    const { pieces, stream } = keepingStream();
    const writer = createWriter(stream, { name: 'stdout' });
    writer.write(printed`a`);
    const first = writer.flush();
    writer.write(printed`b`);
    await Promise.all([first, writer.flush()]);
    expect(pieces.join('')).toBe('ab');
  });

  test('waits for a slow reader', async () => {
    let read = (): void => undefined;
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        read = done;
      },
    });
    const writer = createWriter(stream, { name: 'stdout' });
    writer.write(printed`a`);
    const told: string[] = [];
    const flush = writer.flush().then(() => told.push('flushed'));
    await new Promise((resolve) => setImmediate(resolve));
    told.push('read');
    read();
    await flush;
    expect(told).toEqual(['read', 'flushed']);
  });
});

describe('a reader that has gone', () => {
  test.each(['EPIPE', 'ECONNRESET'])('is a normal end, told once (%s)', async (code) => {
    let told = 0;
    const writer = createWriter(failingStream(errorOf(code)), { name: 'stdout', onClosed: () => (told += 1) });
    writer.write(printed`a`);
    await writer.flush();
    expect(writer.closed).toBe(true);
    writer.write(printed`b`);
    await writer.flush();
    expect(told).toBe(1);
  });

  test('is noticed in a stream that was destroyed, too', async () => {
    const { stream } = keepingStream();
    stream.destroy();
    const writer = createWriter(stream, { name: 'stdout' });
    writer.write(printed`a`);
    await writer.flush();
    expect(writer.closed).toBe(true);
  });

  test('is noticed between flushes', () => {
    let told = 0;
    const { stream } = keepingStream();
    const writer = createWriter(stream, { name: 'stdout', onClosed: () => (told += 1) });
    stream.emit('error', errorOf('EPIPE'));
    expect([writer.closed, told]).toEqual([true, 1]);
  });
});

describe('a stream that fails', () => {
  test.each([
    ['ENOSPC', 'stdout: cannot be written: no space is left on the disk (ENOSPC)'],
    ['EIO', 'stdout: cannot be written: the device reports an error (EIO)'],
    ['EBADF', 'stdout: cannot be written: EBADF'],
  ])('with %s is told at each flush', async (code, message) => {
    let told = 0;
    const writer = createWriter(failingStream(errorOf(code)), { name: 'stdout', onClosed: () => (told += 1) });
    writer.write(printed`a`);
    await expect(writer.flush()).rejects.toThrow(new UserError(message));
    await expect(writer.flush()).rejects.toThrow(UserError);
    expect([writer.closed, told]).toEqual([true, 0]);
  });

  test('by throwing is the same', async () => {
    const { stream } = keepingStream();
    stream.write = () => {
      throw errorOf('ENOSPC');
    };
    const writer = createWriter(stream, { name: 'stdout' });
    writer.write(printed`a`);
    await expect(writer.flush()).rejects.toThrow(UserError);
  });

  test('by a bug is not dressed up as trouble', async () => {
    const { stream } = keepingStream();
    stream.write = () => {
      throw new TypeError('a bug');
    };
    const writer = createWriter(stream, { name: 'stdout' });
    writer.write(printed`a`);
    await expect(writer.flush()).rejects.toThrow(TypeError);
  });
});
