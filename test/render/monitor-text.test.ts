import { describe, expect, test } from 'vitest';
import { SOURCE_EVENTS } from '../../src/core/report.js';
import type { SourceEvent } from '../../src/core/report.js';
import { formatMonitorLine, formatSourceEvent } from '../../src/render/monitor-text.js';
import { withoutColor } from '../support/plain-text.js';
import { REPORT_AT } from '../support/report-data.js';

const head = '[2018-11-22 15:52:25+00:00] [MONITOR] ';
const eventOf = (changes: Partial<SourceEvent>): SourceEvent => ({
  type: 'source',
  at: REPORT_AT,
  path: '/var/log/access.log',
  event: 'opened',
  detail: null,
  ...changes,
});

test.each(['Starting..', 'Monitoring started', 'Shutting down gracefully ..', 'Shut down'])('the monitor says %j', (message) => {
  expect(formatMonitorLine(REPORT_AT, message, { color: false })).toBe(head + message);
  expect(withoutColor(formatMonitorLine(REPORT_AT, message, { color: true }))).toBe(head + message);
});

test('a message is made printable', () => {
  expect(formatMonitorLine(REPORT_AT, 'a\nb\u001b', { color: false })).toBe(`${head}a\\x0ab\\x1b`);
});

describe('what happens to a source is told with its name', () => {
  test.each<[Partial<SourceEvent>, string]>([
    [{}, '/var/log/access.log: reading'],
    [{ event: 'format', detail: 'combined' }, '/var/log/access.log: format combined'],
    [{ event: 'missing', detail: 'no such file' }, '/var/log/access.log: missing (no such file)'],
    [{ event: 'ended', path: '-' }, 'stdin: ended'],
    [{ event: 'unreadable', detail: 'a\u001b]b' }, '/var/log/access.log: cannot be read (a\\x1b]b)'],
    [{ event: 'rotated', path: 'x\u202ey\n' }, 'x\\u{202e}y\\x0a: rotated'],
  ])('%o', (changes, expected) => {
    expect(formatSourceEvent(eventOf(changes), { color: false })).toBe(head + expected);
  });

  test.each(SOURCE_EVENTS)('%s is the same text in colour, red only for trouble', (event) => {
    const colored = formatSourceEvent(eventOf({ event }), { color: true });
    expect(withoutColor(colored)).toBe(formatSourceEvent(eventOf({ event }), { color: false }));
    expect(colored.includes('\u001b[31m')).toBe(event === 'missing' || event === 'unreadable');
  });
});
