import type { Alert, AlertsView, AlertTransition } from './alert/alert.js';
import type { AlertsMemory } from './alert/alerts.js';
import type { MonitorEvent } from './report.js';
import type { Tables } from './tables.js';
import type { EpochSeconds, Seconds } from './units.js';

/** What judges the rule at each tick and remembers. */
export interface AlertJudge {
  judge(at: EpochSeconds, value: number): AlertTransition | null;
  /** the newest `limit` resolved alerts and the active one */
  view(limit: number): AlertsView;
  /** every alert that is still kept, oldest first, and how many are older */
  all(): { alerts: Alert[]; earlier: number };
  /** everything, to go on with in another run */
  memory(): AlertsMemory;
  /** goes on from another run's */
  recall(memory: AlertsMemory): void;
}

/** What a monitor is made with. */
export interface MonitorConfig {
  /** requests/s, for views */
  threshold: number;
  alertWindow: Seconds;
  reportInterval: Seconds;
  tables: Tables;
  /** keep the top hosts and failing requests of each second, because somebody shows those of a window */
  keepLists: boolean;
  alerts: AlertJudge;
  /** sources that are told apart; beyond it those that left longest ago are told as one */
  maxSources?: number;
  /** told of each event, in the order of their times */
  emit: (event: MonitorEvent) => void;
}
