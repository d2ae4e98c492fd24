import type { LineCounts } from '../../core/line-counts.js';
import type { RawLine } from '../../core/snapshot.js';
import type { Panel } from '../panel.js';
import { cell, muted } from '../styled.js';
import type { Row, Style } from '../styled.js';

/** By status class; the status itself stands in the line. */
const styleOf = (status: number | null): Style => {
  if (status === null) return { tone: 'muted' };
  if (status >= 500 && status <= 599) return { tone: 'trouble', bold: true };
  if (status >= 400 && status <= 499) return { tone: 'trouble' };
  if (status >= 300 && status <= 399) return { tone: 'accent' };
  return status >= 200 && status <= 299 ? {} : { tone: 'muted' };
};

/** A file's name without its folders. */
const shortName = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || path;

/** Cells for the name of a line's file. */
const NAME_CELLS = 14;

/** The newest lines as they stand in the log, the newest at the bottom. */
export const logPanel = (lines: readonly RawLine[], { read }: LineCounts, sources: number, cells: number): Panel => {
  const rowAt = (index: number): Row => {
    const line = lines[index];
    if (line === undefined) return [];
    const name = sources > 1 ? [muted(`${cell(shortName(line.source), NAME_CELLS).text} `)] : [];
    const left = cells - (name[0]?.cells ?? 0);
    return [...name, cell(line.text, left, styleOf(line.status))];
  };
  // A line's number in the whole run stays its own while newer ones come.
  const first = read - lines.length;
  return {
    title: 'Log',
    note: '',
    heading: null,
    body: {
      name: 'log',
      keys: lines.map((_, index) => String(first + index)),
      rowAt,
      empty: 'No lines yet.',
      follow: true,
    },
  };
};
