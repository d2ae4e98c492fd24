import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noLines } from '../../src/core/line-counts.js';
import { RecordRing } from '../../src/core/record-ring.js';
import { smallTables } from './small-tables.js';
import { monitorBench, pushEntry } from './traffic.js';
import type { MonitorBench, MonitorOptions } from './traffic.js';

/** A multiple of ten, of a minute and of an hour. */
const T = 1_542_900_000 - (1_542_900_000 % 3600);

/** A run from `start` on, with so many hits in each of its seconds; the last one is left open. */
const runOf = (start: number, hits: readonly number[], options: Partial<MonitorOptions> = {}): MonitorBench => {
  const bench = monitorBench(options);
  bench.monitor.begin(start);
  hits.forEach((count, at) => {
    bench.monitor.advanceTo(start + at);
    for (let n = 0; n < count; n += 1) bench.count();
  });
  return bench;
};

const intervals = (bench: MonitorBench): [number, number, number, string][] =>
  bench.reports().map(({ report: { from, to, hits }, kind }) => [from - T, to - T, hits, kind]);

describe('intervals', () => {
  test('start at multiples of their length, and the last one ends with the last second', () => {
    const bench = runOf(T + 7, [1, 1, 1, 1, 1, 1, 1]);
    bench.monitor.finish();
    expect(intervals(bench)).toEqual([
      [0, 10, 3, 'full'],
      [10, 14, 4, 'full'],
    ]);
  });

  test('have no partial last one when the last second ends one', () => {
    const bench = runOf(T, [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    bench.monitor.finish();
    expect(intervals(bench)).toEqual([[0, 10, 2, 'full']]);
  });

  test('of silence are told, the second in a row as silent', () => {
    const bench = runOf(T, [1]);
    bench.monitor.advanceTo(T + 40);
    bench.count();
    bench.monitor.advanceTo(T + 60);
    expect(intervals(bench)).toEqual([
      [0, 10, 1, 'full'],
      [10, 20, 0, 'full'],
      [20, 30, 0, 'silent'],
      [30, 40, 0, 'silent'],
      [40, 50, 1, 'full'],
      [50, 60, 0, 'full'],
    ]);
  });

  test('with nothing but a rejected line are not silent', () => {
    const bench = runOf(T, [1]);
    bench.monitor.advanceTo(T + 20);
    bench.reject('layout');
    bench.monitor.advanceTo(T + 40);
    expect(intervals(bench).map(([, , , kind]) => kind)).toEqual(['full', 'full', 'full', 'full']);
    expect(bench.reports()[2]?.report).toMatchObject({ hits: 0, lines: { read: 1, rejected: 1 }, rejectedBy: { layout: 1 } });
  });

  test('of a gap longer than the ring are a first silent one, one up to its last part, and all are contiguous', () => {
    const bench = runOf(T + 3, [1]);
    bench.monitor.advanceTo(T + 5000);
    bench.count();
    bench.monitor.finish();
    const told = intervals(bench);
    expect(told.slice(0, 3)).toEqual([
      [0, 10, 1, 'full'],
      [10, 20, 0, 'full'],
      [20, 4110, 0, 'silent'],
    ]);
    expect(told.at(-1)).toEqual([5000, 5001, 1, 'full']);
    told.slice(1).forEach(([from], at) => {
      expect(from).toBe(told[at]![1]);
    });
  });

  test('have no empty one where such a gap begins with an interval', () => {
    const bench = runOf(T, [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    bench.monitor.advanceTo(T + 5000);
    expect(intervals(bench).slice(0, 3)).toEqual([
      [0, 10, 2, 'full'],
      [10, 20, 0, 'full'],
      [20, 4110, 0, 'silent'],
    ]);
  });

  test('add up to the run when nothing came late, whatever the traffic', () => {
    const second = fc.tuple(fc.oneof({ weight: 20, arbitrary: fc.nat({ max: 3 }) }, { weight: 1, arbitrary: fc.integer({ min: 4, max: 3000 }) }), fc.nat({ max: 4 }));
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 25 }), fc.array(second, { maxLength: 40 }), (offset, reportInterval, seconds) => {
        const bench = monitorBench({ reportInterval });
        let at = T + offset;
        bench.monitor.begin(at);
        let hits = 0;
        for (const [gap, count] of seconds) {
          at += gap;
          bench.monitor.advanceTo(at);
          for (let n = 0; n < count; n += 1) bench.count({ status: n % 2 === 0 ? 200 : 500, bytes: 7 });
          hits += count;
        }
        bench.monitor.finish();
        const reports = bench.reports().map(({ report }) => report);
        expect(reports.reduce((sum, report) => sum + report.hits, 0)).toBe(hits);
        expect(reports.reduce((sum, report) => sum + report.lines.read, 0)).toBe(hits);
        reports.forEach((report, index) => {
          expect(report.from).toBe(index === 0 ? Math.floor((T + offset) / reportInterval) * reportInterval : reports[index - 1]!.to);
          expect(report.from % reportInterval).toBe(0);
          if (index < reports.length - 1) expect(report.to % reportInterval).toBe(0);
          expect(report.successes + report.errors + report.other).toBe(report.hits);
        });
        expect(reports.at(-1)?.to).toBe(at + 1);
        const summary = bench.monitor.summary(0);
        expect(summary).toMatchObject({ from: T + offset, to: at + 1, hits, bytes: 7 * hits, lines: { ...noLines(), read: hits, accepted: hits } });
      }),
    );
  });
});

describe('the alert', () => {
  const options = { threshold: 2, alertWindow: 5, reportInterval: 10 };

  test('is judged at the end of each second, the first one too', () => {
    const bench = runOf(T, [11], options);
    expect(bench.transitions()).toEqual([]);
    bench.monitor.advanceTo(T + 1);
    expect(bench.transitions()).toMatchObject([{ state: 'triggered', at: T + 1, value: 2.2 }]);
  });

  test('is judged at the end of the last second', () => {
    const bench = runOf(T, [0, 0, 11], options);
    bench.monitor.finish();
    expect(bench.transitions()).toMatchObject([{ state: 'triggered', at: T + 3 }]);
  });

  test('recovers in silence, when what triggered it leaves the window', () => {
    const bench = runOf(T, [11], options);
    bench.monitor.advanceTo(T + 30);
    expect(bench.transitions()).toMatchObject([
      { state: 'triggered', at: T + 1 },
      { state: 'resolved', at: T + 6, value: 0 },
    ]);
  });

  test('of the house is not triggered by exactly 10.00/s over 120 s, and is by one request more', () => {
    const steady = new Array<number>(240).fill(10);
    expect(runOf(T, [...steady, 0]).transitions()).toEqual([]);
    const more = [...steady];
    more[200] = 11;
    expect(runOf(T, [...more, 0]).transitions()).toMatchObject([{ state: 'triggered', at: T + 201, value: 1201 / 120 }]);
  });

  test('of the house ends 120 s after a burst, at the tick at which the mean is back at the threshold', () => {
    const bench = runOf(T, [1201]);
    bench.monitor.advanceTo(T + 300);
    expect(bench.transitions()).toMatchObject([
      { state: 'triggered', at: T + 1, value: 1201 / 120 },
      { state: 'resolved', at: T + 121, value: 0 },
    ]);
  });

  test('takes the seconds before the start as silent', () => {
    const bench = runOf(T, new Array<number>(50).fill(24));
    expect(bench.transitions()).toEqual([]);
    expect(runOf(T, new Array<number>(52).fill(24)).transitions()).toMatchObject([{ at: T + 51, value: 10.2 }]);
  });

  test('is told before the report of the same instant', () => {
    const bench = runOf(T, [0, 0, 0, 0, 0, 0, 0, 0, 0, 11], options);
    bench.monitor.advanceTo(T + 10);
    expect(bench.events.map(({ type }) => type)).toEqual(['alert', 'report']);
    expect(bench.reports()[0]?.alerts.active?.alert.id).toBe(1);
  });

  test('has recovered when a gap longer than the ring is over', () => {
    const bench = runOf(T, [11], options);
    bench.monitor.advanceTo(T + 100_000);
    expect(bench.transitions()).toMatchObject([{ state: 'triggered' }, { state: 'resolved', value: 0 }]);
  });

  test('agrees with a mean that is taken anew at each tick', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 9 })), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 8 }),
        (hits, alertWindow, threshold) => {
          const bench = runOf(T, hits, { threshold, alertWindow });
          bench.monitor.finish();
          const expected: [string, number, number][] = [];
          hits.forEach((_, at) => {
            const sum = hits.slice(Math.max(0, at + 1 - alertWindow), at + 1).reduce((a, b) => a + b, 0);
            const isActive = expected.at(-1)?.[0] === 'triggered';
            if (sum / alertWindow > threshold !== isActive) expected.push([isActive ? 'resolved' : 'triggered', T + at + 1, sum / alertWindow]);
          });
          expect(bench.transitions().map(({ state, at, value }) => [state, at, value])).toEqual(expected);
        },
      ),
    );
  });
});

describe('a late record', () => {
  test('counts in the second of its own while that is still here, and in the interval that is open', () => {
    const bench = runOf(T, [1, 0, 0, 0, 0, 0]);
    bench.late({ at: T + 2, status: 500 });
    bench.monitor.advanceTo(T + 10);
    expect(bench.reports()[0]?.report).toMatchObject({ hits: 2, errors: 1, lines: { read: 2, late: 1 } });
    const { seconds } = bench.monitor.snapshot(10, 0);
    expect(seconds.hits.slice(-10)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(seconds.errors.slice(-10)).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('of an interval that was told counts in the summary', () => {
    const bench = runOf(T, [1]);
    bench.monitor.advanceTo(T + 15);
    bench.late({ at: T + 2 });
    bench.monitor.finish();
    expect(intervals(bench)).toEqual([
      [0, 10, 1, 'full'],
      [10, 16, 0, 'full'],
    ]);
    expect(bench.reports()[1]?.report.lines).toMatchObject({ read: 1, accepted: 1, late: 1 });
    expect(bench.monitor.summary(0)).toMatchObject({ hits: 2, lines: { read: 2, late: 1 } });
  });

  test('that is older than the ring counts in the totals only', () => {
    const bench = runOf(T, [1]);
    bench.monitor.advanceTo(T + 900);
    bench.late({ at: T - 1, section: 'old', host: 'old', status: 404, bytes: 5 });
    bench.monitor.finish();
    expect(bench.monitor.summary(0)).toMatchObject({
      hits: 2,
      bytes: 5,
      errors: 1,
      maxRate: 1,
      sections: [{ section: 'food' }, { section: 'old', hits: 1, errors: 1, bytes: 5 }],
      hosts: { top: [{ key: 'h' }, { key: 'old', count: 1 }], rest: 0 },
      failing: { top: [{ key: '404 GET /old', count: 1 }], rest: 0 },
      lines: { late: 1 },
    });
    expect(bench.monitor.snapshot(300, 0).window.hits).toBe(0);
  });

  test('counts in the mean that the alert is judged by', () => {
    const bench = runOf(T, [5], { threshold: 1, alertWindow: 5 });
    bench.monitor.advanceTo(T + 2);
    bench.late({ at: T });
    bench.monitor.advanceTo(T + 3);
    expect(bench.transitions()).toMatchObject([{ at: T + 3, value: 1.2 }]);
    bench.monitor.advanceTo(T + 5);
    expect(bench.transitions()).toMatchObject([{ at: T + 3 }, { state: 'resolved', at: T + 6 }].slice(0, 1));
  });
});

describe('what a file already held', () => {
  test('counts in the seconds before the start, judges nothing by itself, and is not late', () => {
    const bench = monitorBench({ threshold: 1, alertWindow: 5 });
    bench.monitor.begin(T);
    for (let n = 0; n < 10; n += 1) bench.catchUp({ at: T - 2 });
    bench.catchUp({ at: T - 901 });
    bench.catchUp({ at: T });
    expect(bench.events).toEqual([]);
    bench.monitor.advanceTo(T + 1);
    expect(bench.transitions()).toMatchObject([{ state: 'triggered', at: T + 1, value: 11 / 5 }]);
    expect(bench.monitor.snapshot(10, 0)).toMatchObject({ window: { hits: 11 }, totalHits: 12, lines: { accepted: 12, late: 0, future: 0 } });
  });

  test('counts now, as future, when it says that it is from later', () => {
    const bench = monitorBench();
    bench.monitor.begin(T);
    bench.catchUp({ at: T + 50 });
    bench.monitor.advanceTo(T + 1);
    expect(bench.monitor.snapshot(10, 0)).toMatchObject({ rates: { lastSecond: 1 }, lines: { future: 1 } });
  });
});

describe('draining the ring by arrival', () => {
  test('counts every row in the open second, whatever its own time', () => {
    const bench = monitorBench({ sources: 2 });
    const ring = new RecordRing(8);
    bench.monitor.begin(T);
    for (const entry of [{ at: 5 }, { at: T + 9999, source: 1 }, { at: 0, reject: 'time', source: 1 } as const, { at: T - 3, catchUp: true }]) {
      pushEntry(ring, bench.tables, entry);
    }
    bench.monitor.drain(ring);
    bench.monitor.advanceTo(T + 1);
    expect(ring.length).toBe(0);
    const { seconds, sources, rejectedBy } = bench.monitor.snapshot(10, 0);
    expect(seconds.hits.slice(-4)).toEqual([1, 0, 0, 2]);
    expect(sources.map(({ read, accepted, rejected }) => [read, accepted, rejected])).toEqual([
      [2, 2, 0],
      [2, 1, 1],
    ]);
    expect(rejectedBy).toEqual({ time: 1 });
  });
});

describe('the snapshot', () => {
  test('tells the rates of the seconds that are over', () => {
    const bench = monitorBench({ alertWindow: 20, threshold: 7 });
    bench.monitor.begin(T);
    for (let n = 0; n < 40; n += 1) bench.count({ bytes: 100, status: n % 4 === 0 ? 404 : 200 });
    bench.monitor.advanceTo(T + 1);
    for (let n = 0; n < 5; n += 1) bench.count();
    expect(bench.monitor.snapshot(10, 0)).toMatchObject({
      now: T + 1,
      startedAt: T,
      threshold: 7,
      alertWindow: 20,
      totalHits: 45,
      rates: { lastSecond: 40, mean10: 4, alertMean: 2, bytes10: 400, errorShare10: 0.25 },
      window: { span: 10, from: T - 9, to: T + 1, hits: 40, failing: { top: [{ key: '404 GET /food', count: 10 }] } },
    });
  });

  test('before anything is empty, and of the time that it is given', () => {
    const bench = monitorBench();
    for (const span of [10, 60, 300, 'all'] as const) {
      expect(bench.monitor.snapshot(span, 77)).toMatchObject({ now: 77, startedAt: 77, totalHits: 0, window: { hits: 0, sections: [] }, rates: { mean10: 0, errorShare10: 0 } });
    }
    expect(bench.monitor.summary(77)).toMatchObject({ from: 77, to: 77, hits: 0 });
    bench.monitor.finish();
    expect(bench.events).toEqual([]);
  });

  test('over the whole run is the summary\'s traffic', () => {
    const bench = monitorBench();
    bench.monitor.begin(T);
    for (const section of ['b', 'a', 'b', 'c']) bench.count({ section, host: section, status: 500 });
    bench.monitor.advanceTo(T + 2000);
    const { window } = bench.monitor.snapshot('all', 0);
    const summary = bench.monitor.summary(0);
    expect(window.sections).toEqual(summary.sections);
    expect(window.sections.map(({ section, hits }) => [section, hits])).toEqual([
      ['b', 2],
      ['a', 1],
      ['c', 1],
    ]);
    expect([window.hosts, window.failing]).toEqual([summary.hosts, summary.failing]);
    expect(bench.monitor.snapshot(300, 0).window.hits).toBe(0);
  });
});

describe('sources', () => {
  test('tell their format once, and what happened to them last', () => {
    const { monitor, events } = monitorBench();
    monitor.setFormat(0, 'combined', 5);
    monitor.setFormat(0, 'combined', 6);
    monitor.sourceEvent(0, 'rotated', 'why', 7);
    monitor.setFormat(0, 'common', 8);
    expect(events).toEqual([
      { type: 'source', at: 5, path: '0.log', event: 'format', detail: 'combined' },
      { type: 'source', at: 7, path: '0.log', event: 'rotated', detail: 'why' },
      { type: 'source', at: 8, path: '0.log', event: 'format', detail: 'common' },
    ]);
    expect(monitor.snapshot(10, 0).sources).toMatchObject([{ path: '0.log', format: 'common', event: 'rotated', detail: 'why' }]);
  });
});

test('a second with more hosts than its bucket keeps has an error that covers them', () => {
  const bench = monitorBench();
  bench.monitor.begin(T);
  for (let n = 0; n < 70; n += 1) for (let times = 0; times <= n % 3; times += 1) bench.count({ host: `h${n}`, status: 500, path: `/${n}` });
  bench.monitor.advanceTo(T + 1);
  const { hosts, failing, hits } = bench.monitor.snapshot(10, 0).window;
  for (const { top, rest, error } of [hosts, failing]) {
    expect(top).toHaveLength(64);
    expect(top.reduce((sum, { count }) => sum + count, rest)).toBe(hits);
    expect(error).toBe(1);
  }
});

describe('with more distinct values than the tables keep', () => {
  const traffic = fc.array(fc.tuple(fc.nat({ max: 120 }), fc.boolean()), { minLength: 1, maxLength: 300, size: 'max' });
  const limits = { keys: 16, room: 64 };

  const told = (seconds: readonly (readonly [number, boolean])[], seed: number) => {
    const tables = smallTables(seed, limits);
    const bench = monitorBench({ tables });
    const ring = new RecordRing(32);
    bench.monitor.begin(T);
    seconds.forEach(([value, failed], at) => {
      const name = `v${Math.floor((value * value) / 120)}`;
      pushEntry(ring, tables, { at: T, section: name, host: name, path: `/${name}`, status: failed ? 500 : 200, bytes: 3 });
      if (at % 7 === 6) bench.monitor.drain(ring);
      if (at % 50 === 49) bench.monitor.advanceTo(bench.monitor.openAt + 1);
    });
    bench.monitor.drain(ring);
    bench.monitor.finish();
    return { summary: bench.monitor.summary(0), reports: bench.reports() };
  };

  test('totals stay exact, the lists are within their stated error, and hits add up', () => {
    fc.assert(
      fc.property(traffic, fc.integer(), (seconds, seed) => {
        const { summary, reports } = told(seconds, seed);
        const truth = new Map<string, number>();
        for (const [value] of seconds) {
          const name = `v${Math.floor((value * value) / 120)}`;
          truth.set(name, (truth.get(name) ?? 0) + 1);
        }
        const errors = seconds.filter(([, failed]) => failed).length;
        expect(summary).toMatchObject({ hits: seconds.length, errors, bytes: 3 * seconds.length });
        expect(summary.sections.reduce((sum, { hits }) => sum + hits, summary.otherSections.hits)).toBe(seconds.length);
        expect(summary.sections.reduce((sum, section) => sum + section.errors, summary.otherSections.errors)).toBe(errors);
        expect(summary.otherSections.hits).toBeGreaterThanOrEqual(0);
        expect(summary.otherSections.errors).toBeGreaterThanOrEqual(0);
        for (const { top, rest, error } of [summary.hosts, summary.paths]) {
          expect(top.reduce((sum, { count }) => sum + count, rest)).toBe(seconds.length);
          const counts = new Map(top.map(({ key, count }) => [key.replace('/', ''), count]));
          for (const [name, count] of truth) {
            expect(counts.get(name) ?? 0).toBeLessThanOrEqual(count);
            expect(count).toBeLessThanOrEqual((counts.get(name) ?? 0) + error);
          }
        }
        for (const { report } of reports) {
          const names = new Set(report.sections.map(({ section }) => section));
          expect([...names].filter((name) => !truth.has(name))).toEqual([]);
          expect(report.sections.reduce((sum, { hits }) => sum + hits, report.otherSections.hits)).toBe(report.hits);
        }
      }),
    );
  });

  test('nothing that is told depends on the seed', () => {
    fc.assert(
      fc.property(traffic, fc.integer(), fc.integer(), (seconds, one, other) => {
        expect(told(seconds, one)).toEqual(told(seconds, other));
      }),
    );
  });
});

test('what found no room in a table is a part of the stated error, beside what was dropped', () => {
  const tables = smallTables(7, { keys: 4, room: 8, arena: 64 });
  const bench = monitorBench({ tables });
  const ring = new RecordRing(128);
  bench.monitor.begin(T);
  const long = (name: string): string => name.repeat(60);
  const count = (host: string, times: number): void => {
    for (let n = 0; n < times; n += 1) pushEntry(ring, tables, { at: T, host });
  };
  for (const [host, times] of [[long('k'), 20], ['a', 21], ['b', 22], ['c', 3], ['d', 4]] as const) count(host, times);
  bench.monitor.drain(ring); // drops k, c and d
  for (const host of ['x', 'y', 'z']) count(long(host), 1);
  count(long('k'), 25); // finds no room beside the three
  bench.monitor.drain(ring);
  bench.monitor.finish();
  const { top, error } = bench.monitor.summary(0).hosts;
  const kept = top.find(({ key }) => key === long('k'))?.count ?? 0;
  expect(45).toBeLessThanOrEqual(kept + error);
});
