import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awkTraffic, byBytes } from '../support/awk-report.js';
import type { AwkReport, AwkRow } from '../support/awk-report.js';
import { MAIN, runProgram } from '../support/program.js';

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

const ALL_ROWS = ['--top', '100000'];

const reportOn = async (...args: string[]): Promise<Traffic> => {
  const { stdout, stderr, exit } = await runProgram(['report', '--output', 'json', ...args]);
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
const expectAwks = ({ totals, timeline, panels, panelNotes, lines }: Traffic, awk: AwkReport, step: number): void => {
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
  expect(timeline).toEqual(timelineOf(awk.panels.get('timeline')!, step));
  for (const panel of KEYED) expect([panel, panels[panel]]).toEqual([panel, awk.panels.get(panel) ?? []]);
  expect(panels['bytes']).toEqual(awk.panels.get('paths')!.toSorted(byBytes));
  expect(panelNotes['paths']).toMatchObject({ distinct: awk.panels.get('paths')!.length, error: 0, rest: { hits: 0, errors: 0, bytes: 0 } });
  expect(lines).toEqual({ read: hits, accepted: hits, rejected: 0, filtered: 0, late: 0 });
};

describe('a report on traffic', () => {
  it('says of a log with disorder, attacks and a burst of errors what awk says', async () => {
    const log = generated('odd.log', '-n', '30k', '--hostile', '5%', '--disorder', '30', '--error-burst', '--end', '2026-01-01T02:00:00Z', '--distinct-paths', '3000');
    const awk = awkTraffic(log, 60);
    expectAwks(await reportOn(...ALL_ROWS, '--grouping-seconds', '60', log), awk, 60);

    // The same lines in three logs, one of them compressed, cut in the middle of a second.
    const bytes = readFileSync(log);
    const cuts = [1, 2].map((third) => bytes.indexOf('\n', (bytes.length / 3) * third) + 1);
    const names = ['odd.1', 'odd.2.gz', 'odd.3'].map((name, n) => {
      const piece = bytes.subarray(cuts[n - 1] ?? 0, cuts[n]);
      return file(name, name.endsWith('.gz') ? gzipSync(piece) : piece);
    });
    expectAwks(await reportOn(...ALL_ROWS, '--grouping-seconds', '60', ...names), awk, 60);
  });

  it('chooses an interval that makes about 60 of a day, whose sums are those of awk', async () => {
    const log = generated('day.log', '-n', '20k', '--seed', '7', '--surge');
    const report = await reportOn(...ALL_ROWS, log);
    const { interval } = report.panelNotes['timeline']!;
    expect(86_400 / interval).toBeGreaterThan(40);
    expect(86_400 / interval).toBeLessThan(90);
    expectAwks(report, awkTraffic(log, interval), interval);
  });
});
