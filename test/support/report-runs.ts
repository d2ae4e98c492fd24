import type { ConnectionsResult } from '../../src/reports/connections/connections-result.js';
import type { OwnResult } from '../../src/reports/own/own-result.js';
import type { ReportResult, ReportRun, SourceLines } from '../../src/reports/report-run.js';
import type { KeyPanel, KeyPanelName, TrafficPanelResult, TrafficResult, TrafficTotals } from '../../src/reports/traffic/traffic-result.js';
import { alertOf } from './report-data.js';

/** 2018-11-22T15:50:00Z, where the times of these samples begin. */
export const RUN_FROM = 1_542_901_800;

const linesOf = ({ accepted = 0, rejected = 0, filtered = 0, late = 0 }: Partial<ReportRun<ReportResult>['lines']>) => ({
  read: accepted + rejected + filtered,
  accepted,
  rejected,
  filtered,
  late,
});

export const sourceOf = (path: string, lines: Partial<SourceLines> = {}): SourceLines => ({
  path,
  format: lines.format === undefined ? 'combined' : lines.format,
  ...linesOf(lines),
});

type RunChanges = Partial<Omit<ReportRun<ReportResult>, 'result' | 'lines'>>;

/** A report over one log of ten minutes, and what is said of it otherwise. Its account is that of its sources. */
export const reportRunOf = <Result extends ReportResult>(result: Result, changes: RunChanges = {}): ReportRun<Result> => {
  const sources = changes.sources ?? [sourceOf('access.log', { accepted: 1000 })];
  const sum = (key: 'accepted' | 'rejected' | 'filtered' | 'late') => sources.reduce((total, source) => total + source[key], 0);
  return {
    window: { from: RUN_FROM * 1000, to: (RUN_FROM + 599) * 1000 },
    held: null,
    isPartial: false,
    isOpen: false,
    rejectedBy: {},
    ...changes,
    result,
    sources,
    lines: linesOf({ accepted: sum('accepted'), rejected: sum('rejected'), filtered: sum('filtered'), late: sum('late') }),
  };
};

const NO_TOTALS: TrafficTotals = {
  hits: 0,
  bytes: 0,
  successes: 0,
  errors: 0,
  other: 0,
  uniqueHosts: 0,
  uniqueHostsError: 0,
  meanRate: 0,
  peakRate: 0,
  peakSecond: null,
  peakMinute: null,
  resolution: 1,
};

export const trafficOf = (totals: Partial<TrafficTotals>, panels: readonly TrafficPanelResult[]): TrafficResult => ({
  report: 'traffic',
  totals: { ...NO_TOTALS, ...totals },
  panels,
});

type Counts = readonly [key: string, hits: number, errors: number, bytes: number];

/** A panel of these rows, and nothing beside them unless it is said. */
export const keyPanelOf = (name: KeyPanelName, rows: readonly Counts[], more: Partial<Omit<KeyPanel, 'kind' | 'name' | 'rows'>> = {}): KeyPanel => ({
  kind: 'keys',
  name,
  rows: rows.map(([key, hits, errors, bytes]) => ({ key, hits, errors, bytes })),
  rest: { hits: 0, errors: 0, bytes: 0 },
  distinct: rows.length,
  error: 0,
  ...more,
});

const timelineRow = (minute: number, hits: number, errors: number) => ({ from: RUN_FROM + minute * 60, hits, bytes: hits * 1500, errors });

const PANELS: readonly TrafficPanelResult[] = [
  {
    kind: 'timeline',
    name: 'timeline',
    interval: 60,
    rows: [120, 80, 95, 240, 0, 0, 0, 160, 205, 100].map((hits, minute) => timelineRow(minute, hits, minute === 3 ? 60 : Math.floor(hits / 80))),
  },
  keyPanelOf('sections', [['products', 600, 10, 900_000], ['api', 250, 55, 300_000], ['/', 100, 0, 50_000]], {
    rest: { hits: 50, errors: 1, bytes: 250_000 },
    distinct: 12,
    error: 3,
  }),
  keyPanelOf('paths', [['/products/:id', 420, 4, 700_000], ['/api/v1/orders', 180, 50, 200_000], ['', 1, 0, 0]], {
    rest: { hits: 399, errors: 12, bytes: 600_000 },
    distinct: 203,
  }),
  keyPanelOf('status', [['200', 900, 0, 1_400_000], ['500', 40, 40, 20_000], ['404', 26, 26, 30_000], ['304', 34, 0, 50_000]]),
  keyPanelOf('classes', [['2xx', 900, 0, 1_400_000], ['4xx', 26, 26, 30_000], ['5xx', 40, 40, 20_000], ['3xx', 34, 0, 50_000]]),
  keyPanelOf('methods', [['GET', 950, 60, 1_450_000], ['POST', 50, 6, 50_000]]),
  keyPanelOf('hosts', [['203.0.113.32', 400, 12, 600_000], ['2001:db8::17', 300, 40, 500_000]], {
    rest: { hits: 300, errors: 14, bytes: 400_000 },
    distinct: 213,
  }),
  keyPanelOf('vhosts', []),
  keyPanelOf('referrers', [['https://shop.example/search?q=oven%20glove&page=2&sort=price&order=ascending', 300, 0, 450_000]]),
  keyPanelOf('agents', [['Firefox', 500, 5, 700_000], ['Chrome', 300, 3, 500_000], ['Googlebot', 200, 58, 300_000]]),
  keyPanelOf('bots', [['Googlebot', 200, 58, 300_000]]),
  keyPanelOf('bytes', [['/products/:id', 420, 4, 700_000], ['/api/v1/orders', 180, 50, 200_000]], {
    rest: { hits: 400, errors: 12, bytes: 600_000 },
    distinct: 203,
  }),
  {
    kind: 'slow',
    name: 'slowest',
    relativeError: 0.01,
    rest: 20,
    rows: [
      { key: '/api/v1/orders', hits: 180, p50: 0.12, p90: 0.8, p95: 1.25, p99: 3.5, max: 12.25 },
      { key: '/products/:id', hits: 420, p50: 0.0042, p90: 0.011, p95: 0.0125, p99: 0.031, max: 0.095 },
    ],
  },
  keyPanelOf('notFound', [['/wp-login.php', 20, 20, 20_000], ['/.env', 6, 6, 10_000]]),
  { kind: 'bursts', name: 'bursts', others: 2, rows: [{ from: RUN_FROM + 180, to: RUN_FROM + 235, hits: 220, errors: 58 }] },
  {
    kind: 'alerts',
    name: 'alerts',
    others: 0,
    rows: [
      alertOf({ triggeredAt: RUN_FROM + 200, valueAtTrigger: 11.1, resolvedAt: RUN_FROM + 310 }),
      alertOf({ id: 2, triggeredAt: RUN_FROM + 500, valueAtTrigger: 10.05 }),
    ],
  },
];

const TOTALS: Partial<TrafficTotals> = {
  hits: 1000,
  bytes: 1_500_000,
  successes: 934,
  errors: 66,
  uniqueHosts: 213,
  uniqueHostsError: 0.0081,
  meanRate: 1000 / 600,
  peakRate: 21,
  peakSecond: { at: RUN_FROM + 200, hits: 21 },
  peakMinute: { at: RUN_FROM + 180, hits: 240 },
};

/** Every panel, several logs, and lines of all kinds. */
export const richTraffic = reportRunOf(trafficOf(TOTALS, PANELS), {
  window: { from: RUN_FROM * 1000, to: RUN_FROM * 1000 + 599_250 },
  sources: [
    sourceOf('/var/log/nginx/access.log', { accepted: 700, rejected: 2, late: 3 }),
    sourceOf('/var/log/nginx/access.log.1.gz', { accepted: 300, filtered: 120 }),
    sourceOf('-', { format: null, rejected: 4 }),
  ],
  rejectedBy: { layout: 5, time: 1 },
});

/** What a person asks for who wants two panels. */
export const smallTraffic = reportRunOf(
  trafficOf(
    { hits: 3, bytes: 1204, successes: 2, other: 1, uniqueHosts: null, meanRate: 0.75, peakRate: 2, peakSecond: { at: RUN_FROM, hits: 2 }, peakMinute: { at: RUN_FROM, hits: 3 } },
    [keyPanelOf('sections', [['food', 3, 0, 1204]]), keyPanelOf('notFound', [])],
  ),
  { sources: [sourceOf('access.log', { accepted: 3 })] },
);

/** All that is in the log is older than the window. */
export const emptyTraffic = reportRunOf(
  trafficOf({}, [{ kind: 'timeline', name: 'timeline', interval: 10, rows: [] }, keyPanelOf('paths', [])]),
  {
    sources: [sourceOf('access.log', { filtered: 42 })],
    held: { from: (RUN_FROM - 7200) * 1000, to: (RUN_FROM - 3600) * 1000 + 250 },
  },
);

/** Cut short by a signal. */
export const partialTraffic = reportRunOf(smallTraffic.result, { isPartial: true });

/** What attackers write into logs, in each place where such text is shown. */
export const HOSTILE_KEYS = [
  '<script>document.title="hacked"</script>',
  '</script><script>document.title="hacked"</script>',
  '<img src=x onerror="document.title=\'hacked\'">',
  '"><svg onload=document.title="hacked">',
  "' onmouseover='document.title=1",
  '&lt;b&gt;&#60;',
  '\u001b[31mred\u001b]0;title\u0007',
  'abc\u202efdp.exe',
  'line\r\nbreak\u2028\u0085',
  '=HYPERLINK("http://evil.example","x")',
  '@SUM(1+1)*cmd|\' /C calc\'!A0',
  '+1', '-1', '\t=1', '＝1',
  'comma, "quoted"',
  '__proto__', 'constructor', '2', '10', '1',
  '\ud800 half',
  'javascript:alert(1)',
  `/${'very-long/'.repeat(100)}`,
  '${7*7} {{7*7}} %s',
  '日本語 é 😀 مرحبا',
] as const;

export const hostileTraffic = reportRunOf(
  trafficOf({ hits: 260, bytes: 2600, successes: 260 }, [
    ...(['sections', 'paths', 'referrers', 'agents'] as const).map((name) => keyPanelOf(name, HOSTILE_KEYS.map((key) => [key, 10, 0, 100]))),
    { kind: 'slow', name: 'slowest', relativeError: 0.01, rest: 0, rows: HOSTILE_KEYS.map((key) => ({ key, hits: 1, p50: 1, p90: 1, p95: 1, p99: 1, max: 1 })) },
  ]),
  { sources: HOSTILE_KEYS.map((path) => sourceOf(path, { format: path, accepted: 10 })) },
);

const CONNECTIONS: ConnectionsResult = {
  report: 'connections',
  connectedTo: [
    { host: 'Delta', hosts: ['alpine', 'alta', 'bravo'], connections: 412 },
    { host: 'Nowhere', hosts: [], connections: 0 },
  ],
  receivedFrom: [{ host: 'alta', hosts: ['Delta', 'Uniform'], connections: 37 }],
  mostReceived: { host: 'Uniform', count: 1015 },
  mostGenerated: { host: 'alpine', count: 630 },
  timeline: null,
  error: 0,
};

export const connectionsRun = reportRunOf(CONNECTIONS, {
  sources: [sourceOf('connections.log', { format: 'connections', accepted: 5000, rejected: 1, filtered: 7000, late: 2 })],
  rejectedBy: { layout: 1 },
});

export const connectionsByInterval = reportRunOf<ConnectionsResult>({
  ...CONNECTIONS,
  timeline: {
    interval: 300,
    rows: [
      { from: Date.UTC(2018, 10, 22, 15, 50) / 1000, connections: 1600 },
      { from: Date.UTC(2018, 10, 22, 15, 55) / 1000, connections: 3400 },
    ],
  },
});

export const emptyConnections = reportRunOf<ConnectionsResult>(
  { report: 'connections', connectedTo: [{ host: 'Delta', hosts: [], connections: 0 }], receivedFrom: [], mostReceived: null, mostGenerated: null, timeline: null, error: 0 },
  { window: { from: null, to: null }, sources: [] },
);

/** Hosts by which an object would be built wrongly, in an order that it would not keep. */
export const hostileConnections = reportRunOf<ConnectionsResult>({
  report: 'connections',
  connectedTo: HOSTILE_KEYS.map((host) => ({ host, hosts: HOSTILE_KEYS.toSorted(), connections: 7 })),
  receivedFrom: HOSTILE_KEYS.map((host) => ({ host, hosts: ['__proto__', host], connections: 9 })),
  mostReceived: { host: '__proto__', count: 9 },
  mostGenerated: { host: '\u001b[2J', count: 7 },
  timeline: null,
  error: 4,
});

export const ownRun = reportRunOf<OwnResult>({
  report: 'own',
  name: 'cache-misses',
  value: { misses: 12, share: 0.012, worst: [{ path: '/a', misses: 7 }, { path: '=b', misses: -5 }], note: null },
  text: null,
});

/** Its module renders its result itself. */
export const renderedOwnRun = reportRunOf<OwnResult>({
  report: 'own',
  name: 'cache-misses',
  value: { misses: 12 },
  text: '12 misses of 1000\n  worst: /a\u001b[31m <b>\n',
});
