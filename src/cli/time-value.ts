import { UserError } from '../core/user-error.js';
import type { EpochMs } from '../core/units.js';
import { parseTime } from '../filter/time-bound.js';
import type { Moment } from '../filter/time-bound.js';
import type { TimeBound } from '../reports/time-window.js';

/** Seconds from 1973 on, or milliseconds; with fewer digits it may as well be a year. */
const UNIX = /^(\d{9,14})(?:\.(\d{1,3})\d*)?$/;
/** From so many on it is milliseconds: as seconds it would be in the year 5138. */
const MILLISECONDS = 1e11;

const AGO = /^-(?=\d)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/i;
const UNITS: readonly EpochMs[] = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Three hundred years: no log is older. */
const LONGEST_AGO: EpochMs = 1e13;

const DAY = 86_400;

const unixTime = (text: string): EpochMs | null => {
  const [, digits, fraction] = UNIX.exec(text) ?? [];
  if (digits === undefined) return null;
  const value = Number(digits);
  if (value >= MILLISECONDS) return value;
  return value * 1000 + Number((fraction ?? '').padEnd(3, '0'));
};

const msOf = ({ second, nano }: Moment): EpochMs => second * 1000 + Math.floor(nano / 1e6);

/** A date alone as the end of a time is its last millisecond; all else is an instant. */
const instantBound = (text: string, isEnd: boolean): TimeBound | null => {
  const unix = unixTime(text);
  if (unix !== null) return { kind: 'at', at: unix };
  const span = parseTime(text);
  if (span === null) return null;
  if (span.isOfDay) return { kind: 'clock', ms: msOf(span.from) };
  const isDate = span.to.second - span.from.second === DAY;
  return { kind: 'at', at: isEnd && isDate ? msOf(span.to) - 1 : msOf(span.from) };
};

const agoBound = (text: string): TimeBound | null => {
  const [, ...amounts] = AGO.exec(text) ?? [];
  if (amounts.length === 0) return null;
  const ms = UNITS.reduce((sum, unit, index) => sum + unit * Number(amounts[index] ?? 0), 0);
  return ms > LONGEST_AGO ? null : { kind: 'ago', ms };
};

/** A bound of a time, its first or its last instant. Throws a UserError that names the option (without dashes) and the value. */
export const readBound = (option: string, text: string, isEnd: boolean): TimeBound => {
  const bound = agoBound(text) ?? instantBound(text, isEnd);
  if (bound !== null) return bound;
  throw new UserError(`--${option}: '${text}' is no time`, 'such as 2026-11-20T08:30:00Z, 2026-11-20, 08:30, -1h30m or 1795163400');
};

/** An instant by itself. Throws a UserError as `readBound` does. */
export const readInstant = (option: string, text: string): EpochMs => {
  const bound = instantBound(text, false);
  if (bound?.kind === 'at') return bound.at;
  throw new UserError(`--${option}: '${text}' is no time with a date`, 'such as 2026-11-20T08:30:00Z, 2026-11-20 or 1795163400');
};
