import { describe, expect, test } from 'vitest';
import type { AlertTransition, Rule } from '../../../src/core/alert/alert.js';
import { evaluate, INACTIVE } from '../../../src/core/alert/alert-state.js';
import type { AlertState } from '../../../src/core/alert/alert-state.js';

const base = 1_542_892_642;
const rule: Rule = { name: 'high-traffic', threshold: 10, window: 120, holdFor: 0, keepFiringFor: 0 };

/** One letter a tick: T and R for the transitions, else the phase: `-` inactive, `p` pending, `f` firing. */
const life = (changes: Partial<Rule>, values: readonly number[]): string => {
  let state: AlertState = INACTIVE;
  return values
    .map((value, i) => {
      const result = evaluate({ ...rule, ...changes }, state, base + i, value, 1);
      state = result.state;
      const told = { triggered: 'T', resolved: 'R' };
      const resting = { inactive: '-', pending: 'p', firing: 'f' };
      return result.transition === null ? resting[state.phase] : told[result.transition.state];
    })
    .join('');
};

describe('a rule, tick by tick', () => {
  test.each<[string, Partial<Rule>, number[], string]>([
    ['stays quiet below the threshold', {}, [0, 5, 9.99], '---'],
    ['is not triggered by exactly the threshold', {}, [10, 1200 / 120], '--'],
    ['is triggered by the least above it', {}, [10, 1201 / 120], '-T'],
    ['fires while the value is above', {}, [11, 12, 10.01], 'Tff'],
    ['is resolved by exactly the threshold', {}, [11, 10], 'TR'],
    ['is resolved below it', {}, [11, 9], 'TR'],
    ['is resolved by silence', {}, [11, 0], 'TR'],
    ['is triggered again after it was resolved', {}, [11, 9, 11, 9], 'TRTR'],
    ['waits for holdFor to pass', { holdFor: 2 }, [11, 11, 11, 11], 'ppTf'],
    ['forgets a wait that was not kept up', { holdFor: 2 }, [11, 11, 10, 11, 11, 11], 'pp-ppT'],
    ['fires on for keepFiringFor', { keepFiringFor: 2 }, [11, 9, 9, 9, 9], 'TffR-'],
    ['starts keepFiringFor anew when the value rises again', { keepFiringFor: 2 }, [11, 9, 11, 9, 9, 9], 'TffffR'],
    ['holds and keeps', { holdFor: 1, keepFiringFor: 1 }, [11, 11, 9, 9, 11, 9], 'pTfRp-'],
    ['takes a value that is no number for not above', {}, [11, Number.NaN], 'TR'],
  ])('%s', (_, changes, values, expected) => {
    expect(life(changes, values)).toBe(expected);
  });
});

test('a transition says when, at what value, and of which alert', () => {
  const { state, transition } = evaluate(rule, INACTIVE, base, 10.5, 7);
  const alert = { id: 7, rule: 'high-traffic', threshold: 10, triggeredAt: base, valueAtTrigger: 10.5, resolvedAt: null } as const;
  expect(transition).toEqual({ type: 'alert', state: 'triggered', at: base, value: 10.5, alert } satisfies AlertTransition);
  expect(evaluate(rule, state, base + 60, 9.5, 8).transition).toEqual({
    type: 'alert',
    state: 'resolved',
    at: base + 60,
    value: 9.5,
    alert: { ...alert, resolvedAt: base + 60 },
  } satisfies AlertTransition);
});
