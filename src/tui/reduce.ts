import { SPANS } from '../core/snapshot.js';
import type { Action, Movement } from './keymap.js';
import type { Fact, FilterLanguage } from '../core/shown-view.js';
import { edited, openPrompt } from './prompt.js';
import { activeList, focusOf, isFollowed, overlayOf, positionIn, SORT_COLUMNS, ZOOMS } from './ui-state.js';
import type { ListName, ListPosition, Overlay, PanelName, UiState } from './ui-state.js';
import { viewportOf } from './viewport.js';

/** A list as it is on the screen. */
export interface ListExtent {
  /** of all its rows, in the order in which they are shown */
  keys: readonly string[];
  /** rows that are shown */
  height: number;
}

/** What a step depends on besides the state. */
export interface ReduceContext {
  /** the panels in the order in which Tab goes through them */
  order: readonly PanelName[];
  /** the extent of a list */
  extentOf(list: ListName): ListExtent;
  /** what is true of all requests that a row of a list counts; null where nothing is */
  factsOf(list: ListName, key: string): readonly Fact[] | null;
  language: FilterLanguage;
}

/** Cells of a step along lines, and how far they go. */
const SHIFT = 20;
const MOST_SHIFT = 4000;

/** Filters that are remembered. */
const HISTORY = 100;

const after = <T>(values: readonly T[], value: T, step = 1): T => {
  const index = values.indexOf(value);
  return values[(index + step + values.length) % values.length] ?? value;
};

const target = (movement: Movement, selected: number, top: number, height: number, last: number, follow: boolean): number => {
  const page = Math.max(1, height - 1);
  // Without a selection the first step selects what stands at the edge that is looked at.
  const from = selected >= 0 ? selected : follow ? last : movement === 'down' ? top - 1 : top;
  switch (movement) {
    case 'up':
      return from - 1;
    case 'down':
      return from + 1;
    case 'page-up':
      return from - page;
    case 'page-down':
      return from + page;
    case 'first':
      return 0;
    case 'last':
      return last;
  }
};

const moved = (list: ListName, movement: Movement, position: ListPosition, { keys, height }: ListExtent): ListPosition => {
  const last = keys.length - 1;
  if (last < 0) return position;
  const follow = isFollowed(list);
  const view = viewportOf(keys, position, height, follow);
  const index = Math.max(0, Math.min(last, target(movement, view.selected, view.top, height, last, follow)));
  if (follow && index === last && (movement === 'last' || movement === 'down' || movement === 'page-down')) {
    return { selected: null, top: 0 };
  }
  const selected = keys[index] ?? null;
  const top = viewportOf(keys, { selected, top: view.top }, height).top;
  return { selected, top: follow ? index - top : top };
};

const focus = (ui: UiState, panel: PanelName): UiState => ({
  ...ui,
  focused: [panel, ...ui.focused.filter((other) => other !== panel)],
  overlays: [],
});

const toggle = (ui: UiState, overlay: Overlay): UiState => ({
  ...ui,
  overlays:
    overlayOf(ui) === overlay ? ui.overlays.slice(0, -1) : [...ui.overlays.filter((other) => other !== overlay), overlay],
  positions: { ...ui.positions, [overlay]: { selected: null, top: 0 } },
});

const back = (ui: UiState): UiState => {
  if (ui.prompt !== null) return { ...ui, prompt: null };
  if (ui.overlays.length > 0) return { ...ui, overlays: ui.overlays.slice(0, -1) };
  return ui.fullScreen ? { ...ui, fullScreen: false } : filtered(ui, '');
};

/** Shows what another filter lets through: as it is now, also where the display was paused. The filter is remembered. */
const filtered = (ui: UiState, filter: string): UiState => {
  if (filter === ui.filter) return ui;
  const others = ui.history.filter((entry) => entry !== filter);
  return { ...ui, filter, paused: false, history: filter === '' ? ui.history : [...others, filter].slice(-HISTORY) };
};

const apply = (ui: UiState, { language }: ReduceContext): UiState => {
  const { prompt } = ui;
  if (prompt === null) return ui;
  const text = prompt.text.trim();
  const mistake = text === '' ? null : language.mistakeIn(prompt.text);
  if (mistake !== null) return { ...ui, prompt: { ...prompt, cursor: mistake.at, mistake } };
  return { ...filtered(ui, text), prompt: null };
};

/** Adds what the selected row stands for to the filter. Where none is selected yet, selects the first one. */
const drillDown = (ui: UiState, context: ReduceContext): UiState => {
  const list = activeList(ui);
  if (list === null || isFollowed(list) || list === 'alerts') return ui;
  const { selected } = positionIn(ui, list);
  if (selected === null) return move(ui, 'down', context);
  const facts = context.factsOf(list, selected);
  const filter = facts === null ? null : context.language.withFacts(ui.filter, facts);
  // It may have become longer than a filter can be.
  return filter === null || context.language.mistakeIn(filter) !== null ? ui : filtered(ui, filter);
};

const move = (ui: UiState, movement: Movement, context: ReduceContext): UiState => {
  const list = activeList(ui);
  if (list === null) return ui;
  const position = moved(list, movement, positionIn(ui, list), context.extentOf(list));
  return { ...ui, positions: { ...ui.positions, [list]: position } };
};

/** The state after an action. Quitting changes nothing here: the shell does it. */
export const reduce = (ui: UiState, action: Action, context: ReduceContext): UiState => {
  switch (action.type) {
    case 'quit':
      return ui;
    case 'help':
    case 'rejected':
    case 'lines':
      return toggle(ui, action.type);
    case 'back':
      return back(ui);
    case 'full-screen':
      return { ...ui, fullScreen: !ui.fullScreen, overlays: [] };
    case 'filter':
      return { ...ui, prompt: openPrompt(ui.filter) };
    case 'edit':
      return ui.prompt === null ? ui : { ...ui, prompt: edited(ui.prompt, action.edit, ui.history) };
    case 'apply':
      return apply(ui, context);
    case 'drill-down':
      return drillDown(ui, context);
    case 'drill-up':
      return ui.filter === '' ? ui : filtered(ui, context.language.withoutLast(ui.filter));
    case 'focus':
      return focus(ui, action.panel);
    case 'focus-next':
      return focus(ui, after(context.order, focusOf(ui)));
    case 'focus-previous':
      return focus(ui, after(context.order, focusOf(ui), -1));
    case 'next-sort':
      return { ...ui, sort: { column: after(SORT_COLUMNS, ui.sort.column), reversed: false } };
    case 'reverse-sort':
      return { ...ui, sort: { ...ui.sort, reversed: !ui.sort.reversed } };
    case 'pause':
      return { ...ui, paused: !ui.paused };
    case 'next-span':
      return { ...ui, span: after(SPANS, ui.span) };
    case 'next-zoom':
      return { ...ui, zoom: after(ZOOMS, ui.zoom) };
    case 'shift':
      return { ...ui, shift: Math.max(0, Math.min(MOST_SHIFT, ui.shift + (action.direction === 'left' ? -SHIFT : SHIFT))) };
    case 'move':
      return move(ui, action.movement, context);
  }
};
