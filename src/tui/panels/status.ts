import type { StatusClasses } from '../../core/report.js';
import type { WindowView } from '../../core/snapshot.js';
import { formatCount, formatShare } from '../../render/numbers.js';
import type { Panel } from '../panel.js';
import { cell, space } from '../styled.js';
import type { Row, Tone } from '../styled.js';
import { spanText } from './span-text.js';

const CLASSES: readonly { name: keyof StatusClasses; tone: Tone }[] = [
  { name: '2xx', tone: 'accent' },
  { name: '3xx', tone: 'accent' },
  { name: '4xx', tone: 'trouble' },
  { name: '5xx', tone: 'trouble' },
  { name: '1xx', tone: 'muted' },
  { name: 'other', tone: 'muted' },
];

const LABEL = 5;
const COUNT = 11;
const SHARE = 7;

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of a length of 0 to 1 in at most `cells` cells, drawn in eighths of a cell; something is never nothing. */
export const bar = (length: number, cells: number): string => {
  const eighths = Math.min(cells * 8, Math.max(length > 0 ? 1 : 0, Math.round(length * cells * 8)));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
};

const classRow = (window: WindowView, name: keyof StatusClasses, tone: Tone, cells: number): Row => {
  const count = window.statusClasses[name];
  const share = window.hits === 0 ? 0 : count / window.hits;
  const style = { tone: count === 0 ? ('muted' as const) : ('plain' as const) };
  return [
    cell(name, LABEL, style),
    space(1),
    cell(bar(share, Math.max(0, cells - LABEL - COUNT - SHARE - 1)), Math.max(0, cells - LABEL - COUNT - SHARE - 1), { tone }),
    cell(formatCount(count), COUNT, style, 'right'),
    cell(formatShare(share), SHARE, style, 'right'),
  ];
};

/** Hits by status class as bars, each as long as its share. */
export const statusPanel = (window: WindowView, cells: number): Panel => ({
  title: 'Status',
  note: spanText(window.span),
  heading: null,
  body: {
    name: 'status',
    keys: CLASSES.map(({ name }) => name),
    rowAt: (index) => {
      const entry = CLASSES[index];
      return entry === undefined ? [] : classRow(window, entry.name, entry.tone, cells);
    },
    factsAt: (index) => (CLASSES[index] === undefined ? null : [{ field: 'status', value: CLASSES[index].name }]),
    empty: '',
  },
});
