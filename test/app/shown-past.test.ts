import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../src/filter/filter.js';
import { SPANS } from '../../src/core/snapshot.js';
import { engineBench, trafficOf } from './engine-bench.js';
import { logLine } from './log-text.js';
import { MemoryLog } from './memory-log.js';

const T = 1_542_900_000;

/** Holds for every record. */
const EVERYTHING = '_exists_:time';

const line = fc.record({
  offset: fc.integer({ min: -900, max: 900 }),
  section: fc.constantFrom('food', 'api', 'images', ''),
  status: fc.constantFrom<(number | '-')[]>(200, 304, 404, 500, 100, '-'),
  host: fc.constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1'),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('lines' as const), source: fc.nat(1), lines: fc.array(line, { maxLength: 20 }) }),
  fc.record({ kind: fc.constant('tick' as const), seconds: fc.integer({ min: 1, max: 20 }) }),
);

const requests = (second: number, count: number, path = '/food/1', status = 200): string[] =>
  Array.from({ length: count }, () => logLine(second, { request: `GET ${path} HTTP/1.1`, status }));

describe('the past of a filter that everything matches', () => {
  test.each([false, true])('is what was judged, whenever the filter is set (by log time: %s)', (byLogTime) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 16 }), fc.nat(15), fc.constantFrom(...SPANS), (steps, when, span) => {
        const { engine, pump, open, goOn } = engineBench(T, byLogTime);
        const logs = [new MemoryLog(open('a.log')), new MemoryLog(open('b.log'))];
        let now = T;
        for (const [n, each] of steps.entries()) {
          if (n === when % steps.length) engine.show(EVERYTHING);
          if (each.kind === 'lines') {
            const lines = each.lines.map(({ offset, section, status, host }) =>
              logLine(byLogTime ? now : now + offset, { host, status, request: `GET /${section}/x HTTP/1.1` }),
            );
            logs[byLogTime ? 0 : each.source]!.write(['no record', ...lines]);
          } else for (let k = 0; k < each.seconds; k += 1) pump.tick((now += 1));
        }
        pump.settle(true);
        goOn();
        const { snapshot, matching, of, isGoingBack } = engine.shown(span)!;
        const { accepted } = engine.snapshot(10).lines;
        expect([matching, of, isGoingBack]).toEqual([accepted, accepted, false]);
        if (accepted > 0) expect(trafficOf(snapshot)).toEqual(trafficOf(engine.snapshot(span)));
      }),
      { numRuns: 40 },
    );
  });

  test('is so over many blocks and several files, with lines that are too long among them', () => {
    const { engine, pump, open, goOn } = engineBench(T, false, { maxLine: 1000 });
    const logs = [new MemoryLog(open('a.log')), new MemoryLog(open('b.log'))];
    const fill = (from: number, to: number): void => {
      for (let n = from; n < to; n += 1) {
        for (const [k, log] of logs.entries()) {
          log.write([...requests(T, 40, `/s${n % 7}/${'x'.repeat(n)}`), ...(n % 30 === k ? ['y'.repeat(700_000)] : [])]);
        }
        pump.tick(T + n + 1);
      }
    };
    fill(0, 100);
    engine.show(EVERYTHING);
    fill(100, 130);
    expect(engine.shown(10)!.isGoingBack).toBe(true);
    goOn();
    for (const span of SPANS) expect(trafficOf(engine.shown(span)!.snapshot)).toEqual(trafficOf(engine.snapshot(span)));
    expect(engine.shown(10)!.of).toBe(130 * 80);
  });
});

describe('the past', () => {
  test('is shown newest first, with how far it reaches', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    for (let n = 0; n < 200; n += 1) {
      log.write(requests(T, 200, `/food/${'x'.repeat(200)}`));
      pump.tick(T + n + 1);
    }
    engine.show('section:food');
    const first = engine.shown(300)!;
    expect(first.isGoingBack).toBe(true);
    expect(first.since).toBeGreaterThan(T);
    // All seconds from there on are whole, and nothing is shown of those before.
    const { hits } = first.snapshot.seconds;
    const from = 900 - (T + 200 - first.since);
    expect(new Set(hits.slice(from))).toEqual(new Set([200]));
    expect(new Set(hits.slice(0, from - 1))).toEqual(new Set([0]));
    goOn();
    expect(engine.shown(300)).toMatchObject({ isGoingBack: false, since: T, matching: 40_000, of: 40_000 });
  });

  test('goes no further back than 15 minutes', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    for (let n = 0; n < 2000; n += 1) {
      log.write(requests(T, 1));
      pump.tick(T + n + 1);
    }
    engine.show(EVERYTHING);
    goOn();
    expect(engine.shown('all')).toMatchObject({ since: T + 1100, matching: 900, of: 900, isGoingBack: false });
  });

  test('is told apart from what is not to be had any more', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    log.write(requests(T, 5));
    pump.tick(T + 30);
    log.isGone = true;
    engine.show(EVERYTHING);
    log.write(requests(T, 2));
    goOn();
    expect(engine.shown('all')).toMatchObject({ since: T + 30, matching: 2, of: 2, isGoingBack: false });
  });

  test('has what a file held before the run in the seconds of its own times', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    log.write([...requests(T - 60, 3), ...requests(T - 30, 2)], true);
    pump.tick(T + 1);
    engine.show(EVERYTHING);
    goOn();
    const { seconds } = engine.shown(10)!.snapshot;
    expect([seconds.hits[900 - 61], seconds.hits[900 - 31]]).toEqual([3, 2]);
    expect(engine.shown(10)!.since).toBe(T - 60);
  });

  test('begins anew with another filter, and ends with none', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    for (let n = 0; n < 20; n += 1) log.write([...requests(T, 150, `/api/${'x'.repeat(500)}`, 500), ...requests(T, 150, `/food/${'x'.repeat(500)}`)]);
    pump.tick(T + 1);
    engine.show('section:food');
    engine.show('status:500');
    goOn();
    expect(engine.shown(10)).toMatchObject({ filter: 'status:500', matching: 3000, of: 6000 });
    engine.show('section:food');
    engine.show(null);
    const { reads } = log;
    goOn();
    expect([engine.shown(10), log.reads]).toEqual([null, reads]);
  });

  test('has the matching lines in front of those that come', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    log.write([...requests(T, 1, '/a', 500), ...requests(T, 1, '/b'), 'junk', ...requests(T, 1, '/c', 503)]);
    pump.tick(T + 1);
    engine.show('status:>=500');
    log.write(requests(T, 1, '/d', 502));
    goOn();
    const { lines, newest } = engine.shown(10)!;
    expect(lines.map(({ text, status }) => [/"GET (.*) HTTP/.exec(text)?.[1], status])).toEqual([['/a', 500], ['/c', 503], ['/d', 502]]);
    expect(newest).toBe(1);
  });

  test('of a stream are the lines that are kept', () => {
    const { engine, pump, open, feed, goOn } = engineBench(T);
    const sink = open('-');
    sink.opened(Buffer.alloc(0));
    feed(sink, requests(T, 3, '/api/1', 500));
    pump.tick(T + 1);
    feed(sink, requests(T, 4));
    engine.show('section:api');
    feed(sink, requests(T, 2, '/api/2'));
    pump.tick(T + 2);
    goOn();
    expect(engine.shown(10)).toMatchObject({ matching: 5, of: 9, since: T });
  });

  test('of a pipe are the lines of all its writers', () => {
    const { engine, pump, open, feed, goOn } = engineBench(T);
    const sink = open('pipe');
    for (let n = 0; n < 20; n += 1) {
      sink.opened(Buffer.alloc(0));
      feed(sink, requests(T, 3));
      pump.tick(T + n + 1);
    }
    engine.show(EVERYTHING);
    goOn();
    expect(engine.shown(10)!.of).toBe(60);
    expect(trafficOf(engine.shown('all')!.snapshot)).toEqual(trafficOf(engine.snapshot('all')));
  });

  test('of a stream with more than is kept says since when', () => {
    const { engine, pump, open, feed, goOn } = engineBench(T);
    const sink = open('-');
    sink.opened(Buffer.alloc(0));
    for (let n = 0; n < 60; n += 1) {
      feed(sink, requests(T, 400, `/api/${'x'.repeat(300)}`));
      pump.tick(T + n + 1);
    }
    engine.show('section:api');
    goOn();
    const view = engine.shown(300)!;
    expect(view.isGoingBack).toBe(false);
    expect(view.since).toBeGreaterThan(T + 10);
    expect(view.of).toBeGreaterThan(9000);
    expect(new Set(view.snapshot.seconds.hits.slice(900 - (T + 60 - view.since)))).toEqual(new Set([400]));
  });

  test('of W3C is read by the columns that stood in front of it', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('u_ex.log'));
    const at = '2018-11-22 15:20:00';
    log.write(['#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-bytes', ...Array.from({ length: 9000 }, () => `${at} 10.0.0.1 GET /food/a 500 200`)]);
    log.write(['#Fields: date time c-ip cs-method cs-uri-stem sc-bytes sc-status', ...Array.from({ length: 9000 }, () => `${at} 10.0.0.1 GET /food/a 500 200`)]);
    pump.tick(T + 1);
    engine.show('_exists_:time');
    log.write([`${at} 10.0.0.1 GET /food/a 500 200`]);
    pump.tick(T + 2);
    goOn();
    expect(trafficOf(engine.shown('all')!.snapshot)).toEqual(trafficOf(engine.snapshot('all')));
    expect(engine.shown('all')!.snapshot.window.statusClasses).toMatchObject({ '2xx': 9001, '5xx': 9000 });
  });

  test('of what --filter lets through is of no more than that', () => {
    const { engine, pump, open, goOn } = engineBench(T, false, { filter: parseFilter('status:<500') });
    const log = new MemoryLog(open('a.log'));
    const write = (): void => {
      log.write([...requests(T, 4), ...requests(T, 3, '/api/1', 503), ...requests(T, 2, '/api/1', 404)]);
    };
    write();
    pump.tick(T + 1);
    engine.show('section:api');
    write();
    pump.tick(T + 2);
    goOn();
    expect(engine.shown(10)).toMatchObject({ matching: 4, of: 12 });
    engine.show(EVERYTHING);
    goOn();
    expect(trafficOf(engine.shown('all')!.snapshot)).toEqual(trafficOf(engine.snapshot('all')));
  });

  test('tells of conditions that never hold', () => {
    const { engine, open } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    log.write(requests(T, 1));
    engine.show('duration:>1s');
    expect(engine.shown(10)).toMatchObject({ matching: 0, of: 1, idle: ["common has no field 'duration'"] });
  });

  test('goes no further back than 1 GiB', () => {
    const { engine, pump, open, goOn } = engineBench(T);
    const sink = open('large.log');
    const record = logLine(T);
    // Each 64 KiB is a record and a line that is none.
    const part = Buffer.from(`${record}\n${'x'.repeat(64 * 1024 - record.length - 2)}\n`);
    const gibibyte = 1024 ** 3;
    let least = Infinity;
    const log = {
      from: 0,
      to: 0,
      catchUpTo: 0,
      isWhole: true,
      read: (buffer: Buffer, length: number, position: number): number => {
        least = Math.min(least, position);
        for (let at = 0; at < length; ) at += part.copy(buffer, at, (position + at) % part.length, part.length);
        return length;
      },
    };
    sink.opened(Buffer.from(`${record}\n`), log);
    for (let n = 0; n < 20; n += 1) {
      sink.lines(part, 0, part.length, false);
      log.to += gibibyte / 10;
      pump.tick(T + n + 1);
    }
    engine.show(EVERYTHING);
    goOn();
    const view = engine.shown(10)!;
    expect(view.isGoingBack).toBe(false);
    expect(view.since).toBe(T + 10);
    expect(least / gibibyte).toBeCloseTo(1, 2);
  });

  test('begins behind a byte order mark and NULs', () => {
    const { engine, open, goOn } = engineBench(T);
    const log = new MemoryLog(open('a.log'));
    const [record = ''] = requests(T, 1);
    log.write([`\0\0\u00ef\u00bb\u00bf${record}`, record]);
    engine.show(EVERYTHING);
    goOn();
    expect(engine.shown(10)!.of).toBe(2);
  });
});
