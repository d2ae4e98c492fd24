import type { Alert, AlertsView, AlertTransition } from '../core/alert/alert.js';
import { formatCount, formatExactRate, formatThreshold } from './numbers.js';
import { paintOf } from './paint.js';
import type { BlockPart } from './text-block.js';
import { taggedTime } from './text-block.js';
import { formatInstant } from './time-text.js';

/** How text mode is written. */
export interface TextOptions {
  color: boolean;
}

const thresholdText = ({ threshold }: Alert): string => `(Threshold: ${formatThreshold(threshold)}/s)`;

/** `[2018-11-22 13:24:28+00:00] [ALERT] [#2] [TRIGGERED] - Current Rate: 10.09/s (Threshold: 10/s)` */
export const formatTransition = ({ alert, at, state, value }: AlertTransition, { color }: TextOptions): string => {
  const paint = paintOf(color);
  const head = `${taggedTime(at, 'ALERT', paint)} [#${alert.id}]`;
  const rate = `Current Rate: ${formatExactRate(value)} ${thresholdText(alert)}`;
  return state === 'triggered'
    ? `${head} ${paint.alarm('[TRIGGERED]')} - ${rate}`
    : `${head} ${paint.accent('[RESOLVED]')} Triggered at: ${formatInstant(alert.triggeredAt)} - ${rate}`;
};

/** `Id: #2 - Triggered at: 2018-11-22 13:18:41+00:00 - Rate at Trigger: 11.10/s` */
const beginning = ({ id, triggeredAt, valueAtTrigger }: Alert): string =>
  `Id: #${id} - Triggered at: ${formatInstant(triggeredAt)} - Rate at Trigger: ${formatExactRate(valueAtTrigger)}`;

const resolvedLine = (alert: Alert): string =>
  `${beginning(alert)}${alert.resolvedAt === null ? '' : ` - Resolved at: ${formatInstant(alert.resolvedAt)}`}`;

/** The alerts of a block. `value` of the active one may be unknown. */
export interface AlertParts extends Pick<AlertsView, 'resolved' | 'earlier'> {
  active: { alert: Alert; value: number | null } | null;
}

/** The parts of a block that tell of alerts: the existing one, and those that are over, newest first. Often none. */
export const alertParts = ({ active, resolved, earlier }: AlertParts): BlockPart[] => {
  const parts: BlockPart[] = [];
  if (active !== null) {
    const { alert, value } = active;
    const rate = value === null ? ' ' : ` - Current Rate: ${formatExactRate(value)} `;
    parts.push({ heading: 'EXISTING ALERT', lines: [`${beginning(alert)}${rate}${thresholdText(alert)}`], alarm: true });
  }
  const older = earlier === 0 ? [] : [`... and ${formatCount(earlier)} earlier`];
  const history = [...resolved.map(resolvedLine), ...older];
  if (history.length > 0) parts.push({ heading: 'ALERT HISTORY', lines: history });
  return parts;
};
