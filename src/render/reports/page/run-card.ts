import type { RejectedBy } from '../../../core/line-counts.js';
import type { ReportResult, ReportRun, SourceLines } from '../../../reports/report-run.js';
import { sourceName } from '../../monitor-text.js';
import { formatCount } from '../../numbers.js';
import { accountText } from '../../summary-text.js';
import { reasonsOf } from '../../traffic-lines.js';
import { nothing } from './card.js';
import type { Card } from './card.js';
import { dataTable, textKey } from './data-table.js';
import { escaped, html } from './html.js';
import type { Html } from './html.js';
import { formatText } from '../run-text.js';

const COUNTS = [
  { name: 'read', title: 'Read' },
  { name: 'accepted', title: 'Accepted' },
  { name: 'rejected', title: 'Rejected' },
  { name: 'filtered', title: 'Filtered' },
  { name: 'late', title: 'Late' },
] as const;

const countCell = (value: number, isBad: boolean) => ({ text: escaped(formatCount(value)), value, isBad });

const filesTable = (sources: readonly SourceLines[]): Html =>
  dataTable({
    panel: 'files',
    caption: 'Files',
    columns: [{ name: 'key', title: 'File' }, { name: 'format', title: 'Format', isText: true }, ...COUNTS],
    rows: sources.map((source) => ({
      ...textKey(sourceName(source.path)),
      cells: [{ text: escaped(formatText(source)), value: null }, ...COUNTS.map(({ name }) => countCell(source[name], name === 'rejected' && source[name] > 0))],
    })),
    sorted: null,
    rest: null,
  });

const rejectedTable = (rejectedBy: RejectedBy): Html =>
  dataTable({
    panel: 'rejected',
    caption: 'Rejected lines by reason',
    columns: [{ name: 'key', title: 'Reason' }, { name: 'lines', title: 'Lines' }],
    rows: reasonsOf(rejectedBy).map(([reason, count]) => ({ key: escaped(reason), cells: [countCell(count, false)] })),
    sorted: { column: 'lines', way: 'descending' },
    rest: null,
  });

/** The account of lines: what each file contributed, and what was rejected, and why. */
export const runCards = ({ sources, lines, rejectedBy }: ReportRun<ReportResult>): Card[] => [
  { title: 'Files', remark: html`lines read: ${escaped(accountText(lines))}`, body: sources.length === 0 ? nothing('none') : filesTable(sources), kind: 'wide' },
  ...(lines.rejected === 0 ? [] : [{ title: 'Rejected lines', body: rejectedTable(rejectedBy) }]),
];
