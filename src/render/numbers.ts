import type { Seconds } from '../core/units.js';
import { printable, printed } from './printable.js';
import type { Printable } from './printable.js';

/** A whole number with thousands separators: `1,204`. By hand: a formatter of Intl takes 14 ms to make. */
export const formatCount = (value: number): Printable =>
  printable(value.toFixed(0).replace(/\B(?=(?:\d{3})+$)/g, ','));

/** Requests/s for people: one decimal below 1,000, such as `12.4/s`, whole above. */
export const formatRate = (value: number): Printable =>
  printed`${value >= 999.95 ? formatCount(Math.round(value)) : printable(value.toFixed(1))}/s`;

/** Requests/s where alerts are judged, with two decimals: `10.09/s`. */
export const formatExactRate = (value: number): Printable => printed`${printable(value.toFixed(2))}/s`;

/** A share of 0 to 1 as a percentage with one decimal: `4.2%`; a positive one never shows as 0. */
export const formatShare = (share: number): Printable => {
  if (share > 0 && share < 0.0005) return printed`<0.1%`;
  return printed`${printable((share * 100).toFixed(1))}%`;
};

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A value with three digits, or all of a longer whole number: `0.12`, `4.2`, `12.3`, `203`, `1204`; no zeros at the end of a fraction. */
const threeDigits = (value: number): string => String(value >= 999.5 ? Math.round(value) : Number(value.toPrecision(3)));

/** How long a request took: `850 µs`, `4.2 ms`, `12.3 s`. */
export const formatDuration = (value: Seconds): Printable => {
  if (value >= 0.9995) return printable(`${threeDigits(value)} s`);
  if (value >= 0.000_999_5) return printable(`${threeDigits(value * 1000)} ms`);
  return printable(value === 0 ? '0 s' : `${threeDigits(value * 1e6)} µs`);
};

/** A size in powers of 1,000 with three digits: `203 kB`, `1.15 GB`. */
export const formatBytes = (bytes: number): Printable => {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return printable(`${value.toFixed(digits)} ${UNITS[unit] ?? ''}`);
};

/** At most two decimals, none where they say nothing: `10`, `10.5`, `10.01`; a smaller threshold is shown whole. */
export const formatThreshold = (value: number): Printable => printable(String(Number(value.toFixed(2)) || value));
