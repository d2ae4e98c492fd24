import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertTransition } from '../../src/core/alert/alert.js';
import { isMonitorMemory } from '../../src/core/memory-shape.js';
import { forgetSeconds } from '../../src/core/monitor-memory.js';
import type { MonitorMemory } from '../../src/core/monitor-memory.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { smallTables } from './small-tables.js';
import { monitorBench } from './traffic.js';
import type { MonitorBench, MonitorOptions } from './traffic.js';

const T = 1_542_900_000;

type Step =
  | { kind: 'wait'; seconds: number }
  | { kind: 'hits'; count: number; status: number; section: number; source: number }
  | { kind: 'late'; ago: number }
  | { kind: 'reject'; source: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 5000 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('hits' as const),
      count: fc.integer({ min: 1, max: 40 }),
      status: fc.constantFrom(-1, 100, 200, 302, 404, 503),
      section: fc.nat({ max: 4 }),
      source: fc.nat({ max: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('late' as const), ago: fc.integer({ min: 1, max: 2000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reject' as const), source: fc.nat({ max: 1 }) }) },
);

const SECTIONS = ['food', 'api', '/', 'caf\u00e9', '\u{1f355}'];

const run = (bench: MonitorBench, steps: readonly Step[]): void => {
  for (const each of steps) {
    if (each.kind === 'wait') bench.monitor.advanceTo(bench.monitor.openAt + each.seconds);
    else if (each.kind === 'reject') bench.reject('layout', each.source);
    else if (each.kind === 'late') bench.late({ at: bench.monitor.openAt - each.ago, bytes: 7 });
    else {
      const section = SECTIONS[each.section] ?? '';
      for (let n = 0; n < each.count; n += 1) {
        bench.count({ status: each.status, section, bytes: 100 + n, source: each.source, host: `h${n % 3}`, path: `/${section}/${n % 5}` });
      }
    }
  }
};

/** Through a file, as it were. */
const stored = (memory: MonitorMemory): MonitorMemory => {
  const read: unknown = JSON.parse(JSON.stringify(memory));
  if (!isMonitorMemory(read)) throw new Error('what was stored is not recognised');
  return read;
};

/** Another run, with other hashes, that goes on from a memory. */
const resume = (memory: MonitorMemory, options: Partial<MonitorOptions> = {}, paths = ['0.log', '1.log']): MonitorBench => {
  const bench = monitorBench({ tables: smallTables(99), ...options, sources: 0 });
  bench.monitor.recall(stored(memory));
  for (const path of paths) bench.monitor.addSource(path);
  return bench;
};

/** What is drawn, but for what is not remembered: what last happened to each source. */
const picture = (bench: MonitorBench, now: number): Snapshot => ({ ...bench.monitor.snapshot('all', now), sources: [] });

const told = (transitions: readonly AlertTransition[]): unknown[] => transitions.map(({ state, at, value, alert }) => [state, at, value, alert.id]);

describe('what a monitor remembers', () => {
  test('gives another run the same totals, chart, account of lines and alerts, and the same alerts from then on', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 20 }), fc.integer({ min: 1, max: 200 }), (before, after, alertWindow) => {
        const options = { sources: 2, threshold: 0.8, alertWindow };
        const first = monitorBench(options);
        first.monitor.begin(T);
        run(first, before);
        const toldBefore = first.transitions().length;
        const second = resume(first.monitor.memory(), options);

        expect(second.monitor.summary(T)).toEqual(first.monitor.summary(T));
        expect(picture(second, T)).toEqual(picture(first, T));

        second.monitor.begin(first.monitor.openAt);
        run(first, after);
        run(second, after);
        expect(told(second.transitions())).toEqual(told(first.transitions().slice(toldBefore)));
        expect(second.monitor.summary(T)).toEqual(first.monitor.summary(T));
        expect(picture(second, T)).toEqual(picture(first, T));
      }),
    );
  });

  test('is the same when it is taken again from the other run', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const bench = monitorBench({ sources: 2 });
        bench.monitor.begin(T);
        run(bench, steps);
        const memory = stored(bench.monitor.memory());
        expect(stored(resume(memory).monitor.memory())).toEqual(memory);
      }),
    );
  });

  test('is something before the first second too', () => {
    const second = resume(monitorBench({ sources: 2 }).monitor.memory());
    expect(second.monitor.openAt).toBeNaN();
    second.monitor.begin(T);
    expect(second.monitor.summary(T)).toMatchObject({ from: T, to: T, hits: 0 });
  });
});

describe('a run that goes on later', () => {
  const busy = (): MonitorBench => {
    const bench = monitorBench({ sources: 2, alertWindow: 60 });
    bench.monitor.begin(T);
    run(bench, [{ kind: 'hits', count: 900, status: 200, section: 0, source: 1 }, { kind: 'wait', seconds: 1 }]);
    return bench;
  };

  test('takes the seconds between as silent, and does not judge them', () => {
    const second = resume(busy().monitor.memory(), { alertWindow: 60 });
    second.monitor.begin(T + 30);
    expect(second.events).toEqual([]);
    const { seconds, rates, startedAt, alerts } = second.monitor.snapshot(10, T);
    expect(seconds.hits.slice(-30)).toEqual([900, ...new Array<number>(29).fill(0)]);
    expect(rates.alertMean).toBe(15);
    expect(startedAt).toBe(T);
    expect(alerts.active?.alert).toMatchObject({ id: 1, triggeredAt: T + 1 });
  });

  test('goes on with the active alert: it is resolved, not triggered again, and the next one has the next id', () => {
    const second = resume(busy().monitor.memory(), { alertWindow: 60 });
    second.monitor.begin(T + 30);
    second.monitor.advanceTo(T + 61);
    run(second, [{ kind: 'hits', count: 900, status: 200, section: 0, source: 1 }, { kind: 'wait', seconds: 1 }]);
    expect(told(second.transitions())).toEqual([
      ['resolved', T + 61, 0, 1],
      ['triggered', T + 62, 15, 2],
    ]);
  });

  test('judges by its own threshold and window', () => {
    const second = resume(busy().monitor.memory(), { threshold: 20, alertWindow: 60 });
    second.monitor.begin(T + 1);
    second.monitor.advanceTo(T + 2);
    expect(told(second.transitions())).toEqual([['resolved', T + 2, 15, 1]]);
    const third = resume(busy().monitor.memory(), { alertWindow: 900 });
    third.monitor.begin(T + 1);
    third.monitor.advanceTo(T + 2);
    expect(told(third.transitions())).toEqual([['resolved', T + 2, 1, 1]]);
  });

  test('counts what comes for the seconds between in their own', () => {
    const second = resume(busy().monitor.memory());
    second.monitor.begin(T + 30);
    second.catchUp({ at: T + 20 });
    second.catchUp({ at: T });
    const { hits } = second.monitor.snapshot(10, T).seconds;
    expect([hits.at(-10), hits.at(-30)]).toEqual([1, 901]);
  });

  test('reports only what it has counted itself', () => {
    const second = resume(busy().monitor.memory(), { reportInterval: 10 });
    second.monitor.begin(T + 3);
    run(second, [{ kind: 'hits', count: 5, status: 200, section: 0, source: 1 }, { kind: 'wait', seconds: 7 }]);
    const [first] = second.reports();
    expect(first?.report).toMatchObject({ from: T + 1, to: T + 10, hits: 5, lines: { read: 5 } });
    expect(second.monitor.summary(T)).toMatchObject({ from: T, hits: 905, lines: { read: 905 } });
  });

  test('keeps the lines of a source that it does not have, and gives them back when it has it again', () => {
    const second = resume(busy().monitor.memory(), {}, ['0.log']);
    const { sources, lines } = second.monitor.summary(T);
    expect(sources.map(({ path, read }) => [path, read])).toEqual([['0.log', 0], ['1.log', 900]]);
    expect(lines.read).toBe(900);
    expect(second.monitor.snapshot(10, T).sources.map(({ path }) => path)).toEqual(['0.log']);
    const third = resume(second.monitor.memory());
    expect(third.monitor.snapshot(10, T).sources.map(({ path, read }) => [path, read])).toEqual([['0.log', 0], ['1.log', 900]]);
  });

  test('before the time that is remembered keeps all but the seconds', () => {
    const second = resume(forgetSeconds(busy().monitor.memory()), { alertWindow: 60 });
    second.monitor.begin(T - 1000);
    second.monitor.advanceTo(T - 999);
    expect(told(second.transitions())).toEqual([['resolved', T - 999, 0, 1]]);
    expect(second.monitor.summary(T)).toMatchObject({ from: T - 1000, to: T - 999, hits: 900 });
    expect(second.monitor.snapshot(10, T).minutes.hits.every((hits) => hits === 0)).toBe(true);
  });
});

describe('what is no memory', () => {
  const bench = monitorBench({ sources: 2, alertWindow: 60 });
  bench.monitor.begin(T);
  run(bench, [
    { kind: 'hits', count: 900, status: 404, section: 0, source: 1 },
    { kind: 'wait', seconds: 1 },
    { kind: 'hits', count: 1, status: 404, section: 0, source: 1 },
  ]);
  const memory: unknown = JSON.parse(JSON.stringify(bench.monitor.memory()));

  /** Every place in a value: the keys that lead to it. */
  const placesIn = (value: unknown, way: readonly (string | number)[] = []): (readonly (string | number)[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [[...way, key], ...placesIn(inner, [...way, key])])
      : [];

  const changed = (way: readonly (string | number)[], to: unknown): unknown => {
    const copy: unknown = structuredClone(memory);
    const place = way.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], copy);
    (place as Record<string, unknown>)[way.at(-1) ?? ''] = to;
    return copy;
  };

  test('is recognised by any part that is something else', () => {
    expect(isMonitorMemory(memory)).toBe(true);
    const places = placesIn(memory);
    expect(places.length).toBeGreaterThan(100);
    for (const way of places) {
      expect(isMonitorMemory(changed(way, true)), way.join('.')).toBe(false);
      expect(isMonitorMemory(changed(way, -0.5)), way.join('.')).toBe(way.includes('alerts') && ['threshold', 'valueAtTrigger', 'value'].includes(String(way.at(-1))));
    }
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'memory'],
    ['an empty object', {}],
    ['a list', []],
  ])('is %s', (_name, value) => {
    expect(isMonitorMemory(value)).toBe(false);
  });
});
