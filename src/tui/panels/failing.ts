import type { WindowView } from '../../core/snapshot.js';
import { formatCount } from '../../render/numbers.js';
import type { Panel } from '../panel.js';
import type { Style } from '../styled.js';
import { tableHeading, tableRow } from '../table.js';
import type { Column } from '../table.js';
import { keysOf, topNote } from './top-keys.js';

const COLUMNS: readonly Column[] = [
  { title: 'status', width: 6, align: 'left' },
  { title: 'method', width: 7, align: 'left' },
  { title: 'request', width: 0, align: 'left' },
  { title: 'count', width: 9, align: 'right' },
];

/** A server's error weighs more than a client's. */
const statusStyle = (status: string): Style => ({ tone: 'trouble', bold: status.startsWith('5') });

/** Takes `404 GET /a b` apart; only the path may hold spaces. */
export const splitFailing = (key: string): { status: string; method: string; path: string } => {
  const [status = '', method = '', ...path] = key.split(' ');
  return { status, method, path: path.join(' ') };
};

/** The requests that failed most often. */
export const failingPanel = (window: WindowView, cells: number): Panel => {
  const { failing } = window;
  return {
    title: 'Failing requests',
    note: topNote(failing, window.span),
    heading: tableHeading(COLUMNS, cells),
    body: {
      name: 'failing',
      keys: keysOf(failing),
      rowAt: (index) => {
        const entry = failing.top[index];
        if (entry === undefined) {
          const style = { tone: 'muted' as const };
          return tableRow(COLUMNS, ['', '', 'other', formatCount(failing.rest)].map((text) => ({ text, style })), cells);
        }
        const { status, method, path } = splitFailing(entry.key);
        return tableRow(
          COLUMNS,
          [{ text: status, style: statusStyle(status) }, { text: method }, { text: path }, { text: formatCount(entry.count) }],
          cells,
        );
      },
      factsAt: (index) => {
        const entry = failing.top[index];
        if (entry === undefined) return null;
        const { status, method, path } = splitFailing(entry.key);
        return [
          { field: 'status', value: status },
          { field: 'method', value: method },
          { field: 'path', value: path },
        ];
      },
      empty: 'Nothing failed in this window.',
    },
  };
};
