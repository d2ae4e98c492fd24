import type { WindowView } from '../../core/snapshot.js';
import { formatCount, formatShare } from '../../render/numbers.js';
import type { Panel } from '../panel.js';
import { tableHeading, tableRow } from '../table.js';
import type { Column } from '../table.js';
import { keysOf, topNote } from './top-keys.js';

const COLUMNS: readonly Column[] = [
  { title: 'host', width: 0, align: 'left' },
  { title: 'hits', width: 9, align: 'right' },
  { title: 'share', width: 6, align: 'right' },
];

/** The hosts with the most hits. */
export const hostsPanel = (window: WindowView, cells: number): Panel => {
  const { hosts } = window;
  return {
    title: 'Hosts',
    note: topNote(hosts, window.span),
    heading: tableHeading(COLUMNS, cells),
    body: {
      name: 'hosts',
      keys: keysOf(hosts),
      rowAt: (index) => {
        const host = hosts.top[index];
        const count = host?.count ?? hosts.rest;
        const style = { tone: host === undefined ? ('muted' as const) : ('plain' as const) };
        const texts = [host?.key ?? 'other', formatCount(count), formatShare(window.hits === 0 ? 0 : count / window.hits)];
        return tableRow(COLUMNS, texts.map((text) => ({ text, style })), cells);
      },
      factsAt: (index) => (hosts.top[index] === undefined ? null : [{ field: 'host', value: hosts.top[index].key }]),
      empty: 'No requests in this window.',
    },
  };
};
