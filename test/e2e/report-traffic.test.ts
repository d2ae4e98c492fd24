import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awkTraffic, byBytes, hasAwk } from '../support/awk-report.js';
import type { AwkReport, AwkRow } from '../support/awk-report.js';
import { MAIN, runProgram } from '../support/program.js';

/** 2026-01-01T00:00:00Z, when generated logs begin. */
const START = 1_767_225_600;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alm-proof-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

const generated = (name: string, ...args: string[]): string => {
  const path = join(directory, name);
  execFileSync(process.execPath, [MAIN, 'generate', ...args, '-o', path]);
  return path;
};

interface Timed {
  from: string;
  hits: number;
  bytes: number;
  errors: number;
}

interface Traffic {
  totals: Record<string, number> & Record<'peakSecond' | 'peakMinute', { at: string; hits: number }>;
  timeline: Timed[];
  panels: Record<string, AwkRow[]>;
  panelNotes: Record<string, { distinct: number; error: number; interval: number; rest: Omit<AwkRow, 'key'> }>;
  lines: Record<string, number>;
}

const reportOn = async (...args: string[]): Promise<Traffic> => {
  const { stdout, stderr, exit } = await runProgram(['report', '--output', 'json', '--top', '100000', ...args]);
  expect([stderr, exit]).toEqual(['', 0]);
  return JSON.parse(stdout) as Traffic;
};

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The timeline that awk's sums make: it leaves out intervals without hits. */
const timelineOf = (rows: readonly AwkRow[], step: number): Timed[] => {
  const byTime = new Map(rows.map(({ key, ...sums }) => [Number(key), sums]));
  const times = [...byTime.keys()];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return Array.from({ length: (last - first) / step + 1 }, (_, n) => {
    const { hits, bytes, errors } = byTime.get(first + n * step) ?? { hits: 0, bytes: 0, errors: 0 };
    return { from: instant(first + n * step), hits, bytes, errors };
  });
};

const KEYED = ['sections', 'paths', 'status', 'classes', 'methods', 'hosts', 'referrers', 'notFound'];

/** Checks everything in a report that awk computes, too. */
const expectAwks = ({ totals, timeline, panels, panelNotes, lines }: Traffic, awk: AwkReport): void => {
  const [all] = awk.panels.get('totals')!;
  const { hits, bytes, errors, successes, other, uniqueHosts, peakSecond, peakMinute } = totals;
  const classes = (name: string): number => awk.panels.get('classes')!.find(({ key }) => key === name)?.hits ?? 0;
  expect({ hits, bytes, errors }).toEqual({ hits: all!.hits, bytes: all!.bytes, errors: all!.errors });
  expect([successes, other]).toEqual([classes('2xx') + classes('3xx'), hits! - classes('2xx') - classes('3xx') - errors!]);
  expect(uniqueHosts).toBe(awk.facts.get('uniqueHosts')![0]);
  expect(totals['meanRate']).toBeCloseTo(awk.facts.get('meanRate')![0]!, 7);
  for (const [name, peak] of Object.entries({ peakSecond, peakMinute })) {
    const [at = 0, most] = awk.facts.get(name)!;
    expect([name, peak]).toEqual([name, { at: instant(at), hits: most }]);
  }
  expect(totals['peakRate']).toBe(peakSecond.hits);
  expect(timeline).toEqual(timelineOf(awk.panels.get('timeline')!, panelNotes['timeline']!.interval));
  for (const panel of KEYED) expect([panel, panels[panel]]).toEqual([panel, awk.panels.get(panel) ?? []]);
  expect(panels['bytes']).toEqual(awk.panels.get('paths')!.toSorted(byBytes));
  expect(panelNotes['paths']).toMatchObject({ distinct: awk.panels.get('paths')!.length, error: 0, rest: { hits: 0, errors: 0, bytes: 0 } });
  expect(lines).toMatchObject({ accepted: hits, rejected: 0, filtered: lines['read']! - hits!, late: 0 });
};

describe.skipIf(!hasAwk)('awk says of the traffic the same as a report', () => {
  let log = '';
  beforeAll(() => {
    // Two hours with attacks, failures, and lines that are not in the order of time.
    log = generated('odd.log', '-n', '30k', '--hostile', '5%', '--disorder', '30', '--error-burst', '--end', '2026-01-01T02:00:00Z', '--distinct-paths', '3000');
  });

  it('of all of it, in one log and in three', async () => {
    const awk = awkTraffic(log, { STEP: 60 });
    const report = await reportOn('--grouping-seconds', '60', log);
    expect([report.totals['hits'], report.lines['filtered']]).toEqual([30_000, 0]);
    expectAwks(report, awk);

    // The same lines, cut in the middle of a second.
    const bytes = readFileSync(log);
    const cuts = [1, 2].map((third) => bytes.indexOf('\n', (bytes.length / 3) * third) + 1);
    const names = ['odd.1', 'odd.2.gz', 'odd.3'].map((name, n) => {
      const piece = bytes.subarray(cuts[n - 1] ?? 0, cuts[n]);
      return file(name, name.endsWith('.gz') ? gzipSync(piece) : piece);
    });
    expectAwks(await reportOn('--grouping-seconds', '60', ...names), awk);
  });

  it.each<[string, string[], { FROM?: number; TO?: number; LEAST?: number }]>([
    ['a window', ['--from', '00:15:07', '--to', '01:40:30'], { FROM: START + 907, TO: START + 6030 }],
    ['its last seconds', ['--seconds', '600', '--to', String(START + 5000)], { FROM: START + 4400, TO: START + 5000 }],
    ['what a filter lets through', ['--filter', 'status:>=400'], { LEAST: 400 }],
  ])('of %s', async (_name, args, variables) => {
    const report = await reportOn('--grouping-seconds', '60', ...args, log);
    expect(report.totals['hits']).toBeGreaterThan(1000);
    expectAwks(report, awkTraffic(log, { STEP: 60, ...variables }));
  });

  it('of a day, of which it chooses intervals that make about 60', async () => {
    const day = generated('day.log', '-n', '20k', '--seed', '7', '--surge');
    const report = await reportOn(day);
    const { interval } = report.panelNotes['timeline']!;
    expect(86_400 / interval).toBeGreaterThan(40);
    expect(86_400 / interval).toBeLessThan(90);
    expectAwks(report, awkTraffic(day, { STEP: interval }));
  });
});

interface SlowRow {
  key: string;
  hits: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
}

/** The durations of each path, shortest first. */
const durationsByPath = (log: string, line: RegExp): Map<string, number[]> => {
  const byPath = new Map<string, number[]>();
  for (const [, path = '', seconds] of readFileSync(log, 'utf8').matchAll(line)) byPath.set(path, [...(byPath.get(path) ?? []), Number(seconds)]);
  for (const durations of byPath.values()) durations.sort((a, b) => a - b);
  return byPath;
};

describe('the slowest paths of a report', () => {
  it.each<[string, string, RegExp]>([
    ['a layout of nginx', '$remote_addr [$time_local] "$request" $status $body_bytes_sent $request_time', /"\w+ ([^ ?"]*)[^"]*" \d+ \d+ ([\d.]+)$/gm],
    ['JSON', 'json', /"request":"\w+ ([^ ?"]*)[^"]*".*"request_time":([\d.]+)/gm],
  ])('of %s have quantiles as near to those of the sorted durations as is said', async (_name, format, line) => {
    const log = generated('slow.log', '--format', format, '-n', '20k', '--distinct-paths', '200');
    const { panels, panelNotes } = await reportOn('--format', format, log);
    const { relativeError, rest } = panelNotes['slowest'] as unknown as { relativeError: number; rest: number };
    expect([relativeError, rest]).toEqual([0.01, 0]);
    const sorted = durationsByPath(log, line);
    const rows = panels['slowest'] as unknown as SlowRow[];
    expect(rows.map(({ key, hits }) => `${key} ${hits}`).sort()).toEqual([...sorted].map(([path, { length }]) => `${path} ${length}`).sort());
    const wrong = rows.flatMap(({ key, max, ...row }) => {
      const durations = sorted.get(key)!;
      const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };
      const off = Object.entries(shares).filter(([name, share]) => {
        const exact = durations[Math.ceil(share * durations.length) - 1]!;
        return Math.abs(row[name as keyof typeof shares] - exact) > relativeError * exact * 1.000001;
      });
      return [...off.map(([name]) => `${name} of ${key}`), ...(max === durations.at(-1) ? [] : [`max of ${key}`])];
    });
    expect(wrong).toEqual([]);
    expect(rows.map(({ p95 }) => p95)).toEqual(rows.map(({ p95 }) => p95).sort((a, b) => b - a));
  });
});

describe('what went wrong by a report', () => {
  it.skipIf(!hasAwk)('is where it was made to', async () => {
    const log = generated('wrong.log', '-n', '60k', '--error-burst', '--surge', '--end', '2026-01-01T02:00:00Z');
    const { panels } = await reportOn('--alert-threshold', '20', log);
    // Errors from seven tenths of the two hours on, five times the traffic from their middle on, each for six minutes.
    expect(panels['bursts']).toMatchObject([{ from: instant(START + 84 * 60), to: instant(START + 90 * 60) }]);
    const hits = new Map(awkTraffic(log, { STEP: 1 }).panels.get('timeline')!.map((row) => [Number(row.key), row.hits]));
    const last = Math.max(...hits.keys());
    const alerts: { triggeredAt: string; resolvedAt: string | null }[] = [];
    let sum = 0;
    for (let tick = START + 1; tick <= last + 1; tick += 1) {
      sum += (hits.get(tick - 1) ?? 0) - (hits.get(tick - 121) ?? 0);
      const open = alerts.at(-1)?.resolvedAt === null ? alerts.at(-1) : undefined;
      if (sum / 120 > 20 && open === undefined) alerts.push({ triggeredAt: instant(tick), resolvedAt: null });
      else if (sum / 120 <= 20 && open !== undefined) open.resolvedAt = instant(tick);
    }
    expect(alerts.length).toBeGreaterThan(0);
    expect(panels['alerts']).toMatchObject(alerts);
    expect(panels['alerts']).toHaveLength(alerts.length);
  });
});
