import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTATIONS } from '../../src/convert/notation.js';
import { convertBytes, linesOf } from './conversion.js';

const sample = (name: string): string[] => readFileSync(new URL(`../../sample-logs/${name}`, import.meta.url), 'latin1').split('\n').slice(0, 40);

const LINES = ['combined.log', 'nasty.log', 'haproxy.log', 'iis.log', 'caddy.json', 'requests.csv'].flatMap(sample);

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LINES) },
  { weight: 1, arbitrary: fc.constantFrom(...LINES).chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\n', '')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' \t', '\r', 'x'.repeat(600)) },
);

const log = fc.record({ lines: fc.array(line, { maxLength: 30 }), end: fc.constantFrom('\n', '\r\n'), isWhole: fc.boolean() }).map(({ lines, end, isWhole }) => {
  const text = lines.map((each) => `${each}${end}`).join('');
  return Buffer.from(isWhole ? text : text.slice(0, -1), 'latin1');
});

const linesIn = (bytes: Buffer): number => bytes.toString('latin1').split('\n').length - (bytes.length === 0 || bytes.at(-1) === 10 ? 1 : 0);

describe('whatever stands in a log', () => {
  it('each of its lines is written, rejected with a reason, or filtered, in all notations', () => {
    fc.assert(
      fc.property(log, fc.constantFrom(...NOTATIONS), fc.boolean(), (bytes, to, isFiltered) => {
        const { output, account, rejected } = convertBytes(bytes, to, { maxLine: 500, filters: isFiltered ? ['status:<400'] : [] });
        const records = linesOf(output).length - (to === 'csv' ? 1 : 0);
        expect(account.read).toBe(linesIn(bytes));
        expect(account.read).toBe(records + rejected.length + account.filtered);
        expect([account.written, account.rejected]).toEqual([records, rejected.length]);
        expect(Object.values(account.rejectedBy).reduce((sum, count) => sum + count, 0)).toBe(account.rejected);
        if (to === 'json') for (const text of linesOf(output)) expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it('the output is the same in however small blocks it is taken', () => {
    fc.assert(
      fc.property(log, fc.constantFrom(...NOTATIONS), fc.integer({ min: 1, max: 3000 }), (bytes, to, enough) => {
        expect(convertBytes(bytes, to, { enough }).output).toBe(convertBytes(bytes, to).output);
      }),
      { numRuns: 50 },
    );
  });
});
