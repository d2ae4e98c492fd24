import type { ListPosition } from './ui-state.js';

/** The part of a list that is shown. */
export interface Viewport {
  /** number of the first row that is shown */
  top: number;
  /** number of the row after the last one that is shown */
  end: number;
  /** number of the selected row; -1 when none is selected, or it is gone */
  selected: number;
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

/**
 * What `height` rows show of a list. A ranking stays where somebody scrolled to, moved as little as it takes to show the
 * selected row. A list that is followed (a log) shows its end until a row is selected; then that row stays where it is on the
 * screen while new rows come, and the oldest rows are shown once it is gone.
 */
export const viewportOf = (keys: readonly string[], position: ListPosition, height: number, follow = false): Viewport => {
  const rows = Math.max(0, height);
  const last = Math.max(0, keys.length - rows);
  const selected = position.selected === null ? -1 : keys.indexOf(position.selected);
  let top = position.top;
  if (follow) top = position.selected === null ? last : selected - position.top;
  if (selected >= 0) top = clamp(clamp(top, 0, last), selected - rows + 1, selected);
  top = clamp(top, 0, last);
  return { top, end: Math.min(keys.length, top + rows), selected };
};

/** `3-9 of 120`, where a part is shown; empty where all is. */
export const viewportNote = ({ top, end }: Viewport, count: number): string =>
  end - top >= count ? '' : `${top + 1}-${end} of ${count}`;
