import type { EpochSeconds, Seconds } from '../units.js';

/** Names what is watched. One rule so far: the mean of requests/s over the alert window. */
export type RuleName = 'high-traffic';

/**
 * What is watched: a value over a window, compared with a threshold (the value must be strictly above).
 * The state machine is that of Prometheus's alerting rules.
 */
export interface Rule {
  name: RuleName;
  /** requests/s, > 0 */
  threshold: number;
  /** the seconds the mean is taken over; the divisor is always this, however short the run has been */
  window: Seconds;
  /** how long the value must stay above the threshold before the alert fires (Prometheus's `for`); 0 fires at once */
  holdFor: Seconds;
  /** how long the alert keeps firing after the value fell (Prometheus's `keep_firing_for`); 0 resolves at once */
  keepFiringFor: Seconds;
}

/** One life of a rule, from the tick that triggered it. Ids are 1, 2, 3 ... over the whole run and never reused. */
export interface Alert {
  id: number;
  rule: RuleName;
  /** requests/s */
  threshold: number;
  /** the instant of the tick that triggered it */
  triggeredAt: EpochSeconds;
  /** the value at that tick, requests/s */
  valueAtTrigger: number;
  /** the instant of the tick that resolved it; null while it is active */
  resolvedAt: EpochSeconds | null;
}

/** A change that people are told of. `value` is the rule's value at that tick. */
export interface AlertTransition {
  type: 'alert';
  state: 'triggered' | 'resolved';
  at: EpochSeconds;
  value: number;
  alert: Alert;
}

/** The alerts as a report or a view shows them. */
export interface AlertsView {
  /** the active alert with the value of the last tick, or null */
  active: { alert: Alert; value: number } | null;
  /** resolved alerts, newest first; how many are here depends on who asked */
  resolved: readonly Alert[];
  /** how many resolved alerts are older than the last one in `resolved` */
  earlier: number;
}
