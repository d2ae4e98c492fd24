import type { Seconds } from '../core/units.js';
import type { PathTemplateChoice } from './traffic/path-template-choice.js';
import type { TrafficPanel } from './traffic/traffic-result.js';

/** Which report, and how. Plain data: it is posted to the threads that count. */
export type ReportChoice = TrafficChoice | ConnectionsChoice | OwnChoice;

export interface TrafficChoice {
  report: 'traffic';
  panels: readonly TrafficPanel[];
  /** rows of a panel, at most */
  top: number;
  /** the length of the timeline's intervals; null chooses one for about 60 of them */
  groupingSeconds: Seconds | null;
  /** null leaves paths as they are */
  pathTemplates: PathTemplateChoice | null;
  /** hits/s that the rule *high traffic* is judged by, see README */
  alertThreshold: number;
  alertWindow: Seconds;
}

export interface ConnectionsChoice {
  report: 'connections';
  /** in the order in which they were asked for, each once */
  fromHosts: readonly string[];
  toHosts: readonly string[];
  /** the length of the intervals that they are also counted by; null does not */
  groupingSeconds: Seconds | null;
}

/** A report of the user's. */
export interface OwnChoice {
  report: 'own';
  /** the path of its module, as it was named */
  path: string;
}
