import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';
import { openFinishedFile, SourceError } from '../../src/sources/finished/finished-file.js';
import { createReadBuffer } from '../../src/sources/read-buffer.js';
import { ServerLog } from './log-directory.js';
import { recorder } from './recorder.js';

const troubleOfOpening = (path: string, files?: FileSystem): unknown => {
  try {
    openFinishedFile(path, recorder(), files === undefined ? {} : { files });
  } catch (error) {
    if (error instanceof SourceError) return error.trouble;
    throw error;
  }
  return null;
};

describe('a finished file', () => {
  it.each([
    ['lines', 'one\ntwo\n', ['one', 'two'], ['opened', 'lines', 'ended']],
    ['a last line without newline', 'one\ntwo', ['one', 'two'], ['opened', 'lines', 'ended']],
    ['a byte order mark', '\ufeffone\n', ['one'], ['opened', 'lines', 'ended']],
    ['nothing', '', [], ['opened', 'ended']],
  ])('with %s is read to its end', async (_name, text, lines, calls) => {
    const log = new ServerLog();
    log.create(text);
    const sink = recorder();
    const file = openFinishedFile(log.path, sink);
    while (await file.read());
    expect(sink.read).toEqual(lines);
    expect(sink.calls).toEqual(calls);
    expect(sink.heads).toEqual([text.replace('\ufeff', '')]);
    expect(file.read()).toBe(false);
  });

  it('is read block by block, and no further than it reached when it was opened', async () => {
    const log = new ServerLog();
    log.create('0123456789\n'.repeat(1000));
    const sink = recorder();
    const file = openFinishedFile(log.path, sink, { buffer: createReadBuffer(1000) });
    expect(file.read()).toBe(true);
    expect(sink.read.length).toBeLessThan(100);
    log.append('more\n');
    while (await file.read());
    expect(sink.read).toEqual(Array<string>(1000).fill('0123456789'));
  });

  it('leaves a chunk untouched until it is read again', () => {
    const log = new ServerLog();
    log.create('a'.repeat(1001));
    const texts: (() => string)[] = [];
    const sink = recorder();
    sink.lines = (chunk, from, to) => texts.push(() => chunk.toString('latin1', from, to));
    log.create(`one\n${'x'.repeat(600)}\n${'y'.repeat(600)}`);
    const file = openFinishedFile(log.path, sink, { buffer: createReadBuffer(1000) });
    void file.read();
    expect(texts.map((text) => text())).toEqual([`one\n${'x'.repeat(600)}\n`]);
    texts.length = 0;
    void file.read();
    expect(texts.map((text) => text())).toEqual(['y'.repeat(600)]);
  });

  it('can be closed at any time', () => {
    const log = new ServerLog();
    log.create('one\n');
    const sink = recorder();
    const file = openFinishedFile(log.path, sink);
    file.close();
    file.close();
    expect(file.read()).toBe(false);
    expect(sink.calls).toEqual([]);
  });

  it('counts what was read before an error, and tells it', async () => {
    const log = new ServerLog();
    log.create('one\ntwo\n'.repeat(1000));
    const sink = recorder();
    let reads = 0;
    const files: FileSystem = {
      ...realFileSystem,
      read: (...args) => {
        reads += 1;
        if (reads > 2) throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
        return realFileSystem.read(...args);
      },
    };
    const file = openFinishedFile(log.path, sink, { files, buffer: createReadBuffer(8) });
    while (await file.read());
    expect(sink.read).toEqual(['one', 'two']);
    expect(sink.events).toEqual(['opened', 'unreadable', 'ended']);
  });

  it('says why it cannot be opened', () => {
    const log = new ServerLog();
    expect(troubleOfOpening(log.path)).toEqual({ event: 'missing', detail: 'no such file' });
    mkdirSync(log.path);
    expect(troubleOfOpening(log.path)).toEqual({ event: 'unreadable', detail: "it is a directory: name a file, or a glob such as 'DIR/*.log'" });
    writeFileSync(log.in('secret.log'), '', { mode: 0o640 });
    const open = (): never => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
    };
    expect(troubleOfOpening(log.in('secret.log'), { ...realFileSystem, open })).toMatchObject({
      event: 'unreadable',
      detail: expect.stringMatching(/mode is 0640 .*--group-add/) as string,
    });
  });
});
