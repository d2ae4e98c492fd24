import { describe, expect, test } from 'vitest';
import type { AlertTransition } from '../../src/core/alert/alert.js';
import { evaluateGate, parseGate } from '../../src/core/gate.js';
import { alertJson, sourceEventJson } from '../../src/render/event-json.js';
import { reportJson } from '../../src/render/report-json.js';
import { summaryJson } from '../../src/render/summary-json.js';
import { alertOf, intervalOf, REPORT_AT, runOf } from '../support/report-data.js';

const TRAFFIC_KEYS = [
  'type',
  'from',
  'to',
  'hits',
  'bytes',
  'successes',
  'errors',
  'other',
  'rate',
  'sections',
  'otherSections',
  'statusClasses',
  'lines',
  'future',
  'rejectedBy',
  'sources',
];

const counts = { read: 26, accepted: 25, rejected: 1, filtered: 0, late: 2, future: 3 };
const traffic = {
  hits: 25,
  bytes: 2_500,
  successes: 20,
  errors: 4,
  other: 1,
  statusClasses: { '2xx': 20, '5xx': 4, other: 1 },
  sections: Array.from({ length: 22 }, (_, i) => ({ section: `s${i}`, hits: 1, errors: i === 21 ? 1 : 0, bytes: 10 })),
  otherSections: { hits: 3, errors: 1, bytes: 30 },
  lines: counts,
  rejectedBy: { layout: 1 } as const,
  sources: [{ path: 'a\u001b', format: 'combined', ...counts }],
};

describe('a report as JSON', () => {
  const report = reportJson(intervalOf(traffic));

  test('has these keys in this order', () => {
    expect(Object.keys(report)).toEqual(TRAFFIC_KEYS);
    expect(Object.keys(report.statusClasses)).toEqual(['1xx', '2xx', '3xx', '4xx', '5xx', 'other']);
    expect(Object.keys(report.lines)).toEqual(['read', 'accepted', 'rejected', 'filtered', 'late']);
    expect(report.sources.map((source) => Object.keys(source))).toEqual([
      ['path', 'format', 'read', 'accepted', 'rejected', 'filtered', 'late', 'future'],
    ]);
    expect(report.sections.map((section) => Object.keys(section))[0]).toEqual(['section', 'hits', 'errors', 'bytes']);
  });

  test('says when, how much, and at what unrounded rate', () => {
    expect(report).toMatchObject({
      type: 'report',
      from: '2018-11-22T15:52:15.000Z',
      to: '2018-11-22T15:52:25.000Z',
      hits: 25,
      rate: 2.5,
      lines: { read: 26, accepted: 25, rejected: 1, filtered: 0, late: 2 },
      future: 3,
      rejectedBy: { layout: 1 },
      sources: [{ path: 'a\u001b', format: 'combined', read: 26, future: 3 }],
    });
    expect(reportJson(intervalOf({ from: REPORT_AT - 3, hits: 1 })).rate).toBe(1 / 3);
    expect(reportJson(intervalOf({ from: REPORT_AT })).rate).toBe(0);
  });

  test('tells of twenty sections, and of the others as one', () => {
    expect(report.sections.map(({ section }) => section)).toEqual(Array.from({ length: 20 }, (_, i) => `s${i}`));
    expect(report.otherSections).toEqual({ sections: 2, hits: 5, errors: 2, bytes: 50 });
    expect(reportJson(intervalOf()).otherSections).toEqual({ sections: 0, hits: 0, errors: 0, bytes: 0 });
  });
});

test('a transition as JSON', () => {
  const transition: AlertTransition = {
    type: 'alert',
    state: 'resolved',
    at: REPORT_AT,
    value: 1199 / 120,
    alert: alertOf({ id: 7, resolvedAt: REPORT_AT }),
  };
  expect(JSON.stringify(alertJson(transition))).toBe(
    '{"type":"alert","id":7,"rule":"high-traffic","state":"resolved","at":"2018-11-22T15:52:25.000Z",' +
      '"value":9.991666666666667,"threshold":10,"triggeredAt":"2018-11-22T15:51:25.000Z"}',
  );
});

test('what happened to a source as JSON', () => {
  const event = { type: 'source', at: REPORT_AT, path: '/a', event: 'format', detail: 'combined' } as const;
  expect(JSON.stringify(sourceEventJson(event))).toBe(
    '{"type":"source","event":"format","path":"/a","at":"2018-11-22T15:52:25.000Z","detail":"combined"}',
  );
});

describe('a summary as JSON', () => {
  const run = runOf({
    ...traffic,
    maxRate: 9,
    hosts: { top: [{ key: '::1', count: 25 }], rest: 0, error: 0 },
    alerts: [alertOf({ resolvedAt: REPORT_AT - 30 }), alertOf({ id: 2 })],
    earlierAlerts: 0,
  });
  const summary = summaryJson(run, [evaluateGate(parseGate('error-rate > 5%'), run, 2)], 1);

  test('has the keys of a report, and then its own', () => {
    expect(Object.keys(summary)).toEqual([
      ...TRAFFIC_KEYS,
      'maxRate',
      'hosts',
      'paths',
      'failing',
      'alerts',
      'earlierAlerts',
      'gates',
      'exitCode',
    ]);
  });

  test('tells of the alerts and the gates', () => {
    expect(summary.alerts).toEqual([
      {
        id: 1,
        rule: 'high-traffic',
        triggeredAt: '2018-11-22T15:51:25.000Z',
        valueAtTrigger: 11,
        resolvedAt: '2018-11-22T15:51:55.000Z',
        threshold: 10,
      },
      {
        id: 2,
        rule: 'high-traffic',
        triggeredAt: '2018-11-22T15:51:25.000Z',
        valueAtTrigger: 11,
        resolvedAt: null,
        threshold: 10,
      },
    ]);
    expect(summary.gates).toEqual([{ gate: 'error-rate > 5%', hit: true, value: 0.16 }]);
    expect(summary).toMatchObject({
      type: 'summary',
      exitCode: 1,
      maxRate: 9,
      hosts: { top: [{ key: '::1', count: 25 }], rest: 0, error: 0 },
    });
  });
});
