import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEYMAP } from '../../src/tui/keymap.js';
import type { Action, Movement } from '../../src/tui/keymap.js';
import { reduce } from '../../src/tui/reduce.js';
import type { ReduceContext } from '../../src/tui/reduce.js';
import { activeList, focusOf, initialUiState, overlayOf, PANELS, positionIn } from '../../src/tui/ui-state.js';
import type { PanelName, UiState } from '../../src/tui/ui-state.js';
import { language } from './no-filter.js';
import { viewportOf } from '../../src/tui/viewport.js';

const context = (keys: readonly string[] = [], height = 3): ReduceContext => ({
  order: PANELS,
  extentOf: () => ({ keys, height }),
  factsOf: (_, key) => (key === 'none' ? null : [{ field: 'section', value: key }]),
  language,
});

const act = (ui: UiState, ...actions: Action[]): UiState =>
  actions.reduce((state, action) => reduce(state, action, context()), ui);

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

const move = (ui: UiState, keys: readonly string[], ...movements: Movement[]): UiState =>
  movements.reduce((state, movement) => reduce(state, { type: 'move', movement }, context(keys)), ui);

const on = (panel: PanelName): UiState => act(initialUiState, { type: 'focus', panel });

describe('moving in a list', () => {
  it.each<[string, Movement[], string | null, string]>([
    ['selects the first row with the first step', ['down'], 'a', 'abc'],
    ['goes down row by row', ['down', 'down'], 'b', 'abc'],
    ['scrolls when the selection leaves the rows that are shown', ['down', 'down', 'down', 'down'], 'd', 'bcd'],
    ['scrolls back no sooner than needed', ['down', 'down', 'down', 'down', 'up'], 'c', 'bcd'],
    ['stops at the end', ['last', 'down'], 'g', 'efg'],
    ['stops at the beginning', ['first', 'up'], 'a', 'abc'],
    ['goes a page, less a row that stays in sight', ['first', 'page-down'], 'c', 'abc'],
    ['goes a page back', ['last', 'page-up'], 'e', 'efg'],
  ])('%s', (_, movements, selected, shown) => {
    const position = positionIn(move(on('sections'), LETTERS, ...movements), 'sections');
    expect(position.selected).toBe(selected);
    const { top, end } = viewportOf(LETTERS, position, 3);
    expect(LETTERS.slice(top, end).join('')).toBe(shown);
  });

  it('keeps the selected key when the rows change their order', () => {
    const ui = move(on('sections'), LETTERS, 'down', 'down');
    const position = positionIn(move(ui, ['b', 'a', 'c', 'd'], 'down'), 'sections');
    expect(position.selected).toBe('a');
  });

  it('does nothing in an empty list, or where there is no list', () => {
    expect(move(on('sections'), [], 'down')).toEqual({ ...on('sections'), positions: { sections: { selected: null, top: 0 } } });
    expect(move(on('traffic'), LETTERS, 'down')).toEqual(on('traffic'));
  });
});

describe('moving in the log', () => {
  it('begins at the newest line', () => {
    expect(positionIn(move(on('log'), LETTERS, 'up'), 'log').selected).toBe('f');
  });

  it('holds a line where it is on the screen while newer ones come', () => {
    const position = positionIn(move(on('log'), LETTERS, 'up', 'up'), 'log');
    const before = viewportOf(LETTERS, position, 3, true);
    const after = viewportOf([...LETTERS.slice(2), 'h', 'i', 'j'], position, 3, true);
    expect(before.selected - before.top).toBe(after.selected - after.top);
    expect(after.selected).toBe(before.selected - 2);
  });

  it('follows the newest line again from the end on', () => {
    expect(positionIn(move(on('log'), LETTERS, 'up', 'last'), 'log').selected).toBeNull();
    expect(positionIn(move(on('log'), LETTERS, 'up', 'down'), 'log').selected).toBeNull();
  });
});

describe('the focus', () => {
  it('goes through all panels and comes back', () => {
    const seen = PANELS.map((_, index) => focusOf(act(initialUiState, ...new Array<Action>(index).fill({ type: 'focus-next' }))));
    expect(new Set(seen).size).toBe(PANELS.length);
    expect(focusOf(act(initialUiState, { type: 'focus-next' }, { type: 'focus-previous' }))).toBe('sections');
  });

  it('stays on a panel that fills the screen, and takes the screen along', () => {
    const ui = act(initialUiState, { type: 'full-screen' }, { type: 'focus', panel: 'log' });
    expect([focusOf(ui), ui.fullScreen]).toEqual(['log', true]);
  });
});

describe('Esc', () => {
  it('closes what lies on top, one after the other', () => {
    let ui = act(initialUiState, { type: 'full-screen' }, { type: 'rejected' }, { type: 'help' });
    ui = { ...ui, fullScreen: true };
    const seen = [0, 1, 2, 3].map((times) => {
      const state = act(ui, ...new Array<Action>(times).fill({ type: 'back' }));
      return [overlayOf(state), state.fullScreen];
    });
    expect(seen).toEqual([
      ['help', true],
      ['rejected', true],
      [null, true],
      [null, false],
    ]);
  });
});

describe('the other keys', () => {
  it('go through the columns, and back to the first', () => {
    const columns = [1, 2, 3, 4].map((times) => act(initialUiState, ...new Array<Action>(times).fill({ type: 'next-sort' })).sort.column);
    expect(columns).toEqual(['errors', 'bytes', 'section', 'hits']);
  });

  it('reverse the order until another column is chosen', () => {
    const reversed = act(initialUiState, { type: 'reverse-sort' });
    expect(reversed.sort).toEqual({ column: 'hits', reversed: true });
    expect(act(reversed, { type: 'next-sort' }).sort.reversed).toBe(false);
  });

  it('go through the windows', () => {
    const spans = [1, 2, 3, 4].map((times) => act(initialUiState, ...new Array<Action>(times).fill({ type: 'next-span' })).span);
    expect(spans).toEqual([60, 300, 'all', 10]);
  });

  it('go through the lengths of the chart', () => {
    const zooms = [1, 2, 3, 4].map((times) => act(initialUiState, ...new Array<Action>(times).fill({ type: 'next-zoom' })).zoom);
    expect(zooms).toEqual([900, 3600, 86_400, 300]);
  });

  it('open and close help and rejected lines', () => {
    expect(overlayOf(act(initialUiState, { type: 'help' }))).toBe('help');
    expect(overlayOf(act(initialUiState, { type: 'help' }, { type: 'help' }))).toBeNull();
    expect(overlayOf(act(initialUiState, { type: 'rejected' }, { type: 'help' }, { type: 'help' }))).toBe('rejected');
  });

  it('keep the state sound, whatever is pressed and whatever the lists hold', () => {
    const step = fc.record({
      action: fc.constantFrom(...KEYMAP.map(({ action }) => action)),
      keys: fc.uniqueArray(fc.constantFrom(...LETTERS)),
      height: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let ui = initialUiState;
        for (const { action, keys, height } of steps) {
          ui = reduce(ui, action, context(keys, height));
          expect([...ui.focused].sort()).toEqual([...PANELS].sort());
          expect(new Set(ui.overlays).size).toBe(ui.overlays.length);
          const list = activeList(ui);
          if (list === null) continue;
          const { top, end } = viewportOf(keys, positionIn(ui, list), height, list === 'log');
          expect(top >= 0 && end <= keys.length && end - top === Math.min(height, keys.length)).toBe(true);
        }
      }),
    );
  });
});

describe('moving along the lines of the log', () => {
  it('goes in steps, and not beyond their beginnings', () => {
    const shift = (...directions: ('left' | 'right')[]): number => act(initialUiState, ...directions.map((direction) => ({ type: 'shift' as const, direction }))).shift;
    expect([shift('left'), shift('right', 'right'), shift('right', 'left', 'left')]).toEqual([0, 40, 0]);
  });
});

describe('the filter', () => {
  const type = (text: string): Action => ({ type: 'edit', edit: { type: 'insert', text } });
  const typed = (ui: UiState, ...texts: string[]): UiState =>
    texts.reduce((state, text) => act(state, { type: 'filter' }, { type: 'edit', edit: { type: 'delete-to-start' } }, type(text), { type: 'apply' }), ui);

  it('is what was typed, when it is applied', () => {
    const written = act(initialUiState, { type: 'filter' }, type(' status:500 '));
    expect([written.filter, written.prompt?.text]).toEqual(['', ' status:500 ']);
    const applied = act(written, { type: 'apply' });
    expect([applied.filter, applied.prompt, applied.history]).toEqual(['status:500', null, ['status:500']]);
  });

  it('stays when what was typed is none, and the cursor stands where that is wrong', () => {
    const ui = act(typed(initialUiState, 'status:500'), { type: 'filter' }, type(' AND'), { type: 'apply' });
    expect(ui.filter).toBe('status:500');
    expect(ui.prompt).toMatchObject({ text: 'status:500 AND', cursor: 14, mistake: { at: 14 } });
  });

  it('is written on from where it is', () => {
    expect(act(typed(initialUiState, 'a'), { type: 'filter' }).prompt).toMatchObject({ text: 'a', cursor: 1 });
  });

  it('is everything when nothing is typed', () => {
    const ui = typed(typed(initialUiState, 'a'), ' ');
    expect([ui.filter, ui.history]).toEqual(['', ['a']]);
  });

  it('is remembered once, the newest last', () => {
    expect(typed(initialUiState, 'a', 'b', 'a').history).toEqual(['b', 'a']);
  });

  it('is shown as it is now, also where the display was paused', () => {
    expect(typed(act(initialUiState, { type: 'pause' }), 'a').paused).toBe(false);
  });

  it('is drilled down by rows, and up again', () => {
    const on = (panel: PanelName, selected: string): UiState => ({ ...act(initialUiState, { type: 'focus', panel }), positions: { [panel]: { selected, top: 0 } } });
    const first = act(on('sections', 'api'), { type: 'drill-down' });
    expect(first.filter).toBe('section:"api"');
    const second = act({ ...on('hosts', 'h'), filter: first.filter }, { type: 'drill-down' });
    expect(second.filter).toBe('section:"api" section:"h"');
    expect(act(second, { type: 'drill-up' }).filter).toBe('section:"api"');
    expect(act(second, { type: 'drill-up' }, { type: 'drill-up' }, { type: 'drill-up' }).filter).toBe('');
  });

  it('stays where a row stands for nothing that can be asked for', () => {
    const ui = { ...initialUiState, positions: { sections: { selected: 'none', top: 0 } } };
    expect(act(ui, { type: 'drill-down' })).toEqual(ui);
    expect(act(act(initialUiState, { type: 'focus', panel: 'traffic' }), { type: 'drill-down' }).filter).toBe('');
  });

  it('begins with the first row where none is selected', () => {
    const ui = reduce(initialUiState, { type: 'drill-down' }, context(LETTERS));
    expect([ui.filter, positionIn(ui, 'sections').selected]).toEqual(['', 'a']);
  });

  it('is the last that Esc closes: prompt, help, full screen, filter', () => {
    const full = act({ ...initialUiState, filter: 'a' }, { type: 'full-screen' }, { type: 'help' }, { type: 'filter' });
    const steps: UiState[] = [full];
    for (let n = 0; n < 4; n += 1) steps.push(act(steps[n]!, { type: 'back' }));
    expect(steps.map((ui) => [ui.prompt !== null, overlayOf(ui), ui.fullScreen, ui.filter])).toEqual([
      [true, 'help', true, 'a'],
      [false, 'help', true, 'a'],
      [false, null, true, 'a'],
      [false, null, false, 'a'],
      [false, null, false, ''],
    ]);
  });
});
