import { describe, expect, test } from 'vitest';
import { apacheParts } from '../../src/formats/layouts/apache-layout.js';
import { LayoutError } from '../../src/formats/layouts/layout.js';
import { pasted, readLine } from './read-line.js';
import type { Fields } from './read-line.js';

const TIME = '[10/Oct/2000:13:55:36 -0700]';
const SECOND = Date.UTC(2000, 9, 10, 20, 55, 36) / 1000;

const COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"';
const LINE = `127.0.0.1 - frank ${TIME} "GET /apache_pb.gif?x=1 HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;

describe('a LogFormat as it is pasted', () => {
  test.each([
    ['as it is', COMBINED],
    ['with its backslashes', COMBINED.replaceAll('"', '\\"')],
    ['in its quotes', `"${COMBINED.replaceAll('"', '\\"')}"`],
    ['with its directive', `LogFormat "${COMBINED.replaceAll('"', '\\"')}" combined`],
    ['with its directive, indented and in small letters', `  logformat "${COMBINED.replaceAll('"', '\\"')}"\n`],
    ['in single quotes', `LogFormat '${COMBINED}' combined`],
    ['as a CustomLog', `CustomLog "|/usr/bin/rotatelogs /var/log/a \\"x\\"" "${COMBINED.replaceAll('"', '\\"')}" env=!image`],
    ['as a CustomLog of a file', `CustomLog logs/access_log "${COMBINED.replaceAll('"', '\\"')}"`],
  ])('%s is the same', (_, text) => {
    expect(apacheParts(text)).toEqual(apacheParts(COMBINED));
  });

  test('gives each field of the example in the manual', () => {
    expect(readLine(COMBINED, LINE)).toEqual({
      host: '127.0.0.1',
      user: 'frank',
      time: SECOND,
      method: 'GET',
      path: '/apache_pb.gif',
      query: 'x=1',
      section: 'apache_pb.gif',
      protocol: 'HTTP/1.0',
      status: 200,
      bytes: 2326,
      referrer: 'http://www.example.com/start.html',
      agent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
    });
  });
});

describe('a directive', () => {
  test.each<[string, string, string, Fields]>([
    ['%a', '%a', '2001:db8::1', { host: '2001:db8::1' }],
    ['%{c}a', '%h %{c}a', '192.0.2.1 198.51.100.1', { host: '192.0.2.1', peerAddress: '198.51.100.1' }],
    ['%a beside %h', '%h %a', 'h.example 192.0.2.1', { host: 'h.example', clientAddress: '192.0.2.1' }],
    ['%A', '%A', '10.0.0.1', { localAddress: '10.0.0.1' }],
    ['%B', '%B', '0', { bytes: 0 }],
    ['%b without bytes', '%b', '-', {}],
    ['%{NAME}C', '%{session}C', 'abc', { session: 'abc' }],
    ['%D', '%D', '1234', { duration: 0.001_234 }],
    ['%T', '%T', '3', { duration: 3 }],
    ['%{ms}T', '%{ms}T', '1500', { duration: 1.5 }],
    ['%{us}T', '%{us}T', '1500', { duration: 0.0015 }],
    ['%{s}T', '%{s}T', '0', { duration: 0 }],
    ['%T beside %D', '%T/%D', '0/1234', { duration: 0, D: 1234 / 1e6 }],
    ['%{NAME}e', '%{SITE}e', 'a', { SITE: 'a' }],
    ['%f', '%f', '/srv/www/a b', { filename: '/srv/www/a b' }],
    ['%H %m %U%q', '%H|%m|%U%q', 'HTTP/1.1|GET|/a/b?x', { protocol: 'HTTP/1.1', method: 'GET', path: '/a/b', query: 'x', section: 'a' }],
    ['%U%q without a query', '%m %U%q %H', 'GET /a HTTP/1.1', { protocol: 'HTTP/1.1', method: 'GET', path: '/a', section: 'a' }],
    ['%U and %q apart', '%U|%q', '/a|?x=1', { path: '/a', query: 'x=1', section: 'a' }],
    ['%q of none', '%U|%q|', '/a||', { path: '/a', section: 'a' }],
    ['%{NAME}i', '"%{X-Forwarded-For}i"', '"192.0.2.1, 10.0.0.1"', { 'X-Forwarded-For': '192.0.2.1, 10.0.0.1' }],
    ['%{NAME}i of a header that all know', '"%{user-agent}i" "%{REFERER}i"', '"curl" "-"', { agent: 'curl' }],
    ['%400,501{NAME}i', '"%400,501{User-Agent}i"', '"curl"', { agent: 'curl' }],
    ['%!200,304,302{NAME}i', '"%!200,304,302{Referer}i"', '"http://h/"', { referrer: 'http://h/' }],
    ['%k', '%k', '2', { keepalive: 2 }],
    ['%l', '%l', 'id', { ident: 'id' }],
    ['%L', '%L', 'XYZ', { requestId: 'XYZ' }],
    ['%{NAME}n', '%{cache}n', 'hit', { cache: 'hit' }],
    ['%{NAME}o', '"%{Content-Type}o"', '"text/html; charset=utf-8"', { 'Content-Type': 'text/html; charset=utf-8' }],
    ['the same header in and out', '%{Via}i|%{Via}o', 'a|b', { Via: 'a', Via_2: 'b' }],
    ['%p and its kind', '%p %{canonical}p %{local}p %{remote}p', '443 80 8443 51234', { port: 443, port_2: 80, localPort: 8443, remotePort: 51_234 }],
    ['%P and its kind', '%P %{tid}P %{hextid}P', '12 34 7f00', { pid: 12, tid: 34, hextid: '7f00' }],
    ['%r without quotes', '%r %>s', 'GET /tea pot?x HTTP/1.1 200', { method: 'GET', path: '/tea pot', query: 'x', section: 'tea pot', protocol: 'HTTP/1.1', status: 200 }],
    ['%r of HTTP/0.9 without quotes', '%r %>s', 'GET /a 200', { method: 'GET', path: '/a', section: 'a', status: 200 }],
    ['%R', '%R', 'proxy-server', { handler: 'proxy-server' }],
    ['%s, %<s and %>s', '%>s %<s', '404 200', { status: 404, originalStatus: 200 }],
    ['%s alone', '%s', '304', { status: 304 }],
    ['%u of two words', '%u "%r"', 'jane doe "GET / HTTP/1.1"', { user: 'jane doe', method: 'GET', path: '/', section: '/', protocol: 'HTTP/1.1' }],
    ['%v:%p', '%v:%p', '[2001:db8::1]:443', { vhost: '[2001:db8::1]', port: 443 }],
    ['%V', '%V', 'shop.example', { vhost: 'shop.example' }],
    ['%a:%{remote}p', '%a:%{remote}p', '2001:db8::1:51234', { host: '2001:db8::1', remotePort: 51_234 }],
    ['%X', '%X', '+', { connection: '+' }],
    ['%I %O %S', '%I %O %S', '100 200 300', { bytesIn: 100, bytes: 200, bytesTotal: 300 }],
    ['%b beside %O', '%b %O', '100 200', { bytes: 100, bytesOut: 200 }],
    ['%{NAME}^ti and %{NAME}^to', '%{a}^ti %{b}^to', 'x y', { a: 'x', b: 'y' }],
    ['%{NAME}x', '%{SSL_PROTOCOL}x', 'TLSv1.3', { SSL_PROTOCOL: 'TLSv1.3' }],
    ['%%', '%B%% x', '12% x', { bytes: 12 }],
    ['a tab', '%h\\t%s', '192.0.2.1\t200', { host: '192.0.2.1', status: 200 }],
    ['a tab as it is', '%h\t%s', '192.0.2.1\t200', { host: '192.0.2.1', status: 200 }],
    ['a backslash', '%h\\\\%s', '192.0.2.1\\200', { host: '192.0.2.1', status: 200 }],
  ])('%s', (_, directive, text, fields) => {
    expect(readLine(`%t ${directive}`, `${TIME} ${text}`)).toEqual({ time: SECOND, ...fields });
    expect(readLine(`${directive} %t`, `${text} ${TIME}`)).toEqual({ time: SECOND, ...fields });
  });

  test.each<[string, string, string, Fields]>([
    ['%{sec}t', '%{sec}t', '971211336', { time: SECOND }],
    ['%{msec}t', '%{msec}t', '971211336042', { time: SECOND, fraction: 42_000_000 }],
    ['%{usec}t', '%{usec}t', '971211336000042', { time: SECOND, fraction: 42_000 }],
    ['%{begin:sec}t', '%{begin:sec}t', '971211336', { time: SECOND }],
    ['begin and end', '%{begin:sec}t %{end:sec}t', '971211336 971211337', { time: SECOND, endTime: SECOND + 1 }],
    ['the end alone beside a time', '%t %{end:msec}t', `${TIME} 971211337123`, { time: SECOND, endTime: SECOND + 1 }],
    ['%{sec}t with its fraction', '%{sec}t.%{msec_frac}t', '971211336.042', { time: SECOND, fraction: 42_000_000 }],
    ['%{sec}t with its fraction of six', '%{sec}t.%{usec_frac}t', '971211336.000042', { time: SECOND, fraction: 42_000 }],
    ['strftime', '[%{%d/%b/%Y:%H:%M:%S %z}t]', TIME, { time: SECOND }],
    ['strftime with a fraction', '[%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t]', '[10/Oct/2000 13:55:36.042 -0700]', { time: SECOND, fraction: 42_000_000 }],
    ['two columns', '%{%Y-%m-%d}t,%{%H:%M:%S}t', '2000-10-10,20:55:36', { time: SECOND }],
  ])('of time: %s', (_, directive, text, fields) => {
    expect(readLine(`${directive} %>s`, `${text} 200`)).toEqual({ status: 200, ...fields });
  });

  test.each([
    ['a quote', '\\"', '"'],
    ['a backslash', '\\\\', '\\'],
    ['control characters', '\\t\\n\\r\\b\\x1b', '\t\n\r\b\u001b'],
    ['bytes of UTF-8', '\\xc3\\xa9', '\u00e9'],
    ['UTF-8 as it is', '\u00e9', '\u00e9'],
    ['what is none', '\\q', '\\q'],
  ])("has httpd's escapes decoded: %s", (_, escaped, text) => {
    expect(readLine('%t "%{X}i" "%r"', `${TIME} "a${escaped}b" "GET /${escaped} HTTP/1.1"`)).toMatchObject({ X: `a${text}b`, path: `/${text}` });
  });
});

describe('a LogFormat that cannot be compiled is refused', () => {
  test.each<[string, string, number, string, string, string | null]>([
    ['a letter that is no directive', '%h %t %Z', 6, "a directive such as '%h'", '%Z', null],
    ['a directive in the wrong case', '%t %K', 3, "a directive such as '%h'", '%K', '%k'],
    ['a header without its name', '%t %i', 3, "a name in braces before 'i'", 'i', '%{NAME}i'],
    ['a brace that does not close', '%t %{Referer', 4, "'}' behind it", '{Referer', null],
    ['a percent sign at the end', '%t %', 3, "a directive such as '%h'", '%', null],
    ['a unit that is none', '%t %{min}T', 5, "'s' or 'ms' or 'us'", 'min', 's'],
    ['a port that is none', '%t %{far}p', 5, "'canonical' or 'local' or 'remote'", 'far', 'canonical'],
    ['a letter of strftime that is none', '%{%Y-%Q}t', 5, 'a directive of strftime', '%Q', null],
    ['no time', '%h %>s', 6, 'a time somewhere', '', null],
    ['half a time', '%{%H:%M}t', 9, 'the rest of a time, which lacks year, month, day', '', null],
    ['two texts with nothing between', '%t %u%{X}i', 5, 'something that tells where the field of column 4 ends', '%{X}i', null],
    ['quotes that do not close', 'LogFormat "%h %t', 16, 'the quote " that closes the one in column 11', '', null],
    ['a nickname alone', 'CustomLog logs/a combined', 17, 'a log format in quotes', 'combined', null],
    ['within its directive', 'LogFormat "%h \\"%Z\\" %t" x', 16, "a directive such as '%h'", '%Z', null],
  ])('%s', (_, text, at, expected, found, nearest) => {
    let error: unknown = null;
    try {
      apacheParts(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LayoutError);
    expect(error).toMatchObject({ text, at, expected, found, nearest });
  });
});

describe('where a line does not fit', () => {
  test.each([
    ['a host', '', 0, 'a word (host)'],
    ['a time', `127.0.0.1 - frank [10/Foo/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 1`, 19, 'a time such as 17/May/2015:10:05:03 +0000'],
    ['a quote', `127.0.0.1 - frank ${TIME} GET / HTTP/1.0" 200 1`, 47, `'"'`],
    ['the end of a request', `127.0.0.1 - frank ${TIME} "GET / HTTP/1.0`, 48, 'a request such as GET /path HTTP/1.1 (request)'],
    ['a status', `127.0.0.1 - frank ${TIME} "GET / HTTP/1.0" OK 1`, 64, 'a status of up to three digits, or - (status)'],
    ['a size', `127.0.0.1 - frank ${TIME} "GET / HTTP/1.0" 200 x`, 68, 'a size, or - (bytes)'],
  ])('the reader says that it should be %s', (_, line, at, expected) => {
    const reader = pasted(COMBINED).newReader();
    const bytes = Buffer.from(`>>${line}`);
    const fits = reader.read({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }, 2, bytes.length);
    expect(fits).toBe(false);
    expect(reader.failure).toEqual({ at, expected });
  });
});
