import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../../src/core/alert/alert.js';
import { History, HISTORY_LIMIT } from '../../../src/core/alert/history.js';

const alertOf = (id: number): Alert => ({
  id,
  rule: 'high-traffic',
  threshold: 10,
  triggeredAt: id,
  valueAtTrigger: 11,
  resolvedAt: null,
});
const ids = (alerts: readonly Alert[]): number[] => alerts.map(({ id }) => id);

const historyOf = (limit: number, count: number): History => {
  const history = new History(limit);
  for (let id = 1; id <= count; id += 1) history.add(alertOf(id));
  return history;
};

test('keeps the newest ones and counts those before', () => {
  const history = historyOf(3, 5);
  expect(ids(history.oldestFirst())).toEqual([3, 4, 5]);
  expect(ids(history.newest(2))).toEqual([5, 4]);
  expect(history.earlier).toBe(2);
  expect(history.total).toBe(5);
});

test('keeps 10,000 unless told otherwise', () => {
  const history = new History();
  for (let id = 1; id <= HISTORY_LIMIT + 1; id += 1) history.add(alertOf(id));
  expect([HISTORY_LIMIT, history.length, history.earlier]).toEqual([10_000, 10_000, 1]);
});

test('puts the later life of an alert in its own place', () => {
  const history = historyOf(2, 3);
  history.replaceNewest({ ...alertOf(3), resolvedAt: 99 });
  expect(history.newest(2)).toEqual([{ ...alertOf(3), resolvedAt: 99 }, alertOf(2)]);
  expect(history.total).toBe(3);
});

test('has nothing to replace while it is empty', () => {
  expect(() => {
    new History().replaceNewest(alertOf(1));
  }).toThrow(RangeError);
});

test('gives what a plain list would give', () => {
  const size = fc.nat({ max: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), size, size, size, (limit, count, wanted, skip) => {
      const history = historyOf(limit, count);
      const kept = Array.from({ length: count }, (_, i) => i + 1).slice(-limit);
      expect(ids(history.oldestFirst())).toEqual(kept);
      expect(ids(history.newest(wanted, skip))).toEqual(kept.toReversed().slice(skip, skip + wanted));
      expect(history.earlier).toBe(count - kept.length);
    }),
  );
});
