import { describe, expect, test } from 'vitest';
import type { Notation } from '../../src/convert/notation.js';
import { readSelection } from '../../src/convert/selection.js';
import type { Selection } from '../../src/convert/selection.js';
import { UserError } from '../../src/core/user-error.js';
import { apacheLayout } from '../../src/formats/layouts/apache-layout.js';
import { mappedJson } from '../../src/formats/json/json-format.js';
import { nginxLayout } from '../../src/formats/layouts/nginx-layout.js';
import { formatNamed } from '../../src/formats/registry.js';
import { TextFormat } from '../../src/formats/text-format.js';
import type { Format } from '../../src/formats/format.js';
import { convertBytes } from './conversion.js';

const combined = (request: string, agent = '-', user = '-'): string => `192.0.2.1 - ${user} [22/Nov/2018:15:52:00 +0100] "${request}" 200 12 "-" "${agent}"`;

const convert = (line: string, to: Notation, format: Format, fields?: Selection): string =>
  convertBytes(Buffer.from(`${line}\n`, 'latin1'), to, { format, ...(fields === undefined ? {} : { fields }) }).output.replace(/\n$/, '');

const COMBINED = formatNamed('combined')!;

describe('a time', () => {
  const apache = (time: string): Format => new TextFormat(apacheLayout('x', `%h ${time} "%r" %>s`));
  const nginx = (time: string): Format => new TextFormat(nginxLayout('x', `$remote_addr ${time} "$request" $status`));
  test.each<[string, Format, string, string]>([
    ['without a fraction', apache('%t'), '[22/Nov/2018:15:52:00 +0100]', '2018-11-22T14:52:00Z'],
    ['of milliseconds that end in a zero', nginx('$msec'), '1542901920.120', '2018-11-22T15:52:00.120Z'],
    ['of no milliseconds', nginx('$msec'), '1542901920.000', '2018-11-22T15:52:00.000Z'],
    ['in milliseconds', apache('%{msec}t'), '1542901920007', '2018-11-22T15:52:00.007Z'],
    ['in microseconds', apache('%{usec}t'), '1542901920000070', '2018-11-22T15:52:00.000070Z'],
    ['with a fraction in a column of its own', apache('%{sec}t.%{usec_frac}t'), '1542901920.000100', '2018-11-22T15:52:00.000100Z'],
    ['of ISO 8601', nginx('$time_iso8601'), '2018-11-22T15:52:00+02:00', '2018-11-22T13:52:00Z'],
    ['before 1970', nginx('$time_iso8601'), '1969-12-31T23:59:58+00:00', '1969-12-31T23:59:58Z'],
    ['by strftime', apache('%{%Y-%m-%d %H:%M:%S}t'), '2018-11-22 15:52:00', '2018-11-22T15:52:00Z'],
    ['with a leap second', apache('%t'), '[31/Dec/2016:23:59:60 +0000]', '2017-01-01T00:00:00Z'],
  ])('%s', (_name, format, time, expected) => {
    expect(convert(`192.0.2.1 ${time} "GET / HTTP/1.1" 200`, 'json', format, ['time'])).toBe(`{"time":"${expected}"}`);
  });

  test('of JSON with nanoseconds has them all', () => {
    expect(convert('{"ts":"2018-11-22T15:52:00.000000100Z","status":200}', 'json', mappedJson('x', 'time=ts,status=status'), ['time'])).toBe('{"time":"2018-11-22T15:52:00.000000100Z"}');
  });
});

describe('a value', () => {
  test.each<[string, string, Notation, Selection, string]>([
    ['that is absent has no key', combined('GET /a HTTP/1.1'), 'json', ['query', 'agent', 'path'], '{"path":"/a"}'],
    ['that is absent leaves its cell empty', combined('GET /a HTTP/1.1'), 'csv', ['query', 'path'], 'query,path\n,/a'],
    ['that is absent and alone leaves a line that is not empty', combined('GET /a HTTP/1.1'), 'csv', ['query'], 'query\n""'],
    ['that is absent has no pair', combined('GET /a HTTP/1.1'), 'logfmt', ['query', 'path', 'user'], 'path=/a'],
    ['of a record without any of the fields', combined('GET /a HTTP/1.1'), 'json', ['query'], '{}'],
    ['with a comma', combined('GET /a,b HTTP/1.1'), 'csv', ['path'], 'path\n"/a,b"'],
    ['with a quote', combined('GET / HTTP/1.1', 'a \\"b\\"'), 'csv', ['agent'], 'agent\n"a ""b"""'],
    ['that is a formula', combined('GET / HTTP/1.1', '=HYPERLINK(1,2)'), 'csv', ['agent'], `agent\n"'=HYPERLINK(1,2)"`],
    ['that begins with a tab', combined('GET / HTTP/1.1', '\\t=1'), 'csv', ['agent'], `agent\n'\\u0009=1`],
    ['that begins with an at', combined('GET / HTTP/1.1', '@a'), 'csv', ['agent'], `agent\n'@a`],
    ['of two lines', combined('GET / HTTP/1.1', 'a\\nb'), 'csv', ['agent'], 'agent\na\\u000ab'],
    ['of two lines', combined('GET / HTTP/1.1', 'a\\nb'), 'logfmt', ['agent'], 'agent="a\\nb"'],
    ['with an escape sequence', combined('GET /\\x1b[2J HTTP/1.1'), 'json', ['path'], '{"path":"/\\u001b[2J"}'],
    ['with bidi controls', combined('GET /\\xe2\\x80\\xae HTTP/1.1'), 'json', ['path'], '{"path":"/\\u202e"}'],
    ['with an equals sign', combined('GET /a?b=c HTTP/1.1'), 'logfmt', ['query'], 'query="b=c"'],
    ['with letters of UTF-8', combined('GET /caf\\xc3\\xa9 HTTP/1.1'), 'json', ['path', 'section'], '{"path":"/café","section":"café"}'],
    ['the line itself', combined('GET / HTTP/1.1', '\\"'), 'json', ['raw'], `{"raw":${JSON.stringify(combined('GET / HTTP/1.1', '\\"'))}}`],
    ['and all others', combined('GET / HTTP/1.1'), 'json', ['status', '*'], '{"status":200,"time":"2018-11-22T14:52:00Z","host":"192.0.2.1","method":"GET","path":"/","section":"/","protocol":"HTTP/1.1","bytes":12}'],
  ])('%s', (_name, line, to, fields, expected) => {
    expect(convert(line, to, COMBINED, fields)).toBe(expected);
  });

  test.each([0, 7, 10, 99, 100, 2 ** 31 - 1, 2 ** 31, 9_999_999_999, 2 ** 53 - 1])('%i is written by its digits', (bytes) => {
    expect(convert(combined('GET / HTTP/1.1').replace('200 12', `200 ${bytes}`), 'json', COMBINED, ['bytes'])).toBe(`{"bytes":${bytes}}`);
  });

  test.each([
    ['0.000', '0'],
    ['0.001', '0.001'],
    ['12.5', '12.5'],
    ['0.000000123', '1.23e-7'],
    ['100000.25', '100000.25'],
  ])('a duration of %s is %s', (text, expected) => {
    const format = new TextFormat(nginxLayout('x', '$remote_addr [$time_local] "$request" $status $request_time'));
    expect(convert(`192.0.2.1 [22/Nov/2018:15:52:00 +0000] "GET / HTTP/1.1" 200 ${text}`, 'json', format, ['duration'])).toBe(`{"duration":${expected}}`);
  });

  test('that is no number stays a text', () => {
    const format = new TextFormat(apacheLayout('x', '%h %t "%r" %>s %b "%{X-Forwarded-For}i" %P'));
    const line = '192.0.2.1 [22/Nov/2018:15:52:00 +0000] "GET / HTTP/1.1" 200 1 "a=b, c" 77';
    expect(convert(line, 'logfmt', format, ['X-Forwarded-For', 'pid'])).toBe('X-Forwarded-For="a=b, c" pid=77');
  });
});

describe('a Combined line', () => {
  test.each([
    ['a request that is empty', ''],
    ['a request that is a dash', '-'],
    ['bytes of TLS', '\\x16\\x03\\x01'],
    ['a request of HTTP/0.9', 'GET /'],
    ['an empty query', 'GET /a? HTTP/1.1'],
    ['blanks in its target', 'GET  /a b  HTTP/1.1'],
    ['CONNECT', 'CONNECT shop.example:443 HTTP/1.1'],
    ['quotes and backslashes', 'GET /\\"a\\\\ HTTP/1.1'],
  ])('with %s stays what it is', (_name, request) => {
    expect(convert(combined(request, 'x', 'a b'), 'combined', COMBINED)).toBe(combined(request, 'x', 'a b'));
  });

  test('is made of JSON, with what httpd would escape', () => {
    const format = mappedJson('x', 'time=ts,host=ip,user=user,path=uri,method=m,protocol=p,status=status,agent=ua');
    const line = JSON.stringify({ ts: '2018-11-22T15:52:00.5Z', ip: '192.0.2.1 x', user: 'a [b', m: 'GET', uri: '/caf\u00e9?q="', p: 'HTTP/2.0', status: 404, ua: 'a\n\t\u0007\\"' });
    expect(convert(Buffer.from(line).toString('latin1'), 'combined', format)).toBe('192.0.2.1\\x20x - a \\x5bb [22/Nov/2018:15:52:00 +0000] "GET /caf\\xc3\\xa9?q=\\" HTTP/2.0" 404 - "-" "a\\n\\t\\x07\\\\\\""');
  });
});

describe('the choice of fields', () => {
  const read = (text: string, w3c = false): Selection => readSelection('--fields', text, [[{ name: 'upstream_cache_status', slot: 30, type: 'text' }]], w3c);

  test('takes shared fields, those of the formats, the raw line and all others', () => {
    expect(read('time, upstream_cache_status,raw,*')).toEqual(['time', 'upstream_cache_status', 'raw', '*']);
  });

  test("takes a name as W3C's format has them only where a log may be in it", () => {
    expect(read('cs(X-Mine),x-mine', true)).toEqual(['cs(X-Mine)', 'x-mine']);
    expect(() => read('cs(X-Mine)')).toThrow(UserError);
  });

  test.each([
    ['stauts', "--fields: 'stauts' is no field (did you mean status?)"],
    ['upstream_cach_status', "--fields: 'upstream_cach_status' is no field (did you mean upstream_cache_status?)"],
    ['zzzzzzzz', "--fields: 'zzzzzzzz' is no field"],
    ['time,,path', "--fields: 'time,,path' has an empty name in it"],
    ['raw,raw', "--fields: 'raw' is named twice"],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
