import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsIn } from '../../src/render/cells.js';
import { printable } from '../../src/render/printable.js';
import type { Size } from '../../src/tui/layout.js';
import { present, reduceContext, textLines } from '../../src/tui/present.js';
import type { ShownView } from '../../src/core/shown-view.js';
import { openPrompt } from '../../src/tui/prompt.js';
import type { Scene } from '../../src/tui/scene.js';
import { widthOf } from '../../src/tui/styled.js';
import { initialUiState, PANELS, SORT_COLUMNS, ZOOMS } from '../../src/tui/ui-state.js';
import type { UiState } from '../../src/tui/ui-state.js';
import { forbiddenIn, hostileText } from '../support/hostile-text.js';
import { emptySnapshot, NOW, resolvedAlert, sampleLines, sampleSnapshot } from '../support/snapshot.js';
import { language } from './no-filter.js';
import { sampleScene } from './scene.js';

const LARGE: Size = { width: 120, height: 40 };
const MEDIUM: Size = { width: 80, height: 24 };
const SMALL: Size = { width: 40, height: 10 };

const linesOf = (scene: Scene, size: Size = LARGE, ui: Partial<UiState> = {}): string[] =>
  textLines(present(scene, { ...initialUiState, ...ui }, size));

const textOf = (...args: Parameters<typeof linesOf>): string => linesOf(...args).join('\n');

const withSource = (changes: object): Scene => {
  const { sources } = sampleSnapshot();
  return sampleScene({ sources: sources.map((source) => ({ ...source, ...changes })) });
};

describe('the dashboard as text', () => {
  it.each([
    ['120x40', LARGE],
    ['80x24', MEDIUM],
    ['40x10', SMALL],
  ])('at %s', (_, size) => {
    expect(`\n${textOf(sampleScene(), size)}\n`).toMatchSnapshot();
  });

  it('before anything has come', () => {
    expect(`\n${textOf(sampleScene(emptySnapshot(), { lines: [], rejected: [] }))}\n`).toMatchSnapshot();
  });

  it('with the help on top', () => {
    expect(`\n${textOf(sampleScene(), MEDIUM, { overlays: ['help'] })}\n`).toMatchSnapshot();
  });

  it('with the rejected lines on top', () => {
    expect(`\n${textOf(sampleScene(), MEDIUM, { overlays: ['rejected'] })}\n`).toMatchSnapshot();
  });

  it('says in one line that the terminal is too small', () => {
    expect(linesOf(sampleScene(), { width: 39, height: 9 }).map((line) => line.trimEnd()).filter((line) => line !== '')).toEqual([
      '39x9 is too small: 40x10 is needed',
    ]);
  });
});

/** What `status:>=500` lets through of the sample. */
const shownView = (): ShownView => ({
  filter: 'status:>=500',
  snapshot: sampleSnapshot({ rates: { ...sampleSnapshot().rates, lastSecond: 3 }, totalHits: 1204, startedAt: NOW - 60 }),
  matching: 1204,
  of: 10_332,
  since: NOW - 60,
  isGoingBack: false,
  lines: sampleLines(3),
  newest: 1204,
  idle: [],
});

describe('with a filter', () => {
  const scene = sampleScene({}, { shown: shownView() });
  const ui = { filter: 'status:>=500' };

  it.each([
    ['120x40', LARGE],
    ['80x24', MEDIUM],
    ['40x10', SMALL],
  ])('at %s', (_, size) => {
    expect(`\n${textOf(scene, size, ui)}\n`).toMatchSnapshot();
  });

  it('the prompt stands at the bottom, with what is wrong', () => {
    const prompt = { ...openPrompt('status:>= x'), cursor: 9, mistake: { at: 9, message: 'expected a value' } };
    expect(linesOf(scene, MEDIUM, { ...ui, prompt }).slice(-2).map((line) => line.trimEnd())).toEqual([' / status:>= x', '            ^ expected a value']);
  });

  it('it is seen at every size, with how much matches', () => {
    for (const size of [LARGE, MEDIUM, SMALL, { width: 60, height: 20 }]) {
      expect(textOf(scene, size, ui)).toMatch(/FILTER {2}status:>=500 +(matching )?1,204 of 10,332/);
      expect(textOf(scene, size, { ...ui, overlays: ['help'] })).toContain('status:>=500');
    }
  });

  it('what is judged and counted stays that of everything', () => {
    const lines = linesOf(scene, LARGE, ui);
    expect(lines[2]).toMatch(/ 3\.0\/s .*12\.40\/s > 10\/s .*#3 TRIGGERED .*1,204,300/);
    expect(lines[3]).toContain('lines read 1,204,331 = accepted 1,204,300 + rejected 31');
    expect(lines.join('\n')).toContain('Alerts, unfiltered');
    expect(lines.join('\n')).not.toContain('threshold');
  });

  it('tells of conditions that never hold', () => {
    const idle = sampleScene({}, { shown: { ...shownView(), idle: ["common has no field 'duration'"] } });
    expect(textOf(idle, LARGE, ui)).toContain("common has no field 'duration'  matching 1,204 of 10,332  shown since 17:56:22 ");
    expect(textOf(idle, SMALL, ui)).toContain('1,204 of 10,332');
  });

  it('the ends of long lines can be seen', () => {
    const text = textOf(scene, MEDIUM, { ...ui, overlays: ['lines'], shift: 60 });
    expect(text).toContain('│ …?x=0 HTTP/1.1" 200 1200 "-" "Mozilla/5.0 (X11; Linux x86_64)"');
  });

  it('the lines are those that match', () => {
    const text = textOf(scene, LARGE, { ...ui, overlays: ['lines'] });
    expect(text).toContain('Lines ');
    expect(text).toContain('the last 3 that are kept');
    expect(text.match(/203\.0\.113\./g)).toHaveLength(3);
  });
});

describe('the header', () => {
  it('tells the file, its format, the mode, the time and the uptime', () => {
    expect(linesOf(sampleScene())[0]).toMatch(
      /^ \/var\/log\/nginx\/access\.log combined +LIVE {2}2018-11-22 17:57:22 UTC {2}up 2h 05m +$/,
    );
  });

  it.each([
    ['replay', 'REPLAY'],
    ['ended', 'ENDED'],
  ] as const)('tells the mode %s', (mode, word) => {
    expect(linesOf(sampleScene({}, { mode }))[0]).toContain(` ${word} `);
  });

  it('tells what was counted since the display was paused', () => {
    expect(linesOf(sampleScene({}, { hitsSincePause: 1204 }), LARGE, { paused: true })[0]).toContain(' PAUSED +1,204 ');
  });

  it('has the account of lines at every size', () => {
    for (const size of [LARGE, MEDIUM, SMALL, { width: 60, height: 20 }]) {
      expect(textOf(sampleScene(), size)).toMatch(/1,204,331 = (accepted )?1,204,300 \+ (rejected )?31 \+ (filtered )?0/);
    }
  });

  it('has the account whole beside the help at the smallest size', () => {
    const lines = { ...sampleSnapshot().lines, read: 27, accepted: 27, rejected: 0 };
    expect(linesOf(sampleScene({ lines }), SMALL)[9]).toBe(' 27 = 27 + 0 + 0                 ? help ');
  });

  it('tells of late and future records, and of the error of tables, only when there are any', () => {
    expect(textOf(sampleScene())).not.toMatch(/late|future|±/);
    const { lines, window } = sampleSnapshot();
    const text = textOf(
      sampleScene({
        lines: { ...lines, late: 1500, future: 2 },
        window: { ...window, hosts: { ...window.hosts, error: 12 } },
      }),
    );
    expect(text).toMatch(/late 1,500 {2}future 2 {2}tables ±12/);
    expect(text).toContain('last 10 s, ±12');
  });

  it.each([
    [{ event: 'missing', detail: null }, '! /var/log/nginx/access.log: missing'],
    [{ event: 'unreadable', detail: 'permission denied' }, '! /var/log/nginx/access.log: cannot be read (permission denied)'],
    [{ event: 'rotated', detail: null }, '/var/log/nginx/access.log combined, was rotated'],
    [{ event: 'opened', format: null }, '/var/log/nginx/access.log format not known yet'],
    [{ path: '-' }, 'stdin combined'],
  ])('tells of a source with %j', (changes, text) => {
    expect(linesOf(withSource(changes))[0]).toContain(text);
  });

  it('names the source in trouble first', () => {
    const { sources } = sampleSnapshot();
    const scene = sampleScene({ sources: [...sources, { ...sources[0]!, path: '/b.log', event: 'missing', detail: null }] });
    expect(linesOf(scene, MEDIUM)[0]).toContain(' 2 files: ! /b.log: missing; ');
  });

  it('shows the active alert at every size, and none when there is none', () => {
    const calm = sampleScene({ alerts: { active: null, resolved: [resolvedAlert(1)], earlier: 0 } });
    for (const size of [LARGE, MEDIUM, SMALL]) {
      expect(textOf(sampleScene(), size)).toContain(' #3 TRIGGERED ');
      expect(textOf(calm, size)).not.toContain('TRIGGERED');
    }
  });
});

describe('the alerts', () => {
  it('show the active one with its rate, and those that are over, newest first', () => {
    const rows = linesOf(sampleScene()).map((line) => line.slice(69));
    expect(rows.findIndex((row) => row.includes('#3 TRIGGERED 2018-11-22 17:55:47 12.40/s > 10/s'))).toBeGreaterThan(0);
    expect(rows.findIndex((row) => row.includes('#2 RESOLVED'))).toBeLessThan(rows.findIndex((row) => row.includes('#1 RESOLVED')));
  });

  it('count those that are no longer kept', () => {
    const { alerts } = sampleSnapshot();
    expect(textOf(sampleScene({ alerts: { ...alerts, earlier: 1204 } }))).toContain('... and 1,204 earlier');
  });
});

describe('the sections', () => {
  const names = (ui: Partial<UiState>): (string | undefined)[] =>
    linesOf(sampleScene(), LARGE, { ...ui, fullScreen: true })
      .slice(6, 16)
      .map((line) => line.split(/ +/)[1]);

  it.each([
    ['hits', false, ['food', 'api', 'images']],
    ['hits', true, ['-', 'admin', 'checkout']],
    ['errors', false, ['admin', '-', 'login']],
    ['bytes', false, ['images', 'food', 'static']],
    ['section', false, ['-', '/', 'admin']],
  ] as const)('sorted by %s, reversed: %s', (column, reversed, first) => {
    expect(names({ sort: { column, reversed } }).slice(0, 3)).toEqual(first);
  });

  it.each([
    ['hits', false, 'hits▼'],
    ['hits', true, 'hits▲'],
    ['bytes', false, 'bytes▼'],
    ['errors', false, 'errors▼'],
    ['section', false, 'section▲'],
  ] as const)('mark the column %s, reversed: %s', (column, reversed, title) => {
    for (const size of [LARGE, SMALL]) {
      expect(textOf(sampleScene(), size, { sort: { column, reversed } })).toContain(title);
    }
  });

  it('keep the columns where they are when the numbers grow', () => {
    const { window } = sampleSnapshot();
    const many = sampleScene({
      window: { ...window, hits: 999_999_999, sections: [{ section: 'food', hits: 99_999_999, errors: 99_999_999, bytes: 9e15 }] },
    });
    const heading = (scene: Scene): string | undefined =>
      linesOf(scene)
        .find((line) => line.includes('hits▼'))
        ?.slice(0, 68);
    expect(heading(many)).toBe(heading(sampleScene()));
  });

  it('tell what was lost to the bound on sections', () => {
    const { window } = sampleSnapshot();
    const scene = sampleScene({ window: { ...window, otherSections: { hits: 7, errors: 0, bytes: 3 } } });
    expect(textOf(scene, LARGE, { fullScreen: true })).toMatch(/other sections +7 /);
  });
});

describe('any scene at any size', () => {
  const uiStates = fc.record({
    focused: fc.shuffledSubarray([...PANELS], { minLength: PANELS.length }),
    overlays: fc.shuffledSubarray(['help', 'rejected', 'lines'] as const),
    filter: fc.constantFrom('', 'status:>=500'),
    shift: fc.constantFrom(0, 1, 20),
    prompt: fc.constantFrom(null, openPrompt(''), { ...openPrompt('status:'), mistake: { at: 7, message: 'expected a value '.repeat(4) } }),
    fullScreen: fc.boolean(),
    paused: fc.boolean(),
    zoom: fc.constantFrom(...ZOOMS),
    sort: fc.record({ column: fc.constantFrom(...SORT_COLUMNS), reversed: fc.boolean() }),
    positions: fc.constantFrom({}, { sections: { selected: 'login', top: 3 }, log: { selected: '1204300', top: 2 } }),
  });
  const sizes = fc.record({ width: fc.integer({ min: 0, max: 220 }), height: fc.integer({ min: 0, max: 70 }) });
  const scenes = { busy: sampleScene(), filtered: sampleScene({}, { shown: shownView() }), silent: sampleScene(emptySnapshot(), { lines: [], rejected: [] }) };

  it('fills its lines to the last cell, and no more', () => {
    fc.assert(
      fc.property(fc.constantFrom('busy', 'filtered', 'silent'), uiStates, sizes, (name, changes, size) => {
        const scene = scenes[name];
        const ui = { ...initialUiState, ...changes };
        const view = present(scene, ui, size);
        for (const { left, top, row } of view.rows) {
          expect(left + widthOf(row)).toBeLessThanOrEqual(size.width);
          expect(top).toBeLessThan(size.height);
        }
        if (size.width >= 40 && size.height >= 10) {
          for (const line of textLines(view)) expect(cellsIn(line)).toBe(size.width);
        }
        expect(() => reduceContext(() => scene, ui, size, language).extentOf('sections')).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('gives the terminal nothing hostile, wherever it comes from', () => {
    fc.assert(
      fc.property(hostileText, uiStates, (text, changes) => {
        const { window, sources } = sampleSnapshot();
        const scene = sampleScene(
          {
            window: {
              ...window,
              sections: [{ section: text, hits: 3, errors: 1, bytes: 1 }],
              hosts: { top: [{ key: text, count: 1 }], rest: 0, error: 0 },
              failing: { top: [{ key: `404 ${text} ${text}`, count: 1 }], rest: 0, error: 0 },
            },
            sources: sources.map((source) => ({ ...source, path: text, format: text, event: 'unreadable', detail: text })),
          },
          {
            lines: [{ text, source: text, status: 200 }],
            rejected: [{ text, source: text, reason: 'layout' }],
            message: text,
            shown: changes.filter === '' ? null : { ...shownView(), filter: text, idle: [text], lines: [{ text, source: text, status: 500 }] },
          },
        );
        const filter = changes.filter === '' ? '' : `x${text}`;
        for (const line of linesOf(scene, MEDIUM, { ...changes, filter })) {
          expect(forbiddenIn(line)).toEqual([]);
          expect(cellsIn(printable(line))).toBe(80);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the time', () => {
  it('is that of the snapshot, in UTC', () => {
    expect(linesOf(sampleScene({ now: NOW + 60 }))[0]).toContain('2018-11-22 17:58:22 UTC');
  });
});
