import { describe, expect, it } from 'vitest';
import { readBound, readInstant } from '../../src/cli/time-value.js';
import type { TimeBound } from '../../src/reports/time-window.js';

const HOUR = 3_600_000;
const at = (...parts: Parameters<typeof Date.UTC>): TimeBound => ({ kind: 'at', at: Date.UTC(...parts) });
const clock = (hours: number): TimeBound => ({ kind: 'clock', ms: hours * HOUR });
const ago = (hours: number): TimeBound => ({ kind: 'ago', ms: hours * HOUR });

describe('a bound of a time', () => {
  it.each<[string, TimeBound]>([
    ['2026-11-20T08:30:05Z', at(2026, 10, 20, 8, 30, 5)],
    ['2026-11-20T08:30:05', at(2026, 10, 20, 8, 30, 5)],
    ['2026-11-20T08:30', at(2026, 10, 20, 8, 30)],
    ['2026-11-20 08:30', at(2026, 10, 20, 8, 30)],
    ['2026-11-20T08:30:05.1239Z', at(2026, 10, 20, 8, 30, 5, 123)],
    ['2026-11-20T08:30:05+02:00', at(2026, 10, 20, 6, 30, 5)],
    ['2026-11-20T08:30-0330', at(2026, 10, 20, 12, 0)],
    ['1795163400', at(2026, 10, 20, 8, 30)],
    ['1795163400.5', at(2026, 10, 20, 8, 30, 0, 500)],
    ['1795163400123', at(2026, 10, 20, 8, 30, 0, 123)],
    ['08:30', clock(8.5)],
    ['8:30', clock(8.5)],
    ['08:30:36', clock(8.51)],
    ['-1h', ago(1)],
    ['-90m', ago(1.5)],
    ['-2d', ago(48)],
    ['-1h30m', ago(1.5)],
    ['-1w1D', ago(192)],
    ['-36s', ago(0.01)],
    ['-0s', ago(0)],
  ])('%s is the same instant at either end', (text, expected) => {
    expect([readBound('from', text, false), readBound('to', text, true)]).toEqual([expected, expected]);
  });

  it('that is a date alone is its first or its last millisecond', () => {
    expect(readBound('from', '2026-11-20', false)).toEqual(at(2026, 10, 20));
    expect(readBound('to', '2026-11-20', true)).toEqual({ kind: 'at', at: Date.UTC(2026, 10, 21) - 1 });
  });

  it.each(['soon', '2026', '20261120', '2026-02-30', '25:00', '8', '-', '-1', '-h', '-1x', '-30m1h', '+1h', '1h', '-999999d', '2026-11-20T08:30:05 Z'])('%j is none', (text) => {
    expect(() => readBound('from', text, false)).toThrow(`--from: '${text}' is no time`);
  });
});

describe('an instant', () => {
  it('has a date', () => {
    expect(readInstant('now', '2026-11-20')).toBe(Date.UTC(2026, 10, 20));
    expect(readInstant('now', '1795163400')).toBe(1_795_163_400_000);
  });

  it.each(['08:30', '-1h', 'now'])('is not %s', (text) => {
    expect(() => readInstant('now', text)).toThrow(`--now: '${text}' is no time with a date`);
  });
});
