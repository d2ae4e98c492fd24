import type { EpochSeconds } from '../core/units.js';
import { UserError } from '../core/user-error.js';

const COUNT = /^(\d+(?:\.\d+)?)([kmg])?$/i;
const FACTORS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9 };

/** A whole number from `least` to `most`, with k, M or G for thousands, millions or billions. Throws a UserError that names the option. */
export const readCount = (option: string, text: string, least: number, most: number): number => {
  const [, digits, letter = ''] = COUNT.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Math.round(Number(digits) * (FACTORS[letter.toLowerCase()] ?? 1) * 1e6) / 1e6;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UserError(`--${option}: '${text}' is not a whole number from ${least} to ${most} (such as ${Math.max(least, 5000)}, 20k or 5M)`);
};

/** A share from 0 to 1, or a percentage. Throws a UserError that names the option. */
export const readShare = (option: string, text: string): number => {
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)(%)?$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits) / (percent === undefined ? 1 : 100);
  if (value >= 0 && value <= 1) return value;
  throw new UserError(`--${option}: '${text}' is not a share from 0 to 1 (such as 0.05 or 5%)`);
};

const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** 2001-09-09, since which seconds have ten digits, and 2286. */
const LEAST = 1e9;
const MOST = 1e10;

/** A time in whole seconds, UTC unless it has an offset. Throws a UserError that names the option. */
export const readTime = (option: string, text: string): EpochSeconds => {
  const [whole, zone] = TIME.exec(text) ?? [];
  const iso = whole?.replace(' ', 'T') ?? '';
  const value = Date.parse(zone === undefined && iso.length > 10 ? `${iso}Z` : iso) / 1000;
  if (value >= LEAST && value < MOST) return value;
  throw new UserError(`--${option}: '${text}' is not a time from 2001-09-10 to 2286 (such as 2026-01-01 or 2026-01-01T08:30:00Z)`);
};
