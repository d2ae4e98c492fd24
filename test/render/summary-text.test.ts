import { describe, expect, test } from 'vitest';
import { evaluateGate, parseGate } from '../../src/core/gate.js';
import type { RunSummary } from '../../src/core/report.js';
import { formatSummary } from '../../src/render/summary-text.js';
import { forbiddenIn } from '../support/hostile-text.js';
import { withoutColor } from '../support/plain-text.js';
import { alertOf, REPORT_AT, runOf } from '../support/report-data.js';

const DOUBLE = '='.repeat(120);
const SINGLE = '-'.repeat(120);
const HEADING = 'SUMMARY OF THE WHOLE RUN (2018-11-22 15:50:25+00:00 - 2018-11-22 15:52:25+00:00):';

const gatesOf = (summary: RunSummary, texts: readonly string[], alerts = 0) =>
  texts.map((gate) => evaluateGate(parseGate(gate), summary, alerts));

const account = (accepted: number, rejected = 0, late = 0) => ({
  read: accepted + rejected,
  accepted,
  rejected,
  filtered: 0,
  late,
  future: 0,
});

const keys = (...counts: number[]) => counts.map((count, i) => ({ key: `key-${i}`, count }));

const full = runOf({
  from: REPORT_AT - 120,
  hits: 2400,
  bytes: 1.15e9,
  successes: 2300,
  errors: 100,
  sections: [
    { section: 'food', hits: 2000, errors: 100, bytes: 1e9 },
    { section: 'api', hits: 400, errors: 0, bytes: 1.5e8 },
  ],
  statusClasses: { '2xx': 2300, '5xx': 100 },
  lines: account(2400, 3),
  rejectedBy: { layout: 3 },
  sources: [
    { path: '/logs/a.log', format: 'combined', ...account(2400, 1) },
    { path: 'b\u001b.log', format: null, ...account(0, 2) },
  ],
  maxRate: 1204,
  hosts: { top: keys(1500, 900), rest: 0, error: 0 },
  paths: { top: keys(...Array.from({ length: 12 }, () => 100)), rest: 1200, error: 17 },
  failing: { top: [{ key: `500 GET /${'x'.repeat(200)}\u001b`, count: 100 }], rest: 0, error: 0 },
  alerts: [alertOf({ resolvedAt: REPORT_AT - 30 }), alertOf({ id: 2, triggeredAt: REPORT_AT - 20, valueAtTrigger: 12.5 })],
});

const text = (summary: RunSummary, gates: readonly string[] = []): string =>
  formatSummary(summary, gatesOf(summary, gates), { color: false });

describe('the summary of a run', () => {
  test('says all that was counted', () => {
    expect(text(full, ['error-rate>5%', 'max-rate>1000'])).toBe(`[2018-11-22 15:52:25+00:00] [SUMMARY]
${DOUBLE}
${HEADING}
${SINGLE}
Most hit section   : 'food' (2000 hits)
Total hits         : 2400
Successes          : 2300
Errors             : 100
Next sections      : 'api' (400 hits)
Status classes     : 2xx 2,300, 5xx 100
Bytes              : 1.15 GB
Rejected lines     : 3 (layout 3)
Mean rate          : 20.00/s
Busiest second     : 1,204 hits
Lines read         : 2,403 = 2,400 accepted + 3 rejected + 0 filtered

SOURCES:
${SINGLE}
/logs/a.log (combined): 2,401 = 2,400 accepted + 1 rejected + 0 filtered
b\\x1b.log (unknown format): 2 = 0 accepted + 2 rejected + 0 filtered

TOP HOSTS:
${SINGLE}
          1,500  key-0
            900  key-1

TOP PATHS (±17):
${SINGLE}
${Array.from({ length: 10 }, (_, i) => `            100  key-${i}`).join('\n')}
          1,400  (all others)

TOP FAILING REQUESTS:
${SINGLE}
            100  500 GET /${'x'.repeat(90)}…

EXISTING ALERT:
${SINGLE}
Id: #2 - Triggered at: 2018-11-22 15:52:05+00:00 - Rate at Trigger: 12.50/s (Threshold: 10/s)

ALERT HISTORY:
${SINGLE}
Id: #1 - Triggered at: 2018-11-22 15:51:25+00:00 - Rate at Trigger: 11.00/s - Resolved at: 2018-11-22 15:51:55+00:00

GATES:
${SINGLE}
fine error-rate>5%: 4.17%
HIT  max-rate>1000: 1204/s
${DOUBLE}`);
  });

  test('of a run without a single record says so', () => {
    expect(text(runOf({ from: REPORT_AT, lines: account(0, 1), rejectedBy: { empty: 1 } })))
      .toBe(`[2018-11-22 15:52:25+00:00] [SUMMARY]
${DOUBLE}
SUMMARY OF THE WHOLE RUN:
${SINGLE}
No requests in the whole run.
Rejected lines     : 1 (empty 1)
Lines read         : 1 = 0 accepted + 1 rejected + 0 filtered
${DOUBLE}`);
  });

  test('shows the newest ten of many alerts first', () => {
    const alerts = Array.from({ length: 12 }, (_, i) => alertOf({ id: i + 4, resolvedAt: REPORT_AT }));
    const lines = text(runOf({ alerts, earlierAlerts: 3 })).split('\n');
    const history = lines.slice(lines.indexOf('ALERT HISTORY:') + 2, -1);
    expect(history.map((line) => line.split(' - ')[0])).toEqual([
      ...[15, 14, 13, 12, 11, 10, 9, 8, 7, 6].map((id) => `Id: #${id}`),
      '... and 5 earlier',
    ]);
  });

  test('names a key without characters', () => {
    const paths = { top: [{ key: '', count: 2 }], rest: 0, error: 0 };
    expect(text(runOf({ paths })).split('\n')).toContain('              2  (empty)');
  });

  test('is the same text in colour', () => {
    const gates = gatesOf(full, ['hits>1', 'alert']);
    const colored = formatSummary(full, gates, { color: true });
    expect(withoutColor(colored)).toBe(formatSummary(full, gates, { color: false }));
    expect(withoutColor(colored).split('\n').flatMap(forbiddenIn)).toEqual([]);
  });
});
