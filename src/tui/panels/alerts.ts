import type { Alert, AlertsView } from '../../core/alert/alert.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { EpochSeconds } from '../../core/units.js';
import { formatCount, formatExactRate, formatThreshold } from '../../render/numbers.js';
import { formatClock, formatElapsed, formatInstant } from '../../render/time-text.js';
import type { Panel } from '../panel.js';
import { fitRow, muted, plain, restyled, strong } from '../styled.js';
import type { Row } from '../styled.js';
import { lengthText } from './span-text.js';

/** From this width on there is room for dates. */
const DATE_WIDTH = 46;

/** From this width on there is room for a word before a length of time. */
const AFTER_WIDTH = 36;

/** From this width on there is room for the rate of an alert that is over. */
const RATE_WIDTH = 76;

/** `2018-11-22 13:24:28` */
export const instantText = (at: EpochSeconds): string => formatInstant(at).slice(0, 19);

const timeText = (at: EpochSeconds, cells: number): string => (cells >= DATE_WIDTH ? instantText(at) : formatClock(at));

/** `12.40/s > 10/s`; an alert may be kept for a while after the value fell. */
const comparison = (value: number, threshold: number): string =>
  `${formatExactRate(value)} ${value > threshold ? '>' : '≤'} ${formatThreshold(threshold)}/s`;

/** The rows of the active alert; unmistakable, whatever the colours. */
const activeRows = ({ alert, value }: NonNullable<AlertsView['active']>, now: EpochSeconds, cells: number): Row[] => {
  const head = `#${alert.id} TRIGGERED ${timeText(alert.triggeredAt, cells)}`;
  const rate = comparison(value, alert.threshold);
  const lasts = `for ${formatElapsed(now - alert.triggeredAt)}`;
  const fits = head.length + 1 + rate.length <= cells;
  const rows = fits ? [`${head} ${rate}`, `   ${lasts}, ${formatExactRate(alert.valueAtTrigger)} at first`] : [head, `   ${rate} ${lasts}`];
  return rows.map((text) => fitRow(restyled(fitRow([plain(text)], cells), { tone: 'trouble', bold: true, inverse: true }), cells));
};

const resolvedRow = (alert: Alert, cells: number): Row => {
  const at = alert.resolvedAt ?? alert.triggeredAt;
  return fitRow(
    [
      strong(`#${alert.id} RESOLVED`),
      plain(` ${timeText(at, cells)}`),
      muted(`${cells >= AFTER_WIDTH ? ' after' : ''} ${formatElapsed(at - alert.triggeredAt)}`),
      muted(cells >= RATE_WIDTH ? `, ${comparison(alert.valueAtTrigger, alert.threshold)} at first` : ''),
    ],
    cells,
  );
};

/** The active alert, and those that are over, newest first. Where a filter decides what is shown, it says that they are not of that. */
export const alertsPanel = ({ alerts, now, threshold, alertWindow }: Snapshot, isFiltered: boolean, cells: number): Panel => {
  const active = alerts.active === null ? [] : activeRows(alerts.active, now, cells);
  const { resolved, earlier } = alerts;
  const keys = [
    ...active.map((_, index) => `active ${index}`),
    ...resolved.map(({ id }) => `#${id}`),
    ...(earlier > 0 ? ['earlier'] : []),
  ];
  return {
    title: isFiltered ? 'Alerts, unfiltered' : 'Alerts',
    note: `mean of ${lengthText(alertWindow)} > ${formatThreshold(threshold)}/s`,
    heading: null,
    body: {
      name: 'alerts',
      keys,
      rowAt: (index) => {
        const row = active[index];
        if (row !== undefined) return row;
        const alert = resolved[index - active.length];
        return alert === undefined ? fitRow([muted(`... and ${formatCount(earlier)} earlier`)], cells) : resolvedRow(alert, cells);
      },
      empty: 'None so far.',
    },
  };
};
