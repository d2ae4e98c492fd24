import { describe, expect, test } from 'vitest';
import type { ReportEvent } from '../../src/core/report.js';
import { createTextView } from '../../src/headless/text-view.js';
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
  return { out, view: createTextView(out, { color: false, mergeSilence }) };
};

/** The lines that begin with a time, without the rest of their blocks. */
const heads = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith('['));

const ROW =
  '[2018-11-22 15:53:05+00:00] [REPORT] No new requests for 30 seconds (2018-11-22 15:52:35+00:00 - 2018-11-22 15:53:05+00:00)';

describe('text mode', () => {
  test('prints each event when it comes', () => {
    const { out, view } = viewOf(false);
    view.monitor(REPORT_AT, 'Starting..');
    view.event({ type: 'source', at: REPORT_AT, path: '/a.log', event: 'opened', detail: null });
    expect(out.taken()).toEqual([
      '[2018-11-22 15:52:25+00:00] [MONITOR] Starting..',
      '[2018-11-22 15:52:25+00:00] [MONITOR] /a.log: reading',
    ]);
    view.event({ type: 'alert', state: 'triggered', at: REPORT_AT, value: 11, alert: alertOf() });
    expect(out.taken()).toEqual([
      '[2018-11-22 15:52:25+00:00] [ALERT] [#1] [TRIGGERED] - Current Rate: 11.00/s (Threshold: 10/s)',
    ]);
    view.event(reportOf(0, 'full', 1));
    expect(out.taken()).toHaveLength(9);
  });

  test('prints a block for each silent interval while following', () => {
    const { out, view } = viewOf(false);
    view.event(reportOf(0, 'full'));
    view.event(reportOf(1, 'silent'));
    view.event(reportOf(2, 'silent'));
    expect(out.taken().filter((line) => line === 'No new requests.')).toHaveLength(3);
  });

  test('ends with the run as a whole, if it is wanted', () => {
    const { out, view } = viewOf(true);
    view.summary(null, [], 0);
    expect(out.text).toBe('');
    view.summary(runOf(), [], 0);
    expect(heads(out.taken())).toEqual(['[2018-11-22 15:52:25+00:00] [SUMMARY]']);
  });
});

describe('a row of silent intervals is held back and told in one line', () => {
  const afterSilence = () => {
    const { out, view } = viewOf(true);
    view.event(reportOf(0, 'full'));
    out.taken();
    for (const n of [1, 2, 3]) view.event(reportOf(n, 'silent'));
    expect(out.taken()).toEqual([]);
    return { out, view };
  };

  test('before the next interval with traffic', () => {
    const { out, view } = afterSilence();
    view.event(reportOf(4, 'full', 1));
    expect(heads(out.taken())).toEqual([ROW, '[2018-11-22 15:53:15+00:00] [REPORT]']);
  });

  test('before an alert, and a new row begins after it', () => {
    const { out, view } = afterSilence();
    const at = REPORT_AT + 45;
    view.event({ type: 'alert', state: 'resolved', at, value: 10, alert: alertOf({ resolvedAt: at }) });
    view.event(reportOf(4, 'silent'));
    view.monitor(REPORT_AT + 50, 'Shut down');
    expect(out.taken()).toEqual([
      ROW,
      '[2018-11-22 15:53:10+00:00] [ALERT] [#1] [RESOLVED] Triggered at: 2018-11-22 15:51:25+00:00 - Current Rate: 10.00/s (Threshold: 10/s)',
      '[2018-11-22 15:53:15+00:00] [REPORT] No new requests for 10 seconds (2018-11-22 15:53:05+00:00 - 2018-11-22 15:53:15+00:00)',
      '[2018-11-22 15:53:15+00:00] [MONITOR] Shut down',
    ]);
  });

  test('before what happens to a source', () => {
    const { out, view } = afterSilence();
    view.event({ type: 'source', at: REPORT_AT + 45, path: '/a.log', event: 'ended', detail: null });
    expect(out.taken()).toEqual([ROW, '[2018-11-22 15:53:10+00:00] [MONITOR] /a.log: ended']);
  });

  test('before the summary', () => {
    const { out, view } = afterSilence();
    view.summary(runOf(), [], 0);
    expect(heads(out.taken())).toEqual([ROW, '[2018-11-22 15:52:25+00:00] [SUMMARY]']);
  });

  test('and a flush does not end it', async () => {
    const { out, view } = afterSilence();
    await view.flush();
    expect(out.taken()).toEqual([]);
  });
});
