import type { SectionCount } from '../../core/report.js';
import type { WindowView } from '../../core/snapshot.js';
import { formatBytes, formatCount, formatRate, formatShare } from '../../render/numbers.js';
import { distinctKeys } from '../list-keys.js';
import type { Panel } from '../panel.js';
import type { Row } from '../styled.js';
import { columnsFit, tableHeading, tableRow } from '../table.js';
import type { Column, Entry } from '../table.js';
import type { SortColumn, UiState } from '../ui-state.js';
import { spanText } from './span-text.js';

type ColumnName = 'section' | 'hits' | 'share' | 'rate' | 'errors' | 'bytes';

const COLUMNS: Readonly<Record<ColumnName, Column>> = {
  section: { title: 'section', width: 0, align: 'left' },
  hits: { title: 'hits', width: 9, align: 'right' },
  share: { title: 'share', width: 6, align: 'right' },
  rate: { title: 'req/s', width: 9, align: 'right' },
  errors: { title: 'errors', width: 7, align: 'right' },
  bytes: { title: 'bytes', width: 8, align: 'right' },
};

/** What a narrow panel does without, in this order. */
const DISPENSABLE: readonly ColumnName[] = ['bytes', 'rate', 'share', 'errors'];

/** From here on a section's share of errors is trouble. */
const TROUBLE_SHARE = 0.05;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const errorShare = ({ hits, errors }: Omit<SectionCount, 'section'>): number => share(errors, hits);

const byName = (a: SectionCount, b: SectionCount): number => (a.section < b.section ? -1 : a.section > b.section ? 1 : 0);

const COMPARE: Readonly<Record<SortColumn, (a: SectionCount, b: SectionCount) => number>> = {
  section: byName,
  hits: (a, b) => b.hits - a.hits || byName(a, b),
  errors: (a, b) => errorShare(b) - errorShare(a) || b.errors - a.errors || b.hits - a.hits || byName(a, b),
  bytes: (a, b) => b.bytes - a.bytes || byName(a, b),
};

/** Sections as the user wants them: the most first, names from a to z, or the other way round. */
export const sortSections = (sections: readonly SectionCount[], { column, reversed }: UiState['sort']): readonly SectionCount[] => {
  const sorted = column === 'hits' ? [...sections] : [...sections].sort(COMPARE[column]);
  return reversed ? sorted.reverse() : sorted;
};

/** The columns that find room; the one that is sorted by stays. */
const chooseColumns = (cells: number, sort: SortColumn): ColumnName[] => {
  let names = Object.keys(COLUMNS) as ColumnName[];
  for (const name of DISPENSABLE) {
    if (columnsFit(names.map((kept) => COLUMNS[kept]), cells)) break;
    if (name !== sort) names = names.filter((kept) => kept !== name);
  }
  return names;
};

const entryOf = (name: ColumnName, label: string, count: Omit<SectionCount, 'section'>, window: WindowView, muted: boolean): Entry => {
  const style = muted ? { tone: 'muted' as const } : {};
  switch (name) {
    case 'section':
      return { text: label, style };
    case 'hits':
      return { text: formatCount(count.hits), style };
    case 'share':
      return { text: formatShare(share(count.hits, window.hits)), style };
    case 'rate':
      return { text: formatRate(count.hits / Math.max(1, window.to - window.from)), style };
    case 'errors':
      return {
        text: formatShare(errorShare(count)),
        style: errorShare(count) >= TROUBLE_SHARE ? { tone: 'trouble' } : style,
      };
    case 'bytes':
      return { text: formatBytes(count.bytes), style };
  }
};

/** The sections of the reporting window, sorted, the column that is sorted by marked. */
export const sectionsPanel = (window: WindowView, ui: UiState, cells: number): Panel => {
  const names = chooseColumns(cells, ui.sort.column);
  // ▼: the largest first. Names begin at a, the smallest, until they are reversed.
  const mark = (ui.sort.column === 'section') === ui.sort.reversed ? '▼' : '▲';
  const columns = names.map((name): Column => {
    const column = COLUMNS[name];
    return name === ui.sort.column ? { ...column, title: `${column.title}${mark}` } : column;
  });
  const sections = sortSections(window.sections, ui.sort);
  const others = window.otherSections.hits > 0;
  const rowAt = (index: number): Row => {
    const section = sections[index];
    const label = section === undefined ? 'other sections' : section.section;
    const count = section ?? window.otherSections;
    return tableRow(columns, names.map((name) => entryOf(name, label, count, window, section === undefined)), cells);
  };
  return {
    title: 'Sections',
    note: spanText(window.span),
    heading: tableHeading(columns, cells),
    body: {
      name: 'sections',
      // A key of its own that no section's name is: names have no slash.
      keys: [...distinctKeys(sections.map(({ section }) => section)), ...(others ? ['/other/'] : [])],
      rowAt,
      factsAt: (index) => (sections[index] === undefined ? null : [{ field: 'section', value: sections[index].section }]),
      empty: 'No requests in this window.',
    },
  };
};
