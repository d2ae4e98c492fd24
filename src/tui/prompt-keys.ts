import type { Action } from './keymap.js';
import type { Edit } from './prompt.js';

const EDITS: Readonly<Record<string, Exclude<Edit['type'], 'insert'>>> = {
  left: 'left',
  right: 'right',
  home: 'start',
  end: 'end',
  up: 'older',
  down: 'newer',
  backspace: 'delete-left',
  delete: 'delete-right',
  'C-a': 'start',
  'C-e': 'end',
  'C-b': 'left',
  'C-f': 'right',
  'C-p': 'older',
  'C-n': 'newer',
  'C-w': 'delete-word',
  'C-u': 'delete-to-start',
  'C-k': 'delete-to-end',
  'C-d': 'delete-right',
};

const ACTIONS: Readonly<Record<string, Action>> = {
  'C-c': { type: 'quit' },
  escape: { type: 'back' },
  enter: { type: 'apply' },
  // A line end or a tab that was pasted parts words.
  linefeed: { type: 'edit', edit: { type: 'insert', text: ' ' } },
  tab: { type: 'edit', edit: { type: 'insert', text: ' ' } },
};

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | null => (Object.hasOwn(table, key) ? table[key]! : null);

/** What a key does while a filter is being typed; null for one that does nothing. `character` is what it writes. */
export const promptActionOf = (key: string, character: string | undefined): Action | null => {
  const edit = own(EDITS, key);
  if (edit !== null) return { type: 'edit', edit: { type: edit } };
  const action = own(ACTIONS, key);
  if (action !== null) return action;
  return character === undefined || character < ' ' || character === '\u007f' ? null : { type: 'edit', edit: { type: 'insert', text: character } };
};
