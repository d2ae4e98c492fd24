import { describe, expect, test } from 'vitest';
import { reportAsJson } from '../../../src/render/reports/json-report.js';
import { forbiddenIn } from '../../support/hostile-text.js';
import {
  connectionsRun,
  emptyConnections,
  emptyTraffic,
  HOSTILE_KEYS,
  hostileConnections,
  hostileTraffic,
  ownRun,
  partialTraffic,
  richTraffic,
  smallTraffic,
} from '../../support/report-runs.js';

const ACCOUNT = '"lines":{"read":3,"accepted":3,"rejected":0,"filtered":0,"late":0}';

const parsed = (text: string) => JSON.parse(text) as Record<string, Record<string, unknown>>;

describe('traffic as JSON', () => {
  test('is one line of what was asked for', () => {
    expect(reportAsJson(smallTraffic)).toBe(
      '{"report":"traffic","window":{"from":"2018-11-22T15:50:00.000Z","to":"2018-11-22T15:59:59.000Z"},' +
        '"totals":{"hits":3,"bytes":1204,"successes":2,"errors":0,"other":1,"uniqueHosts":null,"meanRate":0.75,"peakRate":2,' +
        '"uniqueHostsError":0,"peakSecond":{"at":"2018-11-22T15:50:00.000Z","hits":2},' +
        '"peakMinute":{"at":"2018-11-22T15:50:00.000Z","hits":3},"resolution":1},' +
        '"timeline":[],"panels":{"sections":[{"key":"food","hits":3,"errors":0,"bytes":1204}],"notFound":[]},' +
        `${ACCOUNT},"sources":[{"path":"access.log","format":"combined","read":3,"accepted":3,"rejected":0,"filtered":0,"late":0}],` +
        '"rejectedBy":{},"held":null,"partial":false,"open":false,' +
        '"panelNotes":{"sections":{"distinct":1,"error":0,"rest":{"hits":0,"errors":0,"bytes":0}},' +
        '"notFound":{"distinct":0,"error":0,"rest":{"hits":0,"errors":0,"bytes":0}}}}\n',
    );
  });

  test('has each panel by its name, in the order in which they are shown', () => {
    const { panels, panelNotes, timeline, window } = parsed(reportAsJson(richTraffic));
    const names = richTraffic.result.panels.map(({ name }) => name);
    expect(Object.keys(panels!)).toEqual(names.slice(1));
    expect(Object.keys(panelNotes!)).toEqual(names);
    expect(timeline).toHaveLength(10);
    expect(timeline).toMatchObject({ 3: { from: '2018-11-22T15:53:00.000Z', hits: 240, bytes: 360_000, errors: 60 } });
    expect(window).toEqual({ from: '2018-11-22T15:50:00.000Z', to: '2018-11-22T15:59:59.250Z' });
    expect(panels!['slowest']).toMatchObject([{ key: '/api/v1/orders', hits: 180, p50: 0.12, p90: 0.8, p95: 1.25, p99: 3.5, max: 12.25 }, {}]);
    expect(panels!['bursts']).toEqual([{ from: '2018-11-22T15:53:00.000Z', to: '2018-11-22T15:53:55.000Z', hits: 220, errors: 58 }]);
    expect(panels!['alerts']).toMatchObject([{ id: 1, triggeredAt: '2018-11-22T15:53:20.000Z' }, { id: 2, resolvedAt: null }]);
    expect(panelNotes).toMatchObject({ timeline: { interval: 60 }, sections: { distinct: 12, error: 3 }, slowest: { rest: 20 }, bursts: { others: 2 } });
  });

  test('says what the logs hold when the window is empty, and that it was cut short', () => {
    expect(parsed(reportAsJson(emptyTraffic))['held']).toEqual({ from: '2018-11-22T13:50:00.000Z', to: '2018-11-22T14:50:00.250Z' });
    expect(parsed(reportAsJson(partialTraffic))['partial']).toBe(true);
    expect(parsed(reportAsJson({ ...partialTraffic, isOpen: true }))['open']).toBe(true);
  });
});

describe('connections as JSON', () => {
  test('are lists by host, and counts', () => {
    expect(reportAsJson(connectionsRun)).toBe(
      '{"report":"connections","window":{"from":"2018-11-22T15:50:00.000Z","to":"2018-11-22T15:59:59.000Z"},' +
        '"connectedTo":{"Delta":["alpine","alta","bravo"],"Nowhere":[]},"receivedFrom":{"alta":["Delta","Uniform"]},' +
        '"mostReceived":{"host":"Uniform","count":1015},"mostGenerated":{"host":"alpine","count":630},' +
        '"counts":{"to":{"Delta":412,"Nowhere":0},"from":{"alta":37}},' +
        '"sources":[{"path":"connections.log","format":"connections","read":12001,"accepted":5000,"rejected":1,"filtered":7000,"late":2}],' +
        '"lines":{"read":12001,"accepted":5000,"rejected":1,"filtered":7000,"late":2},' +
        '"rejectedBy":{"layout":1},"held":null,"partial":false,"open":false,"error":0}\n',
    );
  });

  test('of none have null for the hosts with the most', () => {
    expect(parsed(reportAsJson(emptyConnections))).toMatchObject({
      window: { from: null, to: null },
      connectedTo: { Delta: [] },
      receivedFrom: {},
      mostReceived: null,
      mostGenerated: null,
      sources: [],
    });
  });

  test('keep hosts of any name, in the order in which they were asked for', () => {
    const text = reportAsJson(hostileConnections);
    const { connectedTo, counts } = parsed(text);
    expect(new Set(Object.keys(connectedTo!))).toEqual(new Set(HOSTILE_KEYS));
    expect(Object.getOwnPropertyDescriptor(connectedTo, '__proto__')?.value).toEqual(HOSTILE_KEYS.toSorted());
    expect(Object.getOwnPropertyDescriptor(counts!['from'], '__proto__')?.value).toBe(9);
    // A reader of JSON sorts such names by number; the text does not.
    expect(text).toMatch(/"constructor":\[[^\]]*\],"2":\[[^\]]*\],"10":\[[^\]]*\],"1":/);
    expect(forbiddenIn(text.slice(0, -1))).toEqual([]);
  });
});

test("a report of the user's stands under `result`", () => {
  expect(parsed(reportAsJson(ownRun))).toEqual({
    report: 'cache-misses',
    window: { from: '2018-11-22T15:50:00.000Z', to: '2018-11-22T15:59:59.000Z' },
    result: ownRun.result.value,
    sources: [{ path: 'access.log', format: 'combined', read: 1000, accepted: 1000, rejected: 0, filtered: 0, late: 0 }],
    lines: { read: 1000, accepted: 1000, rejected: 0, filtered: 0, late: 0 },
    rejectedBy: {},
    held: null,
    partial: false,
    open: false,
  });
});

test('keys from a log come back as they were, and nothing in the line could harm a terminal', () => {
  const text = reportAsJson(hostileTraffic);
  const { panels } = parsed(text);
  for (const name of ['sections', 'paths', 'referrers', 'agents', 'slowest']) {
    expect((panels![name] as { key: string }[]).map(({ key }) => key)).toEqual(HOSTILE_KEYS);
  }
  expect(forbiddenIn(text.slice(0, -1))).toEqual([]);
});
