import { describe, expect, it } from 'vitest';
import { OpenWindows } from '../../src/app/open-windows.js';
import type { OpenWindow } from '../../src/app/open-windows.js';
import { hitCount } from '../support/hit-count.js';
import type { HitResult } from '../support/hit-count.js';

const MINUTE = 60_000;

const windowsOf = (length = MINUTE, maxLag = 10_000): { windows: OpenWindows; closed: OpenWindow[] } => {
  const closed: OpenWindow[] = [];
  return { windows: new OpenWindows({ kind: hitCount(), seed: 1, length, maxLag, onClose: (window) => closed.push(window) }), closed };
};

const put = (windows: OpenWindows, time: number, own = Infinity) => windows.at(time, own);

const spans = (windows: readonly OpenWindow[]): number[][] => windows.map(({ from, to }) => [from, to]);

describe('windows that follow each other', () => {
  it('begin at multiples of their length, and end before the next one', () => {
    const { windows } = windowsOf();
    for (const time of [0, MINUTE - 1, MINUTE, 2 * MINUTE + 5000]) put(windows, time);
    expect(put(windows, MINUTE + 59_999)).not.toBeNull();
    expect(spans(windows.open)).toEqual([[MINUTE, 2 * MINUTE], [2 * MINUTE, 3 * MINUTE]]);
  });

  it.each([
    ['one millisecond before the lag is over', 2 * MINUTE + 9_999, true],
    ['when the lag is over', 2 * MINUTE + 10_000, false],
  ])('take late records until %s', (_name, newest, isTaken) => {
    const { windows } = windowsOf();
    put(windows, MINUTE);
    put(windows, newest);
    expect(put(windows, 2 * MINUTE - 1) !== null).toBe(isTaken);
  });

  it('are told of when they close, and only once', () => {
    const { windows, closed } = windowsOf();
    for (let minute = 0; minute < 5; minute += 1) put(windows, minute * MINUTE + 30_000);
    windows.closeOld();
    windows.closeOld();
    expect(spans(closed)).toEqual([0, 1, 2, 3].map((minute) => [minute * MINUTE, (minute + 1) * MINUTE]));
    expect(windows.open).toHaveLength(1);
  });

  it('use the totals of those that were closed again, emptied', () => {
    const kind = hitCount();
    const counts: number[] = [];
    let made = 0;
    const newTotal = (seed: number) => {
      made += 1;
      return kind.newTotal(seed);
    };
    const windows = new OpenWindows({
      kind: { ...kind, newTotal },
      seed: 1,
      length: MINUTE,
      maxLag: 0,
      onClose: ({ total }) => counts.push((total.finish({ window: { from: null, to: null }, oldest: null, newest: null }) as HitResult).parts),
    });
    for (let minute = 0; minute < 100; minute += 1) windows.counterOf(put(windows, minute * MINUTE)!);
    expect(counts).toEqual(Array<number>(99).fill(1));
    expect(made).toBe(1);
  });

  it('stay open while a source is known to have older records to come', () => {
    const { windows, closed } = windowsOf();
    windows.behind = windows.othersBehind = 30_000;
    put(windows, 0);
    put(windows, 10 * MINUTE);
    windows.closeOld();
    expect(closed).toEqual([]);
    expect(put(windows, 1)).not.toBeNull();
    windows.behind = windows.othersBehind = Infinity;
    windows.closeOld();
    expect(spans(closed)).toEqual([[0, MINUTE]]);
  });

  it('are not closed by a record from the far future, which has a window of its own', () => {
    const { windows, closed } = windowsOf();
    windows.limit = 10 * MINUTE;
    put(windows, 0);
    put(windows, 1e12);
    windows.closeOld();
    expect(closed).toEqual([]);
    expect(windows.newest).toBe(0);
    expect(windows.open).toHaveLength(2);
  });

  it('stay open whatever comes from the far future, which has few of them', () => {
    const { windows, closed } = windowsOf();
    windows.limit = 10 * MINUTE;
    put(windows, 0);
    for (let n = 1; n <= 100; n += 1) put(windows, 1e12 + n * MINUTE);
    expect(put(windows, 1)).not.toBeNull();
    expect(put(windows, MINUTE)).not.toBeNull();
    expect(closed).toEqual([]);
    expect(windows.open).toHaveLength(10);
    expect(put(windows, 1e12 + MINUTE)).not.toBeNull();
    expect(put(windows, 1e12 + 9 * MINUTE)).toBeNull();
  });

  it('take logs of the future alone as they are', () => {
    const { windows, closed } = windowsOf();
    windows.limit = 0;
    for (let minute = 1; minute <= 40; minute += 1) expect(put(windows, minute * MINUTE)).not.toBeNull();
    expect(spans(closed)).toEqual(Array.from({ length: 8 }, (_, n) => [(n + 1) * MINUTE, (n + 2) * MINUTE]));
  });

  it('are so many at most: the oldest gives way, and takes no more records', () => {
    const { windows, closed } = windowsOf(MINUTE, 1e12);
    for (let minute = 0; minute < 100; minute += 1) put(windows, minute * MINUTE);
    expect(windows.open.length).toBe(32);
    expect(closed[0]?.from).toBe(0);
    expect(put(windows, 0)).toBeNull();
  });

  it('hold all that their counters counted', () => {
    const { windows } = windowsOf(1000, 1e6);
    for (let n = 0; n < 200; n += 1) {
      const window = put(windows, (n % 7) * 1000)!;
      (windows.counterOf(window) as unknown as { count: (key: string, bytes: number) => void }).count('x', 1);
    }
    const context = { window: { from: null, to: null }, oldest: null, newest: null };
    const hits = windows.open.map(({ total }) => (total.finish(context) as { hits: number }).hits);
    expect(hits.reduce((sum, each) => sum + each, 0)).toBe(200);
  });
});
