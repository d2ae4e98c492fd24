import { copyFileSync, linkSync, renameSync, rmSync, statSync, symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { realFileSystem } from '../../src/sources/file-system.js';
import { faulty, following, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

/** logrotate's way: `.1` becomes `.2`, the log becomes `.1`. */
const shift = (log: ServerLog, generations: number): void => {
  for (let n = generations; n >= 1; n -= 1) renameSync(`${log.path}.${String(n)}`, `${log.path}.${String(n + 1)}`);
  log.letGo();
  renameSync(log.path, `${log.path}.1`);
};

describe('several rotations between two looks', () => {
  it('are read one after the other, oldest first', () => {
    const { log, look, sink } = following();
    log.write('0\n');
    for (let n = 0; n < 5; n += 1) {
      shift(log, n);
      log.write(`${String(n + 1)}\n`);
    }
    expect(look()).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(sink.events).toEqual(['opened', ...Array<string>(5).fill('rotated')]);
  });

  it('are read once, whatever was there before', () => {
    const { log, look } = setUp();
    log.create('old\n');
    for (const name of ['.1', '.2', '-20260101', '.bak', '_ssl']) writeFileSync(`${log.path}${name}`, `${name}\n`);
    writeFileSync(log.in('other.log'), 'other\n');
    look();
    log.rename();
    log.write('new\n');
    expect(look()).toEqual(['new']);
    shift(log, 0);
    log.write('newer\n');
    expect([look(), look()]).toEqual([['newer'], []]);
  });

  it('are found when the name is missing in the end', () => {
    const { log, look, sink } = following();
    log.write('0\n');
    shift(log, 0);
    log.write('1\n');
    shift(log, 1);
    expect(look()).toEqual(['0', '1']);
    log.write('2\n');
    shift(log, 2);
    expect(look()).toEqual(['2']);
    log.write('3\n');
    expect(look()).toEqual(['3']);
    expect(sink.events).toEqual(['opened', 'rotated', 'missing', 'rotated', 'returned']);
  });

  it('are found when the extension is kept', () => {
    const log = new ServerLog();
    const path = log.in('site.log');
    const { look } = setUp({ path }, log);
    writeFileSync(path, '');
    look();
    for (const name of ['site-20260101.log', 'site-20260102.log', 'site.3.log']) {
      writeFileSync(path, `${name}\n`, { flag: 'a' });
      renameSync(path, log.in(name));
      writeFileSync(path, '');
    }
    expect(look()).toEqual(['site-20260101.log', 'site-20260102.log', 'site.3.log']);
  });

  it('leave out what is compressed, and what is rotated by itself', () => {
    const { log, look } = following();
    writeFileSync(`${log.path}_ssl`, 'ssl\n');
    look();
    log.rename();
    log.create('new\n');
    writeFileSync(`${log.path}.9.gz`, 'no gzip yet\n');
    writeFileSync(`${log.path}.8`, gzipSync('old\n'));
    renameSync(`${log.path}_ssl`, `${log.path}_ssl.1`);
    writeFileSync(`${log.path}_ssl`, 'ssl again\n');
    expect(look()).toEqual(['new']);
  });

  it('are read on when there is much to read', () => {
    const { log, follower, sink, look } = following();
    log.write('0\n'.repeat(100));
    for (let n = 0; n < 3; n += 1) {
      shift(log, n);
      log.write(`${String(n + 1)}\n`.repeat(100));
    }
    for (let n = 0; n < 20; n += 1) follower.look(7);
    shift(log, 3);
    log.write('4\n');
    look();
    expect(sink.read).toEqual([...['0', '1', '2', '3'].flatMap((line) => Array<string>(100).fill(line)), '4']);
  });
});

describe('a file that was replaced', () => {
  it('and has no name any more is told as replaced', () => {
    const { log, look, sink } = following();
    writeFileSync(log.in('new'), 'new\n');
    renameSync(log.in('new'), log.path);
    expect(look()).toEqual(['new']);
    expect(sink.events).toEqual(['opened', 'replaced']);
  });

  it('is told as drained when it is given up', () => {
    const { log, look, sink, wait } = following();
    log.rename();
    log.create('new\n');
    look();
    wait(5_000);
    look();
    expect(sink.events).toEqual(['opened', 'rotated', 'drained']);
  });

  it('is not given up while bytes come', () => {
    const { log, look, wait } = following();
    log.rename();
    log.create('new\n');
    look();
    for (let n = 0; n < 10; n += 1) {
      log.write(`${String(n)}\n`);
      wait(4_999);
      expect(look()).toEqual([String(n)]);
    }
  });

  it('is held ten minutes after it was renamed, ten seconds after it was deleted', () => {
    const { files, open } = faulty();
    const { log, look, wait } = following({ files, lingerFor: 600_000 });
    log.rename();
    log.create('one\n');
    look();
    log.remove();
    log.create('two\n');
    look();
    expect(open()).toBe(3);
    wait(10_000);
    look();
    expect(open()).toBe(2);
    wait(590_000);
    look();
    expect(open()).toBe(1);
  });

  it('is one of eight that are held', () => {
    const { files, open } = faulty();
    const { log, look } = following({ files });
    for (let n = 0; n < 20; n += 1) {
      log.rename();
      log.create(`${String(n)}\n`);
      expect(look()).toEqual([String(n)]);
    }
    expect(open()).toBe(9);
  });

  it('is read on when it comes back after it was given up', () => {
    const { log, look, wait } = following();
    log.write('one\n');
    const old = log.rename();
    log.create('new\n');
    look();
    wait(5_000);
    look();
    log.write('two\n');
    log.letGo();
    renameSync(old, log.path);
    expect(look()).toEqual(['two']);
  });
});

describe('a copy', () => {
  it('of a file that was removed is not read again', () => {
    const { log, look, sink } = following();
    log.write('one\ntwo\n');
    look();
    log.write('three\n');
    copyFileSync(log.path, `${log.path}.1`);
    log.remove();
    log.letGo();
    log.write('four\n');
    expect(look()).toEqual(['three', 'four']);
    expect(sink.events).toEqual(['opened', 'replaced']);
  });

  it('of a truncated file gives what had not been read', () => {
    const { log, look, sink, follower } = following();
    log.write('one\ntwo\nthr');
    follower.look(9);
    log.write('ee\nfour\n');
    copyFileSync(log.path, `${log.path}.1`);
    log.truncate();
    log.write('five\n');
    look();
    expect(sink.read).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(sink.events).toEqual(['opened', 'truncated']);
  });

  it('is found whatever its name, also when it was begun before the last look', () => {
    const { log, look, sink } = following();
    log.write('one\n');
    look();
    log.write('two\n');
    copyFileSync(log.path, `${log.path}-20260101`);
    expect(look()).toEqual(['two']);
    log.write('three\n');
    copyFileSync(log.path, `${log.path}-20260101`);
    log.truncate();
    expect(look()).toEqual(['three']);
    expect(sink.read).toEqual(['one', 'two', 'three']);
  });

  it('is not what only begins with the same line', () => {
    const { log, look } = following();
    log.write('header\none\n');
    look();
    log.rename();
    log.letGo();
    log.write('header\ntwo\n');
    log.rename();
    log.letGo();
    log.write('header\nthree\n');
    expect(look()).toEqual(['header', 'two', 'header', 'three']);
  });

  it('says how much may be missing when lines had been coming, for it is made before the truncation', () => {
    const { log, look, sink, wait } = following();
    log.write('a line\n');
    look();
    copyFileSync(log.path, `${log.path}.1`);
    log.truncate();
    look();
    expect(sink.missing).toEqual([7]);
    wait(600_000);
    look();
    log.write('another\n');
    look();
    wait(600_000);
    look();
    copyFileSync(log.path, `${log.path}.2`);
    log.truncate();
    look();
    expect(sink.missing).toEqual([7]);
  });
});

describe('what is lost by a truncation', () => {
  it('is estimated by how fast lines came', () => {
    const { log, look, sink, wait } = following();
    for (let n = 0; n < 200; n += 1) {
      log.write('0123456789\n'.repeat(100));
      wait(100);
      look();
    }
    wait(1_000);
    log.truncate();
    look();
    expect(sink.missing[0]).toBeGreaterThan(5_000); // 11,000 bytes/s
    expect(sink.missing[0]).toBeLessThan(20_000);
  });

  it('is told once, though the file grows while it is looked at', () => {
    const written = ['new'];
    let left = 0;
    let asked = 0;
    const { log, look, sink } = following({
      files: {
        ...realFileSystem,
        fstat: (descriptor) => {
          if ((asked += 1) > 1_000) throw new Error('this has no end');
          if (left > 0) {
            left -= 1;
            written.push(`more ${left}`);
            log.write(`more ${left}\n`);
          }
          return realFileSystem.fstat(descriptor);
        },
      },
    });
    log.write('one\ntwo\n');
    look();
    log.truncate();
    log.write('new\n');
    left = 20;
    const lines = look();
    left = 0;
    expect([...lines, ...look()]).toEqual(written);
    expect(sink.events).toEqual(['opened', 'truncated']);
  });

  it('is noticed when the file is rewritten with the same size, at the same instant', () => {
    const { log, look, sink } = following();
    log.write('one\ntwo\n');
    look();
    const { mtimeNs } = statSync(log.path, { bigint: true });
    log.truncate();
    log.write('eno\nowt\n');
    const again = statSync(log.path, { bigint: true }).mtimeNs === mtimeNs;
    expect(look(), again ? 'the clock of the file system is coarse' : 'the time of modification changed').toEqual(['eno', 'owt']);
    expect(sink.events).toEqual(['opened', 'truncated']);
  });

  it('is noticed when only the beginning was rewritten', () => {
    const { log, look } = following();
    const rest = 'x'.repeat(2_000);
    log.write(`one\n${rest}\n`);
    look();
    log.truncate();
    log.write(`eno\n${rest}\n`);
    expect(look()).toEqual(['eno', rest]);
  });
});

describe('a file that is written while it is looked at', () => {
  it.each<[string, (log: ServerLog) => void, string[]]>([
    ['was truncated', (log) => { log.truncate(); }, ['opened', 'truncated']],
    ['is another one', (log) => { log.rename(); log.letGo(); log.create(); }, ['opened', 'rotated']],
  ])('and %s is read once', (_name, happen, events) => {
    const { files } = faulty();
    const { log, look, sink } = following({ files });
    log.write('old\n');
    look();
    happen(log);
    const stat = files.stat.bind(files);
    let count = 0;
    files.stat = (path) => {
      const found = stat(path);
      if (path === log.path && count < 5) log.append(`${String((count += 1))}\n`);
      return found;
    };
    for (let n = 0; n < 6; n += 1) look();
    expect(sink.read).toEqual(['old', '1', '2', '3', '4', '5']);
    expect(sink.events).toEqual(events);
  });
});

describe('links', () => {
  it('of a directory may be switched, as Kubernetes does', () => {
    const log = new ServerLog();
    for (const name of ['one', 'two']) {
      mkdirSync(log.in(name));
      writeFileSync(log.in(`${name}/access.log`), `${name}\n`);
      writeFileSync(log.in(`${name}/access.log.1`), `${name} old\n`);
    }
    symlinkSync(log.in('one'), log.in('data'));
    const { look, sink } = setUp({ path: log.in('data/access.log') }, log);
    look();
    writeFileSync(log.in('one/access.log'), 'one more\n', { flag: 'a' });
    rmSync(log.in('data'));
    symlinkSync(log.in('two'), log.in('data'));
    expect(look()).toEqual(['one more', 'two']);
    expect(sink.events).toEqual(['opened', 'rotated']);
  });

  it('give a file another name, and it is still the same', () => {
    const { log, look, sink } = following();
    linkSync(log.path, log.in('access.log.link'));
    log.write('one\n');
    expect(look()).toEqual(['one']);
    log.remove();
    look();
    renameSync(log.in('access.log.link'), log.path);
    log.write('two\n');
    expect(look()).toEqual(['two']);
    expect(sink.events).toEqual(['opened', 'missing', 'returned']);
  });
});
