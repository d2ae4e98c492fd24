import type { TimelinePanel, TimelineRow } from '../../../reports/traffic/traffic-result.js';
import { formatBytes, formatCount } from '../../numbers.js';
import { formatInterval } from '../../time-text.js';
import { PANEL_WORDS } from '../panel-words.js';
import { nothing } from './card.js';
import type { Card } from './card.js';
import { dataTable } from './data-table.js';
import { escaped, html } from './html.js';
import type { Html } from './html.js';
import { pageTime } from './page-time.js';

const countCell = (count: number) => ({ text: escaped(formatCount(count)), value: count });

const tableOf = (rows: readonly TimelineRow[]): Html =>
  dataTable({
    panel: 'timeline',
    caption: PANEL_WORDS.timeline.title,
    columns: [
      { name: 'from', title: 'From' },
      { name: 'hits', title: 'Hits' },
      { name: 'errors', title: 'Errors' },
      { name: 'bytes', title: 'Bytes' },
    ],
    rows: rows.map(({ from, hits, errors, bytes }) => ({
      key: pageTime(from),
      value: from,
      cells: [countCell(hits), countCell(errors), { text: escaped(formatBytes(bytes)), value: bytes }],
    })),
    sorted: { column: 'from', way: 'ascending' },
    rest: null,
  });

/** Bars of one kind as one path, in a box of a unit's width for each row, and 100 units high. */
const barsPath = (heights: readonly number[], most: number): Html =>
  html`${heights.map((height, at) => (height === 0 ? html`` : html`M${at + 0.1} 100V${escaped((100 - (height / most) * 100).toFixed(3))}h.8V100z`))}`;

/** The timeline as a chart, which the page's script can zoom, and as a table. */
export const timelineCard = ({ rows, interval }: TimelinePanel): Card => {
  const card = { title: PANEL_WORDS.timeline.title, remark: html`intervals of ${escaped(formatInterval(interval))}`, kind: 'timeline' } as const;
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return { ...card, body: nothing('none') };
  const most = rows.reduce((max, { hits }) => Math.max(max, hits), 1);
  const label = html`Hits by interval from ${pageTime(first.from)} to ${pageTime(last.from + interval)}, ${escaped(formatCount(most))} at most`;
  const body = html`<figure><div class="plot" data-interval="${interval}" tabindex="0" role="group" aria-label="${label}" aria-describedby="keys">
<svg viewBox="0 0 ${rows.length} 100" preserveAspectRatio="none" aria-hidden="true"><path class="hits" d="${barsPath(rows.map(({ hits }) => hits), most)}"/><path class="errors" d="${barsPath(rows.map(({ errors }) => errors), most)}"/></svg>
<span class="level" style="top:0">${escaped(formatCount(most))}</span></div>
<div class="axis" aria-hidden="true"><span class="first">${pageTime(first.from)}</span><span class="last">${pageTime(last.from + interval)}</span></div>
<div class="legend"><span><i class="swatch"></i>hits<i class="swatch errors"></i>errors among them</span><span class="keys" id="keys">← → move, + − zoom, 0 shows all</span><output aria-live="polite"></output></div></figure>
<details><summary>As a table</summary>${tableOf(rows)}</details>
`;
  const tools = html`<div class="zoom" role="group" aria-label="Zoom"><button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="all">All</button></div>`;
  return { ...card, tools, body };
};
