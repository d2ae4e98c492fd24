import { describe, expect, it } from 'vitest';
import { parseReportOptions } from '../../src/cli/report-options.js';
import type { ReportOptions } from '../../src/cli/report-options.js';
import { UserError } from '../../src/core/user-error.js';
import type { ConnectionsChoice, TrafficChoice } from '../../src/reports/report-choice.js';
import type { WindowChoice } from '../../src/reports/time-window.js';
import { TRAFFIC_PANELS } from '../../src/reports/traffic/traffic-result.js';

const parse = (...argv: string[]): ReportOptions => parseReportOptions(argv);

const refusal = (...argv: string[]): string => {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof UserError) return error.hint === null ? error.message : `${error.message}; ${error.hint}`;
    throw error;
  }
  return 'accepted';
};

const NO_WINDOW: WindowChoice = { from: null, to: null, seconds: null, now: null };
const NOON: number = Date.UTC(2026, 10, 20, 12);

describe('the options of report', () => {
  it('have defaults', () => {
    expect(parse('a.log')).toEqual({
      choice: { report: 'traffic', panels: TRAFFIC_PANELS, top: 10, groupingSeconds: null, pathTemplates: null, alertThreshold: 10, alertWindow: 120 },
      isImplied: true,
      files: ['a.log'],
      exclude: [],
      format: 'auto',
      formatFor: [],
      formatFrom: null,
      filters: [],
      maxLineLength: 65_536,
      window: NO_WINDOW,
      output: 'text',
      outputFile: null,
      strict: false,
      workers: null,
      tail: null,
    });
  });

  it.each<[string[], ReportOptions['choice']['report'], string[]]>([
    [['a.log', 'b.log', '-'], 'traffic', ['a.log', 'b.log', '-']],
    [['traffic', 'a.log'], 'traffic', ['a.log']],
    [['connections', 'a.log', 'a.log'], 'connections', ['a.log']],
    [['--strict', 'connections', 'a.log'], 'connections', ['a.log']],
    [['a.log', 'connections'], 'traffic', ['a.log', 'connections']],
    [['traffic', 'a.log', 'traffic'], 'traffic', ['a.log', 'traffic']],
    [['./traffic'], 'traffic', ['./traffic']],
    [['own.js', 'a.log'], 'own', ['a.log']],
    [['../own.MJS', 'a.log'], 'own', ['a.log']],
    [['own.cjs', 'own.cjs'], 'own', ['own.cjs']],
    [['traffic', './x.js'], 'traffic', ['./x.js']],
    [['.js'], 'traffic', ['.js']],
  ])('%j is a report and its logs', (argv, report, files) => {
    const { choice, ...options } = parse(...argv);
    expect([choice.report, options.files]).toEqual([report, files]);
  });

  it.each<[string[], Partial<TrafficChoice>]>([
    [['--panels', 'sections, status'], { panels: ['sections', 'status'] }],
    [['--panels=status,timeline,status'], { panels: ['timeline', 'status'] }],
    [['--top', '3'], { top: 3 }],
    [['--output', 'json'], { top: 100 }],
    [['--output', 'html', '--top', '7'], { top: 7 }],
    [['--grouping-seconds', '31622400'], { groupingSeconds: 31_622_400 }],
    [['--path-template', '/a/:id', '--path-template', 'auto'], { pathTemplates: { rules: ['/a/:id'], auto: true } }],
    [['--path-template', '/a/:id', '--path-template', '/b/*'], { pathTemplates: { rules: ['/a/:id', '/b/*'], auto: false } }],
    [['-a', '2.5', '--alert-window', '60', '--panels', 'alerts'], { alertThreshold: 2.5, alertWindow: 60 }],
  ])('%j says what to count', (argv, expected) => {
    expect(parse(...argv, 'a.log').choice).toMatchObject(expected);
  });

  it('name hosts of connections, each once', () => {
    const choice: ConnectionsChoice = { report: 'connections', fromHosts: ['b', 'a'], toHosts: ['-c'], groupingSeconds: 300 };
    expect(parse('connections', 'a.log', '--from-host', 'b', '--from-host=a', '--from-host=b', '--to-host', '-c', '--grouping-seconds', '300').choice).toEqual(choice);
  });

  it.each<[string[], Partial<WindowChoice>]>([
    [[], {}],
    [['--seconds', '60'], { seconds: 60 }],
    [['--seconds', '31622400', '--now', '2026-11-20T12:00Z'], { seconds: 31_622_400, now: NOON }],
    [['--to', '2026-11-20T12:00', '--seconds', '60'], { to: { kind: 'at', at: NOON }, seconds: 60 }],
    [['--from', '-1h'], { from: { kind: 'ago', ms: 3_600_000 } }],
    [['--from', '-1h', '--to', '-0s', '--now', '1795176000'], { from: { kind: 'ago', ms: 3_600_000 }, to: { kind: 'ago', ms: 0 }, now: NOON }],
    [['--from', '08:00', '--to', '08:00'], { from: { kind: 'clock', ms: 28_800_000 }, to: { kind: 'clock', ms: 28_800_000 } }],
    [['--from', '2026-11-20', '--to', '2026-11-20'], { from: { kind: 'at', at: NOON - 43_200_000 }, to: { kind: 'at', at: NOON + 43_200_000 - 1 } }],
    [['connections'], { seconds: 3600 }],
    [['connections', '--seconds', '5'], { seconds: 5 }],
    [['connections', '--now', '1795176000'], { seconds: 3600, now: NOON }],
    [['connections', '--from', '08:00'], { from: { kind: 'clock', ms: 28_800_000 } }],
    [['connections', '--to', '08:00'], { to: { kind: 'clock', ms: 28_800_000 } }],
  ])('%j say which window', (argv, expected) => {
    expect(parse(...argv, 'a.log').window).toEqual({ ...NO_WINDOW, ...expected });
  });

  it.each<[string[], Partial<ReportOptions>]>([
    [['-o', 'x.html', '--output=html'], { output: 'html', outputFile: 'x.html' }],
    [['-o', 'x.html', '-o', '-'], { outputFile: null }],
    [['--strict', '--workers', '64'], { strict: true, workers: 64 }],
    [['--tail'], { tail: { every: 3600, maxLag: 300 } }],
    [['--tail', '--seconds', '60', '--sleep-seconds', '5', '--max-lag', '0'], { tail: { every: 5, maxLag: 0 } }],
    [['connections', '--tail', '--max-lag', '7'], { tail: { every: 3600, maxLag: 7 } }],
    [['--tail', '--output', 'html', '-o', 'x.html', '--from', '2026-11-20'], { tail: { every: 3600, maxLag: 300 } }],
    [['--format', 'json', '--format-for', 'a*=combined', '--filter', 'a', '--filter', 'b'], { format: 'json', formatFor: [{ glob: 'a*', format: 'combined' }], filters: ['a', 'b'] }],
  ])('%j', (argv, expected) => {
    expect(parse(...argv, 'a.log')).toMatchObject(expected);
  });

  it.each([
    [[], "report: no log was named; name files, globs in quotes, or - for stdin: access-log-monitor report '/var/log/nginx/access.log*'"],
    [['connections'], "report: no log was named; name files, globs in quotes, or - for stdin: access-log-monitor report '/var/log/nginx/access.log*'"],
    [['--panel', 'status', 'a'], '--panel: unknown option (did you mean --panels?)'],
    [['--panels', 'status,sektions', 'a'], `--panels: 'sektions' is no panel (did you mean sections?); there are ${TRAFFIC_PANELS.join(', ')}`],
    [['--panels', 'status,', 'a'], `--panels: '' is no panel; there are ${TRAFFIC_PANELS.join(', ')}`],
    [['--panels', 'notfound', 'a'], `--panels: 'notfound' is no panel (did you mean notFound?); there are ${TRAFFIC_PANELS.join(', ')}`],
    [['--panels', 'status', '--grouping-seconds', '5', 'a'], '--grouping-seconds: is about timeline, which --panels leaves out'],
    [['--panels', 'status', '--path-template', 'auto', 'a'], '--path-template: is about paths, bytes, slowest, notFound, which --panels leaves out'],
    [['--panels', 'status', '-a', '5', 'a'], '--alert-threshold: is about alerts, which --panels leaves out'],
    [['--top', '0', 'a'], "--top: '0' is not a whole number from 1 to 100000 (did you mean 1?)"],
    [['--top', 'ten', '--top', '5', 'a'], "--top: 'ten' is not a number"],
    [['--grouping-seconds', '1.5', 'a'], "--grouping-seconds: '1.5' is not a whole number from 1 to 31622400 (did you mean 2?)"],
    [['--grouping-seconds', '40000000', 'a'], "--grouping-seconds: '40000000' is not a whole number from 1 to 31622400 (did you mean 31622400?)"],
    [['--workers', '65', 'a'], "--workers: '65' is not a whole number from 1 to 64 (did you mean 64?)"],
    [['--output', 'htm', 'a'], "--output: 'htm' is not one of text, json, csv, html (did you mean html?)"],
    [['--from-host', 'x', 'a'], '--from-host: belongs to report connections (leave it out)'],
    [['own.js', '--to-host', 'x', 'a'], '--to-host: belongs to report connections (leave it out)'],
    [['connections', '--panels', 'status', 'a'], '--panels: belongs to report traffic (leave it out)'],
    [['own.js', '--grouping-seconds', '5', 'a'], '--grouping-seconds: belongs to report traffic and connections (leave it out)'],
    [['--panels', 'statuss', '--panels', 'status', 'a'], `--panels: 'statuss' is no panel (did you mean status?); there are ${TRAFFIC_PANELS.join(', ')}`],
    [['connections', '--alert-window', '5', 'a'], '--alert-window: belongs to report traffic (leave it out)'],
    [['--seconds', '60', '--from', '12:00', 'a'], '--seconds: cannot go with --from, which says where to begin, too (leave one of them out)'],
    [['--from', 'noon', 'a'], "--from: 'noon' is no time; such as 2026-11-20T08:30:00Z, 2026-11-20, 08:30, -1h30m or 1795163400"],
    [['--from', '22:00', '--to', '06:00', 'a'], "--to: '06:00' is earlier than --from; times without a date are both of one day; write the dates"],
    [['--from', '-1h', '--to', '-2h', 'a'], "--to: '-2h' is earlier than --from"],
    [['--from', '2026-11-20', '--to', '2026-11-19', 'a'], "--to: '2026-11-19' is earlier than --from"],
    [['--now', '2026-11-20', 'a'], '--now: is where to look back from, and nothing looks back (write --seconds N, or a time such as --from -1h)'],
    [['--now', '2026-11-20', '--to', '12:00', '--seconds', '5', 'a'], '--now: is where to look back from, and nothing looks back (write --seconds N, or a time such as --from -1h)'],
    [['--now', '12:00', '--seconds', '5', 'a'], "--now: '12:00' is no time with a date; such as 2026-11-20T08:30:00Z, 2026-11-20 or 1795163400"],
    [['--sleep-seconds', '5', 'a'], '--sleep-seconds: belongs to --tail, which reports again and again'],
    [['--max-lag', '5', 'a'], '--max-lag: belongs to --tail, which reports again and again'],
    [['--tail', '--max-lag', '5', 'a'], '--max-lag: belongs to windows that end, and there is one without an end (write --seconds N)'],
    [['--tail', '--sleep-seconds', '0', 'a'], "--sleep-seconds: '0' is not a whole number from 1 to 31622400 (did you mean 1?)"],
    [['--tail', '--strict', 'a'], '--strict: cannot go with --tail, which tries files again that could not be read (leave one of them out)'],
    [['--tail', '--workers', '2', 'a'], '--workers: cannot go with --tail, which reads what is new in one thread (leave one of them out)'],
    [['--tail', '--to', '2026-11-20', 'a'], '--to: cannot go with --tail, which goes on (leave one of them out)'],
    [['--tail', '--from', '-1h', 'a'], '--from: with --tail needs a date, since the newest record is always another one (such as --from 2026-11-20T08:30)'],
    [['--tail', '--seconds', '60', '--now', '2026-11-20', 'a'], '--now: cannot go with --tail, whose time goes on (leave one of them out)'],
    [['--tail', '--output', 'html', 'a'], '--tail: one page of HTML behind another is none (write -o FILE)'],
    [['--format', 'json', '--format-from', 'x', 'a'], '--format-from: cannot go with --format, which says the format, too (leave one of them out)'],
    [['--once', 'a'], '--once: unknown option (see --help)'],
  ])('%j is refused', (argv, message) => {
    expect(refusal(...argv)).toBe(message);
  });
});
