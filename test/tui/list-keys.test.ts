import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctKeys } from '../../src/tui/list-keys.js';
import { reduceContext } from '../../src/tui/present.js';
import { reduce } from '../../src/tui/reduce.js';
import { initialUiState, positionIn } from '../../src/tui/ui-state.js';
import type { UiState } from '../../src/tui/ui-state.js';
import { sampleSnapshot } from '../support/snapshot.js';
import { language } from './no-filter.js';
import { sampleScene } from './scene.js';

const SIZE = { width: 120, height: 40 };

describe('the keys of rows', () => {
  it.each<[string, string[], string[]]>([
    ['names as they are', ['a', 'b', ''], ['a', 'b', '']],
    ['a name that is no UTF-8', ['\ufffd', 'a'], ['\ufffd', 'a']],
    ['names that look the same', ['\ufffd', '\ufffd', 'x\ufffd', '\ufffd'], ['\ufffd', '\ufffd\u00001', 'x\ufffd', '\ufffd\u00002']],
    ['a name that looks like a key', ['\ufffd\u00001', '\ufffd', '\ufffd'], ['\ufffd\u00001', '\ufffd', '\ufffd\u00002']],
  ])('are %s', (_, names, keys) => {
    expect(distinctKeys(names)).toEqual(keys);
  });

  it('are never equal', () => {
    const name = fc.array(fc.constantFrom('\ufffd', '\0', '1', '2'), { minLength: 1, maxLength: 4 }).map((parts) => `\ufffd${parts.join('')}`);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 40 }), (names) => {
        expect(new Set(distinctKeys(names)).size).toBe(names.length);
      }),
    );
  });

  it('take time in proportion to their number, whatever they are', () => {
    expect(new Set(distinctKeys(new Array<string>(50_000).fill('\ufffd'))).size).toBe(50_000);
  });
});

describe('a selection', () => {
  it.each(['hosts', 'sections', 'failing'] as const)('gets past %s that look the same', (list) => {
    const base = sampleSnapshot();
    const top = { top: ['\ufffd', '\ufffd', '\ufffd', 'last'].map((key) => ({ key, count: 1 })), rest: 0, error: 0 };
    const sections = ['\ufffd', '\ufffd', '\ufffd', 'last'].map((section) => ({ section, hits: 1, errors: 0, bytes: 0 }));
    const scene = sampleScene({ window: { ...base.window, hosts: top, failing: top, sections } });
    let ui: UiState = { ...initialUiState, focused: [list] };
    for (let step = 0; step < 4; step += 1) ui = reduce(ui, { type: 'move', movement: 'down' }, reduceContext(() => scene, ui, SIZE, language));
    expect(positionIn(ui, list).selected).toBe('last');
  });
});
