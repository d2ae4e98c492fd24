import { joined, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { frameRows } from './frame.js';
import type { PlacedRow } from './frame.js';
import { headerRows, layout, SMALLEST } from './layout.js';
import type { Layout, Rect, Size } from './layout.js';
import { bodyHeight, FRAME_HEIGHT, FRAME_WIDTH, innerWidth, isList } from './panel.js';
import type { Panel } from './panel.js';
import { alertsPanel } from './panels/alerts.js';
import { failingPanel } from './panels/failing.js';
import { headerPanel, linesRow } from './panels/header.js';
import { helpHint, helpPanel, hintRow } from './panels/help.js';
import { hostsPanel } from './panels/hosts.js';
import { filterRow } from './panels/filter.js';
import { linesPanel, logPanel } from './panels/log.js';
import type { LogView } from './panels/log.js';
import { promptRows } from './panels/prompt.js';
import { rejectedPanel } from './panels/rejected.js';
import { sectionsPanel } from './panels/sections.js';
import { statusPanel } from './panels/status.js';
import { trafficPanel } from './panels/traffic.js';
import type { ChartView } from './panels/traffic.js';
import type { FilterLanguage } from '../core/shown-view.js';
import type { ReduceContext } from './reduce.js';
import type { Scene } from './scene.js';
import { cell, fitRow, plain, space, spread, textOf, widthOf } from './styled.js';
import type { Row } from './styled.js';
import { activeList, focusOf, overlayOf, PANELS, positionIn } from './ui-state.js';
import type { ListName, Overlay, PanelName, UiState } from './ui-state.js';
import { viewportNote, viewportOf } from './viewport.js';

/** All that is on the screen: rows of text at their places, and the chart. What no row covers is empty. */
export interface DashboardView {
  size: Size;
  rows: readonly PlacedRow[];
  /** null where none is shown */
  chart: ChartView | null;
}

type Name = PanelName | Overlay;

interface Content {
  panel: Panel;
  chart: ChartView | null;
}

/** The part of a panel inside its frame. */
const inside = (rect: Rect): Rect => ({
  left: rect.left + FRAME_WIDTH / 2,
  top: rect.top + FRAME_HEIGHT / 2,
  width: innerWidth(rect),
  height: Math.max(0, rect.height - FRAME_HEIGHT),
});

/** The lines behind what is shown. */
const logView = ({ snapshot, shown, lines }: Scene, { shift }: UiState): LogView => {
  const sources = snapshot.sources.length;
  if (shown === null) return { lines, count: snapshot.lines.read, shift, sources, empty: 'No lines yet.' };
  return { lines: shown.lines, count: shown.newest, shift, sources, empty: 'No line matches yet.' };
};

const contentOf = (name: Name, scene: Scene, ui: UiState, rect: Rect): Content => {
  const { snapshot, shown, rejected } = scene;
  const seen = shown?.snapshot ?? snapshot;
  const { window } = seen;
  const cells = innerWidth(rect);
  const only = (panel: Panel): Content => ({ panel, chart: null });
  switch (name) {
    case 'traffic':
      return trafficPanel(seen, shown === null ? snapshot.threshold : null, ui.zoom, inside(rect));
    case 'alerts':
      return only(alertsPanel(snapshot, shown !== null, cells));
    case 'sections':
      return only(sectionsPanel(window, ui, cells));
    case 'status':
      return only(statusPanel(window, cells));
    case 'failing':
      return only(failingPanel(window, cells));
    case 'hosts':
      return only(hostsPanel(window, cells));
    case 'log':
      return only(logPanel(logView(scene, ui), cells));
    case 'rejected':
      return only(rejectedPanel(rejected, snapshot, cells));
    case 'lines':
      return only(linesPanel(logView(scene, ui), cells));
    case 'help':
      return only(helpPanel(cells));
  }
};

interface Shown {
  /** the rows inside the frame */
  rows: Row[];
  /** number of the one that is selected; -1 for none */
  selected: number;
  note: string;
}

const showBody = (panel: Panel, ui: UiState, rect: Rect, focused: boolean): Shown => {
  const heading = panel.heading === null ? [] : [panel.heading];
  const { body, note } = panel;
  if (!isList(body)) return { rows: [...heading, ...body], selected: -1, note };
  if (body.keys.length === 0) {
    return { rows: [...heading, [cell(body.empty, innerWidth(rect), { tone: 'muted' })]], selected: -1, note };
  }
  const view = viewportOf(body.keys, positionIn(ui, body.name), bodyHeight(rect, panel), body.follow);
  const rows = Array.from({ length: view.end - view.top }, (_, index) => body.rowAt(view.top + index));
  const isShown = focused && view.selected >= view.top && view.selected < view.end;
  // Of a list that stands at its beginning, how long it is says less than the panel's own note.
  const isAtRest = body.follow === true ? view.selected < 0 : view.top === 0 && !focused;
  const scrolled = isAtRest ? '' : viewportNote(view, body.keys.length);
  return {
    rows: [...heading, ...rows],
    selected: isShown ? heading.length + view.selected - view.top : -1,
    note: [scrolled, note].filter((part) => part !== '').join(', '),
  };
};

const numberOf = (name: Name): string => {
  const index = PANELS.findIndex((panel) => panel === name);
  return index < 0 ? '' : String(index + 1);
};

const isFocused = (name: Name, ui: UiState): boolean => name === (overlayOf(ui) ?? focusOf(ui));

const footerRows = ({ message, snapshot }: Scene, { prompt }: UiState, size: Size): Row[] => {
  const { width } = size;
  if (prompt !== null) return promptRows(prompt, width);
  if (message !== null) return [fitRow([space(1), cell(message, Math.max(1, width - 2))], width)];
  return [headerRows(size) > 2 ? hintRow(width) : spread(linesRow(snapshot, width - widthOf(helpHint)), helpHint, width)];
};

const placeParts = (scene: Scene, ui: UiState, size: Size, { header, filter, panels, footer }: Layout): DashboardView => {
  let chart: ChartView | null = null;
  const framed = panels.flatMap(({ name, rect }) => {
    const content = contentOf(name, scene, ui, rect);
    const focused = isFocused(name, ui);
    const { rows, selected, note } = showBody(content.panel, ui, rect, focused);
    chart ??= content.chart;
    return frameRows(rect, { number: numberOf(name), title: content.panel.title, note, focused }, rows, selected);
  });
  const top = headerPanel(scene, ui, size).map((row, index): PlacedRow => ({ left: 0, top: header.top + index, row }));
  const bar: PlacedRow[] = filter === null ? [] : [{ left: 0, top: filter.top, row: filterRow(ui.filter, scene.shown, size.width) }];
  const bottom = footerRows(scene, ui, size).map((row, index): PlacedRow => ({ left: 0, top: footer.top + index, row }));
  return { size, rows: [...top, ...bar, ...framed, ...bottom], chart };
};

/** The dashboard at a size, as plain rows and numbers. */
export const present = (scene: Scene, ui: UiState, size: Size): DashboardView => {
  const places = layout(size, ui);
  if (places !== null) return placeParts(scene, ui, size, places);
  const text = `${size.width}x${size.height} is too small: ${SMALLEST.width}x${SMALLEST.height} is needed`;
  const row = fitRow([size.width > 0 ? cell(text, size.width) : plain('')], size.width);
  return { size, rows: size.height > 0 ? [{ left: 0, top: 0, row }] : [], chart: null };
};

/** What a step of the state depends on, as it is on the screen; the scene is only asked for where it matters. */
export const reduceContext = (scene: () => Scene, ui: UiState, size: Size, language: FilterLanguage): ReduceContext => {
  const places = layout(size, ui);
  const panelOf = (list: ListName): { panel: Panel; rect: Rect } | null => {
    const place = places?.panels.find(({ name }) => name === list);
    if (place === undefined || list !== activeList(ui)) return null;
    return { panel: contentOf(list, scene(), ui, place.rect).panel, rect: place.rect };
  };
  return {
    order: PANELS,
    extentOf: (list) => {
      const shown = panelOf(list);
      if (shown === null) return { keys: [], height: 0 };
      const { panel, rect } = shown;
      return { keys: isList(panel.body) ? panel.body.keys : [], height: bodyHeight(rect, panel) };
    },
    factsOf: (list, key) => {
      const body = panelOf(list)?.panel.body;
      return body !== undefined && isList(body) ? (body.factsAt?.(body.keys.indexOf(key)) ?? null) : null;
    },
    language,
  };
};

/** The rows of a view as text, one line of the screen each; where the chart stands is empty. */
export const textLines = ({ size, rows }: DashboardView): Printable[] => {
  const byLine = Array.from({ length: size.height }, (): PlacedRow[] => []);
  for (const row of rows) byLine[row.top]?.push(row);
  return byLine.map((parts) =>
    joined(
      parts.sort((a, b) => a.left - b.left).map(({ row }) => textOf(row)),
      printed``,
    ),
  );
};
