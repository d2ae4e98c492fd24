import type { Alert, AlertsView, AlertTransition } from '../core/alert/alert.js';
import { formatCount, formatExactRate, formatThreshold } from './numbers.js';
import { paintOf } from './paint.js';
import { printed } from './printable.js';
import type { Printable } from './printable.js';
import type { BlockPart } from './text-block.js';
import { taggedTime } from './text-block.js';
import { formatInstant } from './time-text.js';

/** How text mode is written. */
export interface TextOptions {
  color: boolean;
}

const thresholdText = ({ threshold }: Alert): Printable => printed`(Threshold: ${formatThreshold(threshold)}/s)`;

/** `[2018-11-22 13:24:28+00:00] [ALERT] [#2] [TRIGGERED] - Current Rate: 10.09/s (Threshold: 10/s)` */
export const formatTransition = ({ alert, at, state, value }: AlertTransition, { color }: TextOptions): Printable => {
  const paint = paintOf(color);
  const head = printed`${taggedTime(at, 'ALERT', paint)} [#${alert.id}]`;
  const rate = printed`Current Rate: ${formatExactRate(value)} ${thresholdText(alert)}`;
  return state === 'triggered'
    ? printed`${head} ${paint.alarm(printed`[TRIGGERED]`)} - ${rate}`
    : printed`${head} ${paint.accent(printed`[RESOLVED]`)} Triggered at: ${formatInstant(alert.triggeredAt)} - ${rate}`;
};

/** `Id: #2 - Triggered at: 2018-11-22 13:18:41+00:00 - Rate at Trigger: 11.10/s` */
const beginning = ({ id, triggeredAt, valueAtTrigger }: Alert): Printable =>
  printed`Id: #${id} - Triggered at: ${formatInstant(triggeredAt)} - Rate at Trigger: ${formatExactRate(valueAtTrigger)}`;

const resolvedLine = (alert: Alert): Printable =>
  printed`${beginning(alert)}${alert.resolvedAt === null ? printed`` : printed` - Resolved at: ${formatInstant(alert.resolvedAt)}`}`;

/** The alerts of a block. `value` of the active one may be unknown. */
export interface AlertParts extends Pick<AlertsView, 'resolved' | 'earlier'> {
  active: { alert: Alert; value: number | null } | null;
}

/** The parts of a block that tell of alerts: the existing one, and those that are over, newest first. Often none. */
export const alertParts = ({ active, resolved, earlier }: AlertParts): BlockPart[] => {
  const parts: BlockPart[] = [];
  if (active !== null) {
    const { alert, value } = active;
    const rate = value === null ? printed` ` : printed` - Current Rate: ${formatExactRate(value)} `;
    parts.push({ heading: printed`EXISTING ALERT`, lines: [printed`${beginning(alert)}${rate}${thresholdText(alert)}`], alarm: true });
  }
  const older = earlier === 0 ? [] : [printed`... and ${formatCount(earlier)} earlier`];
  const history = [...resolved.map(resolvedLine), ...older];
  if (history.length > 0) parts.push({ heading: printed`ALERT HISTORY`, lines: history });
  return parts;
};
