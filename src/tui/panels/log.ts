import type { RawLine } from '../../core/snapshot.js';
import { formatCount } from '../../render/numbers.js';
import type { Panel, PanelList } from '../panel.js';
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

/** A line without its beginning. */
const shifted = (text: string, shift: number): string => (shift === 0 ? text : `…${text.slice(shift + 1).replace(/^[\udc00-\udfff]/, '')}`);

const linesBody = (name: 'log' | 'lines', { lines, count, shift, sources, empty }: LogView, cells: number): PanelList => {
  const rowAt = (index: number): Row => {
    const line = lines[index];
    if (line === undefined) return [];
    const file = sources > 1 ? [muted(`${cell(shortName(line.source), NAME_CELLS).text} `)] : [];
    const left = cells - (file[0]?.cells ?? 0);
    return [...file, cell(shifted(line.text, shift), left, styleOf(line.status))];
  };
  // A line's number in the whole run stays its own while newer ones come.
  const first = count - lines.length;
  return { name, keys: lines.map((_, index) => String(first + index)), rowAt, empty, follow: true };
};

/** Lines that are shown, and of how many. */
export interface LogView {
  /** oldest first */
  lines: readonly RawLine[];
  /** how many there were, those that are not kept included */
  count: number;
  /** characters at their beginnings that are left out */
  shift: number;
  /** how many files they come from */
  sources: number;
  empty: string;
}

/** The newest lines as they stand in the log, the newest at the bottom. */
export const logPanel = (view: LogView, cells: number): Panel => ({
  title: 'Log',
  note: '',
  heading: null,
  body: linesBody('log', view, cells),
});

/** The same lines on the whole screen. */
export const linesPanel = (view: LogView, cells: number): Panel => ({
  title: 'Lines',
  note: `the last ${formatCount(view.lines.length)} that are kept`,
  heading: null,
  body: linesBody('lines', view, cells),
});
