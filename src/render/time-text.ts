import { UTCDateMini } from '@date-fns/utc/date/mini';
import { lightFormat } from 'date-fns/lightFormat';
import { printable, printed } from './printable.js';
import type { Printable } from './printable.js';
import type { EpochMs, EpochSeconds, Seconds } from '../core/units.js';

const DAY: Seconds = 86_400;

const two = (value: number): Printable => (value < 10 ? printed`0${value}` : printed`${value}`);

/** The day that was asked for last. A report holds many instants, nearly all of one day; date-fns takes 4 us for each. */
let lastDay = Number.NaN;
let lastDayText = printed``;

const dayText = (day: number): Printable => {
  if (day !== lastDay) {
    lastDayText = printable(lightFormat(new UTCDateMini(day * DAY * 1000), 'yyyy-MM-dd'));
    lastDay = day;
  }
  return lastDayText;
};

/** `17:57:22`, in UTC. */
export const formatClock = (at: EpochSeconds): Printable => {
  const second = Math.floor(at - Math.floor(at / DAY) * DAY);
  return printed`${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
};

/** `2018-11-22 17:57:22+00:00`: the form of all times in text. */
export const formatInstant = (at: EpochSeconds): Printable => printed`${dayText(Math.floor(at / DAY))} ${formatClock(at)}+00:00`;

/** An instant in milliseconds; a fraction of a second shows only where there is one: `2018-11-22 17:57:22.250+00:00`. */
export const formatInstantMs = (at: EpochMs): Printable => {
  const second = Math.floor(at / 1000);
  const rest = at - second * 1000;
  if (rest === 0) return formatInstant(second);
  return printed`${dayText(Math.floor(second / DAY))} ${formatClock(second)}.${printable(String(rest).padStart(3, '0'))}+00:00`;
};

/** `2018-11-22T17:57:22.250Z`: the form of all times in JSON. */
export const formatIsoMs = (at: EpochMs): string => new UTCDateMini(at).toISOString();

/** The same of an instant in seconds. */
export const formatIso = (at: EpochSeconds): string => formatIsoMs(at * 1000);

/** How long something lasted, in its two largest units: `45s`, `3m 20s`, `2h 05m`, `4d 11h`. */
export const formatElapsed = (elapsed: Seconds): Printable => {
  const total = Math.max(0, Math.floor(elapsed));
  if (total < 60) return printed`${total}s`;
  if (total < 3600) return printed`${Math.floor(total / 60)}m ${two(total % 60)}s`;
  if (total < 86_400) return printed`${Math.floor(total / 3600)}h ${two(Math.floor(total / 60) % 60)}m`;
  return printed`${Math.floor(total / 86_400)}d ${two(Math.floor(total / 3600) % 24)}h`;
};

/** The length of an interval, in the largest unit that it is a multiple of: `45s`, `10m`, `1h`, `7d`. */
export const formatInterval = (length: Seconds): Printable => {
  if (length % DAY === 0) return printed`${length / DAY}d`;
  if (length % 3600 === 0) return printed`${length / 3600}h`;
  return length % 60 === 0 ? printed`${length / 60}m` : printed`${length}s`;
};
