import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_LINE_LENGTH } from '../../src/sources/source.js';
import { faulty, following, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

describe('where following begins', () => {
  it('begins at the end of what is there', () => {
    const { log, look, sink } = setUp();
    log.write('old\n');
    expect(look()).toEqual([]);
    log.write('new\n');
    expect(look()).toEqual(['new']);
    expect(sink.calls).toEqual(['opened', 'lines']);
  });

  it('shows the head of the file to the sink, wherever reading begins', () => {
    const { log, look, sink } = setUp();
    log.write('\xef\xbb\xbfold\n');
    look();
    expect(sink.heads).toEqual(['old\n']);
  });

  it('takes a line whole that was being written when following began', () => {
    const { log, look } = setUp();
    log.write('old\nnew');
    expect(look()).toEqual([]);
    log.write('er\n');
    expect(look()).toEqual(['newer']);
  });

  it('counts a line once that was too long already when following began', () => {
    const { log, look, sink } = setUp();
    log.write('x'.repeat(3 * MAX_LINE_LENGTH));
    look();
    log.write('x\nnew\n');
    look();
    expect(sink.read).toEqual([`too-long:${'x'.repeat(1024)}`, 'new']);
  });

  it('takes what is there as caught up when it is asked to, and no line more', () => {
    const { log, look, sink } = setUp({ start: 'start' });
    log.write('one\ntwo\nthr');
    expect(look()).toEqual(['one', 'two']);
    expect(sink.caughtUp).toBe(2);
    log.write('ee\nfour\n');
    expect(look()).toEqual(['three', 'four']);
    expect(sink.caughtUp).toBe(2);
  });

  it('takes no more as caught up than was there at the first look, however slowly it is read', () => {
    const { log, look, sink, follower } = setUp({ start: 'start' });
    log.write('one\ntwo\n');
    expect(follower.look(2)).toEqual({ bytes: 2, more: true });
    log.write('three\n');
    expect(look()).toEqual(['one', 'two', 'three']);
    expect(sink.caughtUp).toBe(2);
  });

  it('waits for a file that is missing, and reads it from its beginning', () => {
    const { log, look, sink } = setUp();
    expect([look(), look()]).toEqual([[], []]);
    expect(sink.events).toEqual(['missing']);
    log.write('one\n');
    expect(look()).toEqual(['one']);
    expect(sink.events).toEqual(['missing', 'returned', 'opened']);
    expect(sink.caughtUp).toBe(0);
  });

  it('waits for the directory as well', () => {
    const log = new ServerLog();
    const path = log.in('logs/access.log');
    const { look } = setUp({ path }, log);
    expect(look()).toEqual([]);
    mkdirSync(log.in('logs'));
    writeFileSync(path, 'one\n');
    expect(look()).toEqual(['one']);
  });
});

describe('lines', () => {
  it('are held until their newlines come, byte by byte', () => {
    const { log, look } = following();
    for (const byte of 'GET / HTTP/1.1\r') {
      log.write(byte);
      expect(look()).toEqual([]);
    }
    log.write('\n');
    expect(look()).toEqual(['GET / HTTP/1.1\r']);
  });

  it('are read in budgets, and more is told of', () => {
    const { log, follower, sink } = following();
    log.write('0123456789\n'.repeat(10));
    expect(follower.look(100)).toEqual({ bytes: 100, more: true });
    expect(follower.look(100)).toEqual({ bytes: 10, more: false });
    expect(sink.read).toHaveLength(10);
  });

  it('that are too long are told once', () => {
    const { log, look } = following();
    log.write('x'.repeat(MAX_LINE_LENGTH + 1));
    expect(look()).toEqual([`too-long:${'x'.repeat(1024)}`]);
    log.write('xxx\nnext\n');
    expect(look()).toEqual(['next']);
  });

  it('are read from many megabytes at once', () => {
    const { log, look } = following();
    const line = `${'0123456789'.repeat(20)}\n`;
    log.write(line.repeat(50_000));
    expect(look()).toHaveLength(50_000);
  });
});

describe('rotation by renaming', () => {
  it('reads the old file to its end, then the new one from its beginning', () => {
    const { log, look, sink } = following();
    log.write('one\n');
    log.rename();
    log.write('two\n');
    log.letGo();
    log.write('three\n');
    expect(look()).toEqual(['one', 'two', 'three']);
    expect(sink.calls).toEqual(['opened', 'lines', 'rotated', 'opened', 'lines']);
  });

  it('goes on reading the old file, whose writer has not been told', () => {
    const { log, look, wait } = following();
    log.write('one\n');
    log.rename();
    log.create('new one\n');
    expect(look()).toEqual(['one', 'new one']);
    log.write('two\n');
    wait(4_000);
    expect(look()).toEqual(['two']);
    log.write('three\n');
    wait(4_000);
    expect(look()).toEqual(['three']);
  });

  it('gives the old file up when nothing came for a while, and counts its unfinished line then', () => {
    const { files, open } = faulty();
    const { log, look, wait } = following({ files });
    log.write('one\nunfinished');
    log.rename();
    log.create('new\n');
    expect(look()).toEqual(['one', 'new']);
    expect(open()).toBe(2);
    wait(5_000);
    expect(look()).toEqual(['unfinished']);
    expect(open()).toBe(1);
  });

  it('holds the old file for as long as nobody writes to the new one', () => {
    const { log, look, wait } = following();
    log.write('one\n');
    log.rename();
    log.create();
    look();
    wait(60_000);
    look();
    log.write('late\n');
    expect(look()).toEqual(['late']);
  });

  it('holds a deleted file no longer than that', () => {
    const { files, open } = faulty();
    const { log, look, wait } = following({ files });
    log.remove();
    log.create();
    look();
    wait(5_000);
    look();
    expect(open()).toBe(1);
  });

  it('never joins an unfinished line to one of another file', () => {
    const { log, look } = following();
    log.write('un');
    look();
    log.rename();
    log.create('new ');
    look();
    log.write('finished\n');
    log.append('line\n');
    expect(look()).toEqual(['unfinished', 'new line']);
  });

  it('reads files in order that were rotated while there was much to read', () => {
    const { log, follower, look, sink } = following();
    log.write('1\n'.repeat(1000));
    expect(follower.look(10).more).toBe(true);
    for (const name of ['2', '3', '4']) {
      log.rename();
      log.letGo();
      log.write(`${name}\n`.repeat(1000));
      follower.look(10);
    }
    look();
    expect(sink.read).toEqual(['1', '2', '3', '4'].flatMap((name) => Array<string>(1000).fill(name)));
    const rotation = ['rotated', 'opened', 'lines'];
    expect(sink.calls).toEqual(['opened', 'lines', ...rotation, ...rotation, ...rotation]);
  });

  it('takes a file for what it was that comes back to the name', () => {
    const { log, look } = following();
    log.write('one\n');
    const old = log.rename();
    log.create('two\n');
    expect(look()).toEqual(['one', 'two']);
    renameSync(old, log.path);
    expect(look()).toEqual([]);
    log.write('three\n');
    expect(look()).toEqual(['three']);
  });

  it('follows a symbolic link to its new target', () => {
    const { log } = setUp();
    writeFileSync(log.in('one.log'), '');
    writeFileSync(log.in('two.log'), 'two\n');
    symlinkSync(log.in('one.log'), log.path);
    const { look, sink } = setUp({}, log);
    look();
    writeFileSync(log.in('one.log'), 'one\n', { flag: 'a' });
    rmSync(log.path);
    symlinkSync(log.in('two.log'), log.path);
    expect(look()).toEqual(['one', 'two']);
    expect(sink.events).toEqual(['opened', 'rotated']);
  });

  it('reads a file from its beginning that was deleted and created anew at once', () => {
    const { log, look, sink } = following();
    log.write('one\n');
    look();
    log.letGo();
    log.remove();
    log.create('two\n');
    expect(look()).toEqual(['two']);
    expect(sink.events).toEqual(['opened', 'replaced']);
  });

  it('says once that the file is missing, reads the old one on, and the new one when it comes', () => {
    const { log, look, sink } = following();
    log.rename();
    look();
    log.write('one\n');
    expect(look()).toEqual(['one']);
    log.create('two\n');
    expect(look()).toEqual(['two']);
    expect(sink.events).toEqual(['opened', 'missing', 'returned']);
  });

  it('reads a file on that was away for a moment', () => {
    const { log, look, sink } = following();
    const away = log.rename();
    look();
    renameSync(away, log.path);
    log.write('one\n');
    expect(look()).toEqual(['one']);
    expect(sink.events).toEqual(['opened', 'missing', 'returned']);
  });
});

describe('truncation', () => {
  it('reads from the beginning when the file became shorter', () => {
    const { log, look, sink } = following();
    log.write('one\ntwo\n');
    look();
    log.truncate();
    log.write('three\n');
    expect(look()).toEqual(['three']);
    expect(sink.events).toEqual(['opened', 'truncated']);
    expect(sink.heads.at(-1)).toBe('three\n');
  });

  it.each([
    ['at the end of a line', 'one\ntwo\nthree\n'.length, 'six\n', ['six']],
    ['within a line', 'one\ntwo\nthree\nfo'.length, 'six\n', ['six']],
    ['and written on at the old place, which leaves NULs', 'one\ntwo\nthree\n'.length, '\0\0\0\0\0\0six\n', ['six']],
  ])('of the end alone reads no line twice: cut off %s', (_name, size, text, expected) => {
    const { log, look, sink } = following();
    log.write('one\ntwo\nthree\nfour\nfive\n');
    look();
    log.truncate(size);
    expect(look()).toEqual([]);
    log.append(text);
    expect([look(), look()]).toEqual([expected, []]);
    expect(sink.events).toEqual(['opened', 'truncated']);
    expect(sink.details.at(-1)).toBe('its end was cut off, and it is read on from there');
  });

  it.each([
    ['less than was cut off', 'six\n'],
    ['as much', 'six\nnine\n'],
    ['more', 'six\nseven\neight\n'],
  ])('of the end alone reads no line of a small file twice when %s was written meanwhile', (_name, text) => {
    const { log, look, sink } = following();
    log.write('one\ntwo\nthree\nfour\nfive\n');
    look();
    const before = statSync(log.path).mtimeMs;
    do {
      log.truncate('one\ntwo\nthree\n'.length);
      log.append(text);
    } while (statSync(log.path).mtimeMs === before);
    expect([look(), look()]).toEqual([text.trimEnd().split('\n'), []]);
    expect(sink.events).toEqual(['opened', 'truncated']);
  });

  it('of the end alone says what was cut off unread', () => {
    const { log, look, sink, follower } = following();
    log.write('one\ntwo\nthree\nfour\nfive');
    follower.look(19);
    log.truncate('one\ntwo\nthree\n'.length);
    look();
    expect(sink.missing).toEqual([4]);
  });

  it('is no cut when the lines that stand there could have been written again', () => {
    const { log, look } = following();
    log.write('head\none\none\none\ntwo\n');
    look();
    log.truncate();
    log.write('head\n');
    expect(look()).toEqual(['head']);
    log.write('one\none\n');
    expect(look()).toEqual(['one', 'one']);
    log.truncate();
    log.write('head\none\n');
    expect(look()).toEqual(['head', 'one']);
  });

  it('says how much is lost', () => {
    const { log, look, sink, follower } = following();
    log.write('one\ntwo');
    follower.look(6);
    log.truncate(); // three bytes of it were not taken, and a line may have followed them
    look();
    expect(sink.details.at(-1)).toBe('it became shorter, and is read from its beginning; about 7 bytes may be missing');
    expect(sink.missing).toEqual([7]);
  });

  it.each([
    ['grew beyond what was read', 'three, and longer than before\n'],
    ['grew to the same size', 'six\ntwo\n'],
  ])('is noticed when the file %s meanwhile', (_name, text) => {
    const { log, look, sink } = following();
    log.write('one\ntwo\n');
    look();
    const before = statSync(log.path).mtimeMs;
    do {
      log.truncate();
      log.write(text);
    } while (statSync(log.path).mtimeMs === before);
    expect(look()).toEqual(text.trimEnd().split('\n'));
    expect(sink.events).toEqual(['opened', 'truncated']);
  });

  it('leaves out the NUL bytes in front of what a writer goes on with at its old place', () => {
    const { log, look } = following();
    log.write('one\ntwo\n');
    look();
    log.truncate();
    log.truncate(100_000);
    log.append('three\n');
    expect(look()).toEqual(['three']);
  });

  it('is no catching up', () => {
    const { log, follower, look, sink } = setUp({ start: 'start' });
    log.write('one\ntwo\n');
    follower.look(4);
    log.truncate();
    log.write('2\n');
    expect(look()).toEqual(['one', '2']);
    expect(sink.caughtUp).toBe(1);
  });
});

describe('trouble', () => {
  it('says who may read a log, and reads it when it is allowed to, from where following began', () => {
    const { files, faults } = faulty();
    const { log, look, sink } = setUp({ files });
    log.write('old\n');
    faults.open = 'EACCES';
    look();
    log.write('new\n');
    look();
    expect(sink.events).toEqual(['unreadable']);
    expect(sink.details[0]).toMatch(/permission denied.*--group-add/);
    faults.open = null;
    expect(look()).toEqual(['new']);
    expect(sink.events).toEqual(['unreadable', 'returned', 'opened']);
  });

  it.each(['EIO', 'ESTALE', 'EMFILE'])('tells of %s once, and reads on where it was', (code) => {
    const { files, faults } = faulty();
    const { log, look, sink } = following({ files });
    log.write('one\n');
    look();
    log.write('two\n');
    faults.read = code;
    expect([look(), look()]).toEqual([[], []]);
    faults.read = null;
    expect(look()).toEqual(['two']);
    expect(sink.events).toEqual(['opened', 'unreadable', 'returned']);
  });

  it('reads the old file on while the new one cannot be opened', () => {
    const { files, faults } = faulty();
    const { log, look, sink } = following({ files });
    log.rename();
    log.create('new\n');
    log.write('one\n');
    faults.open = 'EMFILE';
    expect(look()).toEqual(['one']);
    log.write('two\n');
    expect(look()).toEqual(['two']);
    faults.open = null;
    expect(look()).toEqual(['new']);
    expect(sink.events).toEqual(['opened', 'unreadable', 'returned']);
  });

  it.each(['open', 'stat', 'fstat', 'read', 'close'] as const)('of %s never leaves look()', (call) => {
    const { files, faults, open } = faulty();
    const { log, look, wait, follower } = setUp({ files });
    faults[call] = 'EIO';
    log.write('one\n');
    look();
    log.rename();
    log.create('two\n');
    look();
    wait(10_000);
    look();
    follower.close();
    expect(open()).toBe(0);
  });

  it('names what is no file', () => {
    const { log, look, sink } = setUp();
    mkdirSync(log.path);
    look();
    expect(sink.details).toEqual(["it is a directory: name a file, or a glob such as 'DIR/*.log'"]);
    rmSync(log.path, { recursive: true });
    log.write('one\n');
    expect(look()).toEqual(['one']);
  });

  it('tells of symbolic links that go round in a circle, and reads the file when they lead to one', () => {
    const { log, look, sink } = setUp();
    symlinkSync(log.path, log.path);
    look();
    look();
    expect(sink.details).toEqual(['its symbolic links go round in a circle (ELOOP)']);
    log.remove();
    log.write('one\n');
    expect(look()).toEqual(['one']);
    expect(sink.events).toEqual(['unreadable', 'returned', 'opened']);
  });

  it('is not what a bug in the sink is', () => {
    const { log, sink, look } = following();
    sink.lines = () => {
      throw new TypeError('a bug');
    };
    log.write('one\n');
    expect(look).toThrow('a bug');
  });
});

describe('the end of following', () => {
  it('reads no more than the files held when they were settled', () => {
    const { log, follower, look } = following();
    log.write('one\n');
    follower.settle();
    log.write('two\n');
    expect(look()).toEqual(['one']);
  });

  it('leaves an unfinished line uncounted, but for that of a replaced file', () => {
    const { files, open } = faulty();
    const { log, follower, look, sink } = following({ files });
    log.write('one\nold unfinished');
    log.rename();
    log.create('two\nnew unfinished');
    look();
    follower.settle();
    follower.close();
    expect(sink.read).toEqual(['one', 'two', 'old unfinished']);
    expect(open()).toBe(0);
  });
});
