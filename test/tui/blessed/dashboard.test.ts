import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Snapshot, Span } from '../../../src/core/snapshot.js';
import { openDashboard } from '../../../src/tui/blessed/dashboard.js';
import type { Dashboard, DashboardFeed } from '../../../src/tui/blessed/dashboard.js';
import { present, textLines } from '../../../src/tui/present.js';
import { initialUiState } from '../../../src/tui/ui-state.js';
import { hostileText } from '../../support/hostile-text.js';
import { emptySnapshot, sampleLines, sampleRejected, sampleSnapshot } from '../../support/snapshot.js';
import { noFilter } from '../no-filter.js';
import { sampleScene } from '../scene.js';
import { createFakeTerminal } from './fake-terminal.js';
import type { FakeTerminal } from './fake-terminal.js';

const DOWN = '\u001b[B';
const ESCAPE = '\u001b';

interface Stage {
  terminal: FakeTerminal;
  dashboard: Dashboard;
  /** what the feed gives from now on */
  changes: Partial<Snapshot>;
  quits: () => number;
}

const open: Dashboard[] = [];

const stage = (columns: number, rows: number, feed: Partial<DashboardFeed> = {}, color = true): Stage => {
  const terminal = createFakeTerminal(columns, rows);
  let quits = 0;
  const staged = { terminal, changes: {} as Partial<Snapshot>, quits: () => quits };
  const dashboard = openDashboard({
    input: terminal.input,
    output: terminal.output,
    color,
    mode: () => 'live',
    onQuit: () => {
      quits += 1;
    },
    feed: {
      snapshot: (span: Span) => sampleSnapshot(staged.changes, span),
      recentLines: (limit) => sampleLines(60).slice(-limit),
      rejectedLines: () => sampleRejected(31),
      ...noFilter,
      ...feed,
    },
  });
  open.push(dashboard);
  return Object.assign(staged, { dashboard });
};

afterEach(() => {
  for (const dashboard of open.splice(0)) dashboard.dispose();
});

describe('the first frame', () => {
  it.each([
    [120, 40],
    [80, 24],
    [40, 10],
    [60, 20],
    [39, 9],
  ])('at %dx%d is drawn at once, and is what the view says', async (width, height) => {
    const { terminal } = stage(width, height);
    const lines = await terminal.lines();
    const view = present(sampleScene(), initialUiState, { width, height });
    const { chart } = view;
    const outside = (rows: readonly string[]): string[] =>
      rows.map((row, y) => {
        if (chart === null || y < chart.rect.top || y >= chart.rect.top + chart.rect.height) return row.trimEnd();
        const padded = row.padEnd(width);
        return (padded.slice(0, chart.rect.left) + padded.slice(chart.rect.left + chart.rect.width)).trimEnd();
      });
    expect(outside(lines)).toEqual(outside(textLines(view)));
  });

  it('has the chart, its scale, the threshold and the times', async () => {
    const { terminal } = stage(120, 40);
    const chart = (await terminal.lines()).slice(5, 16).map((line) => line.slice(2, 66));
    expect(chart).toMatchInlineSnapshot(`
      [
        "━━ requests/s  ━━ errors/s, the lower line  ╌╌ threshold 10/s   ",
        "  30 ⡇                                                          ",
        "     ⡇                                       ⢀⣀⣀⣀⡀              ",
        "  20 ⡇                                ⢠⠋⠉⠉⠉⠉⠉⠁   ⠈⠉⠉⠉⠉⠉⠉⠉⢇      ",
        "     ⡇                                ⡜                  ⢸      ",
        "  10 ⡇⣀⣀  ⣀⣀  ⣀⣀  ⣀⣀  ⣀⣀  ⣀⣀  ⣀⣀  ⣀⣀ ⡰⣁⣀  ⣀⣀  ⣀⣀  ⣀⣀  ⣀⣀ ⠈⣆⣀  ⣀⣀",
        "     ⡇⠈⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠒⠒⠒⠒⠒⠒⠉⠉⠉⠁             ⣀⣀⣀⣀⣀⣀⡀⠉⠉⠉⠑⠒⠒",
        "  0  ⡇                                           ⢀⠎      ⠈⢢     ",
        "     ⠓⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠚⠒⠒⠒⠒⠒⠒⠒⠒⠒⠓⠒⠒⠒⠒",
        "      -5m        -4m         -3m         -2m         -1m     now",
        "────────────────────────────────────────────────────────────────",
      ]
    `);
  });

  it('has a chart before anything has come', async () => {
    const { terminal } = stage(120, 40, { snapshot: emptySnapshot, recentLines: () => [] });
    expect((await terminal.lines()).slice(5, 16).join('\n')).toMatch(/-5m +-4m +-3m +-2m +-1m +now/);
  });

  it("has no colour but the terminal's own when colour is not wanted, and says the same", async () => {
    const plain = stage(120, 40, {}, false);
    const colored = stage(120, 40);
    expect((await plain.terminal.cells()).flat().every(({ color }) => color === null)).toBe(true);
    expect((await colored.terminal.cells()).flat().some(({ color }) => color !== null)).toBe(true);
    expect(await plain.terminal.lines()).toEqual(await colored.terminal.lines());
  });
});

describe('a tick', () => {
  it('draws the newest snapshot', async () => {
    const stageNow = stage(120, 40);
    stageNow.changes = { totalHits: 1_204_999 };
    stageNow.dashboard.tick();
    expect((await stageNow.terminal.lines())[2]).toContain('1,204,999');
  });

  it('writes only what has changed', async () => {
    const { terminal, dashboard } = stage(120, 40);
    await terminal.lines();
    const before = terminal.written().length;
    dashboard.tick();
    await terminal.lines();
    expect(terminal.written().length - before).toBeLessThan(100);
  });
});

describe('keys', () => {
  it.each([
    ['q', 'q'],
    ['Ctrl-C', '\u0003'],
  ])('ask to quit with %s, and close nothing', async (_, key) => {
    const { terminal, quits } = stage(80, 24);
    await terminal.press(key);
    expect(quits()).toBe(1);
    expect((await terminal.state()).alternate).toBe(true);
  });

  it('open the help, and Esc closes it', async () => {
    const { terminal } = stage(80, 24);
    const before = await terminal.lines();
    await terminal.press('?');
    expect((await terminal.lines()).join('\n')).toContain('one page up');
    await terminal.press(ESCAPE);
    expect(await terminal.lines()).toEqual(before);
  });

  it('show the rejected lines with their reasons', async () => {
    const { terminal } = stage(80, 24);
    await terminal.press('e');
    expect((await terminal.lines())[5]).toMatch(/layout +this is no record, number 30/);
  });

  it('focus panels, by number and by Tab', async () => {
    const { terminal } = stage(120, 40);
    const focused = async (): Promise<string> =>
      (await terminal.cells())
        .flat()
        .filter(({ inverse, color }) => inverse && color === 32)
        .map(({ text }) => text)
        .join('');
    expect(await focused()).toBe(' 3 Sections ');
    await terminal.press('\t');
    expect(await focused()).toBe(' 4 Status ');
    await terminal.press('\u001b[Z', '\u001b[Z');
    expect(await focused()).toBe(' 2 Alerts ');
    await terminal.press('7');
    expect(await focused()).toBe(' 7 Log ');
  });

  it('give a panel the whole screen, and Esc gives the others back', async () => {
    const { terminal } = stage(80, 24);
    const before = await terminal.lines();
    await terminal.press('f');
    expect((await terminal.lines()).join('\n')).toContain('checkout');
    await terminal.press(ESCAPE);
    expect(await terminal.lines()).toEqual(before);
  });

  it('show the chart on the whole screen', async () => {
    const { terminal } = stage(80, 24);
    await terminal.press('1', 'f', 'c');
    expect((await terminal.lines())[21]).toMatch(/-15m +-10m +-5m +now/);
  });

  it('move the selection, which is seen without colour', async () => {
    const { terminal } = stage(80, 24, {}, false);
    await terminal.press(DOWN, 'j');
    const row = (await terminal.cells()).slice(10).find((cells) => cells[2]?.inverse === true && cells[40]?.inverse === true)!;
    expect(row.map(({ text }) => text).join('')).toContain('api');
  });

  it('choose the window', async () => {
    const { terminal } = stage(80, 24);
    await terminal.press('w');
    expect((await terminal.lines())[10]).toContain('last 1 min');
  });

  it('take an arrow key for itself, not for Esc', async () => {
    const { terminal } = stage(80, 24);
    await terminal.press('f', DOWN);
    expect((await terminal.lines()).join('\n')).toContain('checkout');
  });
});

describe('the pause', () => {
  it('keeps what is shown while counting goes on, and shows how much came', async () => {
    const staged = stage(120, 40);
    await staged.terminal.press(' ');
    const before = await staged.terminal.lines();
    staged.changes = { totalHits: 1_204_300 + 1204, rates: { ...sampleSnapshot().rates, lastSecond: 999 } };
    staged.dashboard.tick();
    const after = await staged.terminal.lines();
    expect(after[0]).toContain('PAUSED +1,204');
    expect(after.slice(1)).toEqual(before.slice(1));
    await staged.terminal.press(' ');
    expect((await staged.terminal.lines())[2]).toContain('999.0/s');
  });

  it('lets somebody sort, choose a window and move', async () => {
    const staged = stage(120, 40);
    await staged.terminal.press(' ');
    staged.changes = { totalHits: 1_300_000 };
    await staged.terminal.press('w', 's', 'j');
    const lines = await staged.terminal.lines();
    expect(lines[16]).toContain('last 1 min');
    expect(lines[17]).toContain('errors▼');
    expect(lines[2]).toContain('1,204,300');
  });
});

describe('a resize', () => {
  it('lays the dashboard out anew, at any size and back', async () => {
    const { terminal } = stage(120, 40);
    const before = await terminal.lines();
    const sizes = [
      [80, 24],
      [5, 3],
      [200, 60],
      [40, 10],
      [1, 1],
    ] as const;
    for (const [columns, rows] of sizes) {
      await terminal.resize(columns, rows);
      const lines = await terminal.lines();
      expect(lines.length).toBe(rows);
      if (columns >= 40) expect(lines[rows - 1]).toContain('? help');
    }
    await terminal.resize(120, 40);
    expect(await terminal.lines()).toEqual(before);
  });
});

describe('the chart', () => {
  it('is drawn again when what stands around it is', async () => {
    const { terminal } = stage(120, 40);
    await terminal.press('5');
    await terminal.resize(80, 24);
    const chart = async (): Promise<string[]> => (await terminal.lines()).slice(4, 9).map((line) => line.slice(2, 44));
    const before = await chart();
    expect(before.join('')).toMatch(/[\u2801-\u28ff]/);
    await terminal.press('1');
    expect(await chart()).toEqual(before);
  });
});

describe('giving the terminal back', () => {
  it('restores the screen, the cursor and the keys, once', async () => {
    const { terminal, dashboard } = stage(120, 40);
    expect(await terminal.state()).toEqual({ alternate: true, cursorHidden: true, mouse: 'none' });
    expect(terminal.input.isRaw).toBe(true);
    dashboard.dispose();
    expect(await terminal.state()).toEqual({ alternate: false, cursorHidden: false, mouse: 'none' });
    expect(terminal.input.isRaw).toBe(false);
    expect((await terminal.lines()).slice(0, 2)).toEqual(['the shell before', '$']);
    const { length } = terminal.written();
    dashboard.dispose();
    dashboard.tick();
    dashboard.notify('too late');
    await terminal.lines();
    expect(terminal.written().length).toBe(length);
  });

  it('leaves no listener behind, neither on the process nor on the streams', () => {
    const events = ['exit', 'uncaughtException', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGWINCH'];
    const counts = (): number[] => events.map((event) => process.listenerCount(event));
    const before = counts();
    const { terminal, dashboard } = stage(80, 24);
    expect(counts()).toEqual(before);
    dashboard.dispose();
    expect(counts()).toEqual(before);
    expect(['data', 'keypress', 'error'].map((event) => terminal.input.listenerCount(event))).toEqual([0, 0, 0]);
    expect(terminal.output.listenerCount('resize')).toBe(0);
  });

  it('happens also when the first frame cannot be drawn', async () => {
    const terminal = createFakeTerminal(80, 24);
    expect(() =>
      openDashboard({
        input: terminal.input,
        output: terminal.output,
        color: true,
        mode: () => 'live',
        onQuit: () => undefined,
        feed: {
          snapshot: () => {
            throw new Error('a bug');
          },
          recentLines: () => [],
          rejectedLines: () => [],
          ...noFilter,
        },
      }),
    ).toThrow('a bug');
    expect(await terminal.state()).toEqual({ alternate: false, cursorHidden: false, mouse: 'none' });
  });
});

describe('hostile lines', () => {
  const shown = async (text: string): Promise<string[]> => {
    const { terminal, dashboard } = stage(80, 24, { recentLines: () => [{ text, source: '/var/log/nginx/access.log', status: 200 }] });
    const cells = await terminal.cells();
    dashboard.dispose();
    return cells.map((row) => row.map((cell) => `${cell.text}${cell.color ?? ''}${cell.inverse ? 'i' : ''}`).join(' '));
  };

  it.each([
    ['an escape sequence', '\u001b[31mred\u001b[2J\u001b[H'],
    ['a write to the clipboard', '\u001b]52;c;aGVsbG8=\u0007'],
    ['an 8-bit control sequence', '\u009b2J\u009b31m'],
    ['markup', '{red-fg}{inverse}{/} {center}{|}'],
    ['an override of the direction', 'a\u202egpj.exe'],
    ['wide characters and marks', '你好 e\u0301 ＡＢ 한국 \u{1f355}\u200d\u{1f355}'],
    ['a newline and a tab', 'a\nb\tc\rd\u0008'],
    ['a very long line', 'x'.repeat(70_000)],
  ])('leave all other cells as they are: %s', async (_, text) => {
    const calm = await shown('calm');
    const hostile = await shown(text);
    expect([...hostile.slice(0, 19), ...hostile.slice(20)]).toEqual([...calm.slice(0, 19), ...calm.slice(20)]);
    // The frame around the line stands where it stood.
    expect([hostile[19]?.slice(0, 5), hostile[19]?.slice(-5)]).toEqual([calm[19]?.slice(0, 5), calm[19]?.slice(-5)]);
  });

  it('leave all other cells as they are, whatever they hold', async () => {
    const calm = await shown('calm');
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const hostile = await shown(text);
        expect([...hostile.slice(0, 19), ...hostile.slice(20)]).toEqual([...calm.slice(0, 19), ...calm.slice(20)]);
        expect(hostile[19]?.slice(-5)).toBe(calm[19]?.slice(-5));
      }),
      { numRuns: 60 },
    );
  });
});
