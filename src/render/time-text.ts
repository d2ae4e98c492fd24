import { UTCDate } from '@date-fns/utc/date';
import { format } from 'date-fns/format';
import type { EpochSeconds, Seconds } from '../core/units.js';

/** Instants whose text is remembered: a report repeats most of those of the report before it. */
const REMEMBERED = 4096;
const remembered = new Map<EpochSeconds, string>();

/** `2018-11-22 17:57:22+00:00`: the form of all times in text. */
export const formatInstant = (at: EpochSeconds): string => {
  const known = remembered.get(at);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const text = format(new UTCDate(at * 1000), 'yyyy-MM-dd HH:mm:ssxxx');
  remembered.set(at, text);
  return text;
};

/** `17:57:22`, in UTC. */
export const formatClock = (at: EpochSeconds): string => format(new UTCDate(at * 1000), 'HH:mm:ss');

/** `2018-11-22T17:57:22.000Z`: the form of all times in JSON. */
export const formatIso = (at: EpochSeconds): string => new UTCDate(at * 1000).toISOString();

/** How long something lasted, in its two largest units: `45s`, `3m 20s`, `2h 05m`, `4d 11h`. */
export const formatElapsed = (elapsed: Seconds): string => {
  const total = Math.max(0, Math.floor(elapsed));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (total < 60) return `${total}s`;
  if (total < 3600) return `${Math.floor(total / 60)}m ${two(total % 60)}s`;
  if (total < 86_400) return `${Math.floor(total / 3600)}h ${two(Math.floor(total / 60) % 60)}m`;
  return `${Math.floor(total / 86_400)}d ${two(Math.floor(total / 3600) % 24)}h`;
};
