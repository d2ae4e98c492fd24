import type { ShownView } from '../../core/shown-view.js';
import { formatCount } from '../../render/numbers.js';
import { formatClock } from '../../render/time-text.js';
import { cell, fitRow, muted, plain, space, strong, styled, trouble, widthOf } from '../styled.js';
import type { Row } from '../styled.js';

/** Cells that the filter has at least. */
const LEAST_FILTER = 10;

const LABEL = styled(' FILTER ', { tone: 'accent', bold: true, inverse: true });

/** The richest of some rows that leaves the filter enough room. */
const choose = (rows: readonly Row[], room: number): Row => rows.find((row) => widthOf(row) <= room) ?? [];

/** What is shown, how much that is, and since when. */
export const filterRow = (filter: string, shown: ShownView | null, width: number): Row => {
  const room = width - LABEL.cells - 3;
  if (shown === null) return fitRow([space(1), LABEL, space(1), plain(filter)], width);
  const share: Row = [strong(formatCount(shown.matching)), muted(' of '), strong(formatCount(shown.of))];
  const since = muted(`  shown since ${formatClock(shown.since)}${shown.isGoingBack ? ', going back' : ''}`);
  const matching: Row = [muted('matching '), ...share];
  const [idle] = shown.idle;
  const warned: Row[] = idle === undefined ? [] : [[trouble(`${idle}  `), ...matching, since], [trouble(`${idle}  `), ...share]];
  const right = choose([...warned, [...matching, since], matching, share], room - Math.max(LEAST_FILTER, Math.min(filter.length, room / 3)));
  return [space(1), LABEL, space(1), cell(filter, Math.max(1, room - widthOf(right) - 1), { bold: true }), space(1), ...right, space(1)];
};
