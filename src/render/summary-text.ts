import type { GateResult } from '../core/gate.js';
import { describeGateValue } from '../core/gate.js';
import type { LineCounts } from '../core/line-counts.js';
import type { RunSummary, SourceCounts, TopKeys } from '../core/report.js';
import { alertParts } from './alert-text.js';
import type { TextOptions } from './alert-text.js';
import { sourceName } from './monitor-text.js';
import { formatCount, formatExactRate } from './numbers.js';
import { paintOf } from './paint.js';
import { cutToCells } from './cells.js';
import { printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import { labelled, textBlock } from './text-block.js';
import type { BlockPart } from './text-block.js';
import { formatInstant } from './time-text.js';
import { trafficLines } from './traffic-lines.js';

/** Rows of a list. */
const TOP_ROWS = 10;

/** Cells of a host, a path, a request. */
const KEY_WIDTH = 100;

/** Columns of a count, right-aligned. */
const COUNT_WIDTH = 15;

/** Resolved alerts that are shown. */
const SHOWN_ALERTS = 10;

/** `12 = 10 accepted + 1 rejected + 1 filtered` */
export const accountText = ({ read, accepted, rejected, filtered }: Omit<LineCounts, 'late' | 'future'>): Printable =>
  printed`${formatCount(read)} = ${formatCount(accepted)} accepted + ${formatCount(rejected)} rejected + ${formatCount(filtered)} filtered`;

const runLines = (summary: RunSummary): Printable[] => {
  const { from, to, hits, maxRate, lines } = summary;
  const length = to - from;
  return [
    ...trafficLines(summary, printed`No requests in the whole run.`),
    ...(hits === 0 || length === 0 ? [] : [labelled('Mean rate', formatExactRate(hits / length))]),
    ...(maxRate === 0 ? [] : [labelled('Busiest second', printed`${formatCount(maxRate)} hits`)]),
    labelled('Lines read', accountText(lines)),
  ];
};

const sourcesPart = (sources: readonly SourceCounts[]): BlockPart[] => {
  if (sources.length < 2) return [];
  const lines = sources.map(
    (source) => printed`${sourceName(source.path)} (${printable(source.format ?? 'unknown format')}): ${accountText(source)}`,
  );
  return [{ heading: printed`SOURCES`, lines }];
};

const row = (count: number, text: Printable): Printable =>
  printed`${printable(formatCount(count).padStart(COUNT_WIDTH))}  ${text}`;

const topPart = (heading: Printable, { top, rest, error }: TopKeys): BlockPart[] => {
  if (top.length === 0) return [];
  const shown = top.slice(0, TOP_ROWS);
  const others = top.slice(TOP_ROWS).reduce((sum, { count }) => sum + count, rest);
  return [
    {
      heading: error === 0 ? heading : printed`${heading} (±${formatCount(error)})`,
      lines: [
        ...shown.map(({ key, count }) => row(count, key === '' ? printed`(empty)` : cutToCells(key, KEY_WIDTH).text)),
        ...(others === 0 ? [] : [row(others, printed`(all others)`)]),
      ],
    },
  ];
};

const alertsPart = ({ alerts, earlierAlerts }: RunSummary): BlockPart[] => {
  const active = alerts.find(({ resolvedAt }) => resolvedAt === null);
  const resolved = alerts.filter(({ resolvedAt }) => resolvedAt !== null);
  const hidden = Math.max(0, resolved.length - SHOWN_ALERTS);
  return alertParts({
    active: active === undefined ? null : { alert: active, value: null },
    resolved: resolved.slice(hidden).reverse(),
    earlier: earlierAlerts + hidden,
  });
};

const gatesPart = (gates: readonly GateResult[]): BlockPart[] => {
  if (gates.length === 0) return [];
  const lines = gates.map((result) => printable(`${result.hit ? 'HIT ' : 'fine'} ${result.gate.text}: ${describeGateValue(result)}`));
  return [{ heading: printed`GATES`, lines, alarm: gates.some(({ hit }) => hit) }];
};

/** The whole run as a block of text, without a newline at its end. */
export const formatSummary = (summary: RunSummary, gates: readonly GateResult[], { color }: TextOptions): Printable => {
  const { from, to, hosts, paths, failing, sources } = summary;
  const span = from === to ? printed`` : printed` (${formatInstant(from)} - ${formatInstant(to)})`;
  return textBlock(
    to,
    'SUMMARY',
    [
      { heading: printed`SUMMARY OF THE WHOLE RUN${span}`, lines: runLines(summary) },
      ...sourcesPart(sources),
      ...topPart(printed`TOP HOSTS`, hosts),
      ...topPart(printed`TOP PATHS`, paths),
      ...topPart(printed`TOP FAILING REQUESTS`, failing),
      ...alertsPart(summary),
      ...gatesPart(gates),
    ],
    paintOf(color),
  );
};
