import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertsView } from '../../src/core/alert/alert.js';
import type { ReportEvent } from '../../src/core/report.js';
import { formatReport, formatSilence } from '../../src/render/report-text.js';
import { forbiddenIn, hostileText } from '../support/hostile-text.js';
import { withoutColor } from '../support/plain-text.js';
import { alertOf, intervalOf, REPORT_AT } from '../support/report-data.js';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;
const DOUBLE = '='.repeat(120);
const SINGLE = '-'.repeat(120);
const NO_ALERTS: AlertsView = { active: null, resolved: [], earlier: 0 };

const eventOf = (report: Parameters<typeof intervalOf>[0], alerts: Partial<AlertsView> = {}): ReportEvent => ({
  type: 'report',
  report: intervalOf(report),
  alerts: { ...NO_ALERTS, ...alerts },
  kind: 'full',
});
const text = (event: ReportEvent): string => formatReport(event, { color: false });

/** The lines of the summary, between the rules. */
const summaryLines = (report: Parameters<typeof intervalOf>[0]): string[] => text(eventOf(report)).split('\n').slice(4, -1);

const hitsOf = (section: string, hits: number) => ({ section, hits, errors: 0, bytes: 0 });

describe('a report', () => {
  test('has the shape that its readers know', () => {
    const event = eventOf(
      { hits: 124, successes: 23, errors: 101, sections: [hitsOf('food', 19)] },
      {
        active: {
          alert: alertOf({ id: 3, triggeredAt: at('2018-11-22T13:24:28'), valueAtTrigger: 1211 / 120 }),
          value: 15.02,
        },
        resolved: [
          alertOf({
            id: 2,
            triggeredAt: at('2018-11-22T13:18:41'),
            valueAtTrigger: 11.1,
            resolvedAt: at('2018-11-22T13:22:58'),
          }),
        ],
      },
    );
    expect(text(event)).toBe(`[2018-11-22 15:52:25+00:00] [REPORT]
${DOUBLE}
SUMMARY FOR LAST 10 SECONDS:
${SINGLE}
Most hit section   : 'food' (19 hits)
Total hits         : 124
Successes          : 23
Errors             : 101

EXISTING ALERT:
${SINGLE}
Id: #3 - Triggered at: 2018-11-22 13:24:28+00:00 - Rate at Trigger: 10.09/s - Current Rate: 15.02/s (Threshold: 10/s)

ALERT HISTORY:
${SINGLE}
Id: #2 - Triggered at: 2018-11-22 13:18:41+00:00 - Rate at Trigger: 11.10/s - Resolved at: 2018-11-22 13:22:58+00:00
${DOUBLE}`);
  });

  test('of a quiet interval says so, and nothing else', () => {
    expect(text(eventOf({ from: REPORT_AT - 4 }))).toBe(`[2018-11-22 15:52:25+00:00] [REPORT]
${DOUBLE}
SUMMARY FOR LAST 4 SECONDS:
${SINGLE}
No new requests.
${DOUBLE}`);
  });

  test('goes on with what else there is to say', () => {
    const sections = [
      hitsOf('food', 1900),
      hitsOf('api', 5),
      hitsOf('img', 4),
      hitsOf('/', 3),
      hitsOf('-', 2),
      hitsOf('x', 1),
      hitsOf('y', 1),
    ];
    const report = {
      hits: 1916,
      bytes: 203_112,
      successes: 1500,
      errors: 411,
      other: 5,
      sections,
      statusClasses: { '1xx': 1, '2xx': 1500, '4xx': 400, '5xx': 11, other: 4 },
      lines: { read: 3128, accepted: 1916, rejected: 1204, filtered: 8, late: 3, future: 2 },
      rejectedBy: { layout: 4, empty: 1200 },
    };
    expect(summaryLines(report)).toEqual([
      "Most hit section   : 'food' (1900 hits)",
      'Total hits         : 1916',
      'Successes          : 1500',
      'Errors             : 411',
      "Next sections      : 'api' (5 hits), 'img' (4 hits), '/' (3 hits), '-' (2 hits)",
      'Other sections     : 2 (2 hits)',
      'Status classes     : 1xx 1, 2xx 1,500, 4xx 400, 5xx 11, other 4',
      'Bytes              : 203 kB',
      'Rejected lines     : 1,204 (empty 1,200, layout 4)',
      'Filtered lines     : 8',
      'Late records       : 3',
      'Future records     : 2',
    ]);
  });

  test('tells of rejected lines in an interval without requests', () => {
    const report = { lines: { read: 2, rejected: 2 }, rejectedBy: { time: 1, bytes: 1 } };
    expect(summaryLines(report)).toEqual(['No new requests.', 'Rejected lines     : 2 (bytes 1, time 1)']);
  });

  test('says when sections were lost to the bound', () => {
    const report = { hits: 9, sections: [hitsOf('a', 2)], otherSections: { hits: 7, errors: 0, bytes: 0 } };
    expect(summaryLines(report)).toContain('Other sections     : more than 0 (7 hits)');
    expect(summaryLines({ ...report, sections: [] })).toContain('Most hit section   : unknown');
  });

  test('cuts a section that is longer than a line', () => {
    expect(summaryLines({ hits: 1, sections: [hitsOf('x'.repeat(1000), 1)] })[0]).toBe(
      `Most hit section   : '${'x'.repeat(59)}…' (1 hits)`,
    );
  });
});

describe('the history of alerts', () => {
  const resolved = (count: number) =>
    Array.from({ length: count }, (_, i) => alertOf({ id: 100 - i, resolvedAt: REPORT_AT - i }));
  const history = (alerts: Partial<AlertsView>): string[] => {
    const lines = text(eventOf({}, alerts)).split('\n');
    return lines.slice(lines.indexOf('ALERT HISTORY:') + 2, -1);
  };

  test.each<[string, Partial<AlertsView>, number, string | undefined]>([
    ['shows ten', { resolved: resolved(10) }, 10, undefined],
    ['counts those before them', { resolved: resolved(10), earlier: 1204 }, 11, '... and 1,204 earlier'],
    ['shows no more when given more', { resolved: resolved(12), earlier: 1 }, 11, '... and 3 earlier'],
  ])('%s', (_, alerts, length, last) => {
    const lines = history(alerts);
    expect(lines).toHaveLength(length);
    expect(lines[0]).toContain('Id: #100 ');
    expect(lines[10]).toBe(last);
  });
});

test('a row of silent intervals is one line', () => {
  expect(formatSilence(REPORT_AT - 120, REPORT_AT, { color: false })).toBe(
    '[2018-11-22 15:52:25+00:00] [REPORT] No new requests for 120 seconds' +
      ' (2018-11-22 15:50:25+00:00 - 2018-11-22 15:52:25+00:00)',
  );
});

describe('whatever sections are called', () => {
  const event = fc
    .array(fc.tuple(hostileText, fc.nat()), { maxLength: 8 })
    .map((sections) =>
      eventOf(
        { hits: sections.length, sections: sections.map(([section, hits]) => hitsOf(section, hits)) },
        { active: { alert: alertOf(), value: 12 } },
      ),
    );

  test('a report holds nothing that a terminal must not get', () => {
    fc.assert(
      fc.property(event, (each) => {
        expect(text(each).split('\n').flatMap(forbiddenIn)).toEqual([]);
      }),
    );
  });

  test('colour only decorates', () => {
    fc.assert(
      fc.property(event, (each) => {
        const colored = formatReport(each, { color: true });
        expect(colored).not.toBe(text(each));
        expect(withoutColor(colored)).toBe(text(each));
      }),
    );
  });
});
