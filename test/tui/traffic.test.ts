import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSteps, niceStep, trafficPanel } from '../../src/tui/panels/traffic.js';
import { textOf } from '../../src/tui/styled.js';
import { ZOOMS } from '../../src/tui/ui-state.js';
import { emptySnapshot, sampleSnapshot } from '../support/snapshot.js';

const AREA = { left: 2, top: 5, width: 64, height: 10 };

describe('merging steps into points', () => {
  it.each<[string, number[], number, number, number[]]>([
    ['takes means of whole groups', [1, 3, 5, 7], 2, 4, [2, 6]],
    ['cuts at multiples in time, so that only the newest point changes', [1, 3, 5, 7], 2, 5, [4, 7]],
    ['takes silence for what is not known', [4, 4], 2, 4, [0, 4]],
  ])('%s', (_, values, merge, now, points) => {
    expect(mergeSteps(values, 1, merge, 2, now)).toEqual(points);
  });

  it('leaves old points as they are when a second passes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 41, maxLength: 41 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1000, max: 1100 }),
        (values, merge, now) => {
          const before = mergeSteps(values.slice(0, 40), 1, merge, 5, now);
          const after = mergeSteps(values.slice(1), 1, merge, 5, now + 1);
          const isNewPoint = now % merge === 0;
          expect(after.slice(0, 4)).toEqual(isNewPoint ? before.slice(1) : before.slice(0, 4));
        },
      ),
    );
  });
});

describe('the scale', () => {
  it.each([
    [10.2, 5, 5],
    [22, 5, 5],
    [0.9, 5, 0.2],
    [1000, 5, 200],
    [22, 2, 20],
    [22, 3, 8],
  ])('of %d in %d steps has steps of %d', (value, steps, step) => {
    expect(niceStep(value, steps)).toBeCloseTo(step);
  });

  it('reaches every value, and not much further', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 5 }), (value, steps) => {
        const top = niceStep(value, steps) * steps;
        expect(top).toBeGreaterThanOrEqual(value * 0.999);
        expect(top).toBeLessThanOrEqual(value * 2.6);
      }),
    );
  });
});

describe('the chart', () => {
  it.each(ZOOMS)('of %d s has as many labels as points, and says when they were', (zoom) => {
    const chart = trafficPanel(sampleSnapshot(), 10, zoom, AREA).chart!;
    expect(chart.hits.length).toBe(chart.labels.length);
    expect(chart.errors.length).toBe(chart.labels.length);
    expect(chart.labels.filter((label) => label !== '').length).toBe(chart.labels.length / chart.labelEvery);
    expect(chart.labels[0]).toMatch(/^-(5m|15m|60m|24h)$/);
  });

  it('has the threshold within its scale', () => {
    const chart = trafficPanel(emptySnapshot(), 10, 300, AREA).chart!;
    expect(chart.threshold).toBe(10);
    expect(chart.maxY).toBeGreaterThan(10);
  });

  it('only tells of a threshold that lies far above the curve', () => {
    const { chart, panel } = trafficPanel(sampleSnapshot(), 2000, 300, AREA);
    expect(chart!.threshold).toBeNull();
    expect(chart!.maxY).toBeLessThan(100);
    expect(textOf(panel.heading!)).toContain('threshold 2000/s (higher up)');
  });

  it('counts in thousands where numbers get long', () => {
    const { seconds } = sampleSnapshot();
    const { chart, panel } = trafficPanel(
      sampleSnapshot({ seconds: { ...seconds, hits: seconds.hits.map((value) => value * 10_000) } }),
      100_000,
      300,
      AREA,
    );
    expect(chart!.maxY).toBeLessThan(1000);
    expect(textOf(panel.heading!)).toContain('requests/s in thousands');
  });

  it('says nothing of the time before the run, unless the log does', () => {
    const { startedAt, now } = sampleSnapshot();
    const young = { startedAt: now - 60 };
    const silent = { step: 1, hits: new Array<number>(900).fill(0), errors: new Array<number>(900).fill(0) };
    const points = (changes: Parameters<typeof sampleSnapshot>[0]): number =>
      trafficPanel(sampleSnapshot(changes), 10, 300, AREA).chart!.hits.filter((value) => value === null).length;
    expect(points({ ...young, seconds: silent })).toBe(60 - 12 - 1);
    expect(points(young)).toBe(0);
    expect(points({ startedAt, seconds: silent })).toBe(0);
  });

  it('is left out where there is no room', () => {
    expect(trafficPanel(sampleSnapshot(), 10, 300, { ...AREA, height: 3 }).chart).toBeNull();
    expect(trafficPanel(sampleSnapshot(), 10, 300, { ...AREA, width: 20 }).chart).toBeNull();
  });
});
