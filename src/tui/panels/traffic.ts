import type { Series, Snapshot } from '../../core/snapshot.js';
import type { EpochSeconds, Seconds } from '../../core/units.js';
import { formatThreshold } from '../../render/numbers.js';
import type { Rect } from '../layout.js';
import type { Panel } from '../panel.js';
import { accent, muted, plain, trouble } from '../styled.js';
import type { Row } from '../styled.js';
import type { Zoom } from '../ui-state.js';
import { lengthText } from './span-text.js';

/** A line chart as plain numbers: requests/s, errors/s, and the threshold. */
export interface ChartView {
  rect: Rect;
  /** requests/s, oldest first, as many as there are labels; null while nobody was counting yet */
  hits: readonly (number | null)[];
  errors: readonly number[];
  /** null when it lies far above all that is drawn */
  threshold: number | null;
  /** below each point; most are empty */
  labels: readonly string[];
  /** every how many points a label stands */
  labelEvery: number;
  /** the upper end of the scale, and into how many steps it is divided */
  maxY: number;
  steps: number;
}

interface Scale {
  parts: number;
  labels: readonly string[];
  /** how many of the series' steps may make one point, fewest first: each divides a part of the scale */
  merges: readonly number[];
}

const SCALES: Readonly<Record<Zoom, Scale>> = {
  300: { parts: 5, labels: ['-5m', '-4m', '-3m', '-2m', '-1m'], merges: [1, 2, 3, 5, 10, 15, 20, 30, 60] },
  900: { parts: 3, labels: ['-15m', '-10m', '-5m'], merges: [3, 5, 10, 15, 20, 30, 60] },
  3600: { parts: 4, labels: ['-60m', '-45m', '-30m', '-15m'], merges: [1, 3, 5, 15] },
  86400: { parts: 4, labels: ['-24h', '-18h', '-12h', '-6h'], merges: [5, 10, 15, 20, 30, 60] },
};

/** Points for each cell of the chart's width. */
const POINTS_PER_CELL = 1.25;

/** Cells left of the curve: the numbers of the scale. */
const AXIS_CELLS = 6;

/** Rows of the chart that the curve does not have: the base line and the labels. */
const BASE_ROWS = 2;

/** Rows from one number of the scale to the next, at least. */
const STEP_ROWS = 1.5;

/** Rows from which on one of them tells what the lines are; else the title does. */
const LEGEND_HEIGHT = 7;

/** The smallest chart that still says something. */
const LEAST_CHART = { width: 24, height: BASE_ROWS + 2 };

/** How far above the curve the threshold may lie before it is only told of. */
const THRESHOLD_REACH = 5;

/** Means over `merge` steps, cut at multiples of `merge` in time so that old points do not change; oldest first. */
export const mergeSteps = (values: readonly number[], step: Seconds, merge: number, points: number, now: EpochSeconds): number[] => {
  const newest = Math.floor((now - 1) / step);
  const partial = (((newest % merge) + merge) % merge) + 1;
  const means: number[] = [];
  let end = values.length;
  for (let point = 0; point < points; point += 1) {
    const begin = Math.max(0, end - (point === 0 ? partial : merge));
    let sum = 0;
    for (let i = begin; i < end; i += 1) sum += values[i] ?? 0;
    means.push(end > begin ? sum / (end - begin) : 0);
    end = begin;
  }
  return means.reverse();
};

/** Steps of a scale, to be multiplied by a power of ten. Few steps have to fit better than many. */
const MANY_STEPS = [1, 2, 5, 10] as const;
const FEW_STEPS = [1, 2, 3, 4, 5, 6, 8, 10] as const;

/** The smallest round number of which `steps` reach `value` (> 0). */
export const niceStep = (value: number, steps: number): number => {
  const least = value / steps;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = (steps > 3 ? MANY_STEPS : FEW_STEPS).find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
};

/** What a scale counts in, so that its numbers stay short. */
const unitOf = (max: number): number => (max >= 1e7 ? 1e6 : max >= 1e4 ? 1000 : 1);

const seriesOf = ({ seconds, minutes }: Snapshot, zoom: Zoom): Series => (zoom <= 900 ? seconds : minutes);

interface Points {
  hits: number[];
  errors: number[];
  length: Seconds;
}

const pointsOf = (snapshot: Snapshot, zoom: Zoom, cells: number): Points => {
  const { step, hits, errors } = seriesOf(snapshot, zoom);
  const count = zoom / step;
  const { merges } = SCALES[zoom];
  const most = Math.max(1, (cells - AXIS_CELLS) * POINTS_PER_CELL);
  const merge = merges.find((candidate) => count / candidate <= most) ?? merges[merges.length - 1] ?? 1;
  return {
    hits: mergeSteps(hits, step, merge, count / merge, snapshot.now),
    errors: mergeSteps(errors, step, merge, count / merge, snapshot.now),
    length: step * merge,
  };
};

/** How many points at the beginning say nothing: they are older than the run, which lasts `run` points, and nothing fills them. */
const unknownPoints = (hits: readonly number[], run: number): number => {
  const beforeRun = Math.max(0, hits.length - Math.ceil(run) - 1);
  const first = hits.findIndex((value) => value > 0);
  return first < 0 ? beforeRun : Math.min(first, beforeRun);
};

const legend = (threshold: number | null, isAbove: boolean, unit: number, hasErrors: boolean): Row => [
  accent(`━━ requests/s`),
  plain(unit === 1 ? '' : ` in ${unit === 1000 ? 'thousands' : 'millions'}`),
  // Red where there is trouble, and only there.
  (hasErrors ? trouble : muted)('  ━━'),
  plain(' errors/s, the lower line'),
  ...(threshold === null ? [] : [plain('  ╌╌'), plain(` threshold ${formatThreshold(threshold)}/s${isAbove ? ' (higher up)' : ''}`)]),
];

/**
 * The panel of the chart (its legend), and the chart; null where there is no room for one. Without a threshold where that is not
 * for what is drawn.
 */
export const trafficPanel = (snapshot: Snapshot, threshold: number | null, zoom: Zoom, area: Rect): { panel: Panel; chart: ChartView | null } => {
  const { hits, errors, length } = pointsOf(snapshot, zoom, area.width);
  const peak = Math.max(0, ...hits);
  const isAbove = threshold !== null && peak > 0 && threshold > peak * THRESHOLD_REACH;
  const hasLegend = area.height >= LEGEND_HEIGHT;
  const rect = hasLegend ? { ...area, top: area.top + 1, height: area.height - 1 } : area;
  const mostSteps = Math.max(1, Math.min(5, Math.floor((rect.height - BASE_ROWS) / STEP_ROWS)));
  // A line at the very top would be cut in half.
  const reach = (Math.max(peak, isAbove ? 0 : (threshold ?? 0)) || 1) * 1.02;
  const step = niceStep(reach, mostSteps);
  const steps = Math.ceil(reach / step - 1e-9);
  const unit = unitOf(step * steps);
  const panel: Panel = {
    title: 'Traffic',
    note: hasLegend ? `last ${lengthText(zoom)}, means of ${lengthText(length)}` : `req/s, errors/s, ${threshold === null ? '' : 'limit, '}${lengthText(zoom)}`,
    heading: hasLegend ? legend(threshold, isAbove, unit, errors.some((value) => value > 0)) : null,
    body: [],
  };
  if (rect.height < LEAST_CHART.height || rect.width < LEAST_CHART.width) return { panel, chart: null };
  const { parts, labels } = SCALES[zoom];
  const labelEvery = hits.length / parts;
  const unknown = unknownPoints(hits, (snapshot.now - snapshot.startedAt) / length);
  return {
    panel,
    chart: {
      rect,
      hits: hits.map((value, index) => (index < unknown ? null : value / unit)),
      errors: errors.map((value) => value / unit),
      threshold: isAbove || threshold === null ? null : threshold / unit,
      labels: hits.map((_, index) => (index % labelEvery === 0 ? (labels[index / labelEvery] ?? '') : '')),
      labelEvery,
      maxY: (step * steps) / unit,
      steps,
    },
  };
};
