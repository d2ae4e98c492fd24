import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLF_TIME_LENGTH, daysFromCivil, readClfTime } from '../../src/formats/time/timestamp.js';
import { clfTime } from './clf-time.js';

const read = (text: string): number => readClfTime(Buffer.from(`[${text}] `), 1);

describe('a time of the Common Log Format', () => {
  const second = fc.integer({ min: 0, max: Date.UTC(2100, 11, 31) / 1000 });
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });

  test('is read as the calendar has it, whatever its offset', () => {
    fc.assert(
      fc.property(second, offset, (at, minutes) => {
        const text = clfTime(at, minutes);
        expect(text).toHaveLength(CLF_TIME_LENGTH);
        expect(read(text)).toBe(at);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['an ordinary one', '17/May/2015:10:05:03 +0000', Date.UTC(2015, 4, 17, 10, 5, 3)],
    ['the epoch', '01/Jan/1970:00:00:00 +0000', 0],
    ['before the epoch, by its offset', '01/Jan/1970:00:00:00 +0100', -3_600_000],
    ['the last of a leap February', '29/Feb/2024:23:59:59 +0000', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['a leap century', '29/Feb/2000:00:00:00 +0000', Date.UTC(2000, 1, 29)],
    ['the last second of a year', '31/Dec/2018:23:59:59 +0000', Date.UTC(2018, 11, 31, 23, 59, 59)],
    ['an eastern offset of half an hour', '28/Oct/2018:06:29:43 +0530', Date.UTC(2018, 9, 28, 0, 59, 43)],
    ['a western offset of half an hour', '27/Oct/2018:21:29:43 -0330', Date.UTC(2018, 9, 28, 0, 59, 43)],
    ['the hour before summer time ends', '28/Oct/2018:02:59:59 +0200', Date.UTC(2018, 9, 28, 0, 59, 59)],
    ['the same hour again, after it', '28/Oct/2018:02:00:00 +0100', Date.UTC(2018, 9, 28, 1, 0, 0)],
    ['a leap second, which is the second after', '31/Dec/2016:23:59:60 +0000', Date.UTC(2017, 0, 1)],
    ['a month in capitals', '17/MAY/2015:10:05:03 +0000', Date.UTC(2015, 4, 17, 10, 5, 3)],
  ])('is read: %s', (_, text, milliseconds) => {
    expect(read(text)).toBe(milliseconds / 1000);
  });

  test.each([
    ['February 30', '30/Feb/2024:00:00:00 +0000'],
    ['February 29 of an ordinary year', '29/Feb/2023:00:00:00 +0000'],
    ['February 29 of a century', '29/Feb/2100:00:00:00 +0000'],
    ['April 31', '31/Apr/2018:00:00:00 +0000'],
    ['day 0', '00/May/2015:10:05:03 +0000'],
    ['day 32', '32/Jan/2015:10:05:03 +0000'],
    ['hour 24', '17/May/2015:24:00:00 +0000'],
    ['minute 60', '17/May/2015:10:60:03 +0000'],
    ['second 61', '17/May/2015:10:05:61 +0000'],
    ['month Foo', '17/Foo/2015:10:05:03 +0000'],
    ['a month of two letters', '17/Ma /2015:10:05:03 +0000'],
    ['a month as a number', '17/005/2015:10:05:03 +0000'],
    ['no sign of the offset', '17/May/2015:10:05:03 00000'],
    ['an offset of letters', '17/May/2015:10:05:03 +UTC0'],
    ['an offset of more than a day', '17/May/2015:10:05:03 +9900'],
    ['a year of letters', '17/May/20x5:10:05:03 +0000'],
    ['spaces for digits', ' 7/May/2015:10:05:03 +0000'],
    ['dashes for slashes', '17-May-2015:10:05:03 +0000'],
    ['a space before the clock', '17/May/2015 10:05:03 +0000'],
    ['ISO 8601', '2015-05-17T10:05:03+00:00'],
    ['nothing', ''],
  ])('is not read: %s', (_, text) => {
    expect(read(text)).toBeNaN();
  });

  test('is not read when it is cut short, wherever', () => {
    const whole = '17/May/2015:10:05:03 +0000';
    for (let length = 0; length < whole.length; length += 1) expect(readClfTime(Buffer.from(whole.slice(0, length)), 0)).toBeNaN();
  });
});

test('the days from 1970 are those of the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      const date = new Date(days * 86_400_000);
      expect(daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(days);
    }),
  );
});
