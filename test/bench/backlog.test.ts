import { describe, expect, it } from 'vitest';
import { pursue } from './backlog.js';
import type { Progress } from './backlog.js';

const progress = (...pairs: [bytes: number, at: number][]): Progress[] => pairs.map(([bytes, at]) => ({ bytes, at }));

describe('how a reader keeps up with a writer', () => {
  const written = progress([100, 0], [200, 10], [300, 20], [400, 30], [500, 40]);

  it('is the time from each write until its last byte was read', () => {
    const read = progress([0, 1], [100, 5], [300, 25], [400, 31], [499, 41], [500, 90]);
    expect(pursue(written, read)).toMatchObject({ median: 5, worst: 50, missing: 0 });
  });

  it('tells what was never read', () => {
    expect(pursue(written, progress([100, 5], [430, 95]))).toMatchObject({ missing: 70 });
  });

  it('tells a backlog that grows', () => {
    const read = progress([100, 0], [190, 10], [250, 20], [300, 30], [310, 40]);
    expect(pursue(written, read)).toMatchObject({ early: 10, late: 190 });
  });
});
