import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printable } from '../../../src/render/printable.js';
import { reportAsHtml } from '../../../src/render/reports/html-report.js';
import type { ReportResult, ReportRun } from '../../../src/reports/report-run.js';
import { hasChromium, openPage } from '../../support/chromium.js';
import type { Page } from '../../support/chromium.js';
import {
  connectionsRun,
  emptyTraffic,
  HOSTILE_KEYS,
  hostileConnections,
  hostileTraffic,
  ownRun,
  renderedOwnRun,
  reportRunOf,
  richTraffic,
  RUN_FROM,
  trafficOf,
} from '../../support/report-runs.js';

/** A hundred minutes; the n-th has n hits. */
const longTimeline = reportRunOf(
  trafficOf({ hits: 4950 }, [
    {
      kind: 'timeline',
      name: 'timeline',
      interval: 60,
      rows: Array.from({ length: 100 }, (_, at) => ({ from: RUN_FROM + at * 60, hits: at, bytes: at * 1000, errors: at % 2 })),
    },
  ]),
);

const ALL: Readonly<Record<string, ReportRun<ReportResult>>> = {
  richTraffic,
  emptyTraffic,
  hostileTraffic,
  connectionsRun,
  hostileConnections,
  ownRun,
  renderedOwnRun,
  longTimeline,
};

const PATHS = 'table[data-panel=paths]';

/** What a reader sees: the keys of a table's rows, from above. */
const keysOf = (page: Page, table: string): Promise<string[]> =>
  page.look(`[...document.querySelectorAll('${table} tbody tr')].filter((row) => row.offsetParent !== null).map((row) => row.cells[0].textContent)`);

const readoutOf = (page: Page): Promise<string> => page.look('document.querySelector(".legend output").textContent');

describe.skipIf(!hasChromium)('a page in Chromium', () => {
  let directory = '';
  let urls: Readonly<Record<string, string>> = {};
  let page: Page;

  const addressOf = (name: string, html: string): string => {
    const path = join(directory, `${name}.html`);
    writeFileSync(path, html);
    return pathToFileURL(path).href;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'alm-pages-'));
    urls = Object.fromEntries(Object.entries(ALL).map(([name, run]) => [name, addressOf(name, reportAsHtml(run))]));
    page = await openPage();
  });
  afterAll(async () => {
    await page.close();
    rmSync(directory, { recursive: true });
  });

  test.each(Object.keys(ALL))('of %s asks for nothing, complains of nothing, and fits a phone', async (name) => {
    await page.open(urls[name]!, { width: 360, height: 740 });
    await page.waitFor('document.documentElement.classList.contains("js")');
    expect(await page.look('document.documentElement.scrollWidth')).toBe(360);
    expect(page.requests).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  test('shows what attackers logged, and obeys none of it', async () => {
    await page.open(urls['hostileTraffic']!);
    expect(await keysOf(page, PATHS)).toEqual(HOSTILE_KEYS.map((key) => printable(key)));
    expect(await page.look('[document.title, document.querySelectorAll("script, img, svg, iframe, a").length]')).toEqual(['Traffic from 2018-11-22 15:50:00', 1]);
    await page.open(urls['hostileConnections']!);
    expect(await page.look('[...document.querySelector(".hosts").children].map((host) => host.textContent)')).toEqual(HOSTILE_KEYS.toSorted().map((key) => printable(key)));
    expect(await page.look('document.title')).toBe('Connections from 2018-11-22 15:50:00');
  });

  test('runs no script but its own, even if one got into it', async () => {
    const foreign = '<script>document.title = "hacked"</script><img src="x" onerror="document.title = 1"><img src="http://127.0.0.1:9/x.png">';
    await page.open(addressOf('foreign', reportAsHtml(richTraffic).replace('<main>', `<main>${foreign}`)));
    await page.waitFor('document.documentElement.classList.contains("js")');
    expect(await page.look('document.title')).toBe('Traffic from 2018-11-22 15:50:00');
    expect(page.complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(3);
  });

  test('can be read without its script', async () => {
    await page.open(addressOf('plain', reportAsHtml(richTraffic).replace(/<script>.*<\/script>/s, '')));
    expect(await keysOf(page, PATHS)).toEqual(['/products/:id', '/api/v1/orders', '(empty)']);
    expect(await page.look('[document.querySelector(".tools").offsetParent, document.querySelector(".zoom").offsetParent]')).toEqual([null, null]);
    const { hits, errors } = await page.look<Record<string, number>>(
      'Object.fromEntries([...document.querySelectorAll(".plot path")].map((path) => [path.getAttribute("class"), path.getBoundingClientRect().height]))',
    );
    expect(hits! / errors!).toBeCloseTo(4, 1);
  });

  describe('its tables', () => {
    test('are sorted by the column that is pressed, and the other way when it is pressed again', async () => {
      await page.open(urls['richTraffic']!);
      const errors = `${PATHS} th[data-column=errors] button`;
      await page.click(errors);
      expect(await keysOf(page, PATHS)).toEqual(['/api/v1/orders', '/products/:id', '(empty)']);
      expect(await page.look(`[...document.querySelectorAll('${PATHS} th[aria-sort]')].map((head) => [head.textContent, head.ariaSort])`)).toEqual([['Errors', 'descending']]);
      await page.click(errors);
      expect(await keysOf(page, PATHS)).toEqual(['(empty)', '/products/:id', '/api/v1/orders']);
      expect(await page.look('location.hash')).toBe('#sort=paths:errors:up');
    });

    test('are sorted by the keyboard', async () => {
      await page.open(urls['richTraffic']!);
      await page.look(`document.querySelector('${PATHS} th[data-column=key] button').focus()`);
      await page.press('Enter');
      expect(await keysOf(page, PATHS)).toEqual(['(empty)', '/api/v1/orders', '/products/:id']);
    });

    test('are sorted as the address says, by numbers and not by what they look like', async () => {
      await page.open(`${urls['richTraffic']!}#sort=slowest:max:up,sections:bytes,nowhere:hits,paths:nothing`);
      expect(await keysOf(page, 'table[data-panel=slowest]')).toEqual(['/products/:id', '/api/v1/orders']);
      expect(await keysOf(page, 'table[data-panel=sections]')).toEqual(['products', 'api', '/']);
      expect(await keysOf(page, PATHS)).toEqual(['/products/:id', '/api/v1/orders', '(empty)']);
      expect(page.complaints).toEqual([]);
    });

    test('show the rows that are searched for', async () => {
      await page.open(urls['richTraffic']!);
      await page.press('/');
      await page.type('API');
      expect(await page.look('document.activeElement.type')).toBe('search');
      expect(await keysOf(page, 'table[data-panel]:not([data-panel=timeline])')).toEqual(['api', '/api/v1/orders', '/api/v1/orders', '/api/v1/orders']);
      expect(await page.look('document.querySelector(".found").textContent')).toBe('4 rows');
      expect(await page.look('location.hash')).toBe('#search=API');
      await page.open(`${urls['connectionsRun']!}#search=al`);
      expect(await page.look('[...document.querySelectorAll(".hosts li")].filter((host) => host.offsetParent !== null).map((host) => host.textContent)')).toEqual(['alpine', 'alta']);
    });

    test('show a long key in full when it is pressed', async () => {
      await page.open(urls['hostileTraffic']!, { width: 360, height: 740 });
      const height = `document.querySelector('${PATHS} .long').offsetHeight`;
      const before = await page.look<number>(height);
      await page.click(`${PATHS} .long span`);
      expect(await page.look(height)).toBeGreaterThan(before);
    });
  });

  describe('its timeline', () => {
    const ALL_OF_IT = '15:50 – 17:30: 4,950 hits, 50 errors, 4.95 MB';

    test('is told in words, and by the bar under the pointer', async () => {
      await page.open(urls['longTimeline']!);
      expect(await readoutOf(page)).toBe(ALL_OF_IT);
      await page.look('document.querySelector(".plot").focus()');
      await page.press('End');
      expect(await readoutOf(page)).toBe('17:29 – 17:30: 99 hits, 1 error, 99.0 kB');
      await page.press('ArrowLeft');
      expect(await readoutOf(page)).toBe('17:28 – 17:29: 98 hits, 0 errors, 98.0 kB');
    });

    test('is zoomed by dragging, and shown whole again by a double click', async () => {
      await page.open(urls['longTimeline']!);
      await page.drag('.plot', 0.205, 0.295);
      await page.waitFor('location.hash !== ""');
      expect(await page.look('location.hash')).toBe(`#zoom=${RUN_FROM + 20 * 60},${RUN_FROM + 30 * 60}`);
      expect(await page.look('document.querySelector(".plot svg").getAttribute("viewBox")')).toBe('0 0 10 100');
      await page.click('.plot', 2);
      await page.waitFor('!location.hash.includes("zoom")');
      expect(await page.look('document.querySelector(".plot svg").getAttribute("viewBox")')).toBe('0 0 100 100');
    });

    test('is zoomed by keys, which move along it', async () => {
      await page.open(urls['longTimeline']!);
      await page.look('document.querySelector(".plot").focus()');
      await page.press('Home');
      for (const key of ['+', '+', '+']) await page.press(key);
      expect(await page.look('location.hash')).toBe(`#zoom=${RUN_FROM},${RUN_FROM + 13 * 60}`);
      await page.press('End');
      expect(await page.look('location.hash')).toBe(`#zoom=${RUN_FROM + 87 * 60},${RUN_FROM + 100 * 60}`);
      await page.press('Escape');
      expect(await page.look('location.hash')).not.toContain('zoom');
    });

    test('is zoomed by the wheel with Control, which alone scrolls the page until the chart has the focus', async () => {
      await page.open(urls['longTimeline']!, { width: 1280, height: 400 });
      await page.wheel('.plot', -200, true);
      await page.waitFor('location.hash.includes("zoom")');
      await page.open(urls['longTimeline']!, { width: 1280, height: 400 });
      await page.wheel('.plot', 100, false);
      await page.waitFor('scrollY > 0');
      expect(await page.look('location.hash')).toBe('');
      await page.look('document.querySelector(".plot").focus()');
      await page.wheel('.plot', -200, false);
      await page.waitFor('location.hash.includes("zoom")');
    });

    test('has bars of several intervals where there is no room for each', async () => {
      await page.open(urls['longTimeline']!, { width: 200, height: 740 });
      const remark = 'document.querySelector(".timeline .note").textContent';
      expect(await page.look(remark)).toMatch(/^intervals of 1m, [2-5] to a bar$/);
      for (const factor of ['in', 'in', 'in']) await page.click(`.zoom [data-zoom=${factor}]`);
      expect(await page.look(remark)).toBe('intervals of 1m');
    });

    test('is zoomed by two fingers, and moved by one', async () => {
      await page.open(urls['longTimeline']!, { width: 360, height: 740 });
      await page.pinch('.plot', [0.4, 0.6], [0.1, 0.9]);
      await page.waitFor('location.hash.includes("zoom")');
      const [from, to] = await page.look<[number, number]>('location.hash.slice(6).split(",").map(Number)');
      expect(to - from).toBeLessThan(50 * 60);
      expect(Math.abs((from + to) / 2 - (RUN_FROM + 50 * 60))).toBeLessThan(5 * 60);
    });

    test('is zoomed by its buttons, and as the address says', async () => {
      await page.open(`${urls['longTimeline']!}#zoom=${RUN_FROM + 600},${RUN_FROM + 1200}`);
      expect(await readoutOf(page)).toBe('16:00 – 16:10: 145 hits, 5 errors, 145 kB');
      await page.click('.zoom [data-zoom=all]');
      expect(await readoutOf(page)).toBe(ALL_OF_IT);
      await page.click('.zoom [data-zoom=in]');
      expect(await page.look('location.hash')).toBe(`#zoom=${RUN_FROM + 25 * 60},${RUN_FROM + 75 * 60}`);
    });
  });

  test.each(['', '#theme=dark'])('is on paper without what can be pressed, in light colours, and whole: %j', async (chosen) => {
    await page.open(`${urls['hostileTraffic']!}${chosen}`, { width: 700, height: 900, dark: true, onPaper: true });
    await page.waitFor('document.documentElement.classList.contains("js")');
    expect(await page.look('getComputedStyle(document.documentElement).getPropertyValue("--text")')).toBe('#1c2128');
    expect(await page.look('document.querySelector(".tools").offsetParent')).toBe(null);
    const cut = '[...document.querySelectorAll("th.long span")].filter((key) => key.scrollHeight > key.clientHeight + 1 && getComputedStyle(key).display !== "inline").length';
    expect(await page.look(cut)).toBe(0);
  });

  test("has the reader's colours, or those that were chosen", async () => {
    const ground = 'getComputedStyle(document.body).backgroundColor';
    await page.open(urls['richTraffic']!);
    const light = await page.look(ground);
    await page.open(urls['richTraffic']!, { width: 1280, height: 900, dark: true });
    const dark = await page.look(ground);
    expect(dark).not.toBe(light);
    expect(await page.look('document.querySelector(".theme").textContent')).toBe('Light');
    await page.click('.theme');
    expect(await page.look(ground)).toBe(light);
    expect(await page.look('location.hash')).toBe('#theme=light');
    await page.open(`${urls['richTraffic']!}#theme=dark`);
    expect(await page.look(ground)).toBe(dark);
  });
});
