import type { TrafficChoice } from '../report-choice.js';
import type { ReportKind } from '../report-kind.js';
import type { FamilyOf } from './agent-family.js';
import { TrafficCounter } from './traffic-counter.js';
import type { TrafficPart } from './traffic-part.js';
import type { TrafficResult } from './traffic-result.js';
import { TRAFFIC_LIMITS } from './traffic-tables.js';
import type { TrafficLimits } from './traffic-tables.js';
import { TrafficTotal } from './traffic-total.js';

/**
 * The report on what happened in a time: totals, and the panels that were chosen.
 *
 * @param familyOf needed for the panels `agents` and `bots` alone: what it is made of takes time to load
 */
export const trafficKind = (choice: TrafficChoice, familyOf: FamilyOf | null, limits: TrafficLimits = TRAFFIC_LIMITS): ReportKind<TrafficPart, TrafficResult> => ({
  name: 'traffic',
  newCounter: (seed) => new TrafficCounter(choice, limits, seed),
  newTotal: (seed) => new TrafficTotal(choice, limits, seed, familyOf),
});
