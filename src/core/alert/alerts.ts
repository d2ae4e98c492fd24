import type { EpochSeconds } from '../units.js';
import type { Alert, AlertsView, AlertTransition, Rule } from './alert.js';
import { evaluate, INACTIVE } from './alert-state.js';
import type { AlertState } from './alert-state.js';
import { History, HISTORY_LIMIT } from './history.js';

/** What is remembered of a rule's alerts. */
export interface AlertsMemory {
  /** those that are kept, oldest first; the newest is the one that `state` is firing, if it is */
  alerts: Alert[];
  /** how many are older */
  earlier: number;
  state: AlertState;
  /** the value of the last tick */
  value: number;
}

/** One rule's alerts: judged tick by tick, and remembered. At most one is active. */
export interface Alerts {
  /**
   * Judges the rule's value at a tick. Gives the transition that it led to, or null.
   *
   * @throws RangeError when `at` is not after the last tick: time never goes back, so that is a bug of the caller's
   */
  judge(at: EpochSeconds, value: number): AlertTransition | null;
  /** The active alert with the value of the last tick, and the newest `limit` resolved ones. */
  view(limit: number): AlertsView;
  /** Every alert that is still kept, the active one among them, oldest first; and how many are older. */
  all(): { alerts: Alert[]; earlier: number };
  /** Everything, to go on with in another run. */
  memory(): AlertsMemory;
  /** Goes on from another run's, perhaps of a rule with another threshold: an active alert goes on. Nothing was judged yet. */
  recall(memory: AlertsMemory): void;
  /** the alert that has been triggered and not been resolved, or null */
  readonly active: Alert | null;
  /** alerts that were ever triggered: the highest id */
  readonly triggeredCount: number;
}

/** The alerts of `rule`, none so far. The newest `limit` are kept. */
export const createAlerts = (rule: Rule, limit = HISTORY_LIMIT): Alerts => {
  const history = new History(limit);
  let state: AlertState = INACTIVE;
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastValue = 0;
  const active = (): Alert | null => (state.phase === 'firing' ? state.alert : null);

  return {
    judge(at, value) {
      if (!(at > lastAt)) throw new RangeError(`a tick at ${at} cannot follow the one at ${lastAt}`);
      const evaluation = evaluate(rule, state, at, value, history.total + 1);
      state = evaluation.state;
      lastAt = at;
      lastValue = value;
      const { transition } = evaluation;
      if (transition?.state === 'triggered') history.add(transition.alert);
      if (transition?.state === 'resolved') history.replaceNewest(transition.alert);
      return transition;
    },

    view(limit) {
      const alert = active();
      const activeCount = alert === null ? 0 : 1;
      const resolved = history.newest(limit, activeCount);
      return {
        active: alert === null ? null : { alert, value: lastValue },
        resolved,
        earlier: history.total - activeCount - resolved.length,
      };
    },

    all: () => ({ alerts: history.oldestFirst(), earlier: history.earlier }),

    memory: () => ({ alerts: history.oldestFirst(), earlier: history.earlier, state, value: lastValue }),

    recall(memory) {
      history.recall(memory.alerts, memory.earlier);
      state = memory.state;
      lastValue = memory.value;
    },

    get active() {
      return active();
    },

    get triggeredCount() {
      return history.total;
    },
  };
};
