import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SLOT } from '../../src/formats/field.js';
import { LineRecord } from '../../src/formats/line-record.js';
import { sectionOf, splitRequest } from '../../src/formats/request.js';
import type { SectionPlace } from '../../src/formats/request.js';

/** Takes a request line apart as it stands within other bytes. */
const split = (request: string): { method: string; path: string; http: boolean; query: string; protocol: string } => {
  const bytes = Buffer.from(`"${request}" 200`, 'latin1');
  const { spans } = new LineRecord(SLOT.message + 1);
  const http = splitRequest(bytes, 1, 1 + request.length, spans);
  const text = (slot: number): string => (spans[slot * 2]! < 0 ? '' : bytes.toString('latin1', spans[slot * 2], spans[slot * 2 + 1]));
  return { method: text(SLOT.method), path: text(SLOT.path), http, query: text(SLOT.query), protocol: text(SLOT.protocol) };
};

/** `/` for the root, `-` where there is no section. */
const section = (path: string): string => {
  const bytes = Buffer.from(`${path}/after`, 'latin1');
  const place: SectionPlace = { kind: 'none', from: 0, to: 0 };
  sectionOf(bytes, 0, path.length, place);
  return { segment: bytes.toString('latin1', place.from, place.to), root: '/', none: '-' }[place.kind];
};

describe('a request is taken apart', () => {
  test.each([
    ['an ordinary one', 'GET /food/pizza?x=1 HTTP/1.1', 'GET', '/food/pizza'],
    ['HTTP/2.0', 'POST /cart HTTP/2.0', 'POST', '/cart'],
    ['HTTP/2 and HTTP/3', 'GET /a HTTP/3', 'GET', '/a'],
    ['HTTP/0.9, without a protocol', 'GET /x', 'GET', '/x'],
    ['HTTP/0.9 with a query', 'GET /x?y', 'GET', '/x'],
    ['the root', 'GET / HTTP/1.1', 'GET', '/'],
    ['the root with a query', 'GET /?q HTTP/1.1', 'GET', '/'],
    ['a query with a query', 'GET /a?b?c HTTP/1.1', 'GET', '/a'],
    ['spaces in the target', 'GET /search/tea pot with spaces HTTP/1.1', 'GET', '/search/tea pot with spaces'],
    ['spaces in the query', 'GET /search?q=tea pot HTTP/1.1', 'GET', '/search'],
    ['an absolute URI', 'GET http://h/y/z HTTP/1.1', 'GET', 'http://h/y/z'],
    ['CONNECT', 'CONNECT mail.example:25 HTTP/1.1', 'CONNECT', 'mail.example:25'],
    ['OPTIONS *', 'OPTIONS * HTTP/1.0', 'OPTIONS', '*'],
    ['a method with a dash', 'VERSION-CONTROL /a HTTP/1.1', 'VERSION-CONTROL', '/a'],
    ['a method with an underscore', 'RPC_IN_DATA /a HTTP/1.1', 'RPC_IN_DATA', '/a'],
    ['a method in small letters', 'get /a HTTP/1.1', 'get', '/a'],
    ['another protocol, which is a part of the target', 'BREW /pot-1 HTCPCP/1.0', 'BREW', '/pot-1 HTCPCP/1.0'],
    ['a protocol without a version, likewise', 'GET /a HTTP/', 'GET', '/a HTTP/'],
    ['escaped quotes', 'GET /a\\"b\\"/c HTTP/1.1', 'GET', '/a\\"b\\"/c'],
  ])('%s', (_, request, method, path) => {
    expect(split(request)).toMatchObject({ method, path, http: true });
  });

  test.each([
    ['TLS bytes as the server escapes them', '\\x16\\x03\\x01'],
    ['TLS bytes as they are', '\u0016\u0003\u0001'],
    ['an empty request', ''],
    ['a method alone', 'GET'],
    ['a method and a space', 'GET '],
    ['a path without a method', '/etc/passwd'],
    ['a number', '1 / HTTP/1.1'],
    ['dashes without blanks', '---'],
    ['SSH', 'SSH-2.0-Go'],
    ['letters beyond ASCII', '\u00e9 /a HTTP/1.1'],
  ])('%s is no HTTP request', (_, request) => {
    expect(split(request)).toEqual({ method: '', path: request, http: false, query: '', protocol: '' });
  });

  test.each(['-', '- - -', '- - - ', '- -'])("'%s' is no request at all", (request) => {
    expect(split(request)).toEqual({ method: '', path: '', query: '', protocol: '', http: false });
  });

  test.each([
    ['GET /a?b=c HTTP/1.1', 'b=c', 'HTTP/1.1'],
    ['GET /a?b?c', 'b?c', ''],
    ['GET /a? HTTP/2', '', 'HTTP/2'],
    ['GET /a HTTP/3', '', 'HTTP/3'],
    ['GET /a?x HTCPCP/1.0', 'x HTCPCP/1.0', ''],
  ])('%s has a query and a protocol', (request, query, protocol) => {
    expect(split(request)).toMatchObject({ query, protocol });
  });

  test('whatever its bytes, within its bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const { spans } = new LineRecord(SLOT.message + 1);
        splitRequest(bytes, 0, bytes.length, spans);
        const of = (slot: number): number[] => (spans[slot * 2]! < 0 ? [] : [spans[slot * 2]!, spans[slot * 2 + 1]!]);
        const offsets = [0, ...[SLOT.method, SLOT.path, SLOT.query, SLOT.protocol].flatMap(of), bytes.length];
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('the section of a path', () => {
  test.each([
    ['/food/pizza', 'food'],
    ['/food', 'food'],
    ['/food/', 'food'],
    ['/', '/'],
    ['//', '/'],
    ['//a', 'a'],
    ['//double//slash', 'double'],
    ['http://h/y/z', 'y'],
    ['https://h:8443//y', 'y'],
    ['http://h/', '/'],
    ['http://h', '/'],
    ['http:///y', 'y'],
    ['mail.example:25', '-'],
    ['*', '-'],
    ['-', '-'],
    ['', '-'],
    ['relative/path', '-'],
    ['http:/h/y', '-'],
    ['http', '-'],
    ['http:', '-'],
    ['http:/', '-'],
    ['/Food', 'Food'],
    ['/%2e%2e/etc', '%2e%2e'],
    ['/a\\"b\\"/c', 'a\\"b\\"'],
    ['/tea pot/x', 'tea pot'],
    ['/caf\u00e9/x', 'caf\u00e9'],
    ['/pot-1 HTCPCP/1.0', 'pot-1 HTCPCP'],
  ])('%j is %j', (path, expected) => {
    expect(section(path)).toBe(expected);
  });

  test('has no slash, and is the first thing that is not one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a', 'bc', '%20', '..'), { maxLength: 5 }), (segments) => {
        expect(section(`/${segments.join('/')}`)).toBe(segments.find((segment) => segment !== '') ?? '/');
      }),
    );
  });
});
