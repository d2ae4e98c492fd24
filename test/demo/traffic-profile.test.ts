import { describe, expect, it } from 'vitest';
import { CYCLE, requestRate, trafficAt } from '../../src/demo/traffic-profile.js';

const WINDOW = 120;
const THRESHOLD = 10;

/** The mean over the alert window at each tick; the seconds before the start count as zero. */
const meansOver = (seconds: number): number[] => {
  const rates = Array.from({ length: seconds }, (_, second) => requestRate(trafficAt(second)));
  return rates.map((_, at) => rates.slice(Math.max(0, at + 1 - WINDOW), at + 1).reduce((a, b) => a + b, 0) / WINDOW);
};

const crossings = (means: readonly number[]): { up: number[]; down: number[] } => {
  const up: number[] = [];
  const down: number[] = [];
  for (const [index, mean] of means.entries()) {
    const before = (means[index - 1] ?? 0) > THRESHOLD;
    if (mean > THRESHOLD && !before) up.push(index + 1);
    if (mean <= THRESHOLD && before) down.push(index + 1);
  }
  return { up, down };
};

describe('the simulated traffic', () => {
  const { up, down } = crossings(meansOver(CYCLE * 5));

  it('passes the default threshold within 30 s of the start', () => {
    expect(up[0]).toBeGreaterThan(10);
    expect(up[0]).toBeLessThanOrEqual(30);
  });

  it('falls back so that the alert resolves two and a half to three and a half minutes after the start', () => {
    expect(down[0]).toBeGreaterThanOrEqual(150);
    expect(down[0]).toBeLessThanOrEqual(210);
  });

  it('triggers and resolves once in each cycle and at no other time', () => {
    expect(up.map((at) => Math.floor(at / CYCLE))).toEqual([0, 1, 2, 3, 4]);
    expect(down.map((at) => Math.floor(at / CYCLE))).toEqual([0, 1, 2, 3, 4]);
  });

  it('stays between 5 and 8 requests/s while nothing happens', () => {
    for (let second = 200; second < 250; second += 1) {
      expect(requestRate(trafficAt(second))).toBeGreaterThan(4.9);
      expect(requestRate(trafficAt(second))).toBeLessThan(8.1);
    }
  });

  it('breaks the checkout for 20 s from second 45', () => {
    const broken = Array.from({ length: CYCLE }, (_, second) => second).filter((s) => trafficAt(s).checkoutFailures > 0);
    expect(broken).toEqual(Array.from({ length: 20 }, (_, index) => 45 + index));
  });
});
