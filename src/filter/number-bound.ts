import type { FieldType } from '../formats/field.js';

/** Powers of ten of the units of time that are parts of a second. */
const PARTS: Readonly<Record<string, number>> = { ns: -9, us: -6, µs: -6, μs: -6, ms: -3, s: 0 };
const MULTIPLES: Readonly<Record<string, number>> = { m: 60, min: 60, h: 3600 };

const DECIMAL: Readonly<Record<string, number>> = { b: 0, kb: 3, mb: 6, gb: 9, tb: 12 };
const BINARY: Readonly<Record<string, number>> = { kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 };

const NUMBER = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-zµμ]*)$/i;

/** What a number of a type is, in words. */
export const numberExpectation = (type: FieldType): string => {
  switch (type) {
    case 'seconds':
      return 'a time such as 250ms, 1.5s or 2min';
    case 'bytes':
      return 'a size such as 500, 10kB, 1MB (a million) or 1MiB (1,048,576)';
    case 'status':
      return 'a status such as 404 or 5xx';
    case 'text':
    case 'address':
    case 'time':
    case 'number':
      return 'a number';
  }
};

/**
 * A number as people write it, in the field's unit; null when it is none. The decimal point is moved before it is read, so that
 * 250ms is the very number 0.25 that a log's 0.250 is.
 */
export const parseNumber = (text: string, type: FieldType): number | null => {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, digits = '', unit = ''] = match;
  if (unit === '') return Number(digits);
  if (type === 'seconds') {
    const power = PARTS[unit];
    if (power !== undefined) return Number(`${digits}e${power}`);
    const multiple = MULTIPLES[unit];
    return multiple === undefined ? null : Number(digits) * multiple;
  }
  if (type !== 'bytes') return null;
  const power = DECIMAL[unit.toLowerCase()];
  if (power !== undefined) return Number(`${digits}e${power}`);
  const multiple = BINARY[unit.toLowerCase()];
  return multiple === undefined ? null : Number(digits) * multiple;
};
