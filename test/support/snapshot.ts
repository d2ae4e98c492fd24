import type { Alert } from '../../src/core/alert/alert.js';
import { noLines } from '../../src/core/line-counts.js';
import type { SectionCount } from '../../src/core/report.js';
import type { RawLine, RejectedLine, Snapshot, Span } from '../../src/core/snapshot.js';

/** 2018-11-22T17:57:22Z */
export const NOW = 1_542_909_442;

const SECTIONS: readonly [string, number, number, number][] = [
  ['food', 61_204, 512, 834_000_000],
  ['api', 40_118, 3310, 92_400_000],
  ['images', 22_903, 41, 2_310_000_000],
  ['/', 9120, 3, 61_300_000],
  ['login', 4013, 390, 4_120_000],
  ['static', 3320, 0, 510_000_000],
  ['search', 2210, 12, 33_000_000],
  ['checkout', 930, 88, 4_400_000],
  ['admin', 41, 41, 20_100],
  ['-', 12, 12, 0],
];

const sections: SectionCount[] = SECTIONS.map(([section, hits, errors, bytes]) => ({ section, hits, errors, bytes }));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A calm day with a surge at its end: deterministic, and never the same from one step to the next. */
const curve = (steps: number, surge: number): number[] =>
  Array.from({ length: steps }, (_, i) => {
    const calm = 7 + 2 * Math.sin(i / 40) + ((i * 7919) % 5) * 0.4;
    const fromEnd = steps - i;
    return fromEnd < surge && fromEnd > surge / 4 ? calm + 14 : calm;
  });

const errorCurve = (steps: number): number[] =>
  Array.from({ length: steps }, (_, i) => (steps - i < 70 && steps - i > 30 ? 3 + ((i * 31) % 3) : 0));

export const resolvedAlert = (id: number): Alert => ({
  id,
  rule: 'high-traffic',
  threshold: 10,
  triggeredAt: NOW - 4000 + id * 600,
  valueAtTrigger: 10.09 + id / 10,
  resolvedAt: NOW - 4000 + id * 600 + 257,
});

/** A snapshot of a site with some trouble, an active alert, and two that are over. */
export const sampleSnapshot = (changes: Partial<Snapshot> = {}, span: Span = 10): Snapshot => {
  const hits = sum(sections.map((section) => section.hits));
  const errors = sum(sections.map((section) => section.errors));
  return {
    now: NOW,
    startedAt: NOW - 7500,
    rates: { lastSecond: 12, mean10: 11.3, alertMean: 12.4, bytes10: 203_000, errorShare10: 0.042 },
    threshold: 10,
    alertWindow: 120,
    window: {
      span,
      from: NOW - (span === 'all' ? 7500 : span),
      to: NOW,
      hits,
      bytes: sum(sections.map((section) => section.bytes)),
      successes: hits - errors - 20,
      errors,
      other: 20,
      statusClasses: { '1xx': 8, '2xx': hits - errors - 8020, '3xx': 8000, '4xx': errors - 1200, '5xx': 1200, other: 12 },
      sections,
      otherSections: { hits: 0, errors: 0, bytes: 0 },
      hosts: {
        top: [
          { key: '203.0.113.7', count: 30_412 },
          { key: '198.51.100.23', count: 12_008 },
          { key: '2001:db8:85a3::8a2e:370:7334', count: 8120 },
          { key: '192.0.2.44', count: 990 },
          { key: '192.0.2.45', count: 87 },
          { key: 'crawler.example.net', count: 12 },
        ],
        rest: 92_242,
        error: 0,
      },
      failing: {
        top: [
          { key: '500 POST /api/orders', count: 1204 },
          { key: '404 GET /favicon.ico', count: 890 },
          { key: '503 GET /api/basket?id=17', count: 412 },
          { key: '401 POST /login', count: 390 },
          { key: '404 GET /wp-login.php', count: 77 },
          { key: '400 - \\x16\\x03\\x01', count: 12 },
        ],
        rest: 1424,
        error: 0,
      },
    },
    seconds: { step: 1, hits: curve(900, 130), errors: errorCurve(900) },
    minutes: { step: 60, hits: curve(1440, 60), errors: errorCurve(1440) },
    alerts: {
      active: { alert: { ...resolvedAlert(3), triggeredAt: NOW - 95, resolvedAt: null }, value: 12.4 },
      resolved: [resolvedAlert(2), resolvedAlert(1)],
      earlier: 0,
    },
    lines: { ...noLines(), read: 1_204_331, accepted: 1_204_300, rejected: 31 },
    rejectedBy: { layout: 30, time: 1 },
    sources: [
      {
        ...noLines(),
        path: '/var/log/nginx/access.log',
        format: 'combined',
        read: 1_204_331,
        accepted: 1_204_300,
        rejected: 31,
        event: 'format',
        detail: 'combined',
      },
    ],
    totalHits: 1_204_300,
    ...changes,
  };
};

/** A snapshot of the first moment: nothing has come yet. */
export const emptySnapshot = (): Snapshot => {
  const none = new Array<number>(900).fill(0);
  const { window, sources } = sampleSnapshot();
  return sampleSnapshot({
    startedAt: NOW,
    rates: { lastSecond: 0, mean10: 0, alertMean: 0, bytes10: 0, errorShare10: 0 },
    window: {
      ...window,
      hits: 0,
      bytes: 0,
      successes: 0,
      errors: 0,
      other: 0,
      statusClasses: { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, other: 0 },
      sections: [],
      hosts: { top: [], rest: 0, error: 0 },
      failing: { top: [], rest: 0, error: 0 },
    },
    seconds: { step: 1, hits: none, errors: none },
    minutes: { step: 60, hits: [...none, ...none].slice(0, 1440), errors: [...none, ...none].slice(0, 1440) },
    alerts: { active: null, resolved: [], earlier: 0 },
    lines: noLines(),
    rejectedBy: {},
    sources: sources.map((source) => ({ ...source, ...noLines(), format: null, event: 'opened' as const, detail: null })),
    totalHits: 0,
  });
};

const STATUSES = [200, 200, 304, 200, 404, 200, 301, 500, 200, null] as const;

/** Raw lines as a log has them, oldest first. */
export const sampleLines = (count: number): RawLine[] =>
  Array.from({ length: count }, (_, i) => {
    const status = STATUSES[i % STATUSES.length] ?? null;
    const text =
      status === null
        ? `this is no record, number ${i}`
        : `203.0.113.${i % 250} - - [22/Nov/2018:17:57:${String(i % 60).padStart(2, '0')} +0000] "GET /food/pizza?x=${i} HTTP/1.1" ${status} ${1200 + i} "-" "Mozilla/5.0 (X11; Linux x86_64)"`;
    return { text, source: '/var/log/nginx/access.log', status };
  });

/** Rejected lines, oldest first. */
export const sampleRejected = (count: number): RejectedLine[] =>
  Array.from({ length: count }, (_, i) => ({
    text: `this is no record, number ${i}`,
    source: '/var/log/nginx/access.log',
    reason: i % 7 === 0 ? 'time' : 'layout',
  }));
