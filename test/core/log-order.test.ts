import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JUMP, LogOrder, WITNESSES } from '../../src/core/log-order.js';
import { RecordRing } from '../../src/core/record-ring.js';
import { monitorBench, pushEntry } from './traffic.js';
import type { Entry } from './traffic.js';

const T = 1_542_900_000 - (1_542_900_000 % 3600);

/** What became of a record: the second it counts in, how, and which one it was. */
interface Counted {
  second: number;
  kind: 'in time' | 'late' | 'future';
  source: number;
  at: number;
}

type Line = Partial<Entry> | number;

/** A log order over lanes whose lines are pulled in when they are asked for. */
const orderBench = (lanes: readonly (readonly Line[])[], rows = 64) => {
  const bench = monitorBench({ sources: lanes.length });
  const { monitor, tables } = bench;
  const rings = lanes.map(() => new RecordRing(rows));
  const order = new LogOrder(monitor, rings);
  const counted: Counted[] = [];
  const note = (kind: Counted['kind'], ring: RecordRing, row: number, second: number): void => {
    counted.push({ second: second - T, kind, source: ring.sources[row]!, at: ring.seconds[row]! - T });
  };
  const { add, addLate, addFuture } = { add: monitor.add.bind(monitor), addLate: monitor.addLate.bind(monitor), addFuture: monitor.addFuture.bind(monitor) };
  let isFuture = false;
  monitor.add = (ring, row) => {
    note(isFuture ? 'future' : 'in time', ring, row, monitor.openAt);
    add(ring, row);
  };
  monitor.addLate = (ring, row) => {
    note('late', ring, row, ring.seconds[row]!);
    addLate(ring, row);
  };
  monitor.addFuture = (ring, row) => {
    isFuture = true;
    addFuture(ring, row);
    isFuture = false;
  };
  const waiting = lanes.map((lines) => [...lines]);
  /** brings lines of a lane into its ring; tells whether there were any left */
  const bring = (lane: number, most = Infinity): boolean => {
    const ring = rings[lane]!;
    let brought = 0;
    while (brought < most && ring.free > 0 && waiting[lane]!.length > 0) {
      const line = waiting[lane]!.shift()!;
      const entry = typeof line === 'number' ? { at: line } : line;
      pushEntry(ring, tables, { ...entry, source: lane, at: T + (entry.at ?? 0) });
      brought += 1;
    }
    return waiting[lane]!.length > 0;
  };
  /** merges all to the end; `sizes` are how much is brought at each pull */
  const merge = (sizes: readonly number[] = []): void => {
    let pulls = 0;
    for (;;) {
      order.run(Number.POSITIVE_INFINITY, true);
      const next = order.next(true);
      if (next.kind !== 'starved') break;
      const more = bring(next.lane, sizes.length === 0 ? Infinity : sizes[pulls % sizes.length]!);
      pulls += 1;
      if (!more) order.end(next.lane);
    }
  };
  return { ...bench, order, rings, counted, bring, merge };
};

/** The records of a run over finished logs. */
const merged = (...lanes: (readonly Line[])[]): Counted[] => {
  const bench = orderBench(lanes);
  bench.merge();
  return bench.counted;
};

const brief = (counted: readonly Counted[]): [number, string][] => counted.map(({ second, kind }) => [second, kind]);
const times = (n: number, value: number): number[] => new Array<number>(n).fill(value);

describe('merging several logs', () => {
  const log = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 3 }) }, { weight: 1, arbitrary: fc.nat({ max: JUMP }) }), { maxLength: 40 }).map((gaps) => {
    let at = 0;
    return gaps.map((gap) => (at += gap));
  });

  test('is sorting all their records by time, however they are pulled', () => {
    fc.assert(
      fc.property(fc.array(log, { minLength: 1, maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 8 })), fc.integer({ min: 0, max: 5 }), (lanes, sizes, power) => {
        const bench = orderBench(lanes, 1 << power);
        bench.merge(sizes);
        expect(bench.counted.every(({ kind, second, at }) => kind === 'in time' && second === at)).toBe(true);
        expect(bench.counted.map(({ at }) => at)).toEqual(lanes.flat().sort((a, b) => a - b));
        lanes.forEach((lines, source) => {
          expect(bench.counted.filter((each) => each.source === source).map(({ at }) => at)).toEqual(lines);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('counts rejected lines where they stand', () => {
    const bench = orderBench([[{ reject: 'layout' }, 0, { reject: 'time' }, 13, { reject: 'bytes' }], [{ reject: 'empty' }, 1]]);
    bench.merge();
    bench.monitor.finish();
    expect(bench.reports().map(({ report }) => [report.from - T, report.hits, report.lines.rejected])).toEqual([
      [0, 2, 3],
      [10, 1, 1],
    ]);
  });

  test('goes on with the time of records that a filter left out, which count as nothing else', () => {
    const left = (at: number): Line => ({ at, filtered: true });
    const bench = orderBench([[left(0), 1, left(12), 12, 3, left(2), left(25)]]);
    bench.merge();
    bench.monitor.finish();
    expect(brief(bench.counted)).toEqual([
      [1, 'in time'],
      [12, 'in time'],
      [3, 'late'],
    ]);
    expect(bench.reports().map(({ report: { from, to, hits, lines } }) => [from - T, to - T, hits, lines.accepted, lines.filtered, lines.read])).toEqual([
      [0, 10, 1, 1, 1, 2],
      [10, 20, 1, 2, 2, 4],
      [20, 26, 0, 0, 1, 1],
    ]);
  });

  test('believes a jump that records confirm which a filter left out, and no other', () => {
    const far = (at: number): Line => ({ at, filtered: true });
    const confirmed = orderBench([[0, 9000, ...times(WITNESSES, 9000).map(far)]]);
    confirmed.merge();
    expect(brief(confirmed.counted)).toEqual([
      [0, 'in time'],
      [9000, 'in time'],
    ]);
    const lonely = orderBench([[0, far(9000), ...times(WITNESSES, 1)]]);
    lonely.merge();
    expect(lonely.monitor.openAt).toBe(T + 1);
    expect(lonely.monitor.summary(0).lines).toMatchObject({ filtered: 1, late: 0, future: 0, accepted: 1 + WITNESSES });
  });

  test('counts what is out of order in its source as late', () => {
    expect(brief(merged([0, 5, 3, 5, 6]))).toEqual([
      [0, 'in time'],
      [5, 'in time'],
      [3, 'late'],
      [5, 'in time'],
      [6, 'in time'],
    ]);
  });

  test('of nothing counts nothing', () => {
    expect(merged([], [])).toEqual([]);
    expect(merged([{ reject: 'layout' }])).toEqual([]);
  });
});

describe('a jump ahead', () => {
  test('of an hour is none', () => {
    expect(brief(merged([0, JUMP]))).toEqual([
      [0, 'in time'],
      [JUMP, 'in time'],
    ]);
  });

  test(`of more is believed when ${WITNESSES} records after it agree`, () => {
    const far = JUMP + 1;
    expect(merged([0, far, ...times(WITNESSES, far)]).filter(({ second, kind }) => second === far && kind === 'in time')).toHaveLength(WITNESSES + 1);
  });

  test('is not when there are fewer: all of them count as future, in the second of the clock', () => {
    const far = JUMP + 3;
    expect(brief(merged([0, 2, far, ...times(WITNESSES - 1, far)]))).toEqual([
      [0, 'in time'],
      [2, 'in time'],
      ...times(WITNESSES, 2).map((second) => [second, 'future']),
    ]);
  });

  test('is not when one of those after it lies more than an hour before it', () => {
    const far = 2 * JUMP;
    const counted = merged([0, far, ...times(WITNESSES - 1, far), 1, ...times(WITNESSES, far + 1)]);
    expect(brief(counted)).toEqual([
      [0, 'in time'],
      ...times(WITNESSES, 0).map((second) => [second, 'future']),
      [1, 'in time'],
      ...times(WITNESSES, 1).map((second) => [second, 'future']),
    ]);
  });

  test('by a single record leaves its neighbours where they are', () => {
    expect(brief(merged([0, 1, 86_400, 2, 3]))).toEqual([
      [0, 'in time'],
      [1, 'in time'],
      [1, 'future'],
      [2, 'in time'],
      [3, 'in time'],
    ]);
  });

  test('is judged by records: rejected lines are no witnesses', () => {
    const far = 2 * JUMP;
    const junk = new Array<Line>(WITNESSES).fill({ reject: 'layout' });
    expect(brief(merged([0, far, ...junk])).at(-1)).toEqual([0, 'future']);
    expect(brief(merged([0, far, ...junk, ...times(WITNESSES, far)])).at(-1)).toEqual([far, 'in time']);
  });

  test('from hour to hour and more is believed as long as ten come after it', () => {
    const slow = Array.from({ length: 20 }, (_, n) => n * 5000);
    const counted = merged(slow);
    expect(brief(counted.slice(0, 10))).toEqual(slow.slice(0, 10).map((at) => [at, 'in time']));
    expect(counted.slice(10).every(({ kind, second }) => kind === 'future' && second === 45_000)).toBe(true);
  });

  test('is judged with what fits into the ring', () => {
    const far = 2 * JUMP;
    const bench = orderBench([[0, far, ...times(20, far)]], 8);
    bench.merge();
    expect(bench.counted).toHaveLength(22);
  });
});

describe('the first record', () => {
  test('is an outlier when the ten after it all lie more than an hour before it', () => {
    const counted = merged([86_400, ...times(WITNESSES, 5)]);
    expect(brief(counted)).toEqual([[5, 'future'], ...times(WITNESSES, 5).map((second) => [second, 'in time'])]);
  });

  test('is none when there are fewer', () => {
    const counted = merged([86_400, ...times(WITNESSES - 1, 5)]);
    expect(brief(counted)).toEqual([[86_400, 'in time'], ...times(WITNESSES - 1, 5).map((second) => [second, 'late'])]);
  });

  test('is none when it is only a little ahead', () => {
    expect(brief(merged([1800, ...times(WITNESSES, 5)]))[0]).toEqual([1800, 'in time']);
  });

  test('of one source may be an outlier beside another', () => {
    const counted = merged([86_400, ...times(WITNESSES, 5)], [0, 3, 6]);
    expect(counted.map(({ second, kind, source }) => [second, kind, source])).toEqual([
      [0, 'in time', 1],
      [3, 'in time', 1],
      [3, 'future', 0],
      ...times(WITNESSES, 5).map((second) => [second, 'in time', 0]),
      [6, 'in time', 1],
    ]);
  });
});

describe('two sources with different gaps', () => {
  const busy = Array.from({ length: 200 }, (_, n) => n * 100);

  test('a gap of the one is no jump of the clock while the other fills it', () => {
    const counted = merged(busy, [50, 15_050]);
    expect(counted.filter(({ kind }) => kind !== 'in time')).toEqual([]);
    expect(counted.map(({ second }) => second)).toEqual([...busy, 50, 15_050].sort((a, b) => a - b));
  });

  test('the last records of a log far ahead of all others are still in doubt', () => {
    const counted = merged(busy, [50, 100_000]);
    expect(counted.at(-1)).toMatchObject({ kind: 'future', second: 19_900, source: 1 });
  });

  test('gaps of both are believed where each is', () => {
    const first = [...times(12, 0), ...times(12, 10_000), ...times(12, 40_000)];
    const second = [...times(12, 5), ...times(12, 30_000), ...times(12, 40_001)];
    const counted = merged(first, second);
    expect(counted.every(({ kind }) => kind === 'in time')).toBe(true);
    expect(counted.map(({ at }) => at)).toEqual([...first, ...second].sort((a, b) => a - b));
  });

  test('nothing depends on how the records are pulled', () => {
    const gap = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -5, max: 30 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 9000 }) }, { weight: 1, arbitrary: fc.constantFrom(-20_000, 20_000) });
    const log = fc.array(gap, { maxLength: 40 }).map((gaps) => {
      let at = 0;
      return gaps.map((each) => (at += each));
    });
    fc.assert(
      fc.property(fc.array(log, { minLength: 1, maxLength: 3 }), fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 }), (lanes, sizes) => {
        const whole = orderBench(lanes);
        whole.merge();
        const pieces = orderBench(lanes);
        pieces.merge(sizes);
        lanes.forEach((_, source) => {
          const ofSource = ({ counted }: typeof whole): Counted[] => counted.filter((each) => each.source === source);
          expect(ofSource(pieces)).toEqual(ofSource(whole));
        });
        expect(whole.counted).toHaveLength(lanes.flat().length);
      }),
      { numRuns: 300, examples: [[[[20_000], [0, 20_000, 40_000]], [1]], [[[0, 20_000, 40_000], [20_000]], [1]]] },
    );
  });
});

describe('without waiting', () => {
  test('what is there is merged', () => {
    const bench = orderBench([[0, 2], [1], []]);
    bench.bring(0);
    bench.bring(1);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    expect(bench.counted.map(({ second }) => second)).toEqual([0, 1, 2]);
    expect(bench.order.next(false)).toEqual({ kind: 'empty' });
  });

  test('a jump that is in doubt holds only its own source', () => {
    const far = 10 * JUMP;
    const bench = orderBench([[0, far, ...times(WITNESSES, far)], [1, 2, 3]]);
    bench.bring(0, 2);
    bench.bring(1);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    expect(bench.counted.map(({ second, source }) => [second, source])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    bench.bring(0);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    expect(bench.counted.slice(4).every(({ second, kind }) => second === far && kind === 'in time')).toBe(true);
  });

  test('a jump that is in doubt at the end is future', () => {
    const bench = orderBench([[0, 10 * JUMP]]);
    bench.bring(0);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    expect(bench.counted).toHaveLength(1);
    bench.order.end(0);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    expect(brief(bench.counted)).toEqual([
      [0, 'in time'],
      [0, 'future'],
    ]);
  });

  test('a silence of hours in which the clock went on is no jump', () => {
    const bench = orderBench([[0, 3 * JUMP]]);
    bench.bring(0, 1);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    bench.monitor.advanceTo(T + 3 * JUMP - 5);
    bench.bring(0);
    bench.order.run(Number.POSITIVE_INFINITY, false);
    expect(brief(bench.counted)).toEqual([
      [0, 'in time'],
      [3 * JUMP, 'in time'],
    ]);
  });
});

describe('with a limit', () => {
  test('only records of seconds before it are counted', () => {
    const bench = orderBench([[0, 1, 1, 2], [1, 3]]);
    bench.bring(0);
    bench.bring(1);
    bench.order.end(0);
    bench.order.end(1);
    expect(bench.order.next(true)).toMatchObject({ kind: 'row', key: T });
    bench.order.run(T + 2, true);
    expect(bench.counted.map(({ second }) => second)).toEqual([0, 1, 1, 1]);
    expect(bench.order.next(true)).toMatchObject({ kind: 'row', key: T + 2 });
  });
});
