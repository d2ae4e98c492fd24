import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsIn } from '../../src/render/cells.js';
import { progressText } from '../../src/render/progress-text.js';
import type { Progress } from '../../src/render/progress-text.js';

const HALF: Progress = { bytes: 575_000_000, total: 1_150_000_000, lines: 2_500_000, elapsed: 2 };

describe('a progress bar', () => {
  it.each<[number, string]>([
    [120, '███████████████░░░░░░░░░░░░░░░   50.0%  575 MB of 1.15 GB  1,250,000 lines/s  2s left'],
    [80, '████████████░░░░░░░░░░░░   50.0%  575 MB of 1.15 GB  1,250,000 lines/s  2s left'],
    [60, '███████████░░░░░░░░░░░░   50.0%  1,250,000 lines/s  2s left'],
    [50, '██████░░░░░░░   50.0%  1,250,000 lines/s  2s left'],
    [25, '███░░░░   50.0%  2s left'],
    [16, '███░░░░   50.0%'],
    [15, '███░░░   50.0%'],
    [10, ' 50.0%'],
    [4, ''],
  ])('in %i columns says what finds room', (columns, expected) => {
    expect(progressText(HALF, columns)).toBe(expected);
  });

  it('has no total while nobody knows it', () => {
    expect(progressText({ ...HALF, total: null, elapsed: 75 }, 80)).toBe('575 MB  33,333 lines/s  1m 15s');
  });

  it.each<[string, Partial<Progress>, string]>([
    ['does not guess in its first second', { bytes: 1, elapsed: 0.9, lines: 0 }, '░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   <0.1%  1 B of 1.15 GB  0 lines/s'],
    ['does not guess by nothing', { bytes: 0, lines: 0 }, '░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0.0%  0 B of 1.15 GB  0 lines/s'],
    ['divides by no time', { bytes: 0, lines: 5, elapsed: 0 }, '░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0.0%  0 B of 1.15 GB  0 lines/s'],
    ['is full when a file was longer than it looked', { bytes: 2e9 }, '██████████████████████████████  100.0%  1.15 GB of 1.15 GB  1,250,000 lines/s  0s left'],
    ['is full when there is nothing to do', { bytes: 0, total: 0, lines: 0 }, '██████████████████████████████  100.0%  0 B of 0 B  0 lines/s'],
  ])('%s', (_name, progress, expected) => {
    expect(progressText({ ...HALF, ...progress }, 120)).toBe(expected);
  });

  it('is never as wide as the terminal', () => {
    const amount = fc.nat(1e15);
    const work = fc.record({ bytes: amount, total: fc.option(amount), lines: amount, elapsed: fc.double({ min: 0, max: 1e7, noNaN: true }) });
    fc.assert(
      fc.property(work, fc.integer({ min: 1, max: 300 }), (progress, columns) => {
        expect(cellsIn(progressText(progress, columns))).toBeLessThan(columns);
      }),
    );
  });
});
