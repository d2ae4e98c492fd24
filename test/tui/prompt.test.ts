import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsIn } from '../../src/render/cells.js';
import { promptRows } from '../../src/tui/panels/prompt.js';
import { edited, openPrompt } from '../../src/tui/prompt.js';
import type { Edit, Prompt } from '../../src/tui/prompt.js';
import { promptActionOf } from '../../src/tui/prompt-keys.js';
import { textOf, widthOf } from '../../src/tui/styled.js';
import { forbiddenIn, hostileText } from '../support/hostile-text.js';

const HISTORY = ['status:500', 'section:api'];

/** The text with `|` where the cursor is. */
const shown = ({ text, cursor }: Prompt): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

/** A prompt from such a text, after some edits. */
const after = (start: string, ...edits: (Edit['type'] | { insert: string })[]): string => {
  const cursor = start.indexOf('|');
  let prompt: Prompt = { ...openPrompt(start.replace('|', '')), cursor };
  for (const edit of edits) {
    prompt = edited(prompt, typeof edit === 'string' ? ({ type: edit } as Edit) : { type: 'insert', text: edit.insert }, HISTORY);
  }
  return shown(prompt);
};

describe('a prompt', () => {
  it.each<[string, string, (Edit['type'] | { insert: string })[], string]>([
    ['takes what is typed where the cursor is', 'st:5|', ['left', 'left', { insert: 'atus' }], 'status|:5'],
    ['takes a text that is pasted', '|', [{ insert: 'a b' }], 'a b|'],
    ['goes to its ends', 'abc|', ['start', { insert: 'x' }, 'end', { insert: 'y' }], 'xabcy|'],
    ['stops at its ends', 'a|', ['right', 'right', 'start', 'left', 'delete-left'], '|a'],
    ['removes a character to the left', 'abc|', ['left', 'delete-left'], 'a|c'],
    ['removes a character to the right', '|abc', ['delete-right'], '|bc'],
    ['removes nothing behind its end', 'abc|', ['delete-right'], 'abc|'],
    ['removes a word with the blanks behind it', 'one two |three', ['delete-word'], 'one |three'],
    ['removes all in front', 'one |two', ['delete-to-start'], '|two'],
    ['removes all behind', 'one |two', ['delete-to-end'], 'one |'],
    ['steps over a character of two units', 'a\u{1f355}|b', ['left'], 'a|\u{1f355}b'],
    ['removes one whole', 'a\u{1f355}|b', ['delete-left'], 'a|b'],
    ['goes back in the history, the newest first', 'x|', ['older'], 'section:api|'],
    ['stops at the oldest', 'x|', ['older', 'older', 'older'], 'status:500|'],
    ['comes back to what was being written', 'x|', ['older', 'older', 'newer', 'newer', 'newer'], 'x|'],
    ['goes on from an entry that was changed', '|', ['older', { insert: '!' }, 'older', 'newer'], 'section:api|'],
  ])('%s', (_, start, edits, expected) => {
    expect(after(start, ...edits)).toBe(expected);
  });

  it('has its cursor between two characters, whatever is done', () => {
    const edits = fc.oneof(
      fc.constantFrom<Edit['type']>('left', 'right', 'start', 'end', 'older', 'newer', 'delete-left', 'delete-right', 'delete-word', 'delete-to-end'),
      fc.record({ insert: fc.string({ unit: 'grapheme', maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(edits), (all) => {
        const [before = '', behind = ''] = after('|', ...all.filter((edit) => typeof edit === 'string' || !edit.insert.includes('|'))).split('|');
        expect([/[\ud800-\udbff]$/.test(before), /^[\udc00-\udfff]/.test(behind)]).toEqual([false, false]);
      }),
    );
  });

  it('forgets a mistake with the next key', () => {
    const prompt = { ...openPrompt('status:'), mistake: { at: 7, message: 'expected a value' } };
    expect(edited(prompt, { type: 'left' }, []).mistake).toBeNull();
  });
});

describe('the keys of a prompt', () => {
  it.each([
    ['S-g', 'G', { type: 'edit', edit: { type: 'insert', text: 'G' } }],
    ['q', 'q', { type: 'edit', edit: { type: 'insert', text: 'q' } }],
    ['space', ' ', { type: 'edit', edit: { type: 'insert', text: ' ' } }],
    ['é', 'é', { type: 'edit', edit: { type: 'insert', text: 'é' } }],
    ['linefeed', '\n', { type: 'edit', edit: { type: 'insert', text: ' ' } }],
    ['up', undefined, { type: 'edit', edit: { type: 'older' } }],
    ['C-w', '\u0017', { type: 'edit', edit: { type: 'delete-word' } }],
    ['enter', '\r', { type: 'apply' }],
    ['escape', '\u001b', { type: 'back' }],
    ['C-c', '\u0003', { type: 'quit' }],
    ['f5', undefined, null],
    ['C-x', '\u0018', null],
    ['constructor', undefined, null],
  ])('%s', (key, character, action) => {
    expect(promptActionOf(key, character)).toEqual(action);
  });
});

describe('the row of a prompt', () => {
  const rows = (prompt: Partial<Prompt>, width = 60): string[] => promptRows({ ...openPrompt(''), ...prompt }, width).map((row) => textOf(row).trimEnd());

  it('has an example while it is empty', () => {
    expect(rows({})).toEqual([' /   such as status:>=500 section:api -host:10.0.0.0/8; emp…']);
  });

  it('shows the mistake below its place', () => {
    expect(rows({ text: 'status:>= x', cursor: 9, mistake: { at: 9, message: 'expected a value' } })).toEqual([
      ' / status:>= x',
      '            ^ expected a value',
    ]);
  });

  it('shows it on a row of its own where there is little room', () => {
    expect(rows({ text: 'section:api status:>=', cursor: 21, mistake: { at: 21, message: 'expected a value of some kind' } }, 40)).toEqual([
      ' / section:api status:>=',
      '                        ^',
      '          expected a value of some kind',
    ]);
  });

  it('shows the part of a long text that the cursor is in', () => {
    const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(4);
    expect(rows({ text, cursor: text.length }, 40)).toEqual([' / …stuvwxyzabcdefghijklmnopqrstuvwxyz']);
    expect(rows({ text, cursor: 3 }, 40)[0]).toMatch(/^ \/ abcdefg.*…$/);
  });

  it('fills its width, escapes what a terminal must not get, and has the caret below the cursor', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(200), fc.integer({ min: 40, max: 120 }), (text, at, width) => {
        const cursor = Math.min(at, text.length);
        const [first = [], second = []] = promptRows({ ...openPrompt(text), cursor, mistake: { at: cursor, message: 'm' } }, width);
        for (const row of [first, second]) {
          expect(widthOf(row)).toBe(width);
          expect(forbiddenIn(textOf(row))).toEqual([]);
        }
        const inverse = first.findIndex((piece) => piece.inverse);
        expect(textOf(second).indexOf('^')).toBe(cellsIn(textOf(first.slice(0, inverse))));
      }),
    );
  });
});
