import { appendFileSync, copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../src/sources/following/ledger.js';
import { setUp } from './followed-log.js';
import type { Setup } from './followed-log.js';
import { ServerLog } from './log-directory.js';

/** A log and the name of its rotated generation, both followed; `first` is looked at first. */
const both = (first: 'log' | 'copy'): { log: ServerLog; original: Setup; copy: Setup; look: () => string[] } => {
  const log = new ServerLog();
  const ledger = createLedger();
  log.create();
  writeFileSync(`${log.path}.1`, 'older\n');
  const original = setUp({ ledger }, log);
  const copy = setUp({ ledger, path: `${log.path}.1` }, log);
  const order = first === 'log' ? [original, copy] : [copy, original];
  const look = (): string[] => order.flatMap((follower) => follower.look());
  look();
  return { log, original, copy, look };
};

const copyAway = (log: ServerLog): void => {
  renameSync(`${log.path}.1`, `${log.path}.2`);
  copyFileSync(log.path, `${log.path}.1`);
};

describe.each(['log', 'copy'] as const)('a copy whose own name is followed, with the %s looked at first', (first) => {
  it.each([
    ['all was read', true, 'before the copy'],
    ['lines are unread', false, 'before the copy'],
    ['all was read and the copy is seen before the truncation', true, 'between'],
    ['lines are unread and the copy is seen before the truncation', false, 'between'],
  ])('gives each line once when %s', (_name, isRead, when) => {
    const { log, look, copy } = both(first);
    const lines = ['one', 'two', 'three'];
    const read: string[] = [];
    log.append('one\ntwo\n');
    read.push(...look());
    log.append('three\n');
    if (isRead) read.push(...look());
    copyAway(log);
    if (when === 'between') read.push(...look());
    log.truncate();
    log.append('four\n');
    read.push(...look(), ...look());
    expect([...read].sort()).toEqual([...lines, 'four'].sort());
    appendFileSync(`${log.path}.1`, 'behind the copy\n');
    log.append('five\n');
    expect([...look(), ...look()].sort()).toEqual(['behind the copy', 'five']);
    if (when === 'between') expect(copy.sink.details).toContain(`it is a copy of ${log.path}, and is read there`);
  });

  it('gives each line once when the original is removed', () => {
    const { log, look, copy } = both(first);
    log.append('one\ntwo\n');
    expect(look()).toEqual(['one', 'two']);
    log.append('three\n');
    copyAway(log);
    writeFileSync(log.in('new'), 'four\n');
    renameSync(log.in('new'), log.path);
    expect([...look(), ...look()].sort()).toEqual(['four', 'three']);
    expect(copy.sink.events).toContain('duplicate');
  });

  it('gives each line once when somebody keeps a copy, also while it is made', () => {
    const { log, look } = both(first);
    log.append('one\ntwo\n');
    look();
    renameSync(`${log.path}.1`, `${log.path}.2`);
    for (const part of ['', 'on', 'e\n', 'two\n']) {
      appendFileSync(`${log.path}.1`, part);
      expect(look()).toEqual([]);
    }
    log.append('three\n');
    expect(look()).toEqual(['three']);
  });

  it('is none when only its beginning is the same', () => {
    const { log, look } = both(first);
    log.append('header\none\n');
    look();
    renameSync(`${log.path}.1`, `${log.path}.2`);
    writeFileSync(`${log.path}.1`, 'header\n');
    expect(look()).toEqual([]);
    appendFileSync(`${log.path}.1`, 'two\n');
    expect(look()).toEqual(['header', 'two']);
  });
});

it.each(['.new', '-api', '_ssl', '.1.lock'])('a file whose name goes on with %s is another log, also while it holds the same lines', (ending) => {
  const log = new ServerLog();
  const ledger = createLedger();
  log.create();
  log.append('same\nsame\n');
  const original = setUp({ ledger }, log);
  const other = setUp({ ledger, path: `${log.path}${ending}` }, log);
  [original, other].map((follower) => follower.look());
  writeFileSync(`${log.path}${ending}`, 'same\n');
  expect([original, other].map((follower) => follower.look())).toEqual([[], ['same']]);
});
