import { describe, expect, test } from 'vitest';
import { MAX_KEY_BYTES } from '../../src/core/key-table.js';
import type { RejectReason } from '../../src/core/line-counts.js';
import { RecordRing } from '../../src/core/record-ring.js';
import { MAX_LINE_BYTES } from '../../src/core/line-counts.js';
import { smallTables } from '../core/small-tables.js';
import { formatNamed, scan } from './scan.js';
import type { ScannedLine } from './scan.js';

const TIME = '22/Nov/2018:15:52:05 +0000';
const SECOND = Date.UTC(2018, 10, 22, 15, 52, 5) / 1000;

const record = (fields: Partial<Extract<ScannedLine, { second: number }>> = {}): ScannedLine => ({
  second: SECOND,
  status: 200,
  bytes: 12,
  section: 'a',
  host: '192.0.2.1',
  path: '/a/b',
  failing: null,
  ...fields,
});

const common = (request = 'GET /a/b HTTP/1.1', rest = '200 12', host = '192.0.2.1 - -'): string =>
  `${host} [${TIME}] "${request}" ${rest}`;

describe('a line is read', () => {
  const csv = (request: string, rest = '200,12'): string => `"10.0.0.2","-","apache",1549573860,"${request}",${rest}`;
  test.each<[string, string, string, Partial<Extract<ScannedLine, { second: number }>>]>([
    ['Common', 'common', common(), {}],
    ['Combined', 'combined', `${common()} "-" "curl/8.9.1"`, {}],
    ['Combined whose agent has quotes', 'combined', `${common()} "-" "a \\"b\\" [c] \\\\"`, {}],
    ['Combined whose agent does not end', 'combined', `${common()} "-" "Mozilla`, {}],
    ['Common in a Combined file', 'combined', common(), {}],
    ['Combined in a Common file', 'common', `${common()} "-" "curl/8.9.1"`, {}],
    ["nginx's main, which adds the forwarded address", 'combined', `${common()} "-" "curl/8.9.1" "198.51.100.7"`, {}],
    ['with fields of somebody\'s own at its end', 'combined', `${common()} "-" "curl/8.9.1" rt=0.003 "x`, {}],
    ['virtual host and Common', 'vhost-common', `shop.example:443 ${common()}`, {}],
    ['virtual host and Combined', 'vhost-combined', `shop.example:443 ${common()} "-" "curl/8.9.1"`, {}],
    ['virtual host of IPv6', 'vhost-common', `[2001:db8::1]:8080 ${common()}`, {}],
    ['CSV', 'csv', csv('GET /a/b HTTP/1.0'), { host: '10.0.0.2', second: 1_549_573_860 }],
    ['CSV with quotes in its request', 'csv', csv('GET /a""x""/b?""c"",d HTTP/1.0'), { host: '10.0.0.2', second: 1_549_573_860, section: 'a""x""', path: '/a""x""/b' }],
    ['CSV with a comma and a backslash in its request', 'csv', csv('GET /a,\\"",/b HTTP/1.0'), { host: '10.0.0.2', second: 1_549_573_860, section: 'a,\\"",', path: '/a,\\"",/b' }],
    ['CSV without a size', 'csv', csv('GET /a/b HTTP/1.0', '200,-'), { host: '10.0.0.2', second: 1_549_573_860, bytes: 0 }],
    ['CSV with more columns', 'csv', csv('GET /a/b HTTP/1.0', '200,12,"x"'), { host: '10.0.0.2', second: 1_549_573_860 }],

    ['no status and no size', 'common', common(undefined, '- -'), { status: null, bytes: 0 }],
    ['a size above 2^32', 'common', common(undefined, '200 5000000000'), { bytes: 5_000_000_000 }],
    ['the largest size', 'common', common(undefined, '200 9007199254740991'), { bytes: Number.MAX_SAFE_INTEGER }],
    ['a size with zeros before it', 'common', common(undefined, '200 00000000000000000012'), { bytes: 12 }],
    ['a status of one digit', 'common', common(undefined, '0 12'), { status: 0 }],
    ['a status that does not exist', 'common', common(undefined, '999 12'), { status: 999 }],
    ['a status of 1xx', 'common', common(undefined, '100 12'), { status: 100 }],

    ['TLS bytes, escaped', 'common', common('\\x16\\x03\\x01', '400 12'), { status: 400, section: '-', path: '\\x16\\x03\\x01', failing: '400 - \\x16\\x03\\x01' }],
    ['TLS bytes as they are', 'common', common('\u0016\u0003\u0001', '400 12'), { status: 400, section: '-', path: '\u0016\u0003\u0001', failing: '400 - \u0016\u0003\u0001' }],
    ['an empty request', 'common', common('', '400 12'), { status: 400, section: '-', path: '', failing: '400 - -' }],
    ['a request of -', 'common', common('-', '408 -'), { status: 408, bytes: 0, section: '-', path: '-', failing: '408 - -' }],
    ['HTTP/0.9', 'common', common('GET /a/b'), {}],
    ['OPTIONS *', 'common', common('OPTIONS * HTTP/1.0'), { section: '-', path: '*' }],
    ['CONNECT', 'common', common('CONNECT mail.example:25 HTTP/1.1', '405 12'), { status: 405, section: '-', path: 'mail.example:25', failing: '405 CONNECT mail.example:25' }],
    ['an absolute URI', 'common', common('GET http://h/y/z HTTP/1.1'), { section: 'y', path: 'http://h/y/z' }],
    ['the root', 'common', common('GET / HTTP/1.1'), { section: '/', path: '/' }],
    ['the root with a query', 'common', common('GET /?q=1 HTTP/1.1'), { section: '/', path: '/' }],
    ['a query', 'common', common('GET /a/b?x=1&y=?! HTTP/1.1'), {}],
    ['empty segments', 'common', common('GET //a//b HTTP/1.1'), { path: '//a//b' }],
    ['spaces in a URI', 'common', common('GET /tea pot/with spaces HTTP/1.1'), { section: 'tea pot', path: '/tea pot/with spaces' }],
    ['escaped quotes in a URI', 'common', common('GET /a\\"b\\"/c HTTP/1.1', '404 12'), { status: 404, section: 'a\\"b\\"', path: '/a\\"b\\"/c', failing: '404 GET /a\\"b\\"/c' }],
    ['a backslash before the closing quote', 'common', common('GET /a/b \\\\'), { path: '/a/b \\\\' }],
    ['a method of its own', 'common', common('M-SEARCH /a/b HTTP/1.1', '501 12'), { status: 501, failing: '501 M-SEARCH /a/b' }],
    ['a path that differs by case', 'common', common('GET /A/b HTTP/1.1'), { section: 'A', path: '/A/b' }],
    ['UTF-8', 'common', common('GET /sm\u00f6rg\u00e5sbord/x HTTP/1.1'), { section: 'sm\u00f6rg\u00e5sbord', path: '/sm\u00f6rg\u00e5sbord/x' }],

    ['IPv6', 'common', common(undefined, undefined, '2001:db8::7 - -'), { host: '2001:db8::7' }],
    ['a host name', 'common', common(undefined, undefined, 'crawler-66-249.example - -'), { host: 'crawler-66-249.example' }],
    ['a user', 'common', common(undefined, undefined, '192.0.2.1 - jane'), {}],
    ['a user with a space', 'common', common(undefined, undefined, '192.0.2.1 - jane doe'), {}],
    ['an ident', 'common', common(undefined, undefined, '192.0.2.1 id jane'), {}],
    ['another offset', 'common', common().replace(TIME, '22/Nov/2018:21:22:05 +0530'), {}],
  ])('%s', (_, format, line, fields) => {
    expect(scan(format, `${line}\n`).lines).toEqual([record(fields)]);
  });
});

describe('a line is rejected', () => {
  const csv = '"10.0.0.2","-","apache",1549573860,"GET /a HTTP/1.0",200,12';
  test.each<[string, string, string, RejectReason]>([
    ['nothing in it', 'common', '', 'empty'],
    ['white space alone', 'common', ' \t ', 'empty'],
    ['text of another kind', 'common', 'Server started on port 80', 'layout'],
    ['a stack trace', 'common', '    at Object.<anonymous> (/srv/app.js:10:5)', 'layout'],
    ['no host', 'common', common(undefined, undefined, ' - -'), 'layout'],
    ['JSON', 'common', '{"status":200}', 'layout'],
    ['the line of a virtual host in a file without', 'common', 'shop.example:443', 'layout'],
    ['no virtual host in a file with', 'vhost-common', common(), 'layout'],
    ['a virtual host without a port', 'vhost-common', `shop.example: ${common()}`, 'layout'],
    ['a request that does not end', 'common', '192.0.2.1 - - [22/Nov/2018:15:52:05 +0000] "GET /a HTTP/1.1', 'layout'],
    ['a request whose last quote is escaped', 'common', '192.0.2.1 - - [22/Nov/2018:15:52:05 +0000] "GET /a HTTP/1.1\\" 200 12', 'layout'],
    ['a quote in the request that is not escaped', 'common', common('GET /a"b HTTP/1.1'), 'layout'],
    ['nothing after the request', 'common', common().slice(0, -7), 'layout'],
    ['nothing after the status', 'common', common(undefined, '200'), 'layout'],
    ['no time', 'common', common().replace(TIME, 'soon'), 'time'],
    ['a time of February 30', 'common', common().replace('22/Nov', '30/Feb'), 'time'],
    ['a line that ends within the time', 'common', '192.0.2.1 - - [22/Nov/2018:15:5', 'time'],
    ['a status of four digits', 'common', common(undefined, '2000 12'), 'status'],
    ['a status of letters', 'common', common(undefined, 'OK 12'), 'status'],
    ['a status with a letter', 'common', common(undefined, '20x 12'), 'status'],
    ['a status below zero', 'common', common(undefined, '-1 12'), 'status'],
    ['no size', 'common', common(undefined, '200 '), 'bytes'],
    ['a size of letters', 'common', common(undefined, '200 many'), 'bytes'],
    ['a size with a letter', 'common', common(undefined, '200 12k'), 'bytes'],
    ['a size below zero', 'common', common(undefined, '200 -12'), 'bytes'],
    ['a size with a fraction', 'common', common(undefined, '200 1.5'), 'bytes'],
    ['a size above 2^53', 'common', common(undefined, '200 9007199254740993'), 'bytes'],
    ['a size of 400 digits', 'common', common(undefined, `200 ${'9'.repeat(400)}`), 'bytes'],
    ['the header of the CSV', 'csv', '"remotehost","rfc931","authuser","date","request","status","bytes"', 'header'],
    ['CSV without quotes', 'csv', csv.replaceAll('"', ''), 'layout'],
    ['CSV with a date in letters', 'csv', csv.replace('1549573860', 'today'), 'time'],
    ['CSV with a time of twelve digits', 'csv', csv.replace('1549573860', '154957386000'), 'time'],
    ['CSV with a fraction of a second', 'csv', csv.replace('1549573860', '1549573860.5'), 'layout'],
    ['CSV whose request does not end', 'csv', '"10.0.0.2","-","apache",1549573860,"GET /a HTTP/1.0"",200,12', 'layout'],
    ['CSV that is cut', 'csv', csv.slice(0, -3), 'layout'],
  ])('%s', (_, format, line, reason) => {
    const { lines, rejected } = scan(format, `${line}\n`);
    expect(lines).toEqual([{ reason }]);
    expect(rejected).toEqual([{ text: line, reason }]);
  });

  test('and its neighbours are not', () => {
    const odd = ['', 'junk', common().slice(0, 60), common(undefined, '200 x'), '"', '\\', '[', common('GET /a" HTTP/1.1')];
    const text = odd.map((line) => `${common()}\n${line}\n`).join('');
    const { lines } = scan('common', `${text}${common()}\n`);
    expect(lines.filter((_, at) => at % 2 === 0)).toEqual(new Array(odd.length + 1).fill(record()));
    expect(lines.filter((_, at) => at % 2 === 1).every((line) => 'reason' in line)).toBe(true);
  });
});

test('an escaped quote behind the protocol does not end the request', () => {
  const line = common('GET /a HTTP/11\\" 200 5 ', '400 226');
  expect(scan('common', `${line}\n`).lines).toMatchObject([{ status: 400, bytes: 226 }]);
});

test('a bare quote within the protocol ends the request', () => {
  expect(scan('common', `${common('GET /a/b HTTP/" 2')}\n`).lines).toEqual([{ reason: 'status' }]);
});

describe('lines of any length', () => {
  const padded = (length: number): string => {
    const line = common('GET /a/b HTTP/1.1', '200 12');
    return `${line} "${'x'.repeat(length - line.length - 3)}"`;
  };

  test('of up to 64 KiB are read', () => {
    expect(scan('common', `${padded(MAX_LINE_BYTES)}\n`).lines).toEqual([record()]);
    expect(scan('common', `${padded(MAX_LINE_BYTES - 1)}\r\n`).lines).toEqual([record()]);
  });

  test('above that are too long, and their neighbours are read', () => {
    const { lines } = scan('common', `${common()}\n${padded(MAX_LINE_BYTES + 1)}\n${common()}\n${'\0'.repeat(70_000)}\n${common()}\n`);
    expect(lines).toEqual([record(), { reason: 'too-long' }, record(), { reason: 'too-long' }, record()]);
  });

  test.each([
    ['a path', common(`GET /a/${'b'.repeat(2000)}`, '404 12'), { path: `/a/${'b'.repeat(MAX_KEY_BYTES - 3)}` }],
    ['a section', common(`GET /${'c'.repeat(2000)}/d HTTP/1.1`), { section: 'c'.repeat(MAX_KEY_BYTES) }],
    ['a host', common(undefined, undefined, `${'h'.repeat(2000)} - -`), { host: 'h'.repeat(MAX_KEY_BYTES) }],
    ['a failing request', common(`GET /${'e'.repeat(2000)} HTTP/1.1`, '500 12'), { failing: `500 GET /${'e'.repeat(MAX_KEY_BYTES - 9)}` }],
    ['a method', common(`${'M'.repeat(2000)} /a/b HTTP/1.1`, '405 12'), { failing: expect.stringMatching(/^405 M{50,60} \/a\/b$/) as string }],
    ['TLS bytes', common('\\x16'.repeat(500), '400 12'), { path: '\\x16'.repeat(256), section: '-' }],
  ])('are known by the first kilobyte of %s', (_, line, fields) => {
    expect(scan('common', `${line}\n`).lines).toMatchObject([fields]);
  });

  test('with a section behind a kilobyte of host have it all the same', () => {
    const line = common(`GET http://${'h'.repeat(1500)}/y/z HTTP/1.1`);
    expect(scan('common', `${line}\n`).lines).toMatchObject([{ section: 'y' }]);
  });
});

describe('line ends', () => {
  test('may be those of Windows', () => {
    expect(scan('common', `${common()}\r\n\r\n${common(undefined, '200 x')}\r\n${common()}\r\n`)).toMatchObject({
      lines: [record(), { reason: 'empty' }, { reason: 'bytes' }, record()],
      rejected: [{ text: '' }, { text: common(undefined, '200 x') }],
    });
  });

  test('are not needed behind the last line', () => {
    expect(scan('common', `${common()}\n${common()}`).lines).toEqual([record(), record()]);
    expect(scan('common', `${common()}\n${common().slice(0, -3)}`).lines).toEqual([record(), { reason: 'layout' }]);
  });

  test('a last line that is cut anywhere is not completed by what lies behind it', () => {
    const line = common('GET /a/b?c HTTP/1.1', '200 12');
    for (let length = 1; length < line.length - 1; length += 1) {
      const { lines } = scan('common', line.slice(0, length));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toHaveProperty('reason');
    }
  });
});

describe('the header of the CSV', () => {
  const header = '"remotehost","rfc931","authuser","date","request","status","bytes"';
  const row = '"10.0.0.2","-","apache",1549573860,"GET /api/user HTTP/1.0",200,1234';

  test('is told apart wherever it stands', () => {
    const { lines } = scan('csv', `${header}\n${row}\n${header}\r\n${row}\n`);
    expect(lines.map((line) => ('reason' in line ? line.reason : line.section))).toEqual(['header', 'api', 'header', 'api']);
  });

  test('is no header with more behind it', () => {
    expect(scan('csv', `${header},"more"\n`).lines).toEqual([{ reason: 'time' }]);
  });
});

describe('a ring that is full in the middle of a chunk', () => {
  const text = Buffer.from(Array.from({ length: 300 }, (_, n) => `${n % 7 === 0 ? 'junk' : common(`GET /s${n}/x HTTP/1.1`, `${n % 5 === 0 ? 404 : 200} ${n}`)}\n`).join(''));

  test.each([1, 2, 32, 64, 128, 256])('is resumed where it stopped, with a room of %i', (rows) => {
    expect(scan('common', text, { rows }).lines).toEqual(scan('common', text, { rows: 512 }).lines);
  });

  test('takes nothing while it is full, and marks what came before the monitor began', () => {
    const ring = new RecordRing(2);
    const tables = smallTables();
    const scanner = formatNamed('common').newScanner({ tables, source: 5, onReject: () => false });
    const at = scanner.scan(text, 0, text.length, ring, true);
    expect(scanner.scan(text, at, text.length, ring, true)).toBe(at);
    expect([0, 1].map((n) => [ring.sources[n], ring.catchUps[n]])).toEqual([
      [5, 1],
      [5, 1],
    ]);
    ring.shift(2);
    scanner.scan(text, at, text.length, ring, false);
    expect(ring.catchUps[0]).toBe(0);
  });
});

test('knows a path without its query', () => {
  const text = ['/a', '/b', '/a?x', '/a?y', '/a/'].map((path) => `${common(`GET ${path} HTTP/1.1`)}\n`).join('');
  const { paths } = scan('common', text).tables;
  expect(Array.from({ length: paths.size }, (_, n) => paths.text(n + 1))).toEqual(['/a', '/b', '/a/']);
});

test('a line means the same behind many of another shape', () => {
  const usual = common('GET /a/b HTTP/1.1');
  const lines = [...new Array<string>(150).fill(usual.replace(' - - ', ' - jane ')), ...new Array<string>(40).fill(usual), 'junk', usual];
  const { tables, lines: scanned } = scan('common', `${lines.join('\n')}\n`);
  expect(scanned).toEqual(lines.map((line) => (line === 'junk' ? { reason: 'layout' } : record())));
  expect([tables.hosts.size, tables.paths.size]).toEqual([1, 1]);
});
