import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../../src/core/byte-chunk.js';
import { UserError } from '../../../src/core/user-error.js';
import type { Format } from '../../../src/formats/format.js';
import { formatNamed } from '../../../src/formats/registry.js';
import { ownKind } from '../../../src/reports/own/own-kind.js';
import type { OwnPart } from '../../../src/reports/own/own-kind.js';
import { readOwnModule } from '../../../src/reports/own/own-module.js';
import type { Report, ReportRecord } from '../../../src/reports/own/own-report.js';
import type { OwnResult } from '../../../src/reports/own/own-result.js';
import { RecordFault } from '../../../src/reports/record-fault.js';
import type { ReportKind } from '../../../src/reports/report-kind.js';

const CONTEXT = { window: { from: 1000, to: null }, oldest: 2000, newest: 3000 };
const combined = formatNamed('combined')!;
const LINE = '192.0.2.1 - jane [22/Nov/2018:15:52:00 +0000] "GET /food/pizza?size=l HTTP/1.1" 404 12 "https://shop.example/" "curl \\"8\\""';

const kindOf = (report: object): ReportKind<OwnPart, OwnResult> => ownKind(readOwnModule('hits.js', 'file:///srv/hits.js', { default: report }));

/** What a report makes of lists of lines, each list a part. */
const run = (report: object, lists: readonly (readonly string[])[], format: Format = combined): OwnResult => {
  const kind = kindOf(report);
  const counter = kind.newCounter(1);
  const reader = format.newReader(counter.bind(format.fields));
  const total = kind.newTotal(1);
  for (const lines of lists) {
    for (const line of lines) {
      const bytes = Buffer.from(line);
      expect(reader.read(chunkOf(bytes), 0, bytes.length)).toBe(true);
      counter.add(reader.record, chunkOf(bytes), 0, bytes.length);
    }
    total.merge(counter.cut().part);
  }
  return total.finish(CONTEXT);
};

interface Seen {
  seen: unknown[];
}

/** A report of what `look` sees in each record. */
const seeing = (look: (record: ReportRecord) => unknown, fields?: readonly string[]): Report<Seen, unknown[]> => ({
  name: 'seen',
  fields,
  empty: () => ({ seen: [] }),
  add: (state, record) => {
    state.seen.push(look(record));
  },
  merge: (into, from) => {
    into.seen.push(...from.seen);
  },
  finish: ({ seen }) => seen,
});

const see = (line: string, look: (record: ReportRecord) => unknown, format?: Format, fields?: readonly string[]): unknown => (run(seeing(look, fields), [[line]], format).value as unknown[])[0];

describe('a report of your own', () => {
  test('is counted part by part, merged in their order, and finished', () => {
    const lines = ['a', 'b', 'c'].map((host) => LINE.replace('192.0.2.1', host));
    expect(run(seeing(({ host }) => host), [lines, [], lines.slice(1)])).toEqual({ report: 'own', name: 'seen', value: ['a', 'b', 'c', 'b', 'c'], text: null });
  });

  test('may return new states instead of changing them', () => {
    const report: Report<number, number> = { name: 'n', empty: () => 0, add: (n) => n + 1, merge: (a, b) => a + b, finish: (n) => n };
    expect(run(report, [[LINE, LINE], [LINE]]).value).toBe(3);
  });

  test('is told of the window when it is finished and rendered', () => {
    const report: Report<null, unknown> = { name: 'n', empty: () => null, add: () => undefined, merge: () => undefined, finish: (_, context) => context, render: (result, context) => JSON.stringify([result, context]) };
    expect(run(report, [])).toMatchObject({ value: CONTEXT, text: JSON.stringify([CONTEXT, CONTEXT]) });
  });

  test('can be finished on the way, whatever finish does to the state', () => {
    const report: Report<number[], number[]> = { name: 'n', empty: () => [], add: (state) => void state.push(1), merge: (into, from) => void into.push(...from), finish: (state) => state.splice(0) };
    const total = kindOf(report).newTotal(1);
    total.merge({ state: [1] });
    expect(total.finish(CONTEXT).value).toEqual([1]);
    total.merge({ state: [2] });
    expect(total.finish(CONTEXT).value).toEqual([1, 2]);
  });

  test('comes to what JSON says of its result', () => {
    const report = { name: 'n', empty: () => null, add: () => undefined, merge: () => undefined, finish: () => ({ at: new Date(0), no: undefined, n: Number.NaN }) };
    expect(run(report, []).value).toEqual({ at: '1970-01-01T00:00:00.000Z', n: null });
    expect(run({ ...report, finish: () => undefined }, []).value).toBeNull();
  });

  test('may be the exports of a module, by name', () => {
    expect(readOwnModule('a.js', 'file:///a.js', { ...seeing(({ host }) => host), other: 1 }).report.name).toBe('seen');
  });
});

describe('a record', () => {
  test('has what the line has', () => {
    const all = ({ time, second, host, method, path, query, section, status, bytes, duration, vhost, referrer, agent, line }: ReportRecord) => ({ time, second, host, method, path, query, section, status, bytes, duration, vhost, referrer, agent, line });
    expect(see(LINE, all)).toEqual({
      time: 1_542_901_920_000,
      second: 1_542_901_920,
      host: '192.0.2.1',
      method: 'GET',
      path: '/food/pizza',
      query: 'size=l',
      section: 'food',
      status: 404,
      bytes: 12,
      duration: null,
      vhost: null,
      referrer: 'https://shop.example/',
      agent: 'curl "8"',
      line: LINE,
    });
  });

  test('has a time with milliseconds', () => {
    expect(see('1767225600123.9 alpine Delta', ({ time, second, host, vhost, status }) => [time, second, host, vhost, status], formatNamed('connections')!)).toEqual([1_767_225_600_123, 1_767_225_600, 'alpine', 'Delta', null]);
  });

  test.each<[string, string | null, number | null]>([
    ['user', 'jane', null],
    ['status', '404', 404],
    ['time', '2018-11-22T15:52:00.000Z', 1_542_901_920],
    ['requestId', null, null],
    ['nothing', null, null],
  ])('has the field %s by its name', (name, text, number) => {
    expect(see(LINE, (record) => [record.text(name), record.number(name)])).toEqual([text, number]);
  });

  test('has the keys of a line in JSON', () => {
    const line = '{"time":"2018-11-22T15:52:00Z","path":"/","status":200,"tenant":{"id":"a\\u0062","seats":7},"x":""}';
    const look = (record: ReportRecord): unknown => ['tenant.id', 'tenant.seats', 'x', 'y'].map((name) => [record.text(name), record.number(name)]);
    const expected = [['ab', null], ['7', 7], [null, null], [null, null]];
    const twice = run(seeing(look), [[line, line.replace('"seats":7', '"seats":8')]], formatNamed('json')!).value;
    expect(twice).toEqual([expected, [expected[0], ['8', 8], expected[2], expected[3]]]);
  });

  test('has nothing but the fields that were asked for, its time and its line', () => {
    const fields = ['status', 'user'];
    expect(see(LINE, (record) => [record.status, record.text('user'), record.second, record.line.length], combined, fields)).toEqual([404, 'jane', 1_542_901_920, LINE.length]);
    for (const look of [(record: ReportRecord) => record.host, (record: ReportRecord) => record.text('agent'), (record: ReportRecord) => record.number('bytes')]) {
      expect(() => see(LINE, look, combined, fields)).toThrow(/^hits\.js: add failed: Error: '(host|agent|bytes)' is not among the report's fields$/);
    }
  });
});

describe('the module of a report', () => {
  const good = { name: 'n', empty: () => ({}), add: () => undefined, merge: () => undefined, finish: () => null };
  const shared = {};
  const fails = (): never => {
    throw new TypeError('x is not a function');
  };

  test.each<[string, object, string]>([
    ['lacks a function', { ...good, add: undefined }, 'hits.js: exports no add'],
    ['has something else for it', { ...good, merge: 7 }, 'hits.js: merge is a number, not a function'],
    ['has no name', { ...good, name: undefined }, 'hits.js: exports no name'],
    ['has an empty name', { ...good, name: '' }, 'hits.js: name is a string, not a text with something in it'],
    ['has odd fields', { ...good, fields: 'status' }, 'hits.js: fields is a string, not a list of names'],
    ['renders by a text', { ...good, render: 'x' }, 'hits.js: render is a string, not a function'],
    ['fails to begin', { ...good, empty: fails }, 'hits.js: empty failed: TypeError: x is not a function'],
    ['has one state for all', { ...good, empty: () => shared }, 'hits.js: empty gives one object again and again'],
    ['fails to count', { ...good, add: fails }, 'hits.js: add failed: TypeError: x is not a function'],
    ['throws what is no error', { ...good, add: () => { throw 'no'; } }, 'hits.js: add failed: no'], // eslint-disable-line @typescript-eslint/only-throw-error -- people do
    ['counts later', { ...good, add: async () => Promise.reject(new Error('no')) }, 'hits.js: add gives a promise'],
    ['fails to merge', { ...good, merge: fails }, 'hits.js: merge failed: TypeError: x is not a function'],
    ['fails to finish', { ...good, finish: fails }, 'hits.js: finish failed: TypeError: x is not a function'],
    ['finishes later', { ...good, finish: async () => Promise.resolve(1) }, 'hits.js: finish gives a promise'],
    ['comes to what is no JSON', { ...good, finish: () => 1n }, 'hits.js: finish gives what JSON cannot say: Do not know how to serialize a BigInt'],
    ['fails to render', { ...good, render: fails }, 'hits.js: render failed: TypeError: x is not a function'],
    ['renders no text', { ...good, render: () => 7 }, 'hits.js: render gives no text'],
    ['has functions in its state', { ...good, empty: () => ({ f: () => 1 }) }, 'hits.js: its state cannot be handed from thread to thread: () => 1 could not be cloned.'],
  ])('that %s is the mistake of its writer', (_, report, message) => {
    let error: unknown;
    try {
      run(report, [[LINE]]);
    } catch (thrown) {
      error = thrown;
    }
    // Whoever reads the log says which it was.
    if (error instanceof RecordFault) {
      error = error.in('access.log');
      expect((error as UserError).hint).toBe(`on a line of access.log: ${LINE}`);
    }
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(message);
  });
});
