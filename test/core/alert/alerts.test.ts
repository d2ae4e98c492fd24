import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertTransition, Rule } from '../../../src/core/alert/alert.js';
import { createAlerts } from '../../../src/core/alert/alerts.js';

const base = 1_542_892_642;
const rule: Rule = { name: 'high-traffic', threshold: 10, window: 120, holdFor: 0, keepFiringFor: 0 };

/** The transitions of a run with one value a tick. */
const transitionsOf = (changes: Partial<Rule>, values: readonly number[]): AlertTransition[] => {
  const alerts = createAlerts({ ...rule, ...changes });
  return values.flatMap((value, i) => alerts.judge(base + i, value) ?? []);
};

describe('the alerts of a rule', () => {
  test('shows the active one with the value of the last tick', () => {
    const alerts = createAlerts(rule);
    alerts.judge(base, 11);
    alerts.judge(base + 1, 12.5);
    const { active, resolved, earlier } = alerts.view(10);
    expect(active).toMatchObject({ alert: { id: 1, triggeredAt: base, valueAtTrigger: 11 }, value: 12.5 });
    expect([resolved, earlier]).toEqual([[], 0]);
    expect(alerts.active?.id).toBe(1);
  });

  test('shows the resolved ones newest first, and how many came before them', () => {
    const alerts = createAlerts(rule);
    [11, 9, 11, 9, 11, 9, 11].forEach((value, i) => alerts.judge(base + i, value));
    const { active, resolved, earlier } = alerts.view(2);
    expect(active?.alert.id).toBe(4);
    expect(resolved.map(({ id, resolvedAt }) => [id, resolvedAt])).toEqual([
      [3, base + 5],
      [2, base + 3],
    ]);
    expect(earlier).toBe(1);
    expect(alerts.view(Infinity).resolved).toHaveLength(3);
    expect(alerts.triggeredCount).toBe(4);
  });

  test('forgets the oldest beyond its limit, but not that there were some', () => {
    const alerts = createAlerts(rule, 2);
    [11, 9, 11, 9, 11, 9, 11].forEach((value, i) => alerts.judge(base + i, value));
    expect(alerts.all()).toMatchObject({ alerts: [{ id: 3 }, { id: 4, resolvedAt: null }], earlier: 2 });
    expect(alerts.view(10)).toMatchObject({ active: { alert: { id: 4 } }, resolved: [{ id: 3 }], earlier: 2 });
  });

  test('has none at the start', () => {
    const alerts = createAlerts(rule);
    expect(alerts.view(10)).toEqual({ active: null, resolved: [], earlier: 0 });
    expect(alerts.all()).toEqual({ alerts: [], earlier: 0 });
    expect([alerts.active, alerts.triggeredCount]).toEqual([null, 0]);
  });

  test.each([
    ['the same second again', base],
    ['an earlier one', base - 1],
    ['no time at all', Number.NaN],
  ])('refuses a tick at %s', (_, at) => {
    const alerts = createAlerts(rule);
    alerts.judge(base, 11);
    expect(() => alerts.judge(at, 11)).toThrow(RangeError);
  });
});

describe('whatever the traffic', () => {
  const value = fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.constantFrom(0, 10, 10 + 1 / 120));
  const values = fc.array(value, { maxLength: 200 });
  const holds = fc.record({ holdFor: fc.nat({ max: 4 }), keepFiringFor: fc.nat({ max: 4 }) });

  test('ids rise by one, and each alert is triggered and then resolved', () => {
    fc.assert(
      fc.property(holds, values, (changes, run) => {
        transitionsOf(changes, run).forEach(({ alert, state }, i) => {
          expect([alert.id, state]).toEqual([Math.floor(i / 2) + 1, i % 2 === 0 ? 'triggered' : 'resolved']);
        });
      }),
    );
  });

  test('an alert is triggered only when the value was above for holdFor', () => {
    fc.assert(
      fc.property(holds, values, (changes, run) => {
        for (const { at, state } of transitionsOf(changes, run)) {
          if (state !== 'triggered') continue;
          const held = run.slice(Math.max(0, at - base - changes.holdFor), at - base + 1);
          expect(held).toHaveLength(changes.holdFor + 1);
          expect(held.every((each) => each > rule.threshold)).toBe(true);
        }
      }),
    );
  });

  test('an alert is resolved only at or below the threshold', () => {
    fc.assert(
      fc.property(holds, values, (changes, run) => {
        for (const { state, value: at } of transitionsOf(changes, run)) {
          if (state === 'resolved') expect(at).toBeLessThanOrEqual(rule.threshold);
        }
      }),
    );
  });

  test('without holdFor and keepFiringFor, an alert is active exactly while the value is above', () => {
    fc.assert(
      fc.property(values, (run) => {
        const alerts = createAlerts(rule);
        run.forEach((each, i) => {
          alerts.judge(base + i, each);
          expect(alerts.active !== null).toBe(each > rule.threshold);
        });
      }),
    );
  });

  test('every alert that was ever triggered is active, shown or counted', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 6 }), (run, limit, shown) => {
        const alerts = createAlerts(rule, limit);
        run.forEach((each, i) => alerts.judge(base + i, each));
        const { active, resolved, earlier } = alerts.view(shown);
        expect((active === null ? 0 : 1) + resolved.length + earlier).toBe(alerts.triggeredCount);
      }),
    );
  });
});
