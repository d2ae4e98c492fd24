import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/sources/following/fingerprint.js';
import type { HeldFile, LedgerEntry } from '../../src/sources/following/ledger.js';
import { createLedger, Ledger, parseLedger } from '../../src/sources/following/ledger.js';

const entryOf = (inode: number, offset = 4): LedgerEntry => {
  const bytes = Buffer.alloc(offset, 'x');
  return { device: '1', inode: String(inode), path: '/a.log', head: fingerprintOf(bytes), offset, trail: fingerprintOf(bytes) };
};

const fileOf = (inode: number, offset = 4): HeldFile & { offset: number } => {
  const file = {
    offset,
    identity: { device: 1n, inode: BigInt(inode) },
    path: '/a.log',
    entry: () => entryOf(inode, file.offset),
    opened: () => null,
    standsAtName: () => true,
    handOver: () => undefined,
  };
  return file;
};

const names = { '/a.log': { file: '1:7', directory: '1:2', siblings: { 'a.log.1': '1:8:9' } } };

describe('a ledger', () => {
  it('asks a file that is held how far it was read, and remembers what it said last', () => {
    const ledger = createLedger();
    const file = fileOf(7);
    ledger.hold(file);
    file.offset = 9;
    expect(ledger.toJSON().files).toEqual([entryOf(7, 9)]);
    ledger.release(file);
    file.offset = 12;
    expect(ledger.toJSON().files).toEqual([entryOf(7, 9)]);
    expect([ledger.held(file.identity), ledger.recordOf('1:7')?.restored]).toEqual([null, false]);
  });

  it('is not told by one that held a file what another one reads now', () => {
    const ledger = createLedger();
    const [former, present] = [fileOf(7, 1), fileOf(7, 2)];
    ledger.hold(former);
    ledger.hold(present);
    ledger.release(former);
    expect(ledger.held(present.identity)).toBe(present);
    expect(ledger.toJSON().files).toEqual([entryOf(7, 2)]);
  });

  it('comes back from JSON as it was, and knows what an earlier run left', () => {
    const ledger = createLedger({ files: [entryOf(7), entryOf(8)], names });
    const again: unknown = JSON.parse(JSON.stringify(ledger));
    expect(parseLedger(again)).toEqual({ files: [entryOf(7), entryOf(8)], names });
    expect(ledger.recordOf('1:7')?.restored).toBe(true);
    expect(ledger.nameOf('/a.log')).toEqual(names['/a.log']);
  });

  it('forgets what was read longest ago when it remembers too many files', () => {
    const ledger = new Ledger(null, 2);
    for (const inode of [1, 2, 3]) ledger.record(entryOf(inode));
    ledger.record(entryOf(2));
    ledger.record(entryOf(4));
    expect(ledger.recordsOf('/a.log').map(({ entry }) => entry.inode)).toEqual(['4', '2']);
  });
});

describe('a ledger of more files than it remembers', () => {
  const inodes = [1, 2, 3, 4, 5];
  const pathOf = (inode: number): string => `/${String(inode)}.log`;
  const restored = {
    files: inodes.map((inode) => ({ ...entryOf(inode), path: pathOf(inode) })),
    names: Object.fromEntries(inodes.map((inode) => [pathOf(inode), { file: `1:${String(inode)}`, directory: '1:2', siblings: {} }])),
  };

  it('knows all that an earlier run left until each was looked for, whatever else is read meanwhile', () => {
    const ledger = new Ledger(restored, 2);
    for (const inode of [10, 11, 12]) {
      ledger.record(entryOf(inode));
      ledger.setName(pathOf(inode), { file: null, directory: null, siblings: {} });
    }
    expect(inodes.map((inode) => ledger.recordOf(`1:${String(inode)}`)?.restored)).toEqual(inodes.map(() => true));
    expect(inodes.map((inode) => ledger.nameOf(pathOf(inode))?.file)).toEqual(inodes.map((inode) => `1:${String(inode)}`));
  });

  it('gives them all to a later run though only some were looked for when it stopped', () => {
    const ledger = new Ledger(restored, 2);
    ledger.follow('/1.log');
    ledger.hold({ ...fileOf(1), path: '/1.log' });
    ledger.setName('/1.log', restored.names['/1.log']!);
    const { files, names: noted } = ledger.toJSON();
    expect([files.map(({ inode }) => inode).sort(), Object.keys(noted).sort()]).toEqual([
      ['1', '2', '3', '4', '5'],
      inodes.map(pathOf),
    ]);
  });

  it('gives all that were followed to a later run, also when nobody follows them any more', () => {
    const ledger = new Ledger(null, 2);
    const files = inodes.map((inode) => ({ ...fileOf(inode), path: pathOf(inode), entry: () => ({ ...entryOf(inode), path: pathOf(inode) }) }));
    for (const file of files) {
      ledger.follow(file.path);
      ledger.hold(file);
      ledger.setName(file.path, { file: null, directory: null, siblings: {} });
    }
    for (const file of files) {
      ledger.release(file);
      ledger.unfollow(file.path);
    }
    const { files: read, names: noted } = ledger.toJSON();
    expect([read.map(({ inode }) => Number(inode)), Object.keys(noted)]).toEqual([inodes, inodes.map(pathOf)]);
  });

  it('does not grow from run to run by names that nobody follows any more', () => {
    let data = new Ledger(null, 2).toJSON();
    for (const inode of inodes) {
      const ledger = new Ledger(data, 2);
      ledger.follow(pathOf(inode));
      ledger.record({ ...entryOf(inode), path: pathOf(inode) });
      ledger.setName(pathOf(inode), restored.names[pathOf(inode)]!);
      data = ledger.toJSON();
    }
    expect([data.files.map(({ inode }) => inode), Object.keys(data.names)]).toEqual([['4', '5'], ['/4.log', '/5.log']]);
  });
});

describe('what is no ledger', () => {
  const data = { files: [entryOf(7)], names };
  const wrong = (change: object): unknown => ({ ...data, files: [{ ...entryOf(7), ...change }] });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['no files', { names }],
    ['no names', { files: [] }],
    ['an offset below zero', wrong({ offset: -1 })],
    ['an offset that is no whole number', wrong({ offset: 1.5 })],
    ['an inode that is a number', wrong({ inode: 7 })],
    ['a device that is no number', wrong({ device: 'sda' })],
    ['a head of another length', wrong({ head: fingerprintOf(Buffer.alloc(3)) })],
    ['a trail without hash', wrong({ trail: { bytes: 4, hash: '' } })],
    ['a hash that is no hash', wrong({ trail: { bytes: 4, hash: 'x'.repeat(32) } })],
    ['a path that is none', wrong({ path: null })],
    ['a mark that is none', wrong({ skipping: false })],
    ['a name without siblings', { ...data, names: { '/a.log': { file: null, directory: null } } }],
    ['a sibling that is no identity', { ...data, names: { '/a.log': { file: null, directory: null, siblings: { a: 'b' } } } }],
  ])('%s', (_name, value) => {
    expect(parseLedger(value)).toBeNull();
  });

  it('but this is one', () => {
    expect(parseLedger(data)).toEqual(data);
  });
});
