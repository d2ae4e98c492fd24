import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportAsHtml } from '../../../src/render/reports/html-report.js';
import { escaped } from '../../../src/render/reports/page/html.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_DIGEST } from '../../../src/render/reports/page/page-script.js';
import { DARK, LIGHT } from '../../../src/render/reports/page/palette.js';
import type { Palette } from '../../../src/render/reports/page/palette.js';
import type { ReportResult, ReportRun } from '../../../src/reports/report-run.js';
import { forbiddenIn, hostileText } from '../../support/hostile-text.js';
import {
  connectionsByInterval,
  connectionsRun,
  emptyConnections,
  emptyTraffic,
  HOSTILE_KEYS,
  hostileConnections,
  hostileTraffic,
  keyPanelOf,
  ownRun,
  partialTraffic,
  renderedOwnRun,
  reportRunOf,
  richTraffic,
  smallTraffic,
  sourceOf,
  trafficOf,
} from '../../support/report-runs.js';

const ALL: Readonly<Record<string, ReportRun<ReportResult>>> = {
  richTraffic,
  smallTraffic,
  emptyTraffic,
  partialTraffic,
  hostileTraffic,
  connectionsRun,
  emptyConnections,
  hostileConnections,
  ownRun,
  renderedOwnRun,
};

/** A page without what is the same in each: its style and its script. */
const bodyOf = (run: ReportRun<ReportResult>): string => reportAsHtml(run).replace(/<style>.*<\/style>/s, '').replace(/<script>.*<\/script>/s, '');

const tagsOf = (page: string): string[] => page.match(/<[^>]*>/g) ?? [];

/** The texts of a page's rows, tags left out. */
const rowsOf = (page: string): string[] => (page.match(/<tr>.*?<\/tr>/g) ?? []).map((row) => row.replace(/<\/t[hd]>/g, ' | ').replace(/<[^>]*>/g, ''));

describe('a page', () => {
  test.each(Object.entries(ALL))('of %s loads nothing and leads nowhere', (_, run) => {
    const page = reportAsHtml(run);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src '${PAGE_SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'"`);
    expect(page.match(/<script/g)).toHaveLength(1);
    for (const tag of tagsOf(bodyOf(run))) expect(tag).not.toMatch(/\s(?:src|href|srcset|action|on\w+)\s*=|^<(?:link|img|iframe|base|form|object|embed|a)\b/i);
    expect(page).not.toMatch(/url\(|@import|fetch\(|XMLHttpRequest|WebSocket|innerHTML|eval\(/);
  });

  test('allows the script that it has', () => {
    expect(PAGE_SCRIPT_DIGEST).toBe(`sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}`);
    expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--|https?:/i);
  });

  test('has a heading for each part, and a caption and a head for each table', () => {
    const page = bodyOf(richTraffic);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      ...['Timeline', 'Sections', 'Paths', 'Status codes', 'Status classes', 'Methods', 'Hosts', 'Virtual hosts', 'Referrers', 'User agents', 'Bots'],
      ...['Paths by bytes', 'Slowest paths', 'Not found', 'Error bursts', 'Alerts', 'Files', 'Rejected lines'],
    ]);
    expect(page.match(/<table/g)).toHaveLength(page.match(/<caption>/g)?.length ?? 0);
    expect(page.match(/<table/g)).toHaveLength(page.match(/<thead>/g)?.length ?? 0);
  });

  test('tells everything without its script', () => {
    const rows = rowsOf(bodyOf(richTraffic));
    expect(rows).toEqual(
      expect.arrayContaining([
        '2018-11-22 15:53:00 | 240 | 60 | 360 kB | ',
        'products | 600 | 60.0% | 10 | 900 kB | ',
        '... and at least 9 others | 50 | 5.0% | 1 | 250 kB | ',
        '404 | 26 | 2.6% | 30.0 kB | ',
        '/products/:id | 420 | 46.7% | 4 | 700 kB | ',
        '/api/v1/orders | 180 | 120 ms | 800 ms | 1.25 s | 3.5 s | 12.3 s | ',
        '2018-11-22 15:53:00 | 55s | 220 | 58 | 26.4% | ',
        '#2 | 2018-11-22 15:58:20 | still active | 10.05/s | 10/s | ',
        '/var/log/nginx/access.log.1.gz | combined | 420 | 300 | 0 | 120 | 0 | ',
        'stdin | unknown format | 4 | 0 | 4 | 0 | 0 | ',
        'layout | 5 | ',
      ]),
    );
    const page = bodyOf(richTraffic);
    expect(page).toContain('<dt>Errors</dt><dd>66</dd><dd class="note">6.6%</dd>');
    expect(page).toContain('<p class="note">at least 12 in all; counts may be too low by up to 3</p>');
    expect(page).toContain('<p class="faint"><time>2018-11-22 15:50:00</time> – <time>2018-11-22 15:59:59.250</time> UTC</p>');
    // A bar of the hits of the fourth minute, which had the most, and half as high one of its errors.
    expect(page).toMatch(/<path class="hits" d="[^"]*M3\.1 100V0\.000h\.8V100z/);
    expect(page).toMatch(/<path class="errors" d="[^"]*M3\.1 100V75\.000h\.8V100z/);
  });

  test('points out errors where they are far more than elsewhere', () => {
    const panel = keyPanelOf('paths', [['/usual', 100, 10, 0], ['/broken', 100, 20, 0], ['/seldom', 10, 0, 0]]);
    const cells = (errors: number): string[] => bodyOf(reportRunOf(trafficOf({ hits: 1000, errors }, [panel]))).match(/<td class="bad"[^>]*>.*?<\/td>/g) ?? [];
    expect(cells(100)).toEqual(['<td class="bad" data-value="20">20</td>']);
    expect(cells(10)).toHaveLength(2);
    expect(cells(200)).toEqual([]);
  });

  test('of an empty window says so, and what the logs hold', () => {
    const page = bodyOf(emptyTraffic);
    expect(page).toContain('>No records in the window. The logs hold some from 2018-11-22 13:50:00+00:00 to 2018-11-22 14:50:00.250+00:00.</p>');
    expect(page).not.toContain('<h2>Paths');
  });

  test('says that it was cut short', () => {
    expect(bodyOf({ ...partialTraffic, isPartial: false, isOpen: true })).toContain('>so far: more records may come.</p>');
    expect(bodyOf(partialTraffic)).toContain('>partial: cut short by a signal; there is more in the logs than was read.</p>');
    expect(bodyOf(smallTraffic)).not.toContain('cut short');
  });

  test('tells of connections', () => {
    const page = bodyOf(connectionsRun);
    expect(page).toContain('<dt>Server that received more connections</dt><dd>Uniform</dd><dd class="note">1,015 connections</dd>');
    expect(page).toContain('<h2>Connections to Delta</h2><p class="note">412, from 3 hosts</p>');
    expect(page).toContain('<ul class="hosts"><li>alpine</li><li>alta</li><li>bravo</li></ul>');
    expect(page).toContain('<h2>Connections to Nowhere</h2><p class="note">0, from 0 hosts</p></div>\n<p class="faint">none</p>');
    expect(bodyOf(hostileConnections)).toContain('Counts may be too low by up to 4.');
    expect(page).not.toContain('Timeline');
    expect(bodyOf(connectionsByInterval)).toMatch(/data-panel="timeline"[\s\S]*3,400/);
    const odd = reportRunOf({ ...connectionsRun.result, mostReceived: { host: 'a&b<c>', count: 1 } });
    expect(bodyOf(odd)).toContain('<dd>a&amp;b&lt;c&gt;</dd>');
  });

  test("tells of a report of the user's, by its own words if it has some", () => {
    expect(rowsOf(bodyOf(ownRun))).toContain('worst.1.misses | -5 | ');
    expect(bodyOf(renderedOwnRun)).toContain('<pre>12 misses of 1000\n  worst: /a\\x1b[31m &lt;b&gt;\n');
  });
});

describe('text from a log', () => {
  test.each([
    ['markup', '<b title="x">&amp;</b>', '&lt;b title=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;'],
    ['quotes', `"'`, '&quot;&#39;'],
    ['controls', '\u001b[31m\u0000\u202e', '\\x1b[31m\\x00\\u{202e}'],
    ['anything else', 'a/b?c=d 日本', 'a/b?c=d 日本'],
  ])('is escaped: %s', (_, text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  test('is on the page as it was logged', () => {
    const keys = rowsOf(bodyOf(hostileTraffic)).map((row) => row.replace(/ \| .*/s, ''));
    for (const key of HOSTILE_KEYS) expect(keys.filter((each) => each === escaped(key)).length).toBeGreaterThanOrEqual(6);
  });

  test('never makes a tag, an attribute, or an end of one, wherever it stands', () => {
    const pageOf = (text: string): string =>
      bodyOf(
        reportRunOf(
          trafficOf({ hits: 1, bytes: 1 }, [
            keyPanelOf('paths', [[text, 1, 0, 1]]),
            { kind: 'slow', name: 'slowest', relativeError: 0.01, rest: 0, rows: [{ key: text, hits: 1, p50: 1, p90: 1, p95: 1, p99: 1, max: 1 }] },
          ]),
          { sources: [sourceOf(text, { format: text, accepted: 1 })] },
        ),
      ) +
      bodyOf(
        reportRunOf({
          report: 'connections',
          connectedTo: [{ host: text, hosts: [text], connections: 1 }],
          receivedFrom: [],
          mostReceived: { host: text, count: 1 },
          mostGenerated: null,
          timeline: null,
          error: 0,
        }),
      ) +
      bodyOf(reportRunOf({ report: 'own', name: text, value: { [text]: text }, text: null }));
    // A long text is marked as such.
    const marksOf = (page: string): string[] => tagsOf(page.replaceAll(' class="long"', ''));
    const tags = marksOf(pageOf('x'));
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.constantFrom(...HOSTILE_KEYS)), (text) => {
        const page = pageOf(text);
        expect(marksOf(page)).toEqual(tags);
        expect(forbiddenIn(page.replaceAll('\n', ''))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the colours', () => {
  const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);

  /** The contrast of two colours as WCAG 2 defines it: 1 to 21. */
  const contrast = (one: string, other: string): number => {
    const luminance = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(color).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  const PAIRS = (['text', 'faint', 'accent', 'errors'] as const).flatMap((front) => (['ground', 'card', 'share', 'notice'] as const).map((back) => [front, back] as const));

  test.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('can be read, %s', (_, palette: Palette) => {
    for (const [front, back] of PAIRS) expect([front, back, contrast(palette[front], palette[back]) >= 4.5]).toEqual([front, back, true]);
    expect(contrast(palette.hits, palette.card)).toBeGreaterThan(3);
    expect(contrast(palette.errors, palette.hits)).toBeGreaterThan(1.5);
  });
});
