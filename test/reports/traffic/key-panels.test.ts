import { describe, expect, it } from 'vitest';
import { familyOf } from '../../../src/reports/traffic/agent-family.js';
import { createPathTemplates } from '../../../src/reports/traffic/path-template.js';
import { TRAFFIC_PANELS } from '../../../src/reports/traffic/traffic-result.js';
import type { KeyPanelName } from '../../../src/reports/traffic/traffic-result.js';
import { formatOf, made, START } from '../../generate/made-log.js';
import { merged, panelOf, partsOf, reportOn, smallLimits } from './counted-log.js';
import { grouped, plainRecords, plainRows, sumUp } from './plain-traffic.js';
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

  it('has the families of agents, and of those the bots', () => {
    const agents = plainRows(records, ({ agent }) => familyOf(agent).family);
    const bots = plainRows(records.filter(({ agent }) => familyOf(agent).isBot), ({ agent }) => familyOf(agent).family);
    expect(agents.length).toBeGreaterThan(bots.length);
    expect(bots.length).toBeGreaterThan(0);
    expect(panelOf(result, 'agents')).toMatchObject({ rows: agents, rest: { hits: 0, errors: 0, bytes: 0 }, error: 0 });
    expect(panelOf(result, 'bots')).toMatchObject({ rows: bots, rest: { hits: 0, errors: 0, bytes: 0 }, error: 0 });
  });

  it('has all panels, in their order', () => {
    expect(result.panels.map(({ name }) => name)).toEqual(TRAFFIC_PANELS);
    const { rows } = panelOf(result, 'timeline');
    expect(rows.reduce((sum, { hits }) => sum + hits, 0)).toBe(records.length);
  });

  it('tells of the burst of errors in a log that has one', () => {
    const { rows, others } = panelOf(reportOn(made({ span: 3600, errorBurst: true }), { choice: { panels: ['bursts'] } }), 'bursts');
    expect(rows).toMatchObject([{ from: START + 2520 }]);
    expect(others).toBe(0);
  });

  it('tells of alerts by the threshold that is asked for', () => {
    expect(panelOf(result, 'alerts').rows).toEqual([]);
    const { rows } = panelOf(reportOn(log, { choice: { alertThreshold: 0.05, alertWindow: 60 } }), 'alerts');
    expect(rows[0]).toMatchObject({ rule: 'high-traffic', threshold: 0.05 });
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

describe('the slowest paths', () => {
  const format = formatOf('%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D');
  const timed = made({ format, amount: { lines: 3000 }, paths: 40 });
  const all = plainRecords(timed);

  it('have the quantiles of their durations as near as the panel says, and the largest exactly', () => {
    const { rows, relativeError, rest } = panelOf(reportOn(timed, { format }), 'slowest');
    const groups = grouped(all, ({ path }) => path);
    expect(rows.length).toBe(groups.size);
    expect(rest).toBe(0);
    for (const { key, hits, max, ...quantiles } of rows) {
      const durations = groups.get(key)!.map(({ duration }) => duration).sort((a, b) => a - b);
      expect(hits).toBe(durations.length);
      expect(max).toBe(durations.at(-1));
      for (const [name, share] of [['p50', 0.5], ['p90', 0.9], ['p95', 0.95], ['p99', 0.99]] as const) {
        const truth = durations[Math.ceil(share * durations.length) - 1]!;
        expect(Math.abs(quantiles[name] / truth - 1)).toBeLessThanOrEqual(relativeError * 1.001);
      }
    }
    expect(rows.map(({ p95 }) => p95)).toEqual(rows.map(({ p95 }) => p95).sort((a, b) => b - a));
  });

  it('are the same from many parts', () => {
    const middle = timed.indexOf(10, timed.length / 2) + 1;
    const parts = partsOf([timed.subarray(0, middle), timed.subarray(middle)], { format });
    expect(merged(parts, { format })).toEqual(reportOn(timed, { format }));
  });

  it('that went because paths were too many are told as hits', () => {
    const { rows, rest } = panelOf(reportOn(timed, { format, limits: smallLimits(8) }), 'slowest');
    expect(rest).toBeGreaterThan(0);
    expect(rows.reduce((sum, { hits }) => sum + hits, rest)).toBe(all.length);
  });

  it('are none where the format tells no durations', () => {
    expect(panelOf(reportOn(log), 'slowest')).toMatchObject({ rows: [], rest: 0 });
  });
});

describe('paths that are grouped by templates', () => {
  const pathTemplates = { rules: ['/api/**', '/products/:any'], auto: true };
  const templates = createPathTemplates(pathTemplates);
  const keyOf = ({ path }: PlainRecord): string => templates(path) ?? path;

  it.each(['a roomy', 'a crowded'])('are counted by them from %s table of paths', (kind) => {
    const rows = plainRows(records, keyOf);
    const limits = kind === 'a roomy' ? undefined : { ...smallLimits(4096), paths: { keys: 4 * Math.ceil(rows.length / 4), arena: 1 << 16 } };
    const result = reportOn(log, { choice: { pathTemplates }, ...(limits === undefined ? {} : { limits }) });
    expect(rows.length).toBeLessThan(plainRows(records, ({ path }) => path).length);
    expect(panelOf(result, 'paths').rows).toEqual(rows);
    expect(panelOf(result, 'notFound').rows).toEqual(plainRows(records.filter(isNotFound), keyOf));
    expect(panelOf(result, 'sections').rows).toEqual(plainRows(records, ({ section }) => section));
  });
});
