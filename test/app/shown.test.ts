import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/core/snapshot.js';
import { SPANS } from '../../src/core/snapshot.js';
import { engineBench, trafficOf } from './engine-bench.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;

/** Holds for every record. */
const EVERYTHING = '_exists_:time';

const SECTIONS = ['food', 'api', 'images', ''];
const line = fc
  .record({
    offset: fc.integer({ min: -900, max: 5 }),
    section: fc.constantFrom(...SECTIONS),
    status: fc.constantFrom<(number | '-')[]>(200, 304, 404, 500, 100, '-'),
    host: fc.constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1'),
    bytes: fc.nat(5000),
  });
const step = fc.oneof(
  fc.record({ kind: fc.constant('lines' as const), source: fc.nat(1), catchUp: fc.boolean(), lines: fc.array(line, { maxLength: 20 }) }),
  fc.record({ kind: fc.constant('tick' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
);

const textOf = ({ offset, section, status, host, bytes }: { offset: number; section: string; status: number | '-'; host: string; bytes: number }, now: number): string =>
  logLine(now + offset, { host, status, bytes, request: `GET /${section}/x HTTP/1.1` });

describe('a filter that everything matches', () => {
  test.each([false, true])('shows what is judged, whenever one looks (by log time: %s)', (byLogTime) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.constantFrom(...SPANS), (steps, span) => {
        const { engine, pump, open, feed } = engineBench(T, byLogTime);
        const sinks = [open('a.log'), open('b.log')];
        engine.show(EVERYTHING);
        let now = T;
        let newest = -Infinity;
        for (const each of steps) {
          if (each.kind === 'lines') {
            // By log time each source is in order, as the order of two is the judge's own matter.
            const lines = each.lines.map((one) => ({ ...one, offset: byLogTime ? 0 : one.offset }));
            feed(sinks[byLogTime ? 0 : each.source]!, ['no record', ...lines.map((one) => textOf(one, now))], each.catchUp);
            if (lines.length > 0) newest = now;
          } else {
            for (let n = 0; n < each.seconds; n += 1) pump.tick((now += 1));
          }
          if (newest === -Infinity && byLogTime) continue;
          pump.settle(true);
          expect(trafficOf(engine.shown(span)!.snapshot)).toEqual(trafficOf(engine.snapshot(span)));
        }
        const { lines } = engine.snapshot(10);
        expect([engine.shown(10)!.matching, engine.shown(10)!.of]).toEqual([lines.accepted, lines.accepted]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a filter', () => {
  const shownSections = (span: Span, filter: string): string[] => {
    const { engine, pump, open, feed } = engineBench(T);
    const sink = open('a.log');
    engine.show(filter);
    feed(sink, [
      logLine(T, { request: 'GET /food/1 HTTP/1.1', status: 200 }),
      logLine(T, { request: 'GET /api/1 HTTP/1.1', status: 500 }),
      'junk',
      logLine(T, { request: 'GET /api/2 HTTP/1.1', status: 404 }),
    ]);
    pump.tick(T + 1);
    return engine.shown(span)!.snapshot.window.sections.map(({ section, hits }) => `${section} ${hits}`);
  };

  test.each<[string, string[]]>([
    ['status:>=400', ['api 2']],
    ['status:500', ['api 1']],
    ['section:food', ['food 1']],
    ['GET', ['api 2', 'food 1']],
    ['-GET', []],
  ])('%s decides what is shown', (filter, sections) => {
    expect(shownSections(10, filter)).toEqual(sections);
    expect(shownSections('all', filter)).toEqual(sections);
  });

  test('tells how many records matched, of how many, and which lines', () => {
    const { engine, open, feed } = engineBench(T);
    const sink = open('a.log');
    feed(sink, [logLine(T, { status: 500 })]);
    engine.show('status:>=500');
    const matching = [1, 2, 3].map((n) => logLine(T, { request: `GET /${n} HTTP/1.1`, status: 502 }));
    feed(sink, ['junk', matching[0]!, logLine(T), matching[1]!, matching[2]!, '', logLine(T)]);
    const view = engine.shown(10)!;
    expect([view.matching, view.of, view.filter]).toEqual([3, 5, 'status:>=500']);
    expect(view.lines).toEqual(matching.map((text) => ({ text, source: 'a.log', status: 502 })));
  });

  test('changes nothing of what is judged and accounted', () => {
    const run = (filter: string | null): unknown => {
      const { engine, pump, open, feed } = engineBench(T);
      const sink = open('a.log');
      engine.show(filter);
      for (let n = 1; n < 200; n += 1) {
        feed(sink, Array.from({ length: 20 }, () => logLine(T + n)));
        pump.tick(T + n);
      }
      return [engine.snapshot('all'), engine.monitor.summary(T)];
    };
    expect(run('status:500')).toEqual(run(null));
  });

  test('that is none is refused with the place, and the one before stays', () => {
    const { engine } = engineBench(T);
    engine.show('status:500');
    expect(() => { engine.show('status:>='); }).toThrow(expect.objectContaining({ place: { text: 'status:>=', at: 9 } }));
    expect(engine.shown(10)?.filter).toBe('status:500');
    engine.show(null);
    expect(engine.shown(10)).toBeNull();
  });

  test('finds the columns of W3C, named before it was set', () => {
    const { engine, pump, open, feed } = engineBench(T);
    const sink = open('a.log');
    feed(sink, ['#Fields: date time c-ip cs-method cs-uri-stem sc-status', '2018-11-22 15:20:00 10.0.0.1 GET /food/a 200']);
    engine.show('status:500');
    feed(sink, ['2018-11-22 15:20:00 10.0.0.1 GET /food/a 500', '2018-11-22 15:20:00 10.0.0.1 GET /food/a 200']);
    pump.tick(T + 1);
    expect(engine.shown(10)).toMatchObject({ matching: 1, of: 2 });
    expect(engine.shown(10)!.snapshot.window.sections).toEqual([{ section: 'food', hits: 1, errors: 1, bytes: 0 }]);
  });
});
