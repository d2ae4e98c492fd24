import { describe, expect, it } from 'vitest';
import type { KeyPanelName } from '../../../src/reports/traffic/traffic-result.js';
import { made } from '../../generate/made-log.js';
import { panelOf, reportOn } from './counted-log.js';
import { plainRecords, plainRows, sumUp } from './plain-traffic.js';
import type { PlainRecord } from './plain-traffic.js';

const log = made({ amount: { lines: 3000 }, paths: 400, hosts: 150, errorBurst: true, disorder: 30 });
const records = plainRecords(log);
const isNotFound = ({ status }: PlainRecord): boolean => status === 404;

describe('a report on a made log, against plain maps over a regular expression', () => {
  const result = reportOn(log);

  it('has the totals', () => {
    const { totals } = result;
    expect({ hits: totals.hits, errors: totals.errors, bytes: totals.bytes }).toEqual(sumUp(records));
    expect(totals.successes).toBe(records.filter(({ status }) => status >= 200 && status < 400).length);
    expect(totals.other).toBe(0);
    expect(totals.uniqueHosts).toBe(new Set(records.map(({ host }) => host)).size);
    expect(totals.uniqueHostsError).toBe(0);
  });

  it.each<[KeyPanelName, (record: PlainRecord) => string]>([
    ['sections', ({ section }) => section],
    ['paths', ({ path }) => path],
    ['status', ({ status }) => String(status)],
    ['classes', ({ status }) => `${Math.floor(status / 100)}xx`],
    ['methods', ({ method }) => method],
    ['hosts', ({ host }) => host],
    ['vhosts', () => '-'],
    ['referrers', ({ referrer }) => referrer],
  ])('has all rows of %s', (name, keyOf) => {
    const rows = plainRows(records, keyOf);
    const rest = { hits: 0, errors: 0, bytes: 0 };
    expect(panelOf(result, name)).toEqual({ kind: 'keys', name, rows, rest, distinct: rows.length, error: 0 });
  });

  it('has the paths by bytes', () => {
    const rows = plainRows(records, ({ path }) => path, 'bytes');
    expect(panelOf(result, 'bytes')).toMatchObject({ rows, distinct: rows.length });
  });

  it('has the paths that were not found, with those responses alone', () => {
    const rows = plainRows(records.filter(isNotFound), ({ path }) => path);
    expect(rows.length).toBeGreaterThan(10);
    expect(panelOf(result, 'notFound')).toMatchObject({ rows, rest: { hits: 0, errors: 0, bytes: 0 }, distinct: rows.length });
  });

  it('is the same when no line takes the fast path', () => {
    expect(reportOn(log, { isUsual: false })).toEqual(result);
  });

  it('does not depend on the seed of the hashes', () => {
    expect(reportOn(log, { seed: 123_456 })).toEqual(result);
  });

  it('cuts the rows to those that are asked for, and sums up the others', () => {
    const rows = plainRows(records, ({ path }) => path);
    const panel = panelOf(reportOn(log, { choice: { top: 5 } }), 'paths');
    expect(panel.rows).toEqual(rows.slice(0, 5));
    expect(panel.rest).toEqual(sumUp(records.filter(({ path }) => !rows.slice(0, 5).some(({ key }) => key === path))));
    expect(panel.distinct).toBe(rows.length);
  });

  it('has no more panels than were asked for, in their order, and counts hosts only for theirs', () => {
    const few = reportOn(log, { choice: { panels: ['status', 'sections'] } });
    expect(few.panels).toEqual([panelOf(result, 'sections'), panelOf(result, 'status')]);
    expect(few.totals).toEqual({ ...result.totals, uniqueHosts: null });
  });
});
