import type { AlertPanel, BurstPanel, KeyPanel, SlowPanel, TrafficPanelResult, TrafficTotals } from '../../reports/traffic/traffic-result.js';
import { formatBytes, formatCount, formatDuration, formatExactRate, formatShare, formatThreshold } from '../numbers.js';
import { printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { tableText } from '../table-text.js';
import { formatElapsed, formatInstant } from '../time-text.js';
import { PANEL_WORDS, tellsErrors, tellsNothing } from './panel-words.js';
import { keyedTable, textPart } from './text-part.js';
import type { KeyedRow } from './text-part.js';
import { timelineText } from './timeline-text.js';

const NONE = printed`none`;
/** Of a panel of which no record tells anything. */
export const NONE_IN_LOGS = printed`none in the logs`;

const shareOf = (part: number, whole: number): Printable => formatShare(whole === 0 ? 0 : part / whole);

/** `... and 12 others`, as exactly as that is known. */
export const othersText = ({ distinct, rows, error }: KeyPanel): Printable => {
  const others = distinct - rows.length;
  if (others <= 0) return printed`... and others`;
  return printed`... and ${error > 0 ? printed`at least ` : printed``}${formatCount(others)} ${others === 1 && error === 0 ? printed`other` : printed`others`}`;
};

export const hasOthers = ({ distinct, rows, rest }: KeyPanel): boolean => distinct > rows.length || rest.hits > 0;

const keyLines = (panel: KeyPanel, totals: TrafficTotals): Printable[] => {
  const { name, rows, rest, error } = panel;
  if (rows.length === 0 && !hasOthers(panel)) return [NONE];
  if (tellsNothing(panel)) return [NONE_IN_LOGS];
  const withErrors = tellsErrors(name);
  const isByBytes = name === 'bytes';
  const cellsOf = ({ hits, errors, bytes }: KeyPanel['rest']): Printable[] => [
    formatCount(hits),
    isByBytes ? shareOf(bytes, totals.bytes) : shareOf(hits, totals.hits),
    ...(withErrors ? [formatCount(errors)] : []),
    formatBytes(bytes),
  ];
  const table: KeyedRow[] = rows.map((row) => ({ cells: cellsOf(row), key: row.key }));
  if (hasOthers(panel)) table.push({ cells: cellsOf(rest), key: { words: othersText(panel) } });
  return [
    keyedTable(['hits', 'share', ...(withErrors ? ['errors'] : []), 'bytes'], PANEL_WORDS[name].key, table),
    ...(error === 0 ? [] : [printed`counts may be too low by up to ${formatCount(error)}`]),
  ];
};

const slowLines = ({ rows, relativeError, rest }: SlowPanel): Printable[] => {
  if (rows.length === 0) return [printed`no durations in the logs`];
  const table = rows.map(({ key, hits, p50, p90, p95, p99, max }) => ({ cells: [formatCount(hits), ...[p50, p90, p95, p99, max].map(formatDuration)], key }));
  return [
    keyedTable(['hits', 'p50', 'p90', 'p95', 'p99', 'max'], 'path', table),
    printed`p50 to p99 are within ${formatShare(relativeError)}${rest === 0 ? printed`` : printed`; ${formatCount(rest)} hits are of other paths`}`,
  ];
};

const burstLines = ({ rows, others }: BurstPanel): Printable[] => {
  if (rows.length === 0) return [NONE];
  const table = rows.map(({ from, to, hits, errors }) => [formatInstant(from), formatElapsed(to - from), formatCount(hits), formatCount(errors), shareOf(errors, hits)]);
  return [
    tableText([[printed`from`, printed`for`, printed`hits`, printed`errors`, printed`share`], ...table], new Set([1, 2, 3, 4])),
    ...(others === 0 ? [] : [printed`... and ${formatCount(others)} more`]),
  ];
};

const alertLines = ({ rows, others }: AlertPanel): Printable[] => {
  if (rows.length === 0) return [NONE];
  const table = rows.map(({ id, triggeredAt, resolvedAt, valueAtTrigger, threshold }) => [
    printed`#${id}`,
    formatInstant(triggeredAt),
    resolvedAt === null ? printed`still active` : formatInstant(resolvedAt),
    formatExactRate(valueAtTrigger),
    printed`${formatThreshold(threshold)}/s`,
  ]);
  return [
    tableText([[printed`id`, printed`triggered at`, printed`resolved at`, printed`rate`, printed`threshold`], ...table], new Set([3, 4])),
    ...(others === 0 ? [] : [printed`... and ${formatCount(others)} earlier`]),
  ];
};

const linesOf = (panel: Exclude<TrafficPanelResult, { kind: 'timeline' }>, totals: TrafficTotals): Printable[] => {
  switch (panel.kind) {
    case 'keys':
      return keyLines(panel, totals);
    case 'slow':
      return slowLines(panel);
    case 'bursts':
      return burstLines(panel);
    case 'alerts':
      return alertLines(panel);
  }
};

/** A panel under its heading. Shares are of all hits, where a panel is sorted by bytes of all bytes. */
export const panelText = (panel: TrafficPanelResult, totals: TrafficTotals): Printable =>
  panel.kind === 'timeline' ? timelineText(panel) : textPart(PANEL_WORDS[panel.name].title, linesOf(panel, totals));
