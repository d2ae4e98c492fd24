import type { EpochSeconds } from '../units.js';
import type { Alert, AlertTransition, Rule } from './alert.js';

/**
 * Where a rule stands. An alert's life is inactive -> pending -> firing -> resolved; with `resolved` that life is over and
 * the rule is inactive again.
 */
export type AlertState =
  | { phase: 'inactive' }
  /** the value has been above the threshold since `since`, but not for `holdFor` yet */
  | { phase: 'pending'; since: EpochSeconds }
  /** `below` is the tick since when the value has not been above the threshold; null while it is */
  | { phase: 'firing'; alert: Alert; below: EpochSeconds | null };

/** The state of a rule before its first tick. */
export const INACTIVE: AlertState = { phase: 'inactive' };

/** What one tick made of a rule. */
export interface Evaluation {
  state: AlertState;
  /** what people are to be told of, or null */
  transition: AlertTransition | null;
}

const quiet = (state: AlertState): Evaluation => ({ state, transition: null });

const whenAbove = (rule: Rule, state: AlertState, at: EpochSeconds, value: number, nextId: number): Evaluation => {
  if (state.phase === 'firing') return quiet(state.below === null ? state : { ...state, below: null });
  const since = state.phase === 'pending' ? state.since : at;
  if (at - since < rule.holdFor) return quiet(state.phase === 'pending' ? state : { phase: 'pending', since });
  const alert: Alert = {
    id: nextId,
    rule: rule.name,
    threshold: rule.threshold,
    triggeredAt: at,
    valueAtTrigger: value,
    resolvedAt: null,
  };
  return {
    state: { phase: 'firing', alert, below: null },
    transition: { type: 'alert', state: 'triggered', at, value, alert },
  };
};

const whenNotAbove = (rule: Rule, state: AlertState, at: EpochSeconds, value: number): Evaluation => {
  if (state.phase !== 'firing') return quiet(INACTIVE);
  const below = state.below ?? at;
  if (at - below < rule.keepFiringFor) return quiet({ ...state, below });
  const alert: Alert = { ...state.alert, resolvedAt: at };
  return { state: INACTIVE, transition: { type: 'alert', state: 'resolved', at, value, alert } };
};

/**
 * Judges a rule at the tick `at` (Prometheus's alerting rules: `for` is `holdFor`, `keep_firing_for` is `keepFiringFor`).
 * Strictly above the threshold is above; a value equal to it triggers nothing and resolves. Ticks must come in the order
 * of time: nothing here looks at the clock. An alert that is triggered gets the id `nextId`.
 */
export const evaluate = (
  rule: Rule,
  state: AlertState,
  at: EpochSeconds,
  value: number,
  nextId: number,
): Evaluation =>
  value > rule.threshold ? whenAbove(rule, state, at, value, nextId) : whenNotAbove(rule, state, at, value);
