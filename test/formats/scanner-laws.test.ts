import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_KEY_BYTES } from '../../src/core/key-table.js';
import type { Layout } from '../../src/formats/layouts/layout.js';
import { FORMATS } from '../../src/formats/registry.js';
import { SLOT } from '../../src/formats/field.js';
import { LineRecord } from '../../src/formats/line-record.js';
import { TextFormat } from '../../src/formats/text-format.js';
import { sectionOf, splitRequest } from '../../src/formats/request.js';
import type { SectionPlace } from '../../src/formats/request.js';
import { readClfTime } from '../../src/formats/time/timestamp.js';
import { smallTables } from '../core/small-tables.js';
import { clfTime } from './clf-time.js';
import { layoutPattern } from './layout-pattern.js';
import { scan } from './scan.js';
import type { ScannedLine } from './scan.js';

const { record, constantFrom } = fc;

const time = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.integer({ min: 0, max: 4e9 }), fc.constantFrom(0, 60, -210, 345)).map(([at, offset]) => clfTime(at, offset)) },
  { weight: 1, arbitrary: constantFrom('30/Feb/2018:10:00:00 +0000', '01/Jan/2018:24:00:00 +0000', '01/Foo/2018:10:00:00 +0000', '-', '') },
);
const target = fc.array(constantFrom('/', 'a', 'food', '?', 'x=1', ' ', '%20', '\\"', '\\\\', '\\x16', '.', '\u00e9', ':', '*', '""', '!'), { maxLength: 8 }).map((parts) => parts.join(''));
const request = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(constantFrom('GET', 'POST', 'get', 'M-SEARCH', ''), target, constantFrom(' HTTP/1.1', ' HTTP/2.0', ' HTTP/2', '', ' HTCPCP/1.0', ' HTTP/1.1 ')).map(([method, path, protocol]) => `${method} /${path}${protocol}`) },
  { weight: 1, arbitrary: target },
  { weight: 1, arbitrary: constantFrom('', '-', 'GET', 'GET ', 'OPTIONS * HTTP/1.0', 'CONNECT h:1 HTTP/1.1', 'GET http://h/y/z HTTP/1.1', '\\x16\\x03\\x01') },
);
const fields = record({
  vhost: constantFrom('shop.example', '[2001:db8::1]', 'a:b', '', '-'),
  port: constantFrom('443', '80', '', 'x'),
  host: constantFrom('192.0.2.1', '2001:db8::7', 'h.example', 'two words', '', '\u00a0', '\t'),
  ident: constantFrom('-', '-', '-', 'id', '', 'a b'),
  user: constantFrom('-', '-', '-', 'jane', 'jane doe', '', 'a [b', 'a"b'),
  time,
  epoch: constantFrom('1549573860', '0', '99999999999', '999999999999', '', '1.5'),
  request,
  status: constantFrom('200', '404', '500', '-', '7', '099', '1000', 'abc', '', '--'),
  bytes: constantFrom('12', '0', '-', '5000000000', '9007199254740991', '9007199254740993', '12x', '', '1e3'),
  tail: constantFrom('', ' "-" "curl/8.9.1"', ' "-" "a \\"b" "c"', ' ', 'x', ',9', '"', '\r'),
});

/** A line of the layout, of good fields and odd ones. */
const lineOf = (layout: Layout): fc.Arbitrary<string> =>
  fields.map((field) => {
    const needed = layout.text.replace(' "%{Referer}i" "%{User-Agent}i"', '');
    const directives: Record<string, string> = {
      '%v': field.vhost,
      '%p': field.port,
      '%h': field.host,
      '%l': field.ident,
      '%u': field.user,
      '%t': `[${field.time}]`,
      '%{sec}t': field.epoch,
      '%r': field.request,
      '%>s': field.status,
      '%b': field.bytes,
    };
    return needed.replace(/%(?:\{sec\}t|>s|[a-z])/g, (directive) => directives[directive]!) + field.tail;
  });

/** Characters that mean something somewhere in a line, and a few that are odd. */
const MARKS = '" \\[]:/-+,05aHTP.?\t\r\u0000\u00a0\u00ff';

/** Changes a few characters of a line. */
const mutated = (line: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const change = fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.nat({ max: MARKS.length - 1 }).map((at) => MARKS.charAt(at)));
  return fc.tuple(line, fc.array(change, { maxLength: 3 })).map(([text, changes]) =>
    changes.reduce((now, [at, removed, added]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + added + now.slice(place + removed);
    }, text),
  );
};

const asKey = (latin1: string): string => Buffer.from(latin1, 'latin1').subarray(0, MAX_KEY_BYTES).toString('utf8');

/** What a line is, by the layout's regular expression; null when it is no record. */
const oracle = (layout: Layout, line: string): ScannedLine | null => {
  const groups = layoutPattern(layout, 'needed').exec(line.replace(/\r$/, ''))?.groups;
  if (groups === undefined) return null;
  const text = groups['time']!;
  const second = text.includes('/') ? readClfTime(Buffer.from(text, 'latin1'), 0) : Number(text);
  const bytes = groups['bytes'] === '-' ? 0 : Number(groups['bytes']);
  // Stricter than the pattern: a time must be one, and a size a number that can be added up.
  if (Number.isNaN(second) || !/^(?:-|\d+)$/.test(groups['bytes']!) || bytes > Number.MAX_SAFE_INTEGER) return null;
  const whole = Buffer.from(groups['request']!, 'latin1');
  const { spans } = new LineRecord(SLOT.message + 1);
  const http = splitRequest(whole, 0, whole.length, spans);
  const place: SectionPlace = { kind: 'none', from: 0, to: 0 };
  const [pathFrom, pathTo] = [spans[SLOT.path * 2]!, spans[SLOT.path * 2 + 1]!];
  if (http) sectionOf(whole, pathFrom, pathTo, place);
  const path = pathFrom < 0 ? '-' : whole.toString('latin1', pathFrom, pathTo);
  const method = http ? whole.toString('latin1', spans[SLOT.method * 2], spans[SLOT.method * 2 + 1]) : '';
  const status = groups['status'] === '-' ? null : Number(groups['status']);
  const failed = status !== null && status >= 400 && status <= 599;
  return {
    second,
    bytes,
    status,
    host: asKey(groups['host']!),
    path: asKey(path),
    section: place.kind === 'none' ? '-' : place.kind === 'root' ? '/' : asKey(whole.toString('latin1', place.from, place.to)),
    failing: failed ? asKey(`${status} ${method || '-'} ${path || '-'}`) : null,
  };
};

/** Those whose lines are made of the directives above. */
const textFormats = FORMATS.filter((format) => format instanceof TextFormat).filter(({ name }) => ['common', 'combined', 'vhost-common', 'vhost-combined', 'csv'].includes(name));

describe.each(textFormats.map(({ name, layout }) => [name, layout] as const))('a line of %s', (name, layout) => {
  const line = fc.oneof(lineOf(layout), mutated(lineOf(layout)));

  test('is a record when the layout as a pattern says so, with the same fields', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const scanned = scan(name, Buffer.from(`${lines.join('\n')}\n`, 'latin1')).lines;
        expect(scanned.map((each) => ('reason' in each ? null : each))).toEqual(lines.map((each) => oracle(layout, each)));
      }),
      { numRuns: 1500 },
    );
  });

  test('is the same however the input is cut at its lines, and however small the ring', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.array(fc.nat({ max: 12 })), fc.integer({ min: 0, max: 3 }), (lines, at, power) => {
        const text = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
        const starts = [...new Set(at)].sort((a, b) => a - b).map((n) => lines.slice(0, n).reduce((sum, each) => sum + each.length + 1, 0));
        const cuts = starts.filter((offset) => offset > 0 && offset < text.length);
        expect(scan(name, text, { cuts, rows: 1 << power }).lines).toEqual(scan(name, text).lines);
      }),
      { numRuns: 200 },
    );
  });

  test('is the same whatever lies beside it in the chunk', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const text = Buffer.from(lines.join('\n'), 'latin1');
        expect(scan(name, text, { bare: true }).lines).toEqual(scan(name, text).lines);
      }),
      { numRuns: 200 },
    );
  });

  test('is one row, whatever bytes stand in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(line, { maxLength: 3 }), fc.uint8Array({ maxLength: 50 }), (before, lines, after) => {
        const text = Buffer.concat([before, Buffer.from(lines.join('\n'), 'latin1'), after]);
        const newlines = text.filter((byte) => byte === 10).length;
        const count = text.length === 0 ? 0 : newlines + (text.at(-1) === 10 ? 0 : 1);
        const { lines: scanned, rejected } = scan(name, text);
        expect(scanned).toHaveLength(count);
        expect(scanned.filter((each) => 'reason' in each)).toEqual(rejected.map(({ reason }) => ({ reason })));
      }),
      { numRuns: 300 },
    );
  });

  test('has the same texts under any seed of the hashes', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.integer(), (lines, seed) => {
        const text = Buffer.from(lines.join('\n'), 'latin1');
        expect(scan(name, text, { tables: smallTables(seed) }).lines).toEqual(scan(name, text).lines);
      }),
      { numRuns: 50 },
    );
  });
});

test('a host and a path are known again in whatever shape of line they come', () => {
  const byteOf = (forbidden: string) => fc.integer({ min: 33, max: 255 }).filter((byte) => !forbidden.includes(String.fromCharCode(byte)));
  const text = (forbidden: string, maxLength: number) => fc.array(byteOf(forbidden), { minLength: 1, maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  const long = fc.integer({ min: 1015, max: 1030 }).map((length) => 'x'.repeat(length));
  fc.assert(
    fc.property(fc.oneof(text('', 50), long), fc.oneof(text('"?\\', 50), long), (host, path) => {
      const time = clfTime(1_542_900_000);
      const shapes = [
        `${host} - - [${time}] "GET /${path} HTTP/1.1" 200 12`,
        `${host} - - [${time}] "GET /${path}?q HTTP/1.1" 200 12 "-" "curl"`,
        `${host} - jane [${time}] "GET /${path} HTTP/1.1" 200 12`,
        `${host} - - [${time}] "GET /${path}" 200 12`,
        `${host} - - [${time}] "get /${path}?a b HTTP/2" 200 -`,
      ];
      const { tables, lines } = scan('common', Buffer.from(shapes.join('\n'), 'latin1'));
      expect(lines).toHaveLength(shapes.length);
      expect([tables.hosts.size, tables.paths.size]).toEqual([1, 1]);
    }),
    { numRuns: 500 },
  );
});
