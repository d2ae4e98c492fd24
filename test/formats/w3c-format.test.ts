import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LineReader } from '../../src/formats/line-reader.js';
import { statusReader } from '../../src/formats/status-reader.js';
import { smallTables } from '../core/small-tables.js';
import { RecordRing } from '../../src/core/record-ring.js';
import { readWith } from './read-line.js';
import type { Fields } from './read-line.js';
import { formatNamed, readRow, scan } from './scan.js';

const newReader = (name = 'w3c'): LineReader => formatNamed(name).newReader();
const SECOND = Date.UTC(2018, 10, 22, 15, 52) / 1000;
const NOW = '2018-11-22 15:52:00';
const IIS = `${NOW} 10.0.0.1 GET /a/b.aspx x=1+2 443 SHOP\\jane+d 192.0.2.1 Mozilla/5.0+(X11) https://shop.example/?q=a+b 404 0 2 15`;
const IIS_FIELDS: Fields = { time: SECOND, 's-ip': '10.0.0.1', method: 'GET', path: '/a/b.aspx', query: 'x=1+2', section: 'a', port: 443, user: 'SHOP\\jane d', host: '192.0.2.1', agent: 'Mozilla/5.0 (X11)', referrer: 'https://shop.example/?q=a+b', status: 404, 'sc-substatus': 0, 'sc-win32-status': 2, duration: 0.015 };

const PROXY = '#Fields: date time time-taken c-ip cs-username sc-filter-result cs-categories cs(Referer) sc-status s-action cs-method rs(Content-Type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs(User-Agent) s-ip sc-bytes cs-bytes x-virus-id';

describe('a line of W3C', () => {
  test.each<[string, readonly string[], string, Fields]>([
    ['of IIS, without a header', [], IIS, IIS_FIELDS],
    ['of IIS 7, without a header', [], IIS.replace(' https://shop.example/?q=a+b', ''), Object.fromEntries(Object.entries(IIS_FIELDS).filter(([name]) => name !== 'referrer'))],
    ['of columns of the site', ['#Fields: date time c-ip cs-uri-stem sc-status X-Forwarded-For sc-bytes cs-bytes cs-version cs-host'], `${NOW} 192.0.2.1 /a 200 198.51.100.7,+10.0.0.1 12 34 HTTP/2 shop.example`, { time: SECOND, host: '192.0.2.1', path: '/a', section: 'a', status: 200, 'X-Forwarded-For': '198.51.100.7, 10.0.0.1', bytes: 12, bytesIn: 34, protocol: 'HTTP/2', vhost: 'shop.example' }],
    ["of HTTP.sys's errors", ['#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename'], `${NOW} 2001:db8::7%0 50112 10.0.0.4 80 HTTP/1.1 GET /a?b 400 - Hostname shop+pool`, { time: SECOND, host: '2001:db8::7%0', 'c-port': 50_112, 's-ip': '10.0.0.4', port: 80, protocol: 'HTTP/1.1', method: 'GET', path: '/a', query: 'b', section: 'a', status: 400, 's-reason': 'Hostname', 's-queuename': 'shop pool' }],
    ['of a proxy', [PROXY], `${NOW} 135 192.0.2.1 jane OBSERVED "Technology; Internet" - 200 TCP_NC_MISS GET text/html https shop.example 443 /a ?b "Mozilla/5.0 (X11) a+b" 10.0.0.1 4312 210 -`, { time: SECOND, duration: 0.135, host: '192.0.2.1', user: 'jane', 'sc-filter-result': 'OBSERVED', 'cs-categories': 'Technology; Internet', status: 200, 's-action': 'TCP_NC_MISS', method: 'GET', 'rs(Content-Type)': 'text/html', scheme: 'https', vhost: 'shop.example', port: 443, path: '/a', query: 'b', section: 'a', agent: 'Mozilla/5.0 (X11) a+b', 's-ip': '10.0.0.1', bytes: 4312, bytesIn: 210 }],
    ['of absolute URLs', ['#Fields: date time c-ip cs-uri sc-status'], `${NOW} 192.0.2.1 http://shop.example:8080/a/b?c 200`, { time: SECOND, host: '192.0.2.1', scheme: 'http', vhost: 'shop.example', path: '/a/b', query: 'c', section: 'a', status: 200 }],
    ['of columns that changed', ['#Fields: date time c-ip sc-status', `${NOW} 192.0.2.9 500`, '#Fields: date time sc-status'], `${NOW} 200`, { time: SECOND, status: 200 }],
    ['with the date in a header', ['#Date: 2018-11-22 15:00:00', '#Fields: time c-ip sc-status'], '15:52:00.25 192.0.2.1 200', { time: SECOND, fraction: 250_000_000, host: '192.0.2.1', status: 200 }],
    ["with the date as in W3C's examples", ['#Version: 1.0', '#Date: 22-Nov-2018 00:00:00', '#Fields: time cs-method cs-uri'], '15:52:00 GET /foo/bar.html', { time: SECOND, method: 'GET', path: '/foo/bar.html', section: 'foo' }],
    ['with a date of its own, whatever the header says', ['#Date: 2017-01-01 00:00:00', '#Fields: time date sc-status'], '15:52:00 2018-11-22 200', { time: SECOND, status: 200 }],
    ['of an IPv6 zone', ['#Fields: date time c-ip sc-status'], `${NOW} fe80::1%5 200`, { time: SECOND, host: 'fe80::1%5', status: 200 }],
    ['with tabs, where nothing may stand between them', ['#Fields: date time c-ip cs(Cookie) x-note sc-status'], '2018-11-22\t15:52:00\t192.0.2.1\t\ta b\t200', { time: SECOND, host: '192.0.2.1', 'x-note': 'a b', status: 200 }],
    ['with several blanks between them', ['#Fields: date time c-ip sc-status'], '2018-11-22  15:52:00   192.0.2.1 200 ', { time: SECOND, host: '192.0.2.1', status: 200 }],
    ['with quotes', ['#Fields: date time cs(User-Agent) sc-status'], `${NOW} "a ""b"" + c" 200`, { time: SECOND, agent: 'a "b" + c', status: 200 }],
    ['with a quote that begins none', ['#Fields: date time cs(User-Agent) sc-status'], `${NOW} "a"+b 200`, { time: SECOND, agent: '"a" b', status: 200 }],
    ['with seconds', ['#Fields: date time time-taken'], `${NOW} 0.25`, { time: SECOND, duration: 0.25 }],
    ['with dashes', ['#Fields: date time c-ip cs-uri-stem sc-status sc-bytes time-taken'], `${NOW} - - - - -`, { time: SECOND }],
    ['with two clients', ['#Fields: date time c-ip c-dns sc-status'], `${NOW} 192.0.2.1 c.example 200`, { time: SECOND, host: '192.0.2.1', 'c-dns': 'c.example', status: 200 }],
    ['with odd numbers that nobody needs', ['#Fields: date time sc-status sc-substatus time-taken'], `${NOW} 200 x y`, { time: SECOND, status: 200 }],
  ])('%s', (_, before, line, fields) => {
    const reader = newReader();
    for (const each of before) readWith(reader, each);
    expect(readWith(reader, line)).toEqual(fields);
    expect(reader.whole).toBe(true);
    expect(reader.failure).toBeNull();
  });

  test.each([
    ['that has more', `${IIS} x`, IIS.length + 1, "the line's end"],
    ['that has less', IIS.replace(/ 2 15$/, ''), IIS.length - 5, 'the column sc-win32-status'],
  ])('%s than its columns is a record', (_, line, at, expected) => {
    const reader = newReader();
    expect(readWith(reader, line)).toMatchObject({ status: 404, path: '/a/b.aspx' });
    expect(reader.whole).toBe(false);
    expect(reader.failure).toEqual({ at, expected });
  });

  test.each([
    ['of another month', IIS.replace('-11-', '-13-'), 0, 'time', 'a date and a time'],
    ['of another date', IIS.replace('2018-11-22', 'x'), 0, 'time', 'a date such as 2018-11-22 (date)'],
    ['of another time', IIS.replace('15:52:00', 'x'), 11, 'time', 'a time such as 15:52:00 (time)'],
    ['of another status', IIS.replace(' 404 ', ' ok '), IIS.indexOf('404'), 'status', 'a status of up to three digits, or - (status)'],
    ['that is cut', IIS.replace(/ 404 .*/, ''), IIS.indexOf(' 404'), 'layout', 'the column status'],
    ['that is a comment', '# x', 0, 'layout', 'a directive such as #Fields: date time c-ip'],
    ['of a directive that nobody knows', '#Colour: red', 0, 'layout', 'a directive such as #Fields: date time c-ip'],
  ])('%s is rejected', (_, line, at, reason, expected) => {
    const reader = newReader();
    expect(readWith(reader, line)).toBeNull();
    expect(reader.reason).toBe(reason);
    expect(reader.failure).toEqual({ at, expected: `${expected}, or #Fields in a line before` });
  });

  test('is rejected by the columns that were named', () => {
    const reader = newReader();
    readWith(reader, '#Fields: date time c-ip sc-bytes');
    expect(readWith(reader, `${NOW} 192.0.2.1 x`)).toBeNull();
    expect([reader.reason, reader.failure]).toEqual(['bytes', { at: 30, expected: 'a size, or - (bytes)' }]);
    expect(readWith(reader, `${NOW} 192.0.2.1 7`)).toMatchObject({ bytes: 7 });
  });

  test.each(['#Version: 1.0', '#Software: Microsoft Internet Information Services 10.0', '#Fields: date time c-ip', '#Date: 2018-11-22 15:52:00', '#Remark: x', '#fields:\tdate\ttime'])('%s is a header', (line) => {
    const reader = newReader();
    expect(readWith(reader, line)).toBeNull();
    expect([reader.reason, reader.failure]).toEqual(['header', null]);
  });

  test('is not read by columns that are too many', () => {
    const reader = newReader();
    expect(readWith(reader, `#Fields: date time ${Array.from({ length: 300 }, (_, n) => `x-${n}`).join(' ')}`)).toBeNull();
    expect(reader.reason).toBe('layout');
    expect(readWith(reader, IIS)).toEqual(IIS_FIELDS);
  });

  test('has nothing of what other columns had', () => {
    const reader = newReader();
    readWith(reader, IIS);
    readWith(reader, '#Fields: date time cs-uri-stem');
    readWith(reader, `${NOW} /x`);
    readWith(reader, '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken');
    expect(readWith(reader, `${NOW} - - /x - - - 192.0.2.1 - - 200 - - -`)).toEqual({ time: SECOND, path: '/x', section: 'x', host: '192.0.2.1', status: 200 });
  });
});

const EDGE = '2018-11-22\t15:52:00\tFRA56-P4\t412\t2001:db8::7\tGET\td1.cloudfront.net\t/a%2520b\t200\thttps://shop.example/?q=a%2520b\tMozilla/5.0%20(X11;%20a+b)\tx=1\t-\tHit\tSOX4==\tshop.example\thttps\t210\t0.004\t-\tTLSv1.3\tTLS_AES\tHit\tHTTP/2.0\t-\t-\t40112\t0.003\tHit\ttext/html\t78\t-\t-';
const EDGE_FIELDS: Fields = { time: SECOND, 'x-edge-location': 'FRA56-P4', bytes: 412, host: '2001:db8::7', method: 'GET', 'cs(Host)': 'd1.cloudfront.net', path: '/a%2520b', section: 'a%2520b', status: 200, referrer: 'https://shop.example/?q=a%20b', agent: 'Mozilla/5.0 (X11; a+b)', query: 'x=1', 'x-edge-result-type': 'Hit', requestId: 'SOX4==', vhost: 'shop.example', scheme: 'https', bytesIn: 210, duration: 0.004, protocol: 'HTTP/2.0', 'c-port': 40_112, 'time-to-first-byte': 0.003, 'sc-content-type': 'text/html', 'sc-content-len': 78 };

describe('a line of CloudFront', () => {
  test.each<[string, readonly string[], string, Fields]>([
    ['without a header', [], EDGE, EDGE_FIELDS],
    ['of a few columns', ['#Fields: date time x-edge-location cs(User-Agent) time-taken sc-status'], '2018-11-22\t15:52:00\tFRA\ta%20b\t7\t000', { time: SECOND, 'x-edge-location': 'FRA', agent: 'a b', duration: 7, status: 0 }],
    ["of another's columns", ['#Fields: date time cs(User-Agent) sc-status'], `${NOW} a+b 200`, { time: SECOND, agent: 'a b', status: 200 }],
  ])('%s', (_, before, line, fields) => {
    const reader = newReader('cloudfront');
    for (const each of before) readWith(reader, each);
    expect(readWith(reader, line)).toMatchObject(fields);
    expect(reader.whole).toBe(true);
  });

  test('of older days lacks the columns that came later', () => {
    const reader = newReader('cloudfront');
    expect(readWith(reader, EDGE.split('\t').slice(0, 24).join('\t'))).toMatchObject({ status: 200, protocol: 'HTTP/2.0' });
  });

  test('is rejected where its column is odd', () => {
    const reader = newReader('cloudfront');
    expect(readWith(reader, EDGE.replace('\t412\t', '\tx\t'))).toBeNull();
    expect([reader.reason, reader.failure?.at]).toEqual(['bytes', EDGE.indexOf('412')]);
  });

  test('is read in the other format as well', () => {
    const reader = newReader('w3c');
    for (const line of readFileSync(new URL('../../sample-logs/cloudfront.log', import.meta.url), 'utf8').split('\n').slice(0, 2)) readWith(reader, line);
    expect(readWith(reader, EDGE)).toMatchObject(EDGE_FIELDS);
  });
});

describe('lines from further on in a file', () => {
  const head = Buffer.from(`#Software: x\r\n#Fields: date time sc-status c-ip\r\n${NOW} 500 192.0.2.1\r\n#Fields: date time c-ip`);
  const line = `${NOW} 404 192.0.2.7`;

  test('are scanned by the columns that its head named', () => {
    const [tables, ring] = [smallTables(), new RecordRing(4)];
    const scanner = formatNamed('w3c').newScanner({ tables, source: 0, onReject: () => false, head });
    scanner.scan(Buffer.from(line), 0, line.length, ring, false);
    expect(readRow(ring, 0, tables)).toMatchObject({ status: 404, host: '192.0.2.7' });
  });

  test('are shown by them', () => {
    expect(statusReader(formatNamed('w3c'), head)(Buffer.from(line))).toBe(404);
  });
});

test('directives in the middle of a file are headers, and change the columns', () => {
  const text = `#Version: 1.0\n#Fields: date time sc-status\n${NOW} 404\n#Software: x\n#Fields: date time cs-uri-stem sc-status\n${NOW} /a 500\n`;
  const { lines, rejected } = scan('w3c', text);
  expect(lines.map((each) => ('reason' in each ? each.reason : [each.status, each.path]))).toEqual(['header', 'header', [404, '-'], 'header', 'header', [500, '/a']]);
  expect(rejected).toHaveLength(4);
});
