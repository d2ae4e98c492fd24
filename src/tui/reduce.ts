import { SPANS } from '../core/snapshot.js';
import type { Action, Movement } from './keymap.js';
import { activeList, focusOf, overlayOf, positionIn, SORT_COLUMNS, ZOOMS } from './ui-state.js';
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
}

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
  const follow = list === 'log';
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

const back = (ui: UiState): UiState =>
  ui.overlays.length > 0 ? { ...ui, overlays: ui.overlays.slice(0, -1) } : { ...ui, fullScreen: false };

/** The state after an action. Quitting changes nothing here: the shell does it. */
export const reduce = (ui: UiState, action: Action, context: ReduceContext): UiState => {
  switch (action.type) {
    case 'quit':
      return ui;
    case 'help':
    case 'rejected':
      return toggle(ui, action.type);
    case 'back':
      return back(ui);
    case 'full-screen':
      return { ...ui, fullScreen: !ui.fullScreen, overlays: [] };
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
    case 'move': {
      const list = activeList(ui);
      if (list === null) return ui;
      const position = moved(list, action.movement, positionIn(ui, list), context.extentOf(list));
      return { ...ui, positions: { ...ui.positions, [list]: position } };
    }
  }
};
