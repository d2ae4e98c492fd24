import { describe, expect, it } from 'vitest';
import { actionOf, KEYMAP } from '../../src/tui/keymap.js';
import { helpPanel, hintRow } from '../../src/tui/panels/help.js';
import { isList } from '../../src/tui/panel.js';
import { textOf } from '../../src/tui/styled.js';

describe('the keymap', () => {
  it.each([
    ['q', 'quit'],
    ['C-c', 'quit'],
    ['?', 'help'],
    ['f1', 'help'],
    ['tab', 'focus-next'],
    ['S-tab', 'focus-previous'],
    ['1', 'focus'],
    ['7', 'focus'],
    ['up', 'move'],
    ['k', 'move'],
    ['down', 'move'],
    ['j', 'move'],
    ['pageup', 'move'],
    ['pagedown', 'move'],
    ['g', 'move'],
    ['S-g', 'move'],
    ['f', 'full-screen'],
    ['escape', 'back'],
    ['s', 'next-sort'],
    ['r', 'reverse-sort'],
    ['space', 'pause'],
    ['w', 'next-span'],
    ['c', 'next-zoom'],
    ['e', 'rejected'],
    ['/', 'filter'],
    ['enter', 'drill-down'],
    ['backspace', 'drill-up'],
    ['l', 'lines'],
    ['left', 'shift'],
    ['right', 'shift'],
  ])('knows that %s means %s', (key, type) => {
    expect(actionOf(key)?.type).toBe(type);
  });

  it('knows nothing of other keys', () => {
    expect(actionOf('x')).toBeNull();
    expect(actionOf('9')).toBeNull();
  });

  it('gives no key two meanings', () => {
    const keys = KEYMAP.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells of every kind of action in the help', () => {
    const told = new Set(KEYMAP.filter(({ shown }) => shown !== '').map(({ action }) => action.type));
    expect(KEYMAP.map(({ action }) => action.type).filter((type) => !told.has(type))).toEqual([]);
  });

  it('makes the help', () => {
    const { body } = helpPanel(70);
    expect(isList(body) ? body.keys.map((_, index) => textOf(body.rowAt(index)).trimEnd()) : []).toMatchInlineSnapshot(`
      [
        "? F1        show or hide this help",
        "q Ctrl-C    quit",
        "/           filter what is shown; what is judged and counted stays",
        "Enter       add the selected row to the filter: show only that",
        "Backspace   take the last condition of the filter away",
        "l           show or hide the raw lines behind what is shown",
        "Tab         focus the next panel",
        "Shift-Tab   focus the panel before",
        "1-7         focus the panel with that number",
        "↑ k         one row up",
        "↓ j         one row down",
        "PgUp        one page up",
        "PgDn        one page down",
        "g           to the first row",
        "G           to the last row; the log follows its newest line again",
        "← →         to the beginnings or the ends of long lines of the log",
        "f           give the focused panel the whole screen",
        "Esc         back: close prompt, help or list, full screen, filter",
        "s           sort the sections by the next column",
        "r           reverse the order of the sections",
        "Space       pause the display, or go on; counting never stops",
        "w           next reporting window: 10 s, 1 min, 5 min, all",
        "c           chart of the last 5 min, 15 min, 1 h, 24 h",
        "e           show or hide the last rejected lines, with reasons",
      ]
    `);
  });

  it('makes the hints at the bottom, as many as there is room for', () => {
    expect(textOf(hintRow(90)).trimEnd()).toBe(' ? help  q quit  / filter  l lines  Tab panel  f full  s sort  Space pause  w window');
    expect(textOf(hintRow(40)).trimEnd()).toBe(' ? help  q quit  / filter  l lines');
  });
});
