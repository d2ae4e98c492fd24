import { describe, expect, it } from 'vitest';
import { openFinishedFile } from '../../src/sources/finished/finished-file.js';
import type { LineSink, ReadAgain } from '../../src/sources/source.js';
import { createDescriptorBudget } from '../../src/sources/descriptor-budget.js';
import { createFollower } from '../../src/sources/following/follower.js';
import type { FollowerOptions } from '../../src/sources/following/follower.js';
import { ServerLog } from './log-directory.js';
import { recorder } from './recorder.js';

/** A sink that remembers what can be read again. */
const rereading = () => {
  const files: ReadAgain[] = [];
  const inner = recorder();
  const sink: LineSink = {
    ...inner,
    opened: (_, again) => {
      if (again !== undefined) files.push(again);
    },
  };
  /** all of a file that was handed on; null when it is not to be had any more */
  const again = (n: number): string | null => {
    const { from, to, read } = { from: files[n]!.from, to: files[n]!.to, read: files[n]!.read.bind(files[n]!) };
    const buffer = Buffer.alloc(to - from);
    return read(buffer, to - from, from) < to - from ? null : buffer.toString();
  };
  return { sink, files, again };
};

const follow = (options: Partial<FollowerOptions> = {}) => {
  const log = new ServerLog();
  const read = rereading();
  let time = 0;
  const follower = createFollower({ path: log.path, sink: read.sink, lingerFor: 5_000, now: () => time, ...options });
  return {
    log,
    ...read,
    follower,
    look: (later = 0) => {
      time += later;
      while (follower.look(1 << 20).more);
    },
  };
};

describe('the lines of a followed file that were handed on', () => {
  it('are read again, but neither what stood there before nor an unfinished line', () => {
    const { log, again, look, files } = follow();
    log.write('before\n');
    look();
    log.write('one\ntwo\nunfin');
    look();
    expect([again(0), files[0]!.from]).toEqual(['one\ntwo\n', 7]);
    log.write('ished\n');
    look();
    expect(again(0)).toBe('one\ntwo\nunfinished\n');
  });

  it('tell what was there before the run', () => {
    const { log, again, look, files } = follow({ start: 'start' });
    log.write('before\n');
    look();
    log.write('after\n');
    look();
    expect([again(0), files[0]!.catchUpTo]).toEqual(['before\nafter\n', 7]);
  });

  it('are read again after a rotation, also when the old file is not held any more', () => {
    const { log, again, look } = follow();
    log.write('');
    look();
    log.write('old\n');
    look();
    log.rename();
    log.letGo();
    log.write('new\n');
    look();
    expect([again(0), again(1)]).toEqual(['old\n', 'new\n']);
    look(60_000);
    look();
    expect([again(0), again(1)]).toEqual(['old\n', 'new\n']);
  });

  it('are not to be had any more when the file was written anew, or is gone', () => {
    const { log, again, look, follower } = follow();
    log.write('');
    look();
    log.write('one\ntwo\n');
    look();
    log.truncate();
    look();
    log.write('three\n');
    look();
    expect([again(0), again(1)]).toEqual([null, 'three\n']);
    log.remove();
    follower.close();
    expect(again(1)).toBeNull();
  });

  it('are read again where the end was cut off, as far as they stand there', () => {
    const { log, again, look } = follow();
    log.write('');
    look();
    log.write('one\ntwo\nthree\nfour\nfive\n');
    look();
    log.truncate(14);
    look();
    expect(again(0)).toBe('one\ntwo\nthree\n');
    log.append('six\n');
    look();
    expect(again(0)).toBe('one\ntwo\nthree\nsix\n');
  });

  it('are read again though the descriptor was given back', () => {
    const budget = createDescriptorBudget(100);
    const { log, again, look } = follow({ budget });
    log.write('');
    look();
    log.write('one\n');
    look();
    expect(budget.relieve()).toBe(true);
    expect(again(0)).toBe('one\n');
  });
});

describe('the lines of a finished file', () => {
  it('are read again while it is read, when it is closed, and not from another file', () => {
    const log = new ServerLog();
    log.create('one\ntwo');
    const { sink, again } = rereading();
    const file = openFinishedFile(log.path, sink);
    while (file.read() === true);
    expect(again(0)).toBe('one\ntwo');
    log.rename();
    log.create('one\nsix');
    expect(again(0)).toBeNull();
  });
});
