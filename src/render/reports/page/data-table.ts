import { keyName } from '../text-part.js';
import { escaped, html } from './html.js';
import type { Html } from './html.js';

/** A cell beside the key: what it shows, and by what it is sorted. */
export interface DataCell {
  text: Html;
  value: number | null;
  /** it tells of trouble */
  isBad?: boolean;
}

export interface DataColumn {
  /** by which it is named in the page's address */
  name: string;
  title: string;
  /** shown only where there is room */
  isShare?: boolean;
  /** its cells are texts */
  isText?: boolean;
}

export interface DataRow {
  key: Html;
  /** by what the key is sorted, where that is not its text */
  value?: number;
  /** the share of its row, shown behind the key; 0 to 1 */
  part?: number;
  isLong?: boolean;
  cells: readonly DataCell[];
}

export interface DataTable {
  /** by which it is named in the page's address */
  panel: string;
  caption: string;
  /** the key's column comes first */
  columns: readonly DataColumn[];
  rows: readonly DataRow[];
  /** the column by which the rows are sorted already, if there is one */
  sorted: { column: string; way: 'ascending' | 'descending' } | null;
  /** below the rows, and not sorted with them */
  rest: DataRow | null;
}

/** Characters of a key that are shown at first, at least. */
const LONG = 120;

/** A text from a log as the key of a row. */
export const textKey = (key: string): Pick<DataRow, 'key' | 'isLong'> => ({ key: escaped(keyName(key)), isLong: key.length > LONG });

const kindOf = (column: DataColumn | undefined, isBad = false): Html => {
  if (column?.isShare === true) return html` class="share"`;
  if (column?.isText === true) return html` class="left"`;
  return isBad ? html` class="bad"` : html``;
};

const headCell = (column: DataColumn, sorted: DataTable['sorted']): Html => {
  const { name, title } = column;
  const sort = name === sorted?.column ? html` aria-sort="${escaped(sorted.way)}"` : html``;
  return html`<th scope="col" data-column="${escaped(name)}"${kindOf(column)}${sort}>${escaped(title)}</th>`;
};

const attribute = (name: Html, value: number | null | undefined): Html => (value === null || value === undefined ? html`` : html` data-${name}="${value}"`);

const cellsHtml = (cells: readonly DataCell[], columns: readonly DataColumn[]): Html[] =>
  cells.map(({ text, value, isBad }, at) => html`<td${kindOf(columns[at + 1], isBad)}${attribute(html`value`, value)}>${text}</td>`);

const rowHtml = (row: DataRow, columns: readonly DataColumn[]): Html => {
  const { key, value, part, isLong, cells } = row;
  const kind = isLong === true ? html` class="long"` : html``;
  const share = part === undefined ? html`` : html` style="--part:${escaped((part * 100).toFixed(1))}%"`;
  return html`<tr><th scope="row"${kind}${share}${attribute(html`value`, value)}><span>${key}</span></th>${cellsHtml(cells, columns)}</tr>\n`;
};

/** A table that the page's script can sort and search. */
export const dataTable = ({ panel, caption, columns, rows, sorted, rest }: DataTable): Html => {
  const cells = columns.filter(({ isShare }) => isShare !== true).length - 1;
  const foot = rest === null ? html`` : html`<tfoot>${rowHtml(rest, columns)}</tfoot>`;
  return html`<div class="scroll"><table data-panel="${escaped(panel)}" style="--cells:${cells}"><caption>${escaped(caption)}</caption>
<thead><tr>${columns.map((column) => headCell(column, sorted))}</tr></thead>
<tbody>
${rows.map((row) => rowHtml(row, columns))}</tbody>${foot}</table></div>`;
};
