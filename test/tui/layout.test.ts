import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layout } from '../../src/tui/layout.js';
import type { Layout, Rect, Size } from '../../src/tui/layout.js';
import { openPrompt } from '../../src/tui/prompt.js';
import { initialUiState, PANELS } from '../../src/tui/ui-state.js';
import type { UiState } from '../../src/tui/ui-state.js';
import { drawBoxes } from './boxes.js';

const boxes = (width: number, height: number, ui: UiState = initialUiState): string =>
  `\n${drawBoxes({ width, height }, layout({ width, height }, ui))}\n`;

const partsOf = ({ header, filter, panels, footer }: Layout): Rect[] => [header, ...(filter === null ? [] : [filter]), ...panels.map(({ rect }) => rect), footer];

const area = ({ width, height }: Size): number => width * height;

const overlap = (a: Rect, b: Rect): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

const uiStates = fc.record({
  focused: fc.shuffledSubarray([...PANELS], { minLength: PANELS.length }),
  overlays: fc.shuffledSubarray(['help', 'rejected', 'lines'] as const),
  filter: fc.constantFrom('', 'status:500'),
  prompt: fc.constantFrom(null, openPrompt('a')),
  fullScreen: fc.boolean(),
});

const sizes = fc.record({ width: fc.integer({ min: 40, max: 320 }), height: fc.integer({ min: 10, max: 120 }) });

describe('the layout', () => {
  it('has every panel at 120x40', () => {
    expect(boxes(120, 40)).toMatchSnapshot();
  });

  it('has the traffic, alerts, sections, status and log at 80x24', () => {
    expect(boxes(80, 24)).toMatchSnapshot();
  });

  it('has one panel at 40x10', () => {
    expect(boxes(40, 10)).toMatchSnapshot();
  });

  it('puts the panels below each other where it is narrow', () => {
    expect(boxes(60, 40)).toMatchSnapshot();
  });

  it.each([
    [39, 10],
    [40, 9],
    [0, 0],
  ])('has no room at %dx%d', (width, height) => {
    expect(layout({ width, height }, initialUiState)).toBeNull();
  });

  it('covers the screen at any size, and nothing lies over anything else', () => {
    fc.assert(
      fc.property(sizes, uiStates, (size, changes) => {
        const places = layout(size, { ...initialUiState, ...changes });
        expect(places).not.toBeNull();
        const parts = partsOf(places!);
        expect(parts.reduce((sum, part) => sum + area(part), 0)).toBe(area(size));
        parts.forEach((part, index) => {
          expect(part.left + part.width <= size.width && part.top + part.height <= size.height).toBe(true);
          expect(parts.slice(index + 1).filter((other) => overlap(part, other))).toEqual([]);
        });
      }),
    );
  });

  it('shows the focused panel at any size, with room for a row', () => {
    fc.assert(
      fc.property(sizes, uiStates, (size, { focused }) => {
        const { panels } = layout(size, { ...initialUiState, focused })!;
        expect(panels.map(({ name }) => name)).toContain(focused[0]);
        for (const { rect } of panels) expect(rect.height).toBeGreaterThanOrEqual(5);
      }),
    );
  });

  it.each([...PANELS])('gives %s the whole screen', (panel) => {
    const { panels } = layout({ width: 80, height: 24 }, { ...initialUiState, focused: [panel], fullScreen: true })!;
    expect(panels).toEqual([{ name: panel, rect: { left: 0, top: 3, width: 80, height: 20 } }]);
  });
});
