import { describe, expect, test } from 'vitest';
import { apacheLayout } from '../../src/formats/layouts/apache-layout.js';
import type { Layout, LayoutPart, ValueKind } from '../../src/formats/layouts/layout.js';
import { TextFormat } from '../../src/formats/text-format.js';
import { formatOf, readWith } from './read-line.js';
import type { Fields } from './read-line.js';
import { scan } from './scan.js';

const part = (field: string, value: ValueKind): LayoutPart => ({ field, value, escape: 'none' });
const word = (field: string): LayoutPart => part(field, { kind: 'word' });
const text = (field: string): LayoutPart => part(field, { kind: 'text' });
const TIME = part('time', { kind: 'time', time: { shape: 'epoch', unit: 's', fraction: true } });

const layoutOf = (parts: readonly LayoutPart[], rest: Layout['rest'] = 'allowed'): Layout => ({ name: 'x', text: 'x', parts, header: null, rest });

const read = (parts: readonly LayoutPart[], line: string): Fields | null => readWith(formatOf(layoutOf(parts)).newReader(), line);

describe('parts that may be missing', () => {
  const parts: LayoutPart[] = [
    { optional: [{ literal: '<' }, part('priority', { kind: 'number', per: 1 }), { literal: '>' }] },
    TIME,
    { literal: ' ' },
    text('user'),
    { optional: [{ literal: ' {' }, text('captured'), { literal: '}' }] },
    { literal: ' ' },
    part('status', { kind: 'status' }),
  ];

  test.each<[string, string, Fields | null]>([
    ['are there', '<13>5 a {b c} 200', { priority: 13, time: 5, user: 'a', captured: 'b c', status: 200 }],
    ['are not', '5 a 200', { time: 5, user: 'a', status: 200 }],
    ['are there in part', '<13>5 a 200', { priority: 13, time: 5, user: 'a', status: 200 }],
    ['begin and do not end', '<13 5 a 200', null],
  ])('%s', (_, line, fields) => {
    expect(read(parts, line)).toEqual(fields);
  });

  test('leave nothing behind of the line before', () => {
    const reader = formatOf(layoutOf(parts)).newReader();
    expect(readWith(reader, '<13>5 a {b} 200')).toHaveProperty('captured', 'b');
    expect(readWith(reader, '5 a 200')).toEqual({ time: 5, user: 'a', status: 200 });
  });

  test('at the end of a line leave the field before them to end there', () => {
    const atEnd: LayoutPart[] = [TIME, { literal: ' ' }, text('user'), { optional: [{ literal: ' "' }, text('agent'), { literal: '"' }] }];
    expect(read(atEnd, '5 a b "c"')).toEqual({ time: 5, user: 'a b', agent: 'c' });
    expect(read(atEnd, '5 a b')).toEqual({ time: 5, user: 'a b' });
  });
});

test('blanks may be any number, but not none', () => {
  const parts: LayoutPart[] = [TIME, { blanks: true }, part('duration', { kind: 'number', per: 1000 }), { literal: ' ' }, word('host')];
  expect(read(parts, '1286536308.779      1 192.0.2.1')).toEqual({ time: 1_286_536_308, fraction: 779_000_000, duration: 0.001, host: '192.0.2.1' });
  expect(read(parts, '1286536308.779180 192.0.2.1')).toBeNull();
});

describe('a kind of value', () => {
  const url: ValueKind = { kind: 'url' };
  const absolute: ValueKind = { kind: 'request', absolute: true };
  const client: ValueKind = { kind: 'host-port', port: 'clientPort' };
  const lenient: ValueKind = { kind: 'host-port', port: 'upstreamPort', lenient: true };
  const number: ValueKind = { kind: 'number', per: 1 };
  test.each<[string, LayoutPart, string, Fields | null]>([
    ['a URL', part('url', url), 'https://h.example:8443/a/b?c=d', { scheme: 'https', vhost: 'h.example', port: 8443, path: '/a/b', query: 'c=d', section: 'a' }],
    ['a URL without a port', part('url', url), 'http://[::1]/', { scheme: 'http', vhost: '[::1]', path: '/', section: '/' }],
    ['a URL without a path', part('url', url), 'http://h?x', { scheme: 'http', vhost: 'h', path: '/', query: 'x', section: '/' }],
    ['a URL that is a target', part('url', url), '/a?b', { path: '/a', query: 'b', section: 'a' }],
    ['a URL of CONNECT', part('url', url), 'h.example:443', { path: 'h.example:443' }],
    ['no URL', part('url', url), '-', {}],
    ['a request for a URL', part('request', absolute), 'GET http://h:80/a?b HTTP/1.1', { method: 'GET', scheme: 'http', vhost: 'h', port: 80, path: '/a', query: 'b', section: 'a', protocol: 'HTTP/1.1' }],
    ['a request for a path', part('request', absolute), 'GET /a HTTP/1.1', { method: 'GET', path: '/a', section: 'a', protocol: 'HTTP/1.1' }],
    ['no request', part('request', absolute), '- - -', {}],
    ['a host and a port', part('host', client), '2001:db8::1:5000', { host: '2001:db8::1', clientPort: 5000 }],
    ['a host without its port', part('host', client), 'h.example', null],
    ['a host that may lack its port', part('upstream', lenient), 'h.example', { upstream: 'h.example' }],
    ['no host', part('upstream', lenient), '-', {}],
    ['a number with a plus', part('n', number), '+5', { n: 5 }],
    ['a number below zero, which is none', part('n', number), '-1', {}],
    ['a number of many digits behind its point', part('n', number), '0.1234567890123456789', { n: 0.123_456_789_012_345 }],
    ['a point without digits behind it', part('n', number), '5.', null],
    ['a target without a query', part('path', { kind: 'target' }), '/a', { path: '/a', section: 'a' }],
    ['no target', part('path', { kind: 'target' }), '-', {}],
    ['percent escapes', { field: 'agent', value: { kind: 'text' }, escape: 'percent' }, 'a%20b%2', { agent: 'a b%2' }],
    ['a plus for a blank', { field: 'agent', value: { kind: 'text' }, escape: 'plus' }, 'a+b%20', { agent: 'a b%20' }],
  ])('%s', (_, field, line, fields) => {
    const status = part('status', { kind: 'status' });
    const result = read([TIME, { literal: '\t' }, field, { literal: '\t' }, status], `5\t${line}\t200`);
    expect(result).toEqual(fields === null ? null : { time: 5, status: 200, ...fields });
  });
});

describe('what follows the last field that is needed', () => {
  const parts: LayoutPart[] = [TIME, { literal: ',' }, part('status', { kind: 'status' }), { literal: ',' }, text('agent'), { literal: ',' }, part('duration', { kind: 'number', per: 1 })];

  test.each<[string, string, Fields | null, Fields | null]>([
    ['all of it', '5,200,curl,1.5', { time: 5, status: 200, agent: 'curl', duration: 1.5 }, { time: 5, status: 200, agent: 'curl', duration: 1.5 }],
    ['nothing', '5,200', { time: 5, status: 200 }, null],
    ['a part of it', '5,200,curl', { time: 5, status: 200 }, null],
    ['more', '5,200,curl,1.5,x', { time: 5, status: 200, agent: 'curl', duration: 1.5 }, null],
    ['something else', '5,200 curl', { time: 5, status: 200 }, null],
    ['a number that is none', '5,200,curl,fast', { time: 5, status: 200, agent: 'curl' }, null],
    ['something that is not parted from it', '5,200x', null, null],
  ])('may be %s, unless the rest is refused', (_, line, allowed, refused) => {
    expect(readWith(formatOf(layoutOf(parts)).newReader(), line)).toEqual(allowed);
    expect(readWith(formatOf(layoutOf(parts, 'refused')).newReader(), line)).toEqual(refused);
  });

  test('is told of where it is odd', () => {
    const reader = formatOf(layoutOf(parts)).newReader();
    readWith(reader, '5,200,curl,fast');
    expect([reader.whole, reader.failure]).toEqual([false, { at: 11, expected: 'a number, or - (duration)' }]);
    readWith(reader, '5,200,curl,1,x');
    expect([reader.whole, reader.failure]).toEqual([false, { at: 12, expected: "the line's end" }]);
  });
});

test('a row of the ring is a dash for a host, a path and a section that the layout has not', () => {
  const format = new TextFormat(apacheLayout('x', '%t %>s'));
  expect(scan(format, '[21/Nov/2026:14:00:05 +0000] 404\n').lines).toEqual([
    { second: 1_795_269_605, status: 404, bytes: 0, host: '-', path: '-', section: '-', failing: '404 - -' },
  ]);
});
