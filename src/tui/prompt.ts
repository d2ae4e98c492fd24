import type { FilterMistake } from '../core/shown-view.js';

/** A line of text that is being written. */
export interface Prompt {
  text: string;
  /** offset in `text`, between two characters */
  cursor: number;
  /** how many entries of the history back from what is being written */
  back: number;
  /** what was being written when somebody went back */
  draft: string;
  /** what is wrong with the text as it was when it was to be applied; null when nothing is known to be */
  mistake: FilterMistake | null;
}

/** What a key does to the text. */
export type Edit =
  | { type: 'insert'; text: string }
  | { type: 'left' | 'right' | 'start' | 'end' | 'older' | 'newer' }
  | { type: 'delete-left' | 'delete-right' | 'delete-word' | 'delete-to-start' | 'delete-to-end' };

/** A prompt with the cursor behind its text. */
export const openPrompt = (text: string): Prompt => ({ text, cursor: text.length, back: 0, draft: '', mistake: null });

/** Where the character before an offset begins. */
const before = (text: string, at: number): number => {
  const pair = at > 1 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at - 2, at));
  return Math.max(0, at - (pair ? 2 : 1));
};

/** Where the character at an offset ends. */
const after = (text: string, at: number): number => Math.min(text.length, at + String.fromCodePoint(text.codePointAt(at) ?? 0).length);

/** The text without [from, to). */
const without = ({ text }: Prompt, from: number, to: number): Pick<Prompt, 'text' | 'cursor'> => ({
  text: text.slice(0, from) + text.slice(to),
  cursor: from,
});

const remembered = (prompt: Prompt, step: 1 | -1, history: readonly string[]): Pick<Prompt, 'text' | 'cursor' | 'back' | 'draft'> => {
  const back = Math.max(0, Math.min(history.length, prompt.back + step));
  const draft = prompt.back === 0 ? prompt.text : prompt.draft;
  const text = back === 0 ? draft : (history[history.length - back] ?? '');
  return { text, cursor: text.length, back, draft };
};

const change = (prompt: Prompt, edit: Edit, history: readonly string[]): Partial<Prompt> => {
  const { text, cursor } = prompt;
  switch (edit.type) {
    case 'insert':
      return { text: text.slice(0, cursor) + edit.text + text.slice(cursor), cursor: cursor + edit.text.length };
    case 'left':
      return { cursor: before(text, cursor) };
    case 'right':
      return { cursor: after(text, cursor) };
    case 'start':
      return { cursor: 0 };
    case 'end':
      return { cursor: text.length };
    case 'older':
      return remembered(prompt, 1, history);
    case 'newer':
      return remembered(prompt, -1, history);
    case 'delete-left':
      return without(prompt, before(text, cursor), cursor);
    case 'delete-right':
      return { ...without(prompt, cursor, after(text, cursor)) };
    case 'delete-word':
      return without(prompt, cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0), cursor);
    case 'delete-to-start':
      return without(prompt, 0, cursor);
    case 'delete-to-end':
      return without(prompt, cursor, text.length);
  }
};

/** The prompt after a key; `history` is what was written before, the newest last. */
export const edited = (prompt: Prompt, edit: Edit, history: readonly string[]): Prompt => ({
  ...prompt,
  mistake: null,
  ...change(prompt, edit, history),
});
