import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyOf } from '../../../src/reports/traffic/agent-family.js';
import type { KeyPanelName } from '../../../src/reports/traffic/traffic-result.js';
import { CHOICE, keyPanels, merged, panelOf, partsOf, reportOn, smallLimits } from './counted-log.js';
import type { CountOptions } from './counted-log.js';
import { plainRecords, plainRows } from './plain-traffic.js';
import type { PlainRecord } from './plain-traffic.js';

const path = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 60 }).map((n) => `/s${n % 20}/page-${n}`) },
  { weight: 1, arbitrary: fc.nat({ max: 5 }).map((n) => `/long/${'x'.repeat(40)}${n}?q=${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('/', '*', 'http://h/y/z', '//double') },
);
const request = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constantFrom('GET', 'POST', 'PURGE'), path).map(([method, target]) => `${method} ${target} HTTP/1.1`) },
  { weight: 1, arbitrary: fc.constantFrom('', '\\x16\\x03\\x01', 'no request') },
);
const AGENTS = ['curl', 'Googlebot', 'Wget', 'MJ12bot'];

const line = fc
  .record({
    host: fc.nat({ max: 50 }),
    second: fc.nat({ max: 59 }),
    request,
    status: fc.constantFrom('200', '404', '500', '301', '-'),
    bytes: fc.oneof(fc.nat({ max: 5000 }).map(String), fc.constant('-')),
    referrer: fc.constantFrom('-', 'https://a.example/', 'a \\"quoted\\" one', 'a \\\\ b'),
    agent: fc.nat({ max: 30 }),
  })
  .map(
    ({ host, second, request: asked, status, bytes, referrer, agent }) =>
      `10.0.0.${host} - - [01/Jan/2026:00:00:${String(second).padStart(2, '0')} +0000] "${asked}" ${status} ${bytes} "${referrer}" "${AGENTS[agent % 4]}/${agent}"\n`,
  );

const logOf = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''));
const roomy: CountOptions = { limits: smallLimits(512) };
const tight: CountOptions = { limits: smallLimits(8) };
const lines = fc.array(line, { minLength: 1, maxLength: 80, size: 'max' });
const split = fc.array(lines, { minLength: 1, maxLength: 4 });

describe('while distinct values fit the bound, a report', () => {
  it('does not depend on where the parts are cut, nor on their order, nor on the seed', () => {
    fc.assert(
      fc.property(split, fc.integer(), fc.infiniteStream(fc.nat()), (parts, seed, order) => {
        const logs = parts.map(logOf);
        const whole = reportOn(Buffer.concat(logs), roomy);
        expect(merged(partsOf(logs, roomy), roomy)).toEqual(whole);
        const shuffled = logs.map((log) => ({ log, place: order.next().value as number })).sort((a, b) => a.place - b.place);
        expect(merged(partsOf(shuffled.map(({ log }) => log), { ...roomy, seed }), { ...roomy, seed })).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('does not depend on the order of lines', () => {
    fc.assert(
      fc.property(lines, (some) => {
        expect(reportOn(logOf(some.toReversed()), roomy)).toEqual(reportOn(logOf(some), roomy));
      }),
      { numRuns: 20 },
    );
  });

  it('has what plain maps have', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const result = reportOn(logOf(some), roomy);
        const records = plainRecords(logOf(some));
        for (const [name, keyOf] of KEYS) expect(panelOf(result, name).rows).toEqual(plainRows(records, keyOf));
        expect(result.totals.uniqueHosts).toBe(new Set(records.map(({ host }) => host)).size);
      }),
      { numRuns: 20 },
    );
  });
});

const KEYS: [KeyPanelName, (record: PlainRecord) => string][] = [
  ['sections', (record) => record.section],
  ['paths', (record) => record.path],
  ['methods', (record) => record.method],
  ['hosts', (record) => record.host],
  ['referrers', (record) => record.referrer],
];

describe('beyond the bound, a report', () => {
  it('has rows that are too low by no more than the error, leaves out no key with more, and adds up', () => {
    let dropped = 0;
    fc.assert(
      fc.property(split, (parts) => {
        const logs = parts.map(logOf);
        const result = merged(partsOf(logs, tight), tight);
        const records = plainRecords(Buffer.concat(logs));
        const families: [KeyPanelName, (record: PlainRecord) => string] = ['agents', ({ agent }) => familyOf(agent).family];
        for (const [name, keyOf] of [...KEYS, families]) {
          const { rows, error } = panelOf(result, name);
          if (error > 0) dropped += 1;
          const found = new Map(rows.map((row) => [row.key, row]));
          for (const truth of plainRows(records, keyOf)) {
            const row = found.get(truth.key) ?? { hits: 0, errors: 0, bytes: 0 };
            expect(row.hits).toBeLessThanOrEqual(truth.hits);
            expect(row.hits + error).toBeGreaterThanOrEqual(truth.hits);
            expect(row.errors).toBeLessThanOrEqual(truth.errors);
            expect(row.bytes).toBeLessThanOrEqual(truth.bytes);
          }
        }
        for (const { name, rows, rest } of keyPanels(result)) {
          if (name === 'notFound' || name === 'bots') continue;
          expect(rows.reduce((sum, { hits }) => sum + hits, rest.hits)).toBe(records.length);
          expect(rows.reduce((sum, { bytes }) => sum + bytes, rest.bytes)).toBe(result.totals.bytes);
        }
      }),
      { numRuns: 40 },
    );
    expect(dropped).toBeGreaterThan(0);
  });

  it('has the same rows whatever the seed of the hashes', () => {
    fc.assert(
      fc.property(split, fc.integer(), (parts, seed) => {
        const logs = parts.map(logOf);
        const [one, other] = [tight, { ...tight, seed }].map((options) => merged(partsOf(logs, options), options));
        expect(other).toEqual(one);
      }),
      { numRuns: 20 },
    );
  });

  it('estimates the hosts', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `10.${n >> 8}.${n & 255}.1 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"\n`);
    const choice = { ...CHOICE, panels: ['hosts'] as const };
    const { totals } = reportOn(logOf(many), { choice, limits: smallLimits(4096) });
    expect(totals.uniqueHostsError).toBeGreaterThan(0);
    expect(Math.abs(totals.uniqueHosts! / 20_000 - 1)).toBeLessThan(4 * totals.uniqueHostsError);
  });
});
