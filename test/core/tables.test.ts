import { EARLY } from '../../src/app/pump.js';
import { describe, expect, test } from 'vitest';
import { RecordRing } from '../../src/core/record-ring.js';
import { createTables, shrinkTables } from '../../src/core/tables.js';
import { readRow } from '../formats/scan.js';
import { internKey, smallTables } from './small-tables.js';
import { pushEntry } from './traffic.js';

const limits = { keys: 4, room: 64 };

describe('shrinking crowded tables', () => {
  test('keeps every text that a row still holds', () => {
    const tables = smallTables(7, limits);
    const ring = new RecordRing(32);
    for (let n = 0; n < 20; n += 1) pushEntry(ring, tables, { at: 0, section: `s${n}`, host: `h${n}`, path: `/p${n}`, status: 500 });
    pushEntry(ring, tables, { at: 0, reject: 'layout' });
    ring.shift(10);
    shrinkTables(tables, [new RecordRing(1), ring], () => undefined, () => undefined);
    for (let n = 0; n < 10; n += 1) {
      expect(readRow(ring, ring.index(n), tables)).toMatchObject({ section: `s${n + 10}`, host: `h${n + 10}`, path: `/p${n + 10}`, failing: `500 GET /p${n + 10}` });
    }
    expect([tables.sections.size, tables.hosts.size, tables.paths.size, tables.failing.size]).toEqual([10, 10, 10, 10]);
  });

  test('lets every path find its section anew when sections were dropped, and not else', () => {
    const tables = smallTables(7, limits);
    const path = internKey(tables.paths, '/a');
    tables.paths.setNote(path, 3);
    for (let n = 0; n < 5; n += 1) internKey(tables.hosts, `h${n}`);
    shrinkTables(tables, [], () => undefined, () => undefined);
    expect([tables.hosts.size, tables.paths.note(path)]).toEqual([0, 3]);
    for (let n = 0; n < 5; n += 1) internKey(tables.sections, `s${n}`);
    shrinkTables(tables, [], () => undefined, () => undefined);
    expect([tables.sections.size, tables.paths.note(path)]).toEqual([0, -1]);
  });

  test('settles what is held by id only when it is due', () => {
    const tables = smallTables(7, limits);
    let settled = 0;
    const settle = (): void => {
      settled += 1;
    };
    shrinkTables(tables, [], settle, () => undefined);
    expect(settled).toBe(0);
    for (let n = 0; n < 5; n += 1) internKey(tables.paths, `/p${n}`);
    shrinkTables(tables, [], settle, () => undefined);
    expect(settled).toBe(1);
  });
});

test('the tables of a run have room for the keys that stay and a new one in each row that a ring holds when it is drained', () => {
  const { sections, hosts, paths, failing } = createTables(1);
  for (const { limits: each } of [sections, hosts, paths, failing]) expect(each.room).toBeGreaterThanOrEqual(each.keys + EARLY);
});
