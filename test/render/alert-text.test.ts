import { describe, expect, test } from 'vitest';
import type { AlertTransition } from '../../src/core/alert/alert.js';
import { formatTransition } from '../../src/render/alert-text.js';
import { withoutColor } from '../support/plain-text.js';
import { alertOf } from '../support/report-data.js';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;
const alert = alertOf({ id: 2, triggeredAt: at('2018-11-22T13:24:28'), valueAtTrigger: 1211 / 120 });

const triggered: AlertTransition = {
  type: 'alert',
  state: 'triggered',
  at: alert.triggeredAt,
  value: alert.valueAtTrigger,
  alert,
};
const resolvedAt = at('2018-11-22T13:29:58');
const resolved: AlertTransition = {
  type: 'alert',
  state: 'resolved',
  at: resolvedAt,
  value: 10,
  alert: { ...alert, resolvedAt },
};

describe('a transition is one line', () => {
  test.each<[string, AlertTransition, string]>([
    [
      'when triggered',
      triggered,
      '[2018-11-22 13:24:28+00:00] [ALERT] [#2] [TRIGGERED] - Current Rate: 10.09/s (Threshold: 10/s)',
    ],
    [
      'when resolved',
      resolved,
      '[2018-11-22 13:29:58+00:00] [ALERT] [#2] [RESOLVED] Triggered at: 2018-11-22 13:24:28+00:00 - Current Rate: 10.00/s (Threshold: 10/s)',
    ],
    [
      'with a threshold that has decimals',
      { ...triggered, alert: { ...alert, threshold: 0.5 } },
      '[2018-11-22 13:24:28+00:00] [ALERT] [#2] [TRIGGERED] - Current Rate: 10.09/s (Threshold: 0.5/s)',
    ],
  ])('%s', (_, transition, expected) => {
    expect(formatTransition(transition, { color: false })).toBe(expected);
    expect(withoutColor(formatTransition(transition, { color: true }))).toBe(expected);
  });

  test('red when triggered only', () => {
    const red = '\u001b[31m';
    expect(formatTransition(triggered, { color: true })).toContain(`${red}[TRIGGERED]`);
    expect(formatTransition(resolved, { color: true })).not.toContain(red);
  });
});
