import type { Widgets } from 'blessed';
import line from 'blessed-contrib/lib/widget/charts/line.js';
import type { Rect } from '../layout.js';
import type { ChartView } from '../panels/traffic.js';
import type { Tone } from '../styled.js';
import { colorOf } from './palette.js';

/** Dots of the canvas in one cell. */
const DOTS_ACROSS = 2;
const DOTS_DOWN = 4;

/** Dots left of the curve: room for four digits. */
const AXIS = 10;

/** Dots that the widget keeps below its base line, and between that and a value of 0. */
const BELOW_BASE = 11;
const ABOVE_BASE = 2;

/** Dots of the width from which on there is room for a last label. */
const NOW_WIDTH = 90;

/** Dots of a dash of the threshold, and from one to the next. */
const DASH = 4;
const DASH_STEP = 8;

export interface Chart {
  /**
   * Draws a chart with the next rendering of the screen; none for null. One that has not changed is left as it is, unless the
   * screen around it `isNew`.
   */
  apply(view: ChartView | null, isNew: boolean): void;
}

const isSameRect = (a: Rect, b: Rect): boolean =>
  a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;

/** Share of the height that the scale must still use when its labels stand a whole number of rows apart. */
const FILLED = 0.75;

/**
 * Stretches the scale so that its labels stand a whole number of rows apart, with fewer labels where many would leave much
 * empty; a chart too low for that keeps its scale. `room` is the dots that it has.
 */
const fitScale = ({ maxY, steps }: ChartView, room: number): { maxY: number; steps: number } => {
  for (const merged of [1, 2, 3, 4, 5]) {
    const labels = steps / merged;
    const dots = Math.floor((room - ABOVE_BASE) / labels / DOTS_DOWN) * DOTS_DOWN;
    if (steps % merged === 0 && dots * labels >= room * FILLED) return { maxY: (maxY * room) / (dots * labels), steps: room / dots };
  }
  return { maxY, steps };
};

/** Puts a line chart on the screen. */
export const createChart = (screen: Widgets.Screen, color: boolean): Chart => {
  const colorFor = (tone: Tone): line.Color => colorOf(tone, color) ?? 'normal';
  const chart = line({
    style: { text: colorFor('muted'), baseline: colorFor('muted') },
    xPadding: AXIS,
    showLegend: false,
    minY: 0,
    maxY: 1,
    numYLabels: 1,
    showNthLabel: 1,
    tags: false,
    hidden: true,
  });
  // The widget leaves columns and rows of its box empty. This takes them all, and puts its last row, which is always empty,
  // below the box.
  chart.calcSize = () => {
    chart.canvasSize = { width: Number(chart.width) * DOTS_ACROSS, height: (Number(chart.height) + 1) * DOTS_DOWN };
  };
  let rect: Rect | null = null;
  let isAttached = false;
  let shown = '';
  let isStale = true;

  // The widget would draw itself at each rendering of the screen, changed or not. The screen keeps its cells.
  const render = chart.render.bind(chart);
  const renderStale = (): void => {
    if (isStale && !chart.hidden) render();
    isStale = false;
  };
  Object.assign(chart, { render: renderStale });

  const place = (next: Rect): void => {
    if (rect !== null && isSameRect(rect, next)) return;
    rect = next;
    // Its setters, and `hide()`, would empty cells that others have set.
    Object.assign(chart.position, next);
    // A canvas is made for the size that it has when it is attached.
    if (isAttached) chart.emit('attach');
    else screen.append(chart);
    isAttached = true;
  };

  const drawThreshold = (value: number, maxY: number): void => {
    const { ctx, canvasSize } = chart;
    const room = canvasSize.height - BELOW_BASE;
    const y = room - (room / maxY) * value - ABOVE_BASE;
    ctx.strokeStyle = colorFor('plain');
    for (let x = AXIS + ABOVE_BASE; x + DASH <= canvasSize.width; x += DASH_STEP) {
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x + DASH - 1, y);
      ctx.stroke();
    }
  };

  const draw = (view: ChartView): void => {
    const { hits, errors, labels, labelEvery, threshold } = view;
    const { height, width } = chart.canvasSize;
    const { maxY, steps } = fitScale(view, height - BELOW_BASE);
    Object.assign(chart.options, { maxY, numYLabels: steps, showNthLabel: labelEvery });
    // A line that has nothing to say hides in the base line: requests before the beginning, and errors where there are none,
    // so that red means trouble.
    const hidden = -(ABOVE_BASE / (height - BELOW_BASE)) * maxY;
    chart.setData([
      { x: labels, y: hits.map((value) => value ?? hidden), style: { line: colorFor('accent') } },
      { x: labels, y: errors.map((value) => (value > 0 ? value : hidden)), style: { line: colorFor('trouble') } },
    ]);
    if (width >= NOW_WIDTH) chart.ctx.fillText('now', width - 3 * DOTS_ACROSS, height - BELOW_BASE + 3);
    if (threshold !== null) drawThreshold(threshold, maxY);
  };

  return {
    apply(view, isNew) {
      const next = JSON.stringify(view);
      if (next === shown && !isNew) return;
      shown = next;
      isStale = true;
      chart.hidden = view === null;
      if (view === null) return;
      place(view.rect);
      draw(view);
    },
  };
};
