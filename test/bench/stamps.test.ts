import { describe, expect, it } from 'vitest';
import { latencyOf, paceOf } from './stamps.js';

const stamps = (...each: [log: number, lines: number, at: number][]): number[] => each.flat();

describe('the latency between writes and reads', () => {
  const written = stamps([0, 1, 0], [1, 1, 5], [0, 3, 10], [0, 4, 20]);

  it('is that of each write, by its log', () => {
    const read = stamps([0, 1, 3], [0, 4, 27], [1, 1, 105]);
    expect(latencyOf(written, read)).toMatchObject({ median: 17, worst: 100, missing: 0 });
  });

  it('ends with the last line of a write', () => {
    expect(latencyOf(stamps([0, 5, 0]), stamps([0, 4, 1], [0, 5, 9]))).toMatchObject({ median: 9, worst: 9 });
  });

  it('tells what was never read', () => {
    expect(latencyOf(written, stamps([0, 2, 11]))).toMatchObject({ missing: 3 });
  });
});

describe('the pace of writes', () => {
  it('is taken between the first and the last', () => {
    expect(paceOf(stamps([0, 10, 100], [0, 20, 150], [0, 30, 200]))).toBe(200);
  });
});
