import { promptRows } from './panels/prompt.js';
import { focusOf, overlayOf, PANELS } from './ui-state.js';
import type { Overlay, PanelName, UiState } from './ui-state.js';

/** A terminal's size in cells. */
export interface Size {
  width: number;
  height: number;
}

/** A part of the screen in cells; the upper left one is 0, 0. */
export interface Rect extends Size {
  left: number;
  top: number;
}

/** Where everything stands. The parts cover the screen and do not overlap. */
export interface Layout {
  header: Rect;
  /** what is shown; null where that is everything */
  filter: Rect | null;
  panels: readonly { name: PanelName | Overlay; rect: Rect }[];
  footer: Rect;
}

/** A terminal smaller than this shows one line that says so. */
export const SMALLEST: Size = { width: 40, height: 10 };

/** Panels that share a place: the one that was focused last is shown there. */
type Place = readonly PanelName[];

/** Places side by side. */
interface Band {
  places: readonly Place[];
  /** rows that it needs */
  rows: number;
  /** its part of the rows that are left over */
  weight: number;
}

const band = (rows: number, weight: number, ...places: Place[]): Band => ({ places, rows, weight });

/** From the richest to the poorest; the first whose rows fit is taken, and the last always fits. */
const TWO_COLUMNS: readonly (readonly Band[])[] = [
  [
    band(10, 4, ['traffic'], ['alerts']),
    band(9, 3, ['sections'], ['status']),
    band(6, 2, ['failing'], ['hosts']),
    band(5, 2, ['log']),
  ],
  [
    band(7, 3, ['traffic'], ['alerts']),
    band(8, 3, ['sections'], ['status']),
    band(5, 2, ['log', 'failing', 'hosts']),
  ],
  [band(6, 1, ['traffic', 'status'], ['alerts', 'hosts']), band(6, 1, ['sections', 'failing'], ['log'])],
  [band(0, 1, ['sections', 'traffic', 'failing', 'hosts'], ['alerts', 'status', 'log'])],
];

const ONE_COLUMN: readonly (readonly Band[])[] = [
  [
    band(9, 3, ['traffic']),
    band(8, 3, ['sections']),
    band(7, 1, ['alerts', 'status']),
    band(6, 2, ['failing', 'hosts']),
    band(6, 3, ['log']),
  ],
  [band(7, 2, ['traffic', 'status']), band(7, 3, ['sections', 'failing', 'hosts']), band(6, 2, ['log', 'alerts'])],
  [band(6, 1, ['traffic', 'alerts', 'status']), band(6, 1, ['sections', 'failing', 'hosts', 'log'])],
  [band(0, 1, PANELS)],
];

/** Columns from which panels stand side by side. */
const TWO_COLUMN_WIDTH = 80;

/** The left column's part of the width. */
const LEFT_PART = 0.57;

/** Rows of the header. With two, the account of lines stands in the footer. */
export const headerRows = ({ width, height }: Size): number => {
  if (height < 16) return 2;
  return height >= 30 && width >= 70 ? 4 : 3;
};

const needed = (bands: readonly Band[]): number => bands.reduce((sum, { rows }) => sum + rows, 0);

/** The heights of the bands: what each needs, and the rest by weight. */
const heightsOf = (bands: readonly Band[], height: number): number[] => {
  const spare = height - needed(bands);
  const weights = bands.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  let given = 0;
  return bands.map(({ rows, weight }) => {
    before += weight;
    const share = Math.round((spare * before) / weights) - given;
    given += share;
    return rows + share;
  });
};

const placeBands = (bands: readonly Band[], area: Rect, ui: UiState): Layout['panels'] => {
  const heights = heightsOf(bands, area.height);
  let top = area.top;
  return bands.flatMap(({ places }, index) => {
    const height = heights[index] ?? 0;
    const first = places.length === 1 ? area.width : Math.round(area.width * LEFT_PART);
    const panels = places.map((place, column) => ({
      name: ui.focused.find((panel) => place.includes(panel)) ?? place[0] ?? 'log',
      rect: { left: column === 0 ? 0 : first, top, width: column === 0 ? first : area.width - first, height },
    }));
    top += height;
    return panels;
  });
};

/** Where everything stands at a size; null when the terminal is too small. */
export const layout = (size: Size, ui: UiState): Layout | null => {
  const { width, height } = size;
  if (width < SMALLEST.width || height < SMALLEST.height) return null;
  const header = { left: 0, top: 0, width, height: headerRows(size) };
  const filter = ui.filter === '' ? null : { left: 0, top: header.height, width, height: 1 };
  const below = ui.prompt === null ? 1 : promptRows(ui.prompt, width).length;
  const footer = { left: 0, top: height - below, width, height: below };
  const top = header.height + (filter?.height ?? 0);
  const area = { left: 0, top, width, height: height - top - below };
  const overlay = overlayOf(ui);
  if (overlay !== null) return { header, filter, panels: [{ name: overlay, rect: area }], footer };
  if (ui.fullScreen) return { header, filter, panels: [{ name: focusOf(ui), rect: area }], footer };
  const choices = width >= TWO_COLUMN_WIDTH ? TWO_COLUMNS : ONE_COLUMN;
  const bands = choices.find((choice) => needed(choice) <= area.height) ?? choices[choices.length - 1] ?? [];
  return { header, filter, panels: placeBands(bands, area, ui), footer };
};
