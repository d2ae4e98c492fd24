import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineAccounts } from '../../src/core/line-accounts.js';
import type { LinesReport } from '../../src/core/line-accounts.js';
import { noLines, REJECT_REASONS } from '../../src/core/line-counts.js';
import type { LineCounts } from '../../src/core/line-counts.js';
import { rejectCode } from '../../src/core/record-ring.js';

const SOURCES = 3;
const fate = fc.constantFrom('accept', 'filter', 'late', 'future', 'cut', ...REJECT_REASONS);
const script = fc.array(fc.tuple(fate, fc.nat({ max: SOURCES - 1 })), { maxLength: 120 });
const keys = Object.keys(noLines()) as (keyof LineCounts)[];

const sharesOf = ({ of }: LinesReport, count = SOURCES): LineCounts[] => Array.from({ length: count }, (_, n) => of(n));

const identityHolds = (report: LinesReport): void => {
  const { lines, rejectedBy } = report;
  const sources = sharesOf(report);
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
      const cut = (): void => {
        const report = accounts.cut();
        const shares = sharesOf(report);
        intervals.push({ ...report, of: (source) => shares[source]! });
      };
      for (const [kind, source] of steps) {
        if (kind === 'cut') cut();
        else if (kind === 'accept' || kind === 'filter') accounts[kind](source);
        else if (kind === 'late' || kind === 'future') {
          accounts.accept(source);
          accounts[kind](source);
        } else accounts.reject(source, rejectCode(kind));
      }
      cut();
      const run = accounts.run();
      for (const report of [...intervals, run]) identityHolds(report);
      for (const key of keys) expect(intervals.reduce((sum, { lines }) => sum + lines[key], 0)).toBe(run.lines[key]);
      for (const reason of REJECT_REASONS) {
        expect(intervals.reduce((sum, { rejectedBy }) => sum + (rejectedBy[reason] ?? 0), 0)).toBe(run.rejectedBy[reason] ?? 0);
        expect(run.rejectedBy[reason]).toBe(steps.filter(([kind]) => kind === reason).length || undefined);
      }
      expect(run.lines.filtered).toBe(steps.filter(([kind]) => kind === 'filter').length);
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
  expect(sharesOf(accounts.cut(), 2).map(({ read }) => read)).toEqual([0, 1]);
  expect(sharesOf(accounts.run(), 2).map(({ read }) => read)).toEqual([1, 1]);
});

test('what a source had can be added to another one, in the interval and in the run', () => {
  const accounts = new LineAccounts();
  for (let i = 0; i < SOURCES; i += 1) accounts.addSource();
  accounts.accept(0);
  accounts.accept(1);
  accounts.cut();
  accounts.late(1);
  accounts.accept(1);
  accounts.fold(1, 2);
  expect(sharesOf(accounts.run())).toMatchObject([{ read: 1 }, { read: 0, late: 0 }, { read: 2, late: 1 }]);
  expect(sharesOf(accounts.cut())).toMatchObject([{ read: 0 }, { read: 0, late: 0 }, { read: 1, late: 1 }]);
});
