import type { Edit } from './prompt.js';
import { PANELS } from './ui-state.js';
import type { PanelName } from './ui-state.js';

/** A step in a list: rows, pages, or to one of its ends. */
export type Movement = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** What a key asks for. */
export type Action =
  | { type: 'quit' | 'help' | 'rejected' | 'back' | 'full-screen' | 'next-sort' | 'reverse-sort' | 'pause' | 'next-span' | 'next-zoom' }
  | { type: 'filter' | 'drill-down' | 'drill-up' | 'lines' }
  /** of the filter that is being typed */
  | { type: 'edit'; edit: Edit }
  | { type: 'apply' }
  | { type: 'focus-next' | 'focus-previous' }
  | { type: 'focus'; panel: PanelName }
  | { type: 'move'; movement: Movement }
  /** along the lines of a log */
  | { type: 'shift'; direction: 'left' | 'right' };

/** One row of the keymap. */
export interface Binding {
  /** as the terminal library names them */
  keys: readonly string[];
  action: Action;
  /** the keys as people know them; empty for one that another row tells of */
  shown: string;
  help: string;
  /** a word for the footer, where there is room for a few */
  hint?: string;
}

const panelBinding = (panel: PanelName, index: number): Binding => ({
  keys: [String(index + 1)],
  action: { type: 'focus', panel },
  shown: index === 0 ? `1-${PANELS.length}` : '',
  help: 'focus the panel with that number',
});

/** Every key, what it does, and how the help tells of it: the only place that knows. */
export const KEYMAP: readonly Binding[] = [
  { keys: ['?', 'f1'], action: { type: 'help' }, shown: '? F1', help: 'show or hide this help', hint: 'help' },
  { keys: ['q', 'C-c'], action: { type: 'quit' }, shown: 'q Ctrl-C', help: 'quit', hint: 'quit' },
  { keys: ['/'], action: { type: 'filter' }, shown: '/', help: 'filter what is shown; what is judged and counted stays', hint: 'filter' },
  { keys: ['enter'], action: { type: 'drill-down' }, shown: 'Enter', help: 'add the selected row to the filter: show only that' },
  { keys: ['backspace'], action: { type: 'drill-up' }, shown: 'Backspace', help: 'take the last condition of the filter away' },
  { keys: ['l'], action: { type: 'lines' }, shown: 'l', help: 'show or hide the raw lines behind what is shown', hint: 'lines' },
  { keys: ['tab'], action: { type: 'focus-next' }, shown: 'Tab', help: 'focus the next panel', hint: 'panel' },
  { keys: ['S-tab'], action: { type: 'focus-previous' }, shown: 'Shift-Tab', help: 'focus the panel before' },
  ...PANELS.map(panelBinding),
  { keys: ['up', 'k'], action: { type: 'move', movement: 'up' }, shown: '↑ k', help: 'one row up' },
  { keys: ['down', 'j'], action: { type: 'move', movement: 'down' }, shown: '↓ j', help: 'one row down' },
  { keys: ['pageup'], action: { type: 'move', movement: 'page-up' }, shown: 'PgUp', help: 'one page up' },
  { keys: ['pagedown'], action: { type: 'move', movement: 'page-down' }, shown: 'PgDn', help: 'one page down' },
  { keys: ['g', 'home'], action: { type: 'move', movement: 'first' }, shown: 'g', help: 'to the first row' },
  { keys: ['S-g', 'end'], action: { type: 'move', movement: 'last' }, shown: 'G', help: 'to the last row; the log follows its newest line again' },
  { keys: ['left'], action: { type: 'shift', direction: 'left' }, shown: '← →', help: 'to the beginnings or the ends of long lines of the log' },
  { keys: ['right'], action: { type: 'shift', direction: 'right' }, shown: '', help: '' },
  { keys: ['f'], action: { type: 'full-screen' }, shown: 'f', help: 'give the focused panel the whole screen', hint: 'full' },
  { keys: ['escape'], action: { type: 'back' }, shown: 'Esc', help: 'back: close prompt, help or list, full screen, filter' },
  { keys: ['s'], action: { type: 'next-sort' }, shown: 's', help: 'sort the sections by the next column', hint: 'sort' },
  { keys: ['r'], action: { type: 'reverse-sort' }, shown: 'r', help: 'reverse the order of the sections' },
  { keys: ['space'], action: { type: 'pause' }, shown: 'Space', help: 'pause the display, or go on; counting never stops', hint: 'pause' },
  { keys: ['w'], action: { type: 'next-span' }, shown: 'w', help: 'next reporting window: 10 s, 1 min, 5 min, all', hint: 'window' },
  { keys: ['c'], action: { type: 'next-zoom' }, shown: 'c', help: 'chart of the last 5 min, 15 min, 1 h, 24 h', hint: 'chart' },
  { keys: ['e'], action: { type: 'rejected' }, shown: 'e', help: 'show or hide the last rejected lines, with reasons', hint: 'rejected' },
];

const ACTIONS: ReadonlyMap<string, Action> = new Map(KEYMAP.flatMap(({ keys, action }) => keys.map((key) => [key, action])));

/** What a key does; null for one that does nothing. */
export const actionOf = (key: string): Action | null => ACTIONS.get(key) ?? null;
