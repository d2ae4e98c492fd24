import { copyFileSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDescriptorBudget } from '../../src/sources/descriptor-budget.js';
import { createLedger, parseLedger } from '../../src/sources/following/ledger.js';
import { faulty, following, setUp } from './followed-log.js';
import { ServerLog } from './log-directory.js';

const HELD = 600_000;

describe('the unfinished last line of a file that was deleted', () => {
  it('counts when nothing came for ten seconds, and the file is given up', () => {
    const { log, look, wait, sink, follower } = following({ lingerFor: HELD });
    log.write('one\ntwo');
    look();
    log.remove();
    expect(look()).toEqual([]);
    wait(9_999);
    expect(look()).toEqual([]);
    wait(1);
    expect(look()).toEqual(['two']);
    wait(HELD);
    look();
    expect(sink.events).toEqual(['opened', 'missing', 'drained']);
    expect(follower.isGone).toBe(true);
  });

  it('waits for as long as its writer goes on', () => {
    const { log, look, wait } = following({ lingerFor: HELD });
    log.write('one\nt');
    look();
    log.remove();
    look();
    wait(9_000);
    log.write('w');
    look();
    wait(9_000);
    log.write('o\n');
    expect(look()).toEqual(['two']);
  });

  it('counts ten seconds after the deletion was noticed, however long the file was silent before', () => {
    const { log, look, wait } = following({ lingerFor: HELD });
    log.write('t');
    look();
    wait(HELD);
    look();
    log.remove();
    expect(look()).toEqual([]);
    log.write('wo');
    expect(look()).toEqual([]);
    wait(10_000);
    expect(look()).toEqual(['two']);
  });

  it('is not joined to the first line of the file that comes to the name', () => {
    const { log, look, wait, sink } = following({ lingerFor: HELD });
    log.write('one\ntwo');
    look();
    log.remove();
    look();
    wait(10_000);
    look();
    log.create('three\n');
    expect(look()).toEqual(['three']);
    expect(sink.read).toEqual(['one', 'two', 'three']);
    expect(sink.events).toEqual(['opened', 'missing', 'drained', 'returned']);
  });

  it('counts when the file was not held open, too', () => {
    const budget = createDescriptorBudget(1);
    const { log, look, wait, sink } = following({ lingerFor: HELD, budget });
    log.write('one\ntwo');
    look();
    expect(budget.relieve()).toBe(true);
    log.remove();
    look();
    wait(10_000);
    look();
    expect(sink.read).toEqual(['one', 'two']);
    expect(sink.events).toEqual(['opened', 'missing', 'drained']);
  });

  it('counts once when a copy of the file was made before', () => {
    const { log, look, wait, sink } = following({ lingerFor: HELD });
    log.write('one\ntwo');
    look();
    copyFileSync(log.path, `${log.path}.1`);
    log.remove();
    look();
    wait(10_000);
    look();
    log.letGo();
    log.create('three\n');
    look();
    wait(HELD);
    look();
    expect(sink.read.toSorted()).toEqual(['one', 'three', 'two']);
  });

  it('does not count of a file that is only renamed', () => {
    const { log, look, wait, sink } = following({ lingerFor: HELD });
    log.write('one\ntw');
    look();
    renameSync(log.path, log.in('elsewhere'));
    look();
    wait(10_000);
    expect(look()).toEqual([]);
    log.write('o\n');
    expect(look()).toEqual(['two']);
    expect(sink.events).toEqual(['opened', 'missing']);
  });

  it.each([
    ['deleted', (): void => undefined],
    ['replaced', (log: ServerLog): void => { log.create('one\n'); }],
  ])('does not count when only a part of it could be read: %s', (_, replace) => {
    const { files, faults } = faulty();
    const { log, follower, look, sink } = following({ files });
    log.write('unfinished');
    follower.look(3);
    faults.read = 'ESTALE';
    log.remove();
    look();
    replace(log);
    faults.read = null;
    look();
    follower.settle();
    look();
    follower.close();
    expect(sink.read.filter((line) => line !== 'one')).toEqual([]);
    expect(sink.events).not.toContain('drained');
  });

  it.each([false, true])('counts when following ends before, and is not counted again by the next run: resumable %s', (resumable) => {
    const log = new ServerLog();
    const ledger = createLedger();
    const { look, follower, sink } = setUp({ ledger, resumable, lingerFor: HELD }, log);
    log.write('');
    look();
    log.write('one\ntwo');
    look();
    log.remove();
    look();
    follower.settle();
    look();
    follower.close();
    expect(sink.read).toEqual(['one', 'two']);
    expect(sink.events).toEqual(['opened', 'missing', 'drained']);
    const next = setUp({ ledger: createLedger(parseLedger(JSON.parse(JSON.stringify(ledger)))), resumable }, log);
    next.look();
    log.create('three\n');
    next.look();
    expect(next.sink.read).toEqual(['three']);
  });
});
