import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatExactRate,
  formatRate,
  formatShare,
  formatThreshold,
} from '../../src/render/numbers.js';

describe('numbers for people', () => {
  test.each<[string, (value: number) => string, number, string]>([
    ['a count', formatCount, 0, '0'],
    ['a count', formatCount, 999, '999'],
    ['a count', formatCount, 1204, '1,204'],
    ['a count', formatCount, 2 ** 53, '9,007,199,254,740,992'],
    ['a rate', formatRate, 0, '0.0/s'],
    ['a rate', formatRate, 12.44, '12.4/s'],
    ['a rate', formatRate, 999.94, '999.9/s'],
    ['a rate', formatRate, 999.95, '1,000/s'],
    ['a rate', formatRate, 12_345.6, '12,346/s'],
    ['an exact rate', formatExactRate, 0, '0.00/s'],
    ['an exact rate', formatExactRate, 10, '10.00/s'],
    ['an exact rate', formatExactRate, 1211 / 120, '10.09/s'],
    ['an exact rate', formatExactRate, 12_345.678, '12345.68/s'],
    ['a share', formatShare, 0, '0.0%'],
    ['a share', formatShare, 1e-9, '<0.1%'],
    ['a share', formatShare, 0.0005, '0.1%'],
    ['a share', formatShare, 0.042, '4.2%'],
    ['a share', formatShare, 1, '100.0%'],
    ['a size', formatBytes, 0, '0 B'],
    ['a size', formatBytes, 999, '999 B'],
    ['a size', formatBytes, 1000, '1.00 kB'],
    ['a size', formatBytes, 9994, '9.99 kB'],
    ['a size', formatBytes, 9996, '10.0 kB'],
    ['a size', formatBytes, 99_960, '100 kB'],
    ['a size', formatBytes, 203_112, '203 kB'],
    ['a size', formatBytes, 999_499, '999 kB'],
    ['a size', formatBytes, 999_500, '1.00 MB'],
    ['a size', formatBytes, 1.15e9, '1.15 GB'],
    ['a size', formatBytes, 2 ** 53, '9.01 PB'],
    ['a size', formatBytes, 1e19, '10000 PB'],
    ['a threshold', formatThreshold, 10, '10'],
    ['a threshold', formatThreshold, 10.5, '10.5'],
    ['a threshold', formatThreshold, 10.01, '10.01'],
    ['a threshold', formatThreshold, 10.019, '10.02'],
    ['a threshold', formatThreshold, 0.001, '0.001'],
  ])('%s of %d is %s', (_, format, value, expected) => {
    expect(format(value)).toBe(expected);
  });
});
