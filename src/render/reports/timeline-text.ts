import type { TimelinePanel, TimelineRow } from '../../reports/traffic/traffic-result.js';
import { cellsIn } from '../cells.js';
import { formatBytes, formatCount } from '../numbers.js';
import { joined, printable, printed } from '../printable.js';
import type { Printable } from '../printable.js';
import { formatClock, formatInstant, formatInterval } from '../time-text.js';
import { PANEL_WORDS } from './panel-words.js';
import { REPORT_WIDTH, textPart } from './text-part.js';

const DAY = 86_400;

/** A cell filled from its left by so many eighths. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;
const ERRORS = printed`▒`;

/** Intervals without a hit in a row that are told of one by one. */
const SILENT_ROWS = 2;

/** When intervals begin, as short as it can be said without doubt. */
const stampOf = (rows: readonly TimelineRow[], interval: number): ((row: TimelineRow) => Printable) => {
  const dayOf = (row: TimelineRow | undefined): number => Math.floor((row?.from ?? 0) / DAY);
  const length = interval % DAY === 0 ? 10 : 19;
  if (length === 19 && dayOf(rows[0]) === dayOf(rows.at(-1))) return ({ from }) => formatClock(from);
  return ({ from }) => printable(formatInstant(from).slice(0, length));
};

/** A bar of at most `width` cells for hits of `most`; the errors among them come first. */
const barOf = ({ hits, errors }: TimelineRow, most: number, width: number): string => {
  const eighths = Math.max(1, Math.round((hits / most) * width * 8));
  const failed = Math.min(Math.floor(eighths / 8), Math.round((errors / most) * width));
  return ERRORS.repeat(failed) + EIGHTHS[8].repeat(Math.floor(eighths / 8) - failed) + (EIGHTHS[eighths % 8] ?? '');
};

/** Rows as they are told: by themselves, or many silent ones as one. */
const shownRows = (rows: readonly TimelineRow[]): (TimelineRow | { silent: number })[] => {
  const shown: (TimelineRow | { silent: number })[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && rows[end]!.hits === 0) end += 1;
    if (end - at > SILENT_ROWS) {
      shown.push({ silent: end - at });
      at = end;
    } else {
      shown.push(rows[at]!);
      at += 1;
    }
  }
  return shown;
};

const widest = (cells: readonly Printable[]): number => cells.reduce((most, cell) => Math.max(most, cellsIn(cell)), 0);

const left = (text: string, width: number): Printable => printable(text.padEnd(width));
const right = (text: string, width: number): Printable => printable(text.padStart(width));

/** A timeline as a chart of bars from left to right, an interval on each line. Connections have no bytes. */
export const timelineText = ({ rows, interval }: Pick<TimelinePanel, 'rows' | 'interval'>, counted: 'hits' | 'connections' = 'hits'): Printable => {
  const stamp = stampOf(rows, interval);
  const most = rows.reduce((max, { hits }) => Math.max(max, hits), 1);
  const hasErrors = rows.some(({ errors }) => errors > 0);
  const hasBytes = counted === 'hits';
  const width = {
    stamp: cellsIn(rows[0] === undefined ? printed`` : stamp(rows[0])),
    hits: Math.max(counted.length, widest(rows.map(({ hits }) => formatCount(hits)))),
    errors: hasErrors ? Math.max(6, widest(rows.map(({ errors }) => formatCount(errors)))) : 0,
    bytes: hasBytes ? Math.max(5, widest(rows.map(({ bytes }) => formatBytes(bytes)))) : 0,
  };
  const room = REPORT_WIDTH - width.stamp - width.hits - 4 - (hasBytes ? width.bytes + 2 : 0) - (hasErrors ? width.errors + 2 : 0);
  const line = (at: string, bar: string, hits: string, errors: string, bytes: string): Printable => {
    const counts = [right(hits, width.hits), ...(hasErrors ? [right(errors, width.errors)] : []), ...(hasBytes ? [right(bytes, width.bytes)] : [])];
    return joined([left(at, width.stamp), left(bar, room), ...counts], printed`  `);
  };
  const lines = shownRows(rows).map((row) => {
    if ('silent' in row) return printed`... ${formatCount(row.silent)} intervals without ${printable(counted)} ...`;
    const { hits, errors, bytes } = row;
    return line(stamp(row), hits === 0 ? '' : barOf(row, most, room), formatCount(hits), formatCount(errors), formatBytes(bytes));
  });
  const remark = printed` (intervals of ${formatInterval(interval)}${hasErrors ? printed`, ${ERRORS} errors` : printed``})`;
  return textPart(PANEL_WORDS.timeline.title, rows.length === 0 ? [printed`none`] : [line('from', '', counted, 'errors', 'bytes'), ...lines], remark);
};
