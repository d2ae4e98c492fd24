import type { AlertPanel, BurstPanel, KeyPanel, KeyRow, SlowPanel, TrafficPanelResult, TrafficTotals } from '../../../reports/traffic/traffic-result.js';
import { formatBytes, formatCount, formatDuration, formatExactRate, formatShare, formatThreshold } from '../../numbers.js';
import type { Printable } from '../../printable.js';
import { formatElapsed } from '../../time-text.js';
import { hasOthers, NONE_IN_LOGS, othersText } from '../panel-text.js';
import { PANEL_WORDS, tellsErrors, tellsNothing } from '../panel-words.js';
import { nothing } from './card.js';
import type { Card } from './card.js';
import { dataTable, textKey } from './data-table.js';
import type { DataCell, DataColumn, DataRow } from './data-table.js';
import { escaped, html } from './html.js';
import { pageTime } from './page-time.js';
import { timelineCard } from './timeline-card.js';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const cell = (value: number, format: (value: number) => Printable, isBad = false): DataCell => ({ text: escaped(format(value)), value, isBad });

/** Errors are pointed out where they are so large a share of the hits, and so many times the share that they are of all. */
const BAD_SHARE = 0.05;
const BAD_RATIO = 1.5;

const errorsCell = ({ hits, errors }: Omit<KeyRow, 'key'>, totals: TrafficTotals): DataCell =>
  cell(errors, formatCount, errors > 0 && errors >= hits * BAD_SHARE && errors * totals.hits >= hits * totals.errors * BAD_RATIO);

const HITS: DataColumn = { name: 'hits', title: 'Hits' };
const SHARE: DataColumn = { name: 'share', title: 'Share', isShare: true };
const ERRORS: DataColumn = { name: 'errors', title: 'Errors' };
const BYTES: DataColumn = { name: 'bytes', title: 'Bytes' };

const keyCard = (panel: KeyPanel, totals: TrafficTotals): Card => {
  const { name, rows, rest, distinct, error } = panel;
  const { title, key } = PANEL_WORDS[name];
  if (rows.length === 0 && !hasOthers(panel)) return { title, body: nothing('none') };
  if (tellsNothing(panel)) return { title, body: nothing(NONE_IN_LOGS) };
  const withErrors = tellsErrors(name);
  const partOf = ({ hits, bytes }: KeyPanel['rest']): number => {
    const [part, whole] = name === 'bytes' ? [bytes, totals.bytes] : [hits, totals.hits];
    return whole === 0 ? 0 : part / whole;
  };
  const cellsOf = (row: KeyPanel['rest']): DataCell[] => [
    cell(row.hits, formatCount),
    cell(partOf(row), formatShare),
    ...(withErrors ? [errorsCell(row, totals)] : []),
    cell(row.bytes, formatBytes),
  ];
  const table = dataTable({
    panel: name,
    caption: title,
    columns: [{ name: 'key', title: capital(key) }, HITS, SHARE, ...(withErrors ? [ERRORS] : []), BYTES],
    rows: rows.map((row) => ({ ...textKey(row.key), part: Math.min(1, partOf(row)), cells: cellsOf(row) })),
    sorted: { column: name === 'bytes' ? 'bytes' : 'hits', way: 'descending' },
    rest: hasOthers(panel) ? { key: escaped(othersText(panel)), cells: cellsOf(rest) } : null,
  });
  const many = html`${error === 0 ? html`` : html`at least `}${escaped(formatCount(distinct))} in all`;
  const remark = error === 0 ? many : html`${many}; counts may be too low by up to ${escaped(formatCount(error))}`;
  return { title, remark, body: table };
};

const QUANTILES = ['p50', 'p90', 'p95', 'p99', 'max'] as const;

const slowCard = ({ rows, relativeError, rest }: SlowPanel): Card => {
  const { title } = PANEL_WORDS.slowest;
  if (rows.length === 0) return { title, body: nothing('no durations in the logs') };
  const table = dataTable({
    panel: 'slowest',
    caption: title,
    columns: [{ name: 'key', title: 'Path' }, HITS, ...QUANTILES.map((name) => ({ name, title: name === 'max' ? 'Max' : name }))],
    rows: rows.map((row) => ({ ...textKey(row.key), cells: [cell(row.hits, formatCount), ...QUANTILES.map((name) => cell(row[name], formatDuration))] })),
    sorted: { column: 'p95', way: 'descending' },
    rest: null,
  });
  const others = rest === 0 ? html`` : html`; ${escaped(formatCount(rest))} hits are of other paths`;
  return { title, remark: html`p50 to p99 are within ${escaped(formatShare(relativeError))}${others}`, body: table, kind: 'wide' };
};

const burstCard = ({ rows, others }: BurstPanel): Card => {
  const { title } = PANEL_WORDS.bursts;
  if (rows.length === 0) return { title, body: nothing('none') };
  const table = dataTable({
    panel: 'bursts',
    caption: title,
    columns: [{ name: 'from', title: 'From' }, { name: 'length', title: 'For' }, HITS, ERRORS, SHARE],
    rows: rows.map(({ from, to, hits, errors }) => ({
      key: pageTime(from),
      value: from,
      cells: [cell(to - from, formatElapsed), cell(hits, formatCount), cell(errors, formatCount), cell(hits === 0 ? 0 : errors / hits, formatShare)],
    })),
    sorted: { column: 'from', way: 'ascending' },
    rest: null,
  });
  return { title, ...(others === 0 ? {} : { remark: html`and ${escaped(formatCount(others))} more` }), body: table };
};

const alertCard = ({ rows, others }: AlertPanel): Card => {
  const { title } = PANEL_WORDS.alerts;
  if (rows.length === 0) return { title, body: nothing('none') };
  const timeOf = (at: number | null): DataCell => ({ text: at === null ? html`still active` : pageTime(at), value: at ?? Number.MAX_SAFE_INTEGER });
  const tableRows = rows.map(
    ({ id, triggeredAt, resolvedAt, valueAtTrigger, threshold }): DataRow => ({
      key: html`#${id}`,
      value: id,
      cells: [timeOf(triggeredAt), timeOf(resolvedAt), cell(valueAtTrigger, formatExactRate), { text: html`${escaped(formatThreshold(threshold))}/s`, value: threshold }],
    }),
  );
  const table = dataTable({
    panel: 'alerts',
    caption: title,
    columns: [
      { name: 'id', title: 'Id' },
      { name: 'triggered', title: 'Triggered at', isText: true },
      { name: 'resolved', title: 'Resolved at', isText: true },
      { name: 'rate', title: 'Rate' },
      { name: 'threshold', title: 'Threshold' },
    ],
    rows: tableRows,
    sorted: { column: 'id', way: 'ascending' },
    rest: null,
  });
  return { title, ...(others === 0 ? {} : { remark: html`and ${escaped(formatCount(others))} earlier` }), body: table, kind: 'wide' };
};

/** A panel as a card with its table. Shares are of all hits, where a panel is sorted by bytes of all bytes. */
export const panelCard = (panel: TrafficPanelResult, totals: TrafficTotals): Card => {
  switch (panel.kind) {
    case 'timeline':
      return timelineCard(panel);
    case 'keys':
      return keyCard(panel, totals);
    case 'slow':
      return slowCard(panel);
    case 'bursts':
      return burstCard(panel);
    case 'alerts':
      return alertCard(panel);
  }
};
