import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawLine, RejectedLine, Snapshot } from '../../src/core/snapshot.js';
import { openDashboard } from '../../src/tui/blessed/dashboard.js';
import type { Dashboard, DashboardFeed } from '../../src/tui/blessed/dashboard.js';
import type { PlacedRow } from '../../src/tui/frame.js';
import { present } from '../../src/tui/present.js';
import { textOf } from '../../src/tui/styled.js';
import { initialUiState } from '../../src/tui/ui-state.js';
import { hostileText } from '../support/hostile-text.js';
import { noFilter } from '../tui/no-filter.js';
import { sampleSnapshot } from '../support/snapshot.js';
import { createFakeTerminal } from '../tui/blessed/fake-terminal.js';
import { ATTACKS, LARGE_ATTACKS } from './attacks.js';
import { cellTexts } from './own-cells.js';
import { attackedLog } from './played-log.js';
import { cellsOfRow, stateOf, watch } from './witness.js';
import type { TerminalState } from './witness.js';

const SIZE = { width: 120, height: 36 };

interface Stage {
  dashboard: Dashboard;
  /** what the terminal did besides drawing */
  happened: string[];
  press: (key: string) => Promise<void>;
  /** each cell, with its style where it has one */
  screen: () => Promise<string[][]>;
  state: () => TerminalState;
}

const open: Dashboard[] = [];

afterEach(() => {
  for (const dashboard of open.splice(0)) dashboard.dispose();
});

const stage = async (feed: DashboardFeed): Promise<Stage> => {
  const terminal = createFakeTerminal(SIZE.width, SIZE.height);
  const happened: string[] = [];
  watch(terminal.screen, happened);
  await terminal.lines();
  const dashboard = openDashboard({ input: terminal.input, output: terminal.output, color: true, mode: () => 'ended', onQuit: () => undefined, feed });
  open.push(dashboard);
  return {
    dashboard,
    happened,
    press: (key) => terminal.press(key),
    screen: async () => {
      await terminal.lines();
      return Array.from({ length: SIZE.height }, (_, y) => cellsOfRow(terminal.screen, y));
    },
    state: () => stateOf(terminal.screen),
  };
};

/** Judges each row that a view places on the screen: it is there, cell by cell as we count them. */
const expectRows = (screen: readonly (readonly string[])[], rows: readonly PlacedRow[]): void => {
  for (const { left, top, row } of rows) {
    const cells = cellTexts(textOf(row));
    const shown = screen[top]!.slice(left, left + cells.length).map((cell) => cell.replace(/\t.*/, ''));
    expect(shown.join('\u0000')).toBe(cells.join('\u0000'));
  }
};

/** What the dashboard draws itself: only its rows are judged, for the chart is drawn over them. */
const outsideChart = ({ rows, chart }: ReturnType<typeof present>): PlacedRow[] =>
  rows.filter(({ left, top, row }) => {
    if (chart === null || top < chart.rect.top || top >= chart.rect.top + chart.rect.height) return true;
    return left >= chart.rect.left + chart.rect.width || left + cellTexts(textOf(row)).length <= chart.rect.left;
  });

describe.each([...ATTACKS, ...LARGE_ATTACKS])('$name, at every place of a line and in the names of its file', ({ bytes }) => {
  it('is drawn in the cells that the dashboard means, and does nothing else', async () => {
    const { engine } = await attackedLog(bytes);
    const { press, screen, state, happened } = await stage({
      snapshot: (span) => engine.snapshot(span),
      recentLines: (limit) => engine.recentLines(limit),
      rejectedLines: () => engine.rejectedLines(),
      ...noFilter,
    });
    const calm = await calmState();
    const scene = { snapshot: engine.snapshot(10), shown: null, lines: engine.recentLines(SIZE.height), rejected: engine.rejectedLines(), mode: 'ended' as const, hitsSincePause: 0, message: null };
    expectRows(await screen(), outsideChart(present(scene, initialUiState, SIZE)));
    expect({ ...state(), cursor: 0 }).toEqual({ ...calm, cursor: 0 });
    await press('e');
    expectRows(await screen(), present(scene, { ...initialUiState, overlays: ['rejected'] }, SIZE).rows);
    for (const key of ['e', '7', 'f']) await press(key);
    expectRows(await screen(), present(scene, { ...initialUiState, focused: ['log'], fullScreen: true }, SIZE).rows);
    expect({ ...state(), cursor: 0 }).toEqual({ ...calm, cursor: 0 });
    expect(happened).toEqual([]);
  });
});

/** The texts of strangers that a dashboard shows, each at one place. */
interface Texts {
  host: string;
  section: string;
  failing: string;
  line: string;
  rejected: string;
  path: string;
  format: string;
  detail: string;
  message: string;
}

const CALM: Texts = { host: 'h', section: 's', failing: 'f', line: 'l', rejected: 'r', path: 'p', format: 'x', detail: 'd', message: 'm' };

const feedOf = (texts: Texts): DashboardFeed & { lines: RawLine[]; rejectedList: RejectedLine[] } => {
  const base = sampleSnapshot();
  const [first] = base.sources;
  const snapshot: Snapshot = {
    ...base,
    window: {
      ...base.window,
      sections: [{ section: texts.section, hits: 12, errors: 3, bytes: 4567 }, ...base.window.sections.slice(1)],
      hosts: { ...base.window.hosts, top: [{ key: texts.host, count: 12 }, ...base.window.hosts.top.slice(1)] },
      failing: { ...base.window.failing, top: [{ key: `404 GET ${texts.failing}`, count: 12 }, ...base.window.failing.top.slice(1)] },
    },
    sources: [
      { ...first!, path: texts.path, event: 'unreadable', detail: texts.detail },
      { ...first!, format: texts.format, event: 'format', detail: texts.format },
    ],
  };
  const lines: RawLine[] = [{ text: texts.line, source: '/a/b', status: 200 }];
  const rejectedList: RejectedLine[] = [{ text: texts.rejected, source: '/a/b', reason: 'layout' }];
  return { snapshot: () => snapshot, recentLines: () => lines, rejectedLines: () => rejectedList, ...noFilter, lines, rejectedList };
};

const PLACES = Object.keys(CALM) as (keyof Texts)[];

/** A dashboard whose texts can be changed. */
const changing = async () => {
  let feed = feedOf(CALM);
  const staged = await stage({ snapshot: () => feed.snapshot(10), recentLines: () => feed.lines, rejectedLines: () => feed.rejectedList, ...noFilter });
  return {
    ...staged,
    /** Shows other texts; gives the screen. `notify` shows the message until the next key. */
    show: async (changes: Partial<Texts>): Promise<string[][]> => {
      const texts = { ...CALM, ...changes };
      feed = feedOf(texts);
      if (changes.message === undefined) staged.dashboard.tick();
      else staged.dashboard.notify(texts.message);
      return staged.screen();
    },
  };
};

let calmest: TerminalState | null = null;

/** The state of a terminal that shows a dashboard without any harm. */
const calmState = async (): Promise<TerminalState> => {
  if (calmest !== null) return calmest;
  const { state, screen } = await changing();
  await screen();
  return (calmest = state());
};

const sameOutside = (screen: readonly string[][], calm: readonly string[][], own: readonly boolean[][]): string[] =>
  screen.flatMap((row, y) => row.flatMap((cell, x) => (own[y]![x] === true || cell === calm[y]![x] ? [] : [`${x},${y}: ${JSON.stringify(cell)}`])));

describe.each(PLACES)('an attack as %s', (place) => {
  /** The cells of a place: those that differ between texts that fill it with one letter and with another. */
  const ownCells = async ({ show }: Awaited<ReturnType<typeof changing>>): Promise<boolean[][]> => {
    const a = await show({ [place]: 'A'.repeat(500) });
    const b = await show({ [place]: 'B'.repeat(500) });
    // The last cell is an ellipsis in both.
    return a.map((row, y) => row.map((cell, x) => cell !== b[y]![x] || (cell.startsWith('…') && row[x - 1] !== b[y]![x - 1])));
  };

  it('changes no cell but its own, and leaves nothing behind', async () => {
    const staged = await changing();
    const { show, state, happened, press } = staged;
    if (place === 'rejected') await press('e');
    const own = await ownCells(staged);
    expect(own.flat().filter(Boolean).length).toBeGreaterThan(10);
    const calm = await show({ [place]: 'calm' });
    const before = state();
    for (const { name, bytes } of [...ATTACKS, ...LARGE_ATTACKS]) {
      const screen = await show({ [place]: bytes.toString('utf8') });
      expect([name, ...sameOutside(screen, calm, own)]).toEqual([name]);
      expect([name, { ...state(), cursor: 0 }]).toEqual([name, { ...before, cursor: 0 }]);
    }
    expect(await show({ [place]: 'calm' })).toEqual(calm);
    expect(happened).toEqual([]);
  });

  it('changes no cell but its own, whatever it is', async () => {
    const staged = await changing();
    const { show, state, happened, press } = staged;
    if (place === 'rejected') await press('e');
    const own = await ownCells(staged);
    const calm = await show({ [place]: 'calm' });
    const before = state();
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const screen = await show({ [place]: text === '' ? 'calm' : text });
        expect(sameOutside(screen, calm, own)).toEqual([]);
        expect({ ...state(), cursor: 0 }).toEqual({ ...before, cursor: 0 });
      }),
      { numRuns: 20 },
    );
    expect(happened).toEqual([]);
  });
});
