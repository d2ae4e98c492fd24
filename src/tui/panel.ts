import type { Fact } from '../core/shown-view.js';
import type { Rect } from './layout.js';
import type { Row } from './styled.js';
import type { ListName } from './ui-state.js';

/** Rows that are scrolled. A row is only made when it is shown. */
export interface PanelList {
  name: ListName;
  /** of all rows, in the order in which they are shown; no two are equal */
  keys: readonly string[];
  rowAt(index: number): Row;
  /** what is true of all requests that a row counts; null where nothing is */
  factsAt?(index: number): readonly Fact[] | null;
  /** what is said when there are no rows */
  empty: string;
  /** the end is shown until somebody selects a row */
  follow?: true;
}

/** What stands in a panel, for its inner width: what is longer is cut. */
export interface Panel {
  title: string;
  /** said at the right of the title */
  note: string;
  /** stands still above the rows; null for none */
  heading: Row | null;
  body: PanelList | readonly Row[];
}

/** Cells that a panel's frame takes from its width: a border and a space at each side. */
export const FRAME_WIDTH = 4;

/** Rows that a panel's frame takes from its height. */
export const FRAME_HEIGHT = 2;

/** Cells of a panel's rows. */
export const innerWidth = ({ width }: Rect): number => Math.max(0, width - FRAME_WIDTH);

/** Rows that a panel's body has. */
export const bodyHeight = ({ height }: Rect, { heading }: Panel): number =>
  Math.max(0, height - FRAME_HEIGHT - (heading === null ? 0 : 1));

export const isList = (body: Panel['body']): body is PanelList => !Array.isArray(body);
