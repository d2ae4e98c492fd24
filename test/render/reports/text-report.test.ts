import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsIn } from '../../../src/render/cells.js';
import type { Printable } from '../../../src/render/printable.js';
import { reportAsText } from '../../../src/render/reports/text-report.js';
import { forbiddenIn, hostileText } from '../../support/hostile-text.js';
import {
  connectionsByInterval,
  connectionsRun,
  emptyConnections,
  emptyTraffic,
  hostileConnections,
  hostileTraffic,
  keyPanelOf,
  ownRun,
  partialTraffic,
  renderedOwnRun,
  reportRunOf,
  richTraffic,
  RUN_FROM,
  smallTraffic,
  sourceOf,
  trafficOf,
} from '../../support/report-runs.js';

const DOUBLE = '='.repeat(80);
const SINGLE = '-'.repeat(80);

/** All below the head. */
const below = (text: string): string => text.slice(text.indexOf('\n\n') + 2);

const widestLine = (text: string): number => Math.max(...text.split('\n').map((line) => cellsIn(line as Printable)));

describe('traffic as text', () => {
  test('tells all that was counted in 80 columns', () => {
    const text = reportAsText(richTraffic);
    expect(text).toBe(`TRAFFIC REPORT
${DOUBLE}
From               : 2018-11-22 15:50:00+00:00
To                 : 2018-11-22 15:59:59.250+00:00
Files              : 3
Lines read         : 1,126 = 1,000 accepted + 6 rejected + 120 filtered
Rejected lines     : 6 (layout 5, time 1)
Late records       : 3

TOTALS
${SINGLE}
Hits               : 1,000
Bytes              : 1.50 MB
Successes          : 934 (93.4%)
Errors             : 66 (6.6%)
Unique hosts       : 213 (standard error 0.8%)
Mean rate          : 1.67/s
Peak second hits   : 21 (at 2018-11-22 15:53:20+00:00)
Peak minute hits   : 240 (at 2018-11-22 15:53:00+00:00)

TIMELINE (intervals of 1m, ▒ errors)
${SINGLE}
from                                                        hits  errors   bytes
15:50:00  ████████████████████████                           120       1  180 kB
15:51:00  ████████████████                                    80       1  120 kB
15:52:00  ███████████████████                                 95       1  143 kB
15:53:00  ▒▒▒▒▒▒▒▒▒▒▒▒████████████████████████████████████   240      60  360 kB
... 3 intervals without hits ...
15:57:00  ████████████████████████████████                   160       2  240 kB
15:58:00  █████████████████████████████████████████          205       2  308 kB
15:59:00  ████████████████████                               100       1  150 kB

SECTIONS
${SINGLE}
hits  share  errors    bytes  section
 600  60.0%      10   900 kB  products
 250  25.0%      55   300 kB  api
 100  10.0%       0  50.0 kB  /
  50   5.0%       1   250 kB  ... and at least 9 others
counts may be too low by up to 3

PATHS
${SINGLE}
hits  share  errors   bytes  path
 420  42.0%       4  700 kB  /products/:id
 180  18.0%      50  200 kB  /api/v1/orders
   1   0.1%       0     0 B  (empty)
 399  39.9%      12  600 kB  ... and 200 others

STATUS CODES
${SINGLE}
hits  share    bytes  status
 900  90.0%  1.40 MB  200
  40   4.0%  20.0 kB  500
  26   2.6%  30.0 kB  404
  34   3.4%  50.0 kB  304

STATUS CLASSES
${SINGLE}
hits  share    bytes  class
 900  90.0%  1.40 MB  2xx
  26   2.6%  30.0 kB  4xx
  40   4.0%  20.0 kB  5xx
  34   3.4%  50.0 kB  3xx

METHODS
${SINGLE}
hits  share  errors    bytes  method
 950  95.0%      60  1.45 MB  GET
  50   5.0%       6  50.0 kB  POST

HOSTS
${SINGLE}
hits  share  errors   bytes  host
 400  40.0%      12  600 kB  203.0.113.32
 300  30.0%      40  500 kB  2001:db8::17
 300  30.0%      14  400 kB  ... and 211 others

VIRTUAL HOSTS
${SINGLE}
none

REFERRERS
${SINGLE}
hits  share  errors   bytes  referrer
 300  30.0%       0  450 kB  https://shop.example/sear…ort=price&order=ascending

USER AGENTS
${SINGLE}
hits  share  errors   bytes  agent
 500  50.0%       5  700 kB  Firefox
 300  30.0%       3  500 kB  Chrome
 200  20.0%      58  300 kB  Googlebot

BOTS
${SINGLE}
hits  share  errors   bytes  bot
 200  20.0%      58  300 kB  Googlebot

PATHS BY BYTES
${SINGLE}
hits  share  errors   bytes  path
 420  46.7%       4  700 kB  /products/:id
 180  13.3%      50  200 kB  /api/v1/orders
 400  40.0%      12  600 kB  ... and 201 others

SLOWEST PATHS
${SINGLE}
hits     p50     p90      p95    p99     max  path
 180  120 ms  800 ms   1.25 s  3.5 s  12.3 s  /api/v1/orders
 420  4.2 ms   11 ms  12.5 ms  31 ms   95 ms  /products/:id
p50 to p99 are within 1.0%; 20 hits are of other paths

NOT FOUND
${SINGLE}
hits  share    bytes  path
  20   2.0%  20.0 kB  /wp-login.php
   6   0.6%  10.0 kB  /.env

ERROR BURSTS
${SINGLE}
from                       for  hits  errors  share
2018-11-22 15:53:00+00:00  55s   220      58  26.4%
... and 2 more

ALERTS
${SINGLE}
id  triggered at               resolved at                   rate  threshold
#1  2018-11-22 15:53:20+00:00  2018-11-22 15:55:10+00:00  11.10/s       10/s
#2  2018-11-22 15:58:20+00:00  still active               10.05/s       10/s

FILES
${SINGLE}
read  accepted  rejected  filtered          format  file
 702       700         2         0        combined  /var/log/nginx/access.log
 420       300         0       120        combined  /var/log/nginx…cess.log.1.gz
   4         0         4         0  unknown format  stdin
`);
    expect(widestLine(text)).toBeLessThanOrEqual(80);
  });

  test('tells of the panels that were asked for', () => {
    expect(reportAsText(smallTraffic)).toBe(`TRAFFIC REPORT
${DOUBLE}
From               : 2018-11-22 15:50:00+00:00
To                 : 2018-11-22 15:59:59+00:00
File               : access.log (combined)
Lines read         : 3 = 3 accepted + 0 rejected + 0 filtered

TOTALS
${SINGLE}
Hits               : 3
Bytes              : 1.20 kB
Successes          : 2 (66.7%)
Errors             : 0 (0.0%)
Other              : 1 (33.3%)
Mean rate          : 0.75/s
Peak second hits   : 2 (at 2018-11-22 15:50:00+00:00)
Peak minute hits   : 3 (at 2018-11-22 15:50:00+00:00)

SECTIONS
${SINGLE}
hits   share  errors    bytes  section
   3  100.0%       0  1.20 kB  food

NOT FOUND
${SINGLE}
none
`);
  });

  test('says that nothing is in the window, and what the logs hold', () => {
    expect(below(reportAsText(emptyTraffic))).toBe(`No records in the window. The logs hold some from
2018-11-22 13:50:00+00:00 to 2018-11-22 14:50:00.250+00:00.
`);
    expect(below(reportAsText({ ...emptyTraffic, held: null }))).toBe(
      'No records in the window. 42 records are outside of it, or were filtered out.\n',
    );
    expect(below(reportAsText({ ...emptyTraffic, held: null, lines: { ...emptyTraffic.lines, filtered: 0 } }))).toBe('No records in the window.\n');
    expect(below(reportAsText({ ...emptyTraffic, window: { from: 2000, to: 1999 }, held: null }))).toBe('The window ends before it begins. 42 records are outside of it, or were filtered out.\n');
    const unbounded = { ...emptyTraffic, window: { from: null, to: null } };
    expect(below(reportAsText(unbounded))).toBe(`All records were filtered out. The logs hold some from
2018-11-22 13:50:00+00:00 to 2018-11-22 14:50:00.250+00:00.
`);
    expect(below(reportAsText({ ...unbounded, held: null, lines: { ...emptyTraffic.lines, filtered: 0 } }))).toBe('No records.\n');
    expect(below(reportAsText({ ...emptyTraffic, isPartial: true }))).toBe('No records in the window so far.\n\npartial: cut short by a signal\n');
  });

  test('says first and last that it was cut short', () => {
    expect(reportAsText({ ...emptyTraffic, isOpen: true }).split('\n')[0]).toBe('TRAFFIC REPORT (so far: more records may come)');
    const lines = reportAsText(partialTraffic).split('\n');
    expect(lines[0]).toBe('TRAFFIC REPORT (partial: cut short by a signal)');
    expect(lines.slice(-3)).toEqual(['', 'partial: cut short by a signal', '']);
  });

  test('sums up all but the first files', () => {
    const sources = Array.from({ length: 23 }, (_, at) => sourceOf(`access.log.${at}`, { accepted: 10, rejected: at }));
    const lines = reportAsText(reportRunOf(smallTraffic.result, { sources })).split('\n');
    expect(lines.slice(-4)).toEqual([
      '  28        10        18         0  combined  access.log.18',
      '  29        10        19         0  combined  access.log.19',
      '  93        30        63         0            ... and 3 others',
      '',
    ]);
  });

  test('says how exact a panel is that could not hold all keys', () => {
    const rest = { hits: 5, errors: 0, bytes: 0 };
    const panel = keyPanelOf('sections', [['food', 10, 0, 0]], { rest, distinct: 1, error: 1200 });
    expect(below(reportAsText(reportRunOf(trafficOf({ hits: 15 }, [panel]))))).toContain(`
  10  66.7%       0    0 B  food
   5  33.3%       0    0 B  ... and others
counts may be too low by up to 1,200
`);
  });

  test('says that the logs tell no durations, and that there was no alert', () => {
    const run = reportRunOf(
      trafficOf({ hits: 1 }, [
        { kind: 'slow', name: 'slowest', rows: [], relativeError: 0.01, rest: 0 },
        { kind: 'bursts', name: 'bursts', rows: [], others: 0 },
        { kind: 'alerts', name: 'alerts', rows: [], others: 0 },
        { kind: 'timeline', name: 'timeline', rows: [], interval: 3600 },
      ]),
    );
    const text = reportAsText(run);
    expect(text).toContain(`SLOWEST PATHS\n${SINGLE}\nno durations in the logs\n`);
    for (const heading of ['ERROR BURSTS', 'ALERTS', 'TIMELINE (intervals of 1h)']) expect(text).toContain(`${heading}\n${SINGLE}\nnone\n`);
  });

  test.each([
    ['the time of day within one day', 60, 2, '15:50:00 '],
    ['the day, too, over midnight', 3600, 10, '2018-11-22 15:50:00 '],
    ['the day alone where intervals are days', 86_400, 3, '2018-11-22 '],
  ])('names intervals by %s', (_, interval, count, expected) => {
    const rows = Array.from({ length: count }, (__, at) => ({ from: RUN_FROM + at * interval, hits: 1, bytes: 0, errors: 0 }));
    const text = reportAsText(reportRunOf(trafficOf({ hits: count }, [{ kind: 'timeline', name: 'timeline', interval, rows }])));
    expect(text.split('\n').find((line) => line.includes('█'))?.startsWith(`${expected} █`)).toBe(true);
    expect(widestLine(text)).toBeLessThanOrEqual(80);
  });
});

describe('connections as text', () => {
  test('are sentences that name the hosts', () => {
    expect(reportAsText(connectionsRun)).toBe(`CONNECTIONS REPORT
${DOUBLE}
From               : 2018-11-22 15:50:00+00:00
To                 : 2018-11-22 15:59:59+00:00
File               : connections.log (connections)
Lines read         : 12,001 = 5,000 accepted + 1 rejected + 7,000 filtered
Rejected lines     : 1 (layout 1)
Late records       : 2

* Server that received more connections: Uniform (1015)
* Server that generated more connections: alpine (630)
* Connections to Delta: 412, from: alpine, alta, bravo
* Connections to Nowhere: 0, from: none
* Connections from alta: 37, to: Delta, Uniform
`);
  });

  test('say that there are none', () => {
    expect(reportAsText(emptyConnections)).toBe(`CONNECTIONS REPORT
${DOUBLE}
Files              : 0
Lines read         : 0 = 0 accepted + 0 rejected + 0 filtered

No records.

* Server that received more connections: none
* Server that generated more connections: none
* Connections to Delta: 0, from: none
`);
  });

  test('have a timeline where it was asked for', () => {
    expect(reportAsText(connectionsByInterval).split('\n\n').at(-1)).toBe(`TIMELINE (intervals of 5m)
--------------------------------------------------------------------------------
from                                                                 connections
15:50:00  ██████████████████████████▉                                      1,600
15:55:00  █████████████████████████████████████████████████████████        3,400
`);
  });

  test('say how far counts may be too low', () => {
    expect(reportAsText(hostileConnections)).toMatch(/\ncounts may be too low by up to 4\n$/);
  });
});

describe("a report of the user's as text", () => {
  test('tells each value by the way to it', () => {
    expect(reportAsText(ownRun)).toBe(`CACHE-MISSES
${DOUBLE}
From               : 2018-11-22 15:50:00+00:00
To                 : 2018-11-22 15:59:59+00:00
File               : access.log (combined)
Lines read         : 1,000 = 1,000 accepted + 0 rejected + 0 filtered

misses          12
share           0.012
worst.0.path    /a
worst.0.misses  7
worst.1.path    =b
worst.1.misses  -5
note            null
`);
  });

  test('is what its module makes of it, without what a terminal would obey', () => {
    expect(below(reportAsText(renderedOwnRun))).toBe('12 misses of 1000\n  worst: /a\\x1b[31m <b>\n');
  });
});

describe('whatever stands in a log', () => {
  test.each([
    ['traffic', hostileTraffic],
    ['connections', hostileConnections],
  ])('in a report on %s nothing forbidden is left', (_, run) => {
    expect(forbiddenIn(reportAsText(run).replaceAll('\n', ''))).toEqual([]);
  });

  test('a line of a table keeps to 80 columns', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 4 }), (keys) => {
        const panel = keyPanelOf('paths', keys.map((key) => [key.repeat(5), 1, 0, 0]));
        const text = reportAsText(reportRunOf(trafficOf({ hits: 4 }, [panel])));
        expect(widestLine(text)).toBeLessThanOrEqual(80);
        expect(forbiddenIn(text.replaceAll('\n', ''))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
