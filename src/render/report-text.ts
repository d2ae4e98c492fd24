import type { ReportEvent } from '../core/report.js';
import type { EpochSeconds } from '../core/units.js';
import { alertParts } from './alert-text.js';
import type { TextOptions } from './alert-text.js';
import { paintOf } from './paint.js';
import { printed } from './printable.js';
import type { Printable } from './printable.js';
import { taggedTime, textBlock } from './text-block.js';
import { formatInstant } from './time-text.js';
import { trafficLines } from './traffic-lines.js';

/** Resolved alerts that a report shows. */
const SHOWN_ALERTS = 10;

/** A closed interval as a block of text, without a newline at its end. */
export const formatReport = ({ report, alerts }: ReportEvent, { color }: TextOptions): Printable => {
  const { resolved } = alerts;
  const hidden = Math.max(0, resolved.length - SHOWN_ALERTS);
  return textBlock(
    report.to,
    'REPORT',
    [
      { heading: printed`SUMMARY FOR LAST ${report.to - report.from} SECONDS`, lines: trafficLines(report, printed`No new requests.`) },
      ...alertParts({ ...alerts, resolved: resolved.slice(0, SHOWN_ALERTS), earlier: alerts.earlier + hidden }),
    ],
    paintOf(color),
  );
};

/** A row of silent intervals in one line. */
export const formatSilence = (from: EpochSeconds, to: EpochSeconds, { color }: TextOptions): Printable => {
  const head = taggedTime(to, 'REPORT', paintOf(color));
  return printed`${head} No new requests for ${to - from} seconds (${formatInstant(from)} - ${formatInstant(to)})`;
};
