import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { CivilTime } from '../../src/formats/time/civil-time.js';
import type { TimeShape } from '../../src/formats/layouts/layout.js';
import { createTimeReader } from '../../src/formats/time/time-reader.js';
import type { TimeReader } from '../../src/formats/time/time-reader.js';

interface Reading {
  second: number;
  fraction: number;
  /** how many bytes it took */
  length: number;
}

const readAt = (reader: TimeReader, text: string, behind = '] "GET'): Reading | null => {
  const bytes = Buffer.from(`[${text}${behind}`);
  const time = new CivilTime();
  const to = reader.read(chunkOf(bytes), 1, bytes.length, time);
  const second = time.toSecond();
  return to < 0 || Number.isNaN(second) ? null : { second, fraction: time.fraction, length: to - 1 };
};

const read = (shape: TimeShape, text: string, behind?: string): Reading | null => readAt(createTimeReader(shape, true), text, behind);

const ISO: TimeShape = { shape: 'iso' };
const strftime = (pattern: string): TimeShape => ({ shape: 'strftime', pattern });
const epoch = (unit: 's' | 'ms' | 'us' | 'ns' | 'auto', fraction = false): TimeShape => ({ shape: 'epoch', unit, fraction });

const SECOND = Date.UTC(2026, 10, 21, 14, 0, 5) / 1000;

describe('a time is read', () => {
  test.each<[string, TimeShape, string, number, number]>([
    ['ISO with Z', ISO, '2026-11-21T14:00:05Z', SECOND, 0],
    ['ISO with an offset', ISO, '2026-11-21T16:00:05+02:00', SECOND, 0],
    ['ISO with an offset without a colon', ISO, '2026-11-21T10:30:05-0330', SECOND, 0],
    ['ISO with an offset of hours', ISO, '2026-11-21T16:00:05+02', SECOND, 0],
    ['ISO without an offset', ISO, '2026-11-21T14:00:05', SECOND, 0],
    ['ISO with a blank', ISO, '2026-11-21 14:00:05', SECOND, 0],
    ['ISO with a fraction', ISO, '2026-11-21T14:00:05.042Z', SECOND, 42_000_000],
    ['ISO with a fraction of nine', ISO, '2026-11-21T14:00:05.123456789Z', SECOND, 123_456_789],
    ['ISO with a fraction of twelve', ISO, '2026-11-21T14:00:05.123456789999Z', SECOND, 123_456_789],
    ['ISO with a comma', ISO, '2026-11-21T14:00:05,5+00:00', SECOND, 500_000_000],
    ['ISO in small letters', ISO, '2026-11-21t14:00:05z', SECOND, 0],
    ['seconds', epoch('s'), '1542900000', 1_542_900_000, 0],
    ['seconds with a fraction', epoch('s', true), '1542900000.042', 1_542_900_000, 42_000_000],
    ['seconds with a fraction of seven', epoch('s', true), '1646861401.5241024', 1_646_861_401, 524_102_400],
    ['milliseconds', epoch('ms'), '1542900000042', 1_542_900_000, 42_000_000],
    ['milliseconds with a fraction', epoch('ms', true), '1542900000042.5', 1_542_900_000, 42_500_000],
    ['microseconds', epoch('us'), '1542900000000042', 1_542_900_000, 42_000],
    ['nanoseconds', epoch('ns'), '1542900000000000042', 1_542_900_000, 42],
    ['few milliseconds', epoch('ms'), '5', 0, 5_000_000],
    ['seconds by their digits', epoch('auto'), '1542900000', 1_542_900_000, 0],
    ['milliseconds by their digits', epoch('auto'), '1542900000042', 1_542_900_000, 42_000_000],
    ['microseconds by their digits', epoch('auto'), '1542900000000042', 1_542_900_000, 42_000],
    ['nanoseconds by their digits', epoch('auto'), '1542900000000000042', 1_542_900_000, 42],
    ['asctime', strftime('%a %b %e %H:%M:%S %Y'), 'Sat Nov 21 14:00:05 2026', SECOND, 0],
    ['asctime of a day with one digit', strftime('%c'), 'Sun Nov  1 14:00:05 2026', SECOND - 20 * 86_400, 0],
    ["Apache's error log", strftime('%a %b %d %H:%M:%S.%f %Y'), 'Sat Nov 21 14:00:05.123456 2026', SECOND, 123_456_000],
    ["nginx's error log", strftime('%Y/%m/%d %H:%M:%S'), '2026/11/21 14:00:05', SECOND, 0],
    ['an HTTP date', strftime('%a, %d %b %Y %H:%M:%S %Z'), 'Sat, 21 Nov 2026 14:00:05 GMT', SECOND, 0],
    ['a date of RFC 822', strftime('%d %b %y %T %Z'), '21 Nov 26 09:00:05 EST', SECOND, 0],
    ['twelve hours, before noon', strftime('%F %I:%M:%S %p'), '2026-11-21 12:00:05 AM', SECOND - 14 * 3600, 0],
    ['twelve hours, after noon', strftime('%F %r'), '2026-11-21 02:00:05 PM', SECOND, 0],
    ['noon', strftime('%F %l:%M:%S %P'), '2026-11-21 12:00:05 pm', SECOND - 2 * 3600, 0],
    ['the day of the year', strftime('%Y-%j %T'), '2026-325 14:00:05', SECOND, 0],
    ['seconds in a pattern', strftime('%s'), '1542900000', 1_542_900_000, 0],
    ['the whole name of a month', strftime('%d %B %Y %R'), '21 November 2026 14:00', SECOND - 5, 0],
    ['a short year of the last century', strftime('%D %T'), '11/21/99 14:00:05', Date.UTC(1999, 10, 21, 14, 0, 5) / 1000, 0],
    ['an offset', strftime('%F %T %z'), '2026-11-21 16:00:05 +0200', SECOND, 0],
    ['a day without a zero before it', strftime('%-m/%-d/%Y %T'), '11/1/2026 14:00:05', SECOND - 20 * 86_400, 0],
    ['a percent sign', strftime('%F%%%T'), '2026-11-21%14:00:05', SECOND, 0],
    ['letters beyond ASCII', strftime('%Y\u5e74%m\u6708%d %T'), '2026\u5e7411\u670821 14:00:05', SECOND, 0],
    ['a leap second', ISO, '2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) / 1000, 0],
  ])('%s', (_, shape, text, second, fraction) => {
    const reading = { second, fraction, length: Buffer.byteLength(text) };
    expect(read(shape, text)).toEqual(reading);
    expect(read(shape, text, '')).toEqual(reading);
  });

  test.each<[string, TimeShape, string]>([
    ['ISO of February 30', ISO, '2026-02-30T14:00:05Z'],
    ['ISO of month 13', ISO, '2026-13-01T14:00:05Z'],
    ['ISO of hour 24', ISO, '2026-11-21T24:00:05Z'],
    ['ISO that is cut', ISO, '2026-11-21T14:00:0'],
    ['ISO with slashes', ISO, '2026/11/21T14:00:05Z'],
    ['an epoch of letters', epoch('s'), 'today'],
    ['an epoch of too many digits', epoch('s'), '154290000000'],
    ['an epoch of far too many digits', epoch('auto'), '1'.repeat(21)],
    ['a month that is none', strftime('%d %b %Y %T'), '21 Foo 2026 14:00:05'],
    ['a day that is none', strftime('%F %T'), '2026-11-31 14:00:05'],
    ['an hour of thirteen before noon', strftime('%F %I:%M:%S %p'), '2026-11-21 13:00:05 AM'],
    ['a zone that may be any', strftime('%F %T %Z'), '2026-11-21 14:00:05 IST5'],
    ['a zone without a meaning', strftime('%F %T %Z'), '2026-11-21 14:00:05 XYZ'],
    ['day 366 of an ordinary year', strftime('%Y-%j %T'), '2026-366 14:00:05'],
    ['nothing', strftime('%F %T'), ''],
  ])('but not %s', (_, shape, text) => {
    expect(read(shape, text, '')).toBeNull();
  });

  test.each<[string, TimeShape, string]>([
    ['ISO', ISO, '2026-11-21T14:00:05'],
    ['strftime', strftime('%Y/%m/%d %H:%M:%S %z'), '2026/11/21 14:00:05 +0000'],
    ['an epoch', epoch('ms'), '1542900000042'],
  ])('but not when it is cut: %s', (_, shape, text) => {
    for (let length = 0; length < Math.min(text.length, 9); length += 1) {
      const reading = read(shape, text.slice(0, length), '');
      if (shape.shape !== 'epoch') expect(reading).toBeNull();
    }
  });
});

const two = (number: number): string => String(number).padStart(2, '0');

/** A second as somebody writes it who is so many minutes east of Greenwich. */
const written = (second: number, minutes: number): { iso: string; slashes: string; twelve: string } => {
  const local = new Date((second + minutes * 60) * 1000);
  const date = [String(local.getUTCFullYear()), two(local.getUTCMonth() + 1), two(local.getUTCDate())];
  const hour = local.getUTCHours();
  const rest = `${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
  return {
    iso: `${date.join('-')}T${two(hour)}:${rest}${zone}`,
    slashes: `${date.join('/')} ${two(hour)}:${rest} ${zone}`,
    twelve: `${date.join('-')} ${two(hour % 12 === 0 ? 12 : hour % 12)}:${rest} ${hour < 12 ? 'AM' : 'PM'} ${zone}`,
  };
};

test('times one after another are read each for itself, whatever was remembered', () => {
  const second = fc.oneof(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: SECOND, max: SECOND + 2 }));
  const offset = fc.constantFrom(0, 0, 0, 120, -210);
  fc.assert(
    fc.property(fc.array(fc.tuple(second, offset), { maxLength: 12 }), (times) => {
      const readers = { iso: createTimeReader(ISO, true), slashes: createTimeReader(strftime('%Y/%m/%d %H:%M:%S %z'), true), twelve: createTimeReader(strftime('%F %r %z'), true) };
      for (const [at, minutes] of times) {
        const texts = written(at, minutes);
        for (const name of ['iso', 'slashes', 'twelve'] as const) {
          expect(readAt(readers[name], texts[name])).toEqual({ second: at, fraction: 0, length: texts[name].length });
          expect(readAt(readers[name], `x${texts[name]}`)).toBeNull();
        }
      }
    }),
    { numRuns: 500 },
  );
});
