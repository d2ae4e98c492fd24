import { afterEach, describe, expect, it } from 'vitest';
import type { EngineBench } from '../../app/engine-bench.js';
import { engineBench } from '../../app/engine-bench.js';
import { logLine } from '../../app/log-text.js';
import { openDashboard } from '../../../src/tui/blessed/dashboard.js';
import type { Dashboard } from '../../../src/tui/blessed/dashboard.js';
import { createFakeTerminal } from './fake-terminal.js';
import type { FakeTerminal } from './fake-terminal.js';

const T = 1_542_900_000;
const ENTER = '\r';
const ESCAPE = '\u001b';
const DOWN = '\u001b[B';
const UP = '\u001b[A';
const BACKSPACE = '\u007f';

const open: Dashboard[] = [];

afterEach(() => {
  for (const dashboard of open.splice(0)) dashboard.dispose();
});

interface Stage {
  terminal: FakeTerminal;
  bench: EngineBench;
  /** counts requests in the next second, and draws */
  serve: (...lines: { path: string; status?: number; host?: string }[]) => void;
  /** presses keys, and gives the screen */
  press: (...keys: string[]) => Promise<string>;
}

/** A dashboard over a run of its own. */
const stage = (columns = 120, rows = 40): Stage => {
  const bench = engineBench(T);
  const terminal = createFakeTerminal(columns, rows);
  const dashboard = openDashboard({
    input: terminal.input,
    output: terminal.output,
    color: true,
    mode: () => 'live',
    onQuit: () => undefined,
    feed: bench.engine,
  });
  open.push(dashboard);
  const sink = bench.open('a.log');
  let now = T;
  return {
    terminal,
    bench,
    serve: (...lines) => {
      bench.feed(sink, lines.map(({ path, status = 200, host = '10.0.0.1' }) => logLine(now, { request: `GET ${path} HTTP/1.1`, status, host })));
      bench.pump.tick((now += 1));
      dashboard.tick();
    },
    press: async (...keys) => {
      await terminal.press(...keys);
      return (await terminal.lines()).join('\n');
    },
  };
};

describe('a filter on the screen', () => {
  it('is typed, applied, and decides what is shown from then on', async () => {
    const { serve, press } = stage();
    serve({ path: '/before' });
    expect(await press('/', ...Array.from('section:api'))).toMatch(/^ \/ section:api$/m);
    await press(ENTER);
    serve({ path: '/api/1' }, { path: '/food/1' }, { path: '/api/2', status: 500 });
    const screen = await press(ENTER);
    expect(screen).toMatch(/FILTER {2}section:api +matching 2 of 3 {2}shown since/);
    expect(screen).toMatch(/api +2/);
    expect(screen).toContain('GET /api/1 HTTP');
    expect(screen).not.toContain('food');
    expect(screen).toContain('lines read 4 = accepted 4');
  });

  it('is left as it was by Esc, and by a text that is none', async () => {
    const { press, bench } = stage();
    await press('/', 'status:500', ENTER, '/', ' x', ESCAPE);
    expect(bench.engine.shown(10)?.filter).toBe('status:500');
    expect(await press('/', ' AND', ENTER)).toMatch(/^ \/ status:500 AND$\n^ {17}\^ expected a condition/m);
    expect(bench.engine.shown(10)?.filter).toBe('status:500');
    expect(await press(ESCAPE)).toMatch(/FILTER {2}status:500/);
    expect(await press(ESCAPE)).not.toContain('FILTER');
    expect(bench.engine.shown(10)).toBeNull();
  });

  it('takes a text that is pasted at once, with characters of any kind', async () => {
    const { press, bench } = stage();
    await press('/', 'path:"/caf\u00e9/\u{1f355} \u4f60"', ENTER);
    expect(bench.engine.shown(10)?.filter).toBe('path:"/caf\u00e9/\u{1f355} \u4f60"');
  });

  it('is found again in the history', async () => {
    const { press } = stage();
    await press('/', 'status:500', ENTER, ESCAPE, '/', 'section:api', ENTER, ESCAPE);
    expect(await press('/', UP)).toMatch(/^ \/ section:api$/m);
    expect(await press(UP)).toMatch(/^ \/ status:500$/m);
  });

  it('lets q be typed', async () => {
    const { press } = stage();
    expect(await press('/', 'q', '?')).toMatch(/^ \/ q\?$/m);
  });
});

describe('drilling down', () => {
  it('adds the section, the status, the request and the host that are selected, and Backspace takes them away', async () => {
    const { serve, press, bench } = stage();
    serve({ path: '/api/\\"x\\"', status: 503, host: '2001:db8::1' }, { path: '/api/\\"x\\"', status: 503, host: '2001:db8::1' }, { path: '/food' });
    const filters: (string | undefined)[] = [];
    const drill = async (...keys: string[]): Promise<void> => {
      await press(...keys, ENTER);
      filters.push(bench.engine.shown(10)?.filter);
      serve({ path: '/api/\\"x\\"', status: 503, host: '2001:db8::1' }, { path: '/food', status: 404 });
    };
    await drill('3', DOWN);
    await drill('4', DOWN, DOWN, DOWN, DOWN);
    await drill('5', DOWN);
    await drill('6', DOWN);
    const [section, status, request, host] = ['section:"api"', 'status:[500 TO 599]', String.raw`(status:503 method:"GET" (path:"/api/\\\"x\\\"" OR path:"/api/\"x\""))`, 'host:"2001:db8::1"'];
    expect(filters).toEqual([section, `${section} ${status}`, `${section} ${status} ${request}`, `${section} ${status} ${request} ${host}`]);
    expect(bench.engine.shown(10)).toMatchObject({ matching: 1, of: 2 });
    await press(BACKSPACE);
    expect(bench.engine.shown(10)?.filter).toBe(`${section} ${status} ${request}`);
    await press(BACKSPACE, BACKSPACE, BACKSPACE);
    expect(bench.engine.shown(10)).toBeNull();
  });
});

describe('the lines behind what is shown', () => {
  it.each(['l', ESCAPE])('are shown with l, and no longer with %j', async (key) => {
    const { serve, press } = stage(80, 24);
    await press('/', 'food', ENTER);
    serve({ path: '/food/\u009b31m' }, { path: '/api' });
    const screen = await press('l');
    expect(screen).toContain('Lines');
    expect(screen).toContain('/food/\\x9b31m');
    expect(screen).not.toContain('/api');
    expect(await press(key)).toContain('Sections');
  });

  it('are scrolled, and those that come meanwhile change nothing', async () => {
    const { serve, press } = stage(80, 24);
    serve(...Array.from({ length: 50 }, (_, n) => ({ path: `/n${n}` })));
    expect(await press('l')).toContain('/n49 ');
    const before = await press('g');
    expect(before).toContain('/n0 ');
    serve({ path: '/later' });
    expect((await press('x')).split('\n').slice(5)).toEqual(before.split('\n').slice(5));
    expect(await press('G')).toContain('/later');
  });
});
