import type { Span } from '../core/snapshot.js';
import type { Seconds } from '../core/units.js';
import type { Prompt } from './prompt.js';

/** The panels in the order of their numbers: the key `1` focuses the first. */
export const PANELS = ['traffic', 'alerts', 'sections', 'status', 'failing', 'hosts', 'log'] as const;
export type PanelName = (typeof PANELS)[number];

/** What can lie over the panels. */
export type Overlay = 'help' | 'rejected' | 'lines';

/** All that can be scrolled. */
export type ListName = 'alerts' | 'sections' | 'status' | 'failing' | 'hosts' | 'log' | Overlay;

/** What the sections can be sorted by, in the order in which `s` goes through them. */
export const SORT_COLUMNS = ['hits', 'errors', 'bytes', 'section'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** How much time the traffic chart shows. */
export const ZOOMS = [300, 900, 3600, 86_400] as const satisfies readonly Seconds[];
export type Zoom = (typeof ZOOMS)[number];

/** Where somebody stands in a list. */
export interface ListPosition {
  /** the key of the selected row; null until somebody moves */
  selected: string | null;
  /** the number of the first row that is shown; in a list that is followed, how far the selected row is below it */
  top: number;
}

/** All that the user has chosen. It knows rows by their keys, never by their numbers: rows move while somebody looks. */
export interface UiState {
  /** the panels, the one that was focused last first; the first one has the focus */
  focused: readonly PanelName[];
  overlays: readonly Overlay[];
  fullScreen: boolean;
  sort: { column: SortColumn; reversed: boolean };
  span: Span;
  zoom: Zoom;
  paused: boolean;
  /** cells by which the lines of a log are moved to the left */
  shift: number;
  /** what is shown; empty is everything */
  filter: string;
  /** filters that there were, the newest last */
  history: readonly string[];
  /** where a filter is being typed, or null */
  prompt: Prompt | null;
  positions: Readonly<Partial<Record<ListName, ListPosition>>>;
}

export const initialUiState: UiState = {
  focused: ['sections', 'traffic', 'alerts', 'log', 'status', 'failing', 'hosts'],
  overlays: [],
  fullScreen: false,
  sort: { column: 'hits', reversed: false },
  span: 10,
  zoom: 300,
  paused: false,
  shift: 0,
  filter: '',
  history: [],
  prompt: null,
  positions: {},
};

export const focusOf = (ui: UiState): PanelName => ui.focused[0] ?? 'sections';

/** What lies on top. */
export const overlayOf = (ui: UiState): Overlay | null => ui.overlays[ui.overlays.length - 1] ?? null;

/** The list that the movement keys move in; null where there is none. */
export const activeList = (ui: UiState): ListName | null => {
  const overlay = overlayOf(ui);
  if (overlay !== null) return overlay;
  const focus = focusOf(ui);
  return focus === 'traffic' ? null : focus;
};

export const positionIn = (ui: UiState, list: ListName): ListPosition => ui.positions[list] ?? { selected: null, top: 0 };

/** Whether a list's end is shown until somebody selects a row. */
export const isFollowed = (list: ListName): boolean => list === 'log' || list === 'lines';
