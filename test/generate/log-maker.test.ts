import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { LogParameters } from '../../src/generate/log-maker.js';
import { LogMaker } from '../../src/generate/log-maker.js';
import { readWith } from '../formats/read-line.js';
import { formatOf, linesOf, made, PARAMETERS, START } from './made-log.js';

const combined = PARAMETERS.format;

const records = (parameters: Partial<LogParameters>) => {
  const reader = combined.newReader();
  return linesOf(made(parameters)).map((line) => readWith(reader, line)!);
};

const timesOf = (parameters: Partial<LogParameters>): number[] => records(parameters).map(({ time }) => Number(time));

/** How often each value occurs, the most frequent first. */
const counts = (values: readonly unknown[]): number[] => {
  const byValue = new Map<unknown, number>();
  for (const value of values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
  return [...byValue.values()].sort((a, b) => b - a);
};

const anyParameters = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  format: fc.constantFrom('combined', 'json', 'w3c', 'haproxy').map(formatOf),
  span: fc.integer({ min: 1, max: 1e7 }),
  disorder: fc.integer({ min: 0, max: 300 }),
  surge: fc.boolean(),
  errorBurst: fc.boolean(),
  day: fc.boolean(),
  paths: fc.integer({ min: 1, max: 5000 }),
  hosts: fc.integer({ min: 1, max: 5000 }),
  hostile: fc.constantFrom(0, 0.3, 1),
});

describe('any made log', () => {
  test('is the same for the same parameters, whatever the blocks that it is made in', () => {
    fc.assert(
      fc.property(anyParameters, fc.integer({ min: 1, max: 300 }), fc.nat({ max: 20_000 }), (parameters, lines, room) => {
        const whole = made({ ...parameters, amount: { lines } });
        expect(made({ ...parameters, amount: { lines } }, room).equals(whole)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('has as many lines as were asked for', () => {
    fc.assert(
      fc.property(anyParameters, fc.integer({ min: 1, max: 500 }), (parameters, lines) => {
        expect(linesOf(made({ ...parameters, amount: { lines } }))).toHaveLength(lines);
      }),
      { numRuns: 40 },
    );
  });

  test('has no more bytes than were asked for, and no room for a line more', () => {
    fc.assert(
      fc.property(anyParameters, fc.integer({ min: 1, max: 50_000 }), (parameters, bytes) => {
        const log = made({ ...parameters, amount: { bytes } });
        expect(log.length).toBeLessThanOrEqual(bytes);
        expect(bytes - log.length).toBeLessThan(new LogMaker({ ...PARAMETERS, ...parameters }).roomOfLine);
        expect(log.length === 0 || log.at(-1) === 10).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('is in order but for the disorder, and within its span', () => {
    fc.assert(
      fc.property(anyParameters, (parameters) => {
        let newest = START;
        for (const time of timesOf({ ...parameters, format: combined, amount: { lines: 500 } })) {
          expect(time).toBeGreaterThanOrEqual(Math.max(START, newest - parameters.disorder));
          expect(time).toBeLessThan(START + parameters.span);
          newest = Math.max(newest, time);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a made log', () => {
  it('differs by the seed', () => {
    expect(made({ seed: 1 }).equals(made({ seed: 2 }))).toBe(false);
  });

  it.each([[2000, 2000, 1500], [20_000, 700, 90], [500, 1, 1]])('of %i lines has exactly %i paths and %i hosts', (lines, paths, hosts) => {
    const all = records({ amount: { lines }, paths, hosts });
    expect(counts(all.map(({ path }) => path))).toHaveLength(paths);
    expect(counts(all.map(({ host }) => host))).toHaveLength(hosts);
  });

  it('asks for few paths often and for most rarely: by Zipf the n-th has an n-th of the first', () => {
    const lines = 50_000;
    const often = counts(records({ amount: { lines }, paths: 2000 }).map(({ path }) => path));
    const harmonic = Math.log(2001);
    for (const rank of [1, 2, 5, 10, 50]) {
      const expected = (lines * Math.log((rank + 1) / rank)) / harmonic;
      expect(often[rank - 1]! / expected).toBeGreaterThan(0.8);
      expect(often[rank - 1]! / expected).toBeLessThan(1.2);
    }
  });

  it('fails in about 8 % by 4xx and in about 2 % by 5xx', () => {
    const statuses = records({ amount: { lines: 20_000 } }).map(({ status }) => Number(status));
    const share = (least: number): number => statuses.filter((status) => status >= least && status < least + 100).length / statuses.length;
    expect(share(400)).toBeCloseTo(20 / 256, 1);
    expect(share(500)).toBeCloseTo(5 / 256, 1);
  });

  it('has more traffic by day than at night', () => {
    const hours = timesOf({ amount: { lines: 24_000 } }).map((time) => Math.floor((time - START) / 3600));
    const inHour = (hour: number): number => hours.filter((each) => each === hour).length;
    expect(inHour(15)).toBeGreaterThan(1500);
    expect(inHour(3)).toBeLessThan(500);
  });

  it('surges for a twentieth of its span from the middle on', () => {
    const times = timesOf({ amount: { lines: 24_000 }, span: 1000, day: false, surge: true }).map((time) => time - START);
    const inSurge = times.filter((time) => time >= 500 && time < 550).length;
    expect(inSurge / 24_000).toBeCloseTo((5 * 0.05) / (1 + 4 * 0.05), 2);
  });

  it('has its errors burst for a twentieth of its span', () => {
    const all = records({ amount: { lines: 24_000 }, span: 1000, day: false, errorBurst: true });
    const share = (from: number, to: number): number => {
      const some = all.filter(({ time }) => Number(time) - START >= from && Number(time) - START < to);
      return some.filter(({ status }) => Number(status) >= 500).length / some.length;
    };
    expect(share(702, 748)).toBeCloseTo(2 / 3, 1);
    expect(share(0, 700)).toBeLessThan(0.05);
  });

  it('is hostile in the share that was asked for', () => {
    const all = records({ amount: { lines: 10_000 }, hostile: 0.2 });
    expect(all.filter(({ path }) => path === undefined || !/^\/(?:$|[a-z]+\/[a-z0-9/-]+-\d+$)/.test(String(path))).length / 10_000).toBeGreaterThan(0.12);
    expect(all).not.toContain(null);
  });
});

describe('live', () => {
  const live = { amount: { rate: 100, isEndless: false }, span: 10, day: false };

  it('gives each line when its time has come, and all of them in the end', () => {
    const maker = new LogMaker({ ...PARAMETERS, ...live, start: START + 0.25 });
    const block = Buffer.alloc(1 << 20);
    const given = (until: number): number => linesOf(block.subarray(0, maker.fill(block, until))).length;
    expect(given(START)).toBe(0);
    expect(given(START + 0.305)).toBe(6);
    expect(given(START + 0.305)).toBe(0);
    expect(given(START + 5.255)).toBe(495);
    expect(given(Infinity)).toBe(499);
  });

  it('goes on and on without an end, and surges again and again', () => {
    const maker = new LogMaker({ ...PARAMETERS, ...live, amount: { rate: 100, isEndless: true }, surge: true });
    const block = Buffer.alloc(1 << 22);
    const given = (until: number): number => linesOf(block.subarray(0, maker.fill(block, until))).length;
    for (let cycle = 0; cycle < 3; cycle += 1) {
      expect(given(START + cycle * 10 + 5)).toBeCloseTo(500, -1);
      expect(given(START + cycle * 10 + 5.5)).toBeCloseTo(250, -1);
      expect(given(START + cycle * 10 + 10)).toBeCloseTo(450, -1);
    }
  });
});
