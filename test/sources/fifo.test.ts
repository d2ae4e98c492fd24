import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDescriptorBudget } from '../../src/sources/descriptor-budget.js';
import { createLedger } from '../../src/sources/following/ledger.js';
import { faulty, following, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

describe('a named pipe', () => {
  it('is read as a stream, one writer after the other, and the last line of each counts', () => {
    const log = new ServerLog();
    execFileSync('mkfifo', [log.path]);
    const { look, sink, follower } = setUp({}, log);
    expect(look()).toEqual([]);
    const write = (text: string): number => {
      const writer = openSync(log.path, 'w');
      writeSync(writer, text);
      return writer;
    };
    let writer = write('one\ntw');
    expect([look(), look()]).toEqual([['one'], []]);
    writeSync(writer, 'o\nunfinished');
    expect(look()).toEqual(['two']);
    closeSync(writer);
    expect([look(), look()]).toEqual([['unfinished'], []]);
    writer = write('three\n');
    expect(look()).toEqual(['three']);
    closeSync(writer);
    look();
    expect(sink.events).toEqual(['opened', 'drained', 'drained']);
    follower.close();
  });
});

describe('when descriptors run out', () => {
  it('what is not needed is given back, and the new file is read', () => {
    const { files, faults, open } = faulty();
    const { log, look } = following({ files });
    log.rename();
    log.letGo();
    log.write('one\n');
    expect([look(), open()]).toEqual([['one'], 2]);
    log.rename();
    log.letGo();
    log.write('two\n');
    const openFile = files.open.bind(files);
    files.open = (path) => {
      if (open() > 1) faults.open = 'EMFILE';
      else faults.open = null;
      return openFile(path);
    };
    look();
    expect(look()).toEqual([]);
    log.write('three\n');
    expect(look()).toEqual(['three']);
  });

  it('more files than descriptors are followed by turns, and each line is read', () => {
    const log = new ServerLog();
    const { files, open } = faulty();
    const shared = { files, ledger: createLedger(), budget: createDescriptorBudget(3) };
    const paths = Array.from({ length: 10 }, (_, n) => log.in(`${String(n)}.log`));
    for (const path of paths) closeSync(openSync(path, 'w'));
    const setups = paths.map((path) => setUp({ ...shared, path }, log));
    const lookAll = (): string[] => setups.flatMap(({ look }) => look());
    lookAll();
    for (const round of ['a', 'b', 'c']) {
      for (const path of paths) {
        const writer = openSync(path, 'a');
        writeSync(writer, `${round}\n`);
        closeSync(writer);
      }
      expect(lookAll()).toEqual(Array<string>(10).fill(round));
      expect(open()).toBeLessThanOrEqual(4);
    }
  });
});

describe('a network file system that lost a file', () => {
  it('is asked for it again by its name, and the file is read on', () => {
    const { files } = faulty();
    const { log, look, sink } = following({ files });
    log.write('one\n');
    look();
    const read = files.read.bind(files);
    const open = files.open.bind(files);
    let stale = true;
    files.read = (...args) => {
      if (stale) throw Object.assign(new Error('ESTALE'), { code: 'ESTALE', syscall: 'read' });
      return read(...args);
    };
    files.open = (path) => {
      stale = false;
      return open(path);
    };
    log.write('two\n');
    expect(look()).toEqual(['two']);
    expect(sink.events).toEqual(['opened']);
  });
});
