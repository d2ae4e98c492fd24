import { CivilTime } from '../formats/time/civil-time.js';
import type { EpochSeconds } from '../core/units.js';

const DAY = 86_400;
const BILLION = 1_000_000_000;

const OF_DAY = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?$/;

export const TIME_EXPECTED = 'a time such as 12:00, 2015-05-17 or 2015-05-17T10:05:03Z';

/** A moment: whole seconds and nanoseconds. */
export interface Moment {
  second: EpochSeconds;
  nano: number;
}

/** What a written time stands for: from its beginning up to, but without, its end. 12:00 is a minute long, a date a day. */
export interface TimeSpan {
  /** it is a time of each day: seconds count from midnight, UTC */
  isOfDay: boolean;
  from: Moment;
  to: Moment;
}

const spanOf = (isOfDay: boolean, second: number, length: number, fraction: string | undefined): TimeSpan => {
  if (fraction === undefined) return { isOfDay, from: { second, nano: 0 }, to: { second: second + length, nano: 0 } };
  const nano = Number(fraction.padEnd(9, '0'));
  const end = nano + 10 ** (9 - fraction.length);
  return { isOfDay, from: { second, nano }, to: end < BILLION ? { second, nano: end } : { second: second + 1, nano: 0 } };
};

/** The time that a text is, or null. Without a zone it is UTC. */
export const parseTime = (text: string): TimeSpan | null => {
  const ofDay = OF_DAY.exec(text);
  if (ofDay !== null) {
    const [, hour, minute, second, fraction] = ofDay;
    const [h, m, s] = [Number(hour), Number(minute), Number(second ?? 0)];
    return h > 23 || m > 59 || s > 59 ? null : spanOf(true, h * 3600 + m * 60 + s, second === undefined ? 60 : 1, fraction);
  }
  const iso = ISO.exec(text);
  if (iso === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHours, zoneMinutes] = iso;
  const civil = new CivilTime();
  civil.year = Number(year);
  civil.month = Number(month);
  civil.day = Number(day);
  civil.hour = Number(hour ?? 0);
  civil.minute = Number(minute ?? 0);
  civil.second = Number(second ?? 0);
  if (sign !== undefined) civil.offset = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 3600 + Number(zoneMinutes) * 60);
  const start = civil.toSecond();
  return Number.isNaN(start) ? null : spanOf(false, start, hour === undefined ? DAY : second === undefined ? 60 : 1, fraction);
};

/** The second of its day, for a time of each day. */
export const secondOfDay = (second: EpochSeconds): number => ((second % DAY) + DAY) % DAY;

/** Whether a moment is before another one. */
export const isBefore = (second: number, nano: number, than: Moment): boolean => second < than.second || (second === than.second && nano < than.nano);
