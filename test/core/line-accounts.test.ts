import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineAccounts } from '../../src/core/line-accounts.js';
import type { LinesReport } from '../../src/core/line-accounts.js';
import { noLines, REJECT_REASONS } from '../../src/core/line-counts.js';
import type { LineCounts } from '../../src/core/line-counts.js';
import { rejectCode } from '../../src/core/record-ring.js';

const SOURCES = 3;
const fate = fc.constantFrom('accept', 'late', 'future', 'cut', ...REJECT_REASONS);
const script = fc.array(fc.tuple(fate, fc.nat({ max: SOURCES - 1 })), { maxLength: 120 });
const keys = Object.keys(noLines()) as (keyof LineCounts)[];

const identityHolds = ({ lines, sources, rejectedBy }: LinesReport): void => {
  for (const { read, accepted, rejected, filtered } of [lines, ...sources]) expect(read).toBe(accepted + rejected + filtered);
  for (const key of keys) expect(sources.reduce((sum, source) => sum + source[key], 0)).toBe(lines[key]);
  expect(Object.values(rejectedBy).reduce((sum, count) => sum + count, 0)).toBe(lines.rejected);
};

test('read is accepted and rejected and filtered, in each interval, in the run, for each source, and the intervals add up', () => {
  fc.assert(
    fc.property(script, (steps) => {
      const accounts = new LineAccounts();
      for (let i = 0; i < SOURCES; i += 1) accounts.addSource();
      const intervals: LinesReport[] = [];
      for (const [kind, source] of steps) {
        if (kind === 'cut') intervals.push(accounts.cut());
        else if (kind === 'accept') accounts.accept(source);
        else if (kind === 'late' || kind === 'future') {
          accounts.accept(source);
          accounts[kind](source);
        } else accounts.reject(source, rejectCode(kind));
      }
      intervals.push(accounts.cut());
      const run = accounts.run();
      for (const report of [...intervals, run]) identityHolds(report);
      for (const key of keys) expect(intervals.reduce((sum, { lines }) => sum + lines[key], 0)).toBe(run.lines[key]);
      for (const reason of REJECT_REASONS) {
        expect(intervals.reduce((sum, { rejectedBy }) => sum + (rejectedBy[reason] ?? 0), 0)).toBe(run.rejectedBy[reason] ?? 0);
        expect(run.rejectedBy[reason]).toBe(steps.filter(([kind]) => kind === reason).length || undefined);
      }
      expect(run.lines.read).toBe(steps.filter(([kind]) => kind !== 'cut').length);
    }),
  );
});

test('a source that is added later begins with nothing', () => {
  const accounts = new LineAccounts();
  accounts.addSource();
  accounts.accept(0);
  accounts.cut();
  accounts.addSource();
  accounts.accept(1);
  expect(accounts.cut().sources.map(({ read }) => read)).toEqual([0, 1]);
  expect(accounts.run().sources.map(({ read }) => read)).toEqual([1, 1]);
});
