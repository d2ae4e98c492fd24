import { describe, expect, test } from 'vitest';
import type { ReportEvent } from '../../src/core/report.js';
import { createJsonView } from '../../src/headless/json-view.js';
import { keptWriter } from '../support/kept-writer.js';
import { alertOf, intervalOf, REPORT_AT, runOf } from '../support/report-data.js';

const reportOf = (n: number, kind: ReportEvent['kind'], hits = 0): ReportEvent => ({
  type: 'report',
  report: intervalOf({ from: REPORT_AT + 10 * n, to: REPORT_AT + 10 * (n + 1), hits }),
  alerts: { active: null, resolved: [], earlier: 0 },
  kind,
});

const viewOf = (mergeSilence: boolean) => {
  const out = keptWriter();
  const err = keptWriter();
  const objects = () => out.taken().map((line) => JSON.parse(line) as Record<string, unknown>);
  return { out, err, objects, view: createJsonView(out, err, { mergeSilence }) };
};

const spansOf = (objects: readonly Record<string, unknown>[]) =>
  objects.map(({ type, from, to }) => [type, from, to].join(' '));

describe('JSON mode', () => {
  test('leaves out reports and source events while too much waits for a reader, and nothing else, and says so', () => {
    const out = keptWriter();
    const err = keptWriter();
    const view = createJsonView(out, err, { mergeSilence: false, maxWaiting: 1000 });
    const types = () => out.taken().map((line) => (JSON.parse(line) as { type: string }).type);
    view.event(reportOf(0, 'full', 1));
    out.waiting = 1001;
    view.event(reportOf(1, 'full', 1));
    view.event(reportOf(2, 'full', 1));
    view.event({ type: 'source', at: REPORT_AT, path: 'a.log', event: 'rotated', detail: null });
    view.event({ type: 'alert', state: 'triggered', at: REPORT_AT, value: 11, alert: alertOf() });
    expect(err.text).toBe('');
    out.waiting = 0;
    view.event(reportOf(3, 'full', 1));
    view.event(reportOf(4, 'full', 1));
    expect(types()).toEqual(['report', 'alert', 'report', 'report']);
    expect(err.taken()).toEqual([expect.stringContaining('[MONITOR] 2 reports and 1 source event were left out')]);
    out.waiting = 1001;
    view.event(reportOf(5, 'full', 1));
    view.monitor(REPORT_AT, 'Shut down');
    expect(err.taken()).toEqual([expect.stringContaining('1 report was left out'), expect.stringContaining('Shut down')]);
  });

  test('writes one object a line, and what is for people to stderr', () => {
    const { out, err, objects, view } = viewOf(false);
    view.monitor(REPORT_AT, 'Starting..');
    view.event({ type: 'source', at: REPORT_AT, path: '/a\u009b.log', event: 'opened', detail: null });
    view.event({ type: 'alert', state: 'triggered', at: REPORT_AT, value: 11, alert: alertOf() });
    view.event(reportOf(0, 'full', 1));
    view.summary(runOf(), [], 0);
    expect(err.text).toBe('[2018-11-22 15:52:25+00:00] [MONITOR] Starting..\n');
    expect(out.text).toContain('"/a\\u009b.log"');
    expect(objects().map(({ type }) => type)).toEqual(['source', 'alert', 'report', 'summary']);
  });

  test('writes a report for each silent interval while following', () => {
    const { objects, view } = viewOf(false);
    for (const n of [0, 1, 2]) view.event(reportOf(n, n === 0 ? 'full' : 'silent'));
    expect(objects()).toHaveLength(3);
  });

  test('writes a row of silent intervals as one report over all of them', () => {
    const { objects, view } = viewOf(true);
    view.event(reportOf(0, 'full'));
    for (const n of [1, 2, 3]) view.event(reportOf(n, 'silent'));
    view.event(reportOf(4, 'full', 5));
    view.event(reportOf(5, 'full'));
    view.event(reportOf(6, 'silent'));
    view.summary(runOf(), [], 0);
    expect(spansOf(objects())).toEqual([
      'report 2018-11-22T15:52:25.000Z 2018-11-22T15:52:35.000Z',
      'report 2018-11-22T15:52:35.000Z 2018-11-22T15:53:05.000Z',
      'report 2018-11-22T15:53:05.000Z 2018-11-22T15:53:15.000Z',
      'report 2018-11-22T15:53:15.000Z 2018-11-22T15:53:25.000Z',
      'report 2018-11-22T15:53:25.000Z 2018-11-22T15:53:35.000Z',
      'summary 2018-11-22T15:52:15.000Z 2018-11-22T15:52:25.000Z',
    ]);
  });

  test('has no summary of nothing', () => {
    const { out, view } = viewOf(true);
    view.summary(null, [], 2);
    expect(out.text).toBe('');
  });
});
