import type { TrafficChoice } from '../report-choice.js';
import type { ReportKind } from '../report-kind.js';
import { TrafficCounter } from './traffic-counter.js';
import type { TrafficPart } from './traffic-part.js';
import type { TrafficResult } from './traffic-result.js';
import { TRAFFIC_LIMITS } from './traffic-tables.js';
import type { TrafficLimits } from './traffic-tables.js';
import { TrafficTotal } from './traffic-total.js';

/** The report on what happened in a time: totals, and the panels that were chosen. */
export const trafficKind = (choice: TrafficChoice, limits: TrafficLimits = TRAFFIC_LIMITS): ReportKind<TrafficPart, TrafficResult> => ({
  name: 'traffic',
  newCounter: (seed) => new TrafficCounter(choice, limits, seed),
  newTotal: (seed) => new TrafficTotal(choice, limits, seed),
});
