import type { RejectedLine, Snapshot } from '../../core/snapshot.js';
import { formatCount } from '../../render/numbers.js';
import type { Panel } from '../panel.js';
import { tableHeading, tableRow } from '../table.js';
import type { Column } from '../table.js';

const columnsFor = (sources: number): Column[] => [
  { title: 'reason', width: 14, align: 'left' },
  ...(sources > 1 ? [{ title: 'file', width: 20, align: 'left' } as const] : []),
  { title: 'line', width: 0, align: 'left' },
];

/** All rejected lines by reason, the most first: `layout 30, time 1`. */
const reasonsText = (rejectedBy: Snapshot['rejectedBy']): string =>
  Object.entries(rejectedBy)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason} ${formatCount(count)}`)
    .join(', ');

/** The last lines that were no records, newest first, each with its reason. */
export const rejectedPanel = (
  lines: readonly RejectedLine[],
  { lines: { rejected }, rejectedBy, sources }: Snapshot,
  cells: number,
): Panel => {
  const columns = columnsFor(sources.length);
  return {
    title: 'Rejected lines',
    note: reasonsText(rejectedBy),
    heading: tableHeading(columns, cells),
    body: {
      name: 'rejected',
      keys: lines.map((_, index) => String(rejected - index)),
      rowAt: (index) => {
        const line = lines[lines.length - 1 - index];
        if (line === undefined) return [];
        const texts = [line.reason, ...(sources.length > 1 ? [line.source] : []), line.text];
        return tableRow(columns, texts.map((text, i) => ({ text, style: { tone: i === 0 ? 'trouble' : 'plain' } })), cells);
      },
      empty: 'No line was rejected.',
    },
  };
};
