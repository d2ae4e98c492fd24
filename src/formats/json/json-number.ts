const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, '\u00b5s': 1e-6, '\u03bcs': 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

const WITH_UNITS = /^(?:\d+(?:\.\d+)?\s?(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;

/** The seconds that `12.5ms`, `0.25s` or Go's `1m2.5s` stand for; NaN for what is none. */
export const readDuration = (text: string): number => {
  if (text.length > 64 || !WITH_UNITS.test(text)) return Number.NaN;
  let seconds = 0;
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s?([a-z\u00b5\u03bc]+)/g)) seconds += Number(digits) * SECONDS[unit]!;
  return seconds;
};

/** A number as JSON may write it, `2e-5` too; NaN for what is none, and below zero. */
export const readNumber = (text: string): number => {
  const value = text.length < 64 && /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= 0 && value < Infinity ? value : Number.NaN;
};
