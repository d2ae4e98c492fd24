import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { detectFormat } from '../../src/formats/detection.js';
import { mappedJson } from '../../src/formats/json/json-format.js';
import { LayoutError } from '../../src/formats/layouts/layout.js';
import { readWith } from './read-line.js';
import type { Fields } from './read-line.js';
import { isRecognisable } from './recognise.js';
import { formatNamed, scan } from './scan.js';

const TIME = '"ts":1542900000';
const time = 1_542_900_000;

const read = (name: string, line: string): Fields | null => readWith(formatNamed(name).newReader(), line);
const readMapped = (mapping: string, line: string): Fields | null => readWith(mappedJson('mapped', mapping).newReader(), line);

describe('of JSON without a mapping', () => {
  test.each<[string, string, Fields]>([
    ['seconds', '{"ts":1542900000,"status":200}', { time, status: 200 }],
    ['seconds with a fraction', '{"ts":1542900000.25,"status":200}', { time, fraction: 250_000_000, status: 200 }],
    ['milliseconds', '{"time":1542900000250,"status":200}', { time, fraction: 250_000_000, status: 200 }],
    ['microseconds', '{"time":1542900000250001,"status":200}', { time, fraction: 250_001_000, status: 200 }],
    ['nanoseconds', '{"time":1542900000250000001,"status":200}', { time, fraction: 250_000_001, status: 200 }],
    ['an exponent', '{"ts":1.5429e9,"status":200}', { time, status: 200 }],
    ['ISO', '{"@timestamp":"2018-11-22T15:20:00.250Z","status":200}', { time, fraction: 250_000_000, status: 200 }],
    ['ISO with an offset', '{"timestamp":"2018-11-22T16:20:00+01:00","status":200}', { time, status: 200 }],
    ["Common Log's time", '{"time_local":"22/Nov/2018:15:20:00 +0000","status":200}', { time, status: 200 }],
    ["Common Log's time in brackets", '{"time":"[22/Nov/2018:15:20:00 +0000]","status":200}', { time, status: 200 }],
    ["Caddy's wall time", '{"ts":"2018/11/22 15:20:00.250","status":200}', { time, fraction: 250_000_000, status: 200 }],
    ['digits in quotes', '{"msec":"1542900000.250","status":200}', { time, fraction: 250_000_000, status: 200 }],
  ])('a time is read as %s', (_, line, fields) => {
    expect(read('json', line)).toEqual(fields);
  });

  test.each<[string, string, number | undefined]>([
    ['seconds', '"duration":0.25', 0.25],
    ['milliseconds', '"duration_ms":250', 0.25],
    ['milliseconds in another spelling', '"latencyMs":250', 0.25],
    ['microseconds', '"latency_us":250000', 0.25],
    ['nanoseconds', '"elapsed_ns":250000000', 0.25],
    ["Traefik's nanoseconds", '"Duration":250000000', 0.25],
    ["pino's milliseconds", '"responseTime":250', 0.25],
    ['a number in quotes', '"request_time":"0.250"', 0.25],
    ['a text with its unit', '"latency":"250ms"', 0.25],
    ["Google's seconds", '"httpRequest":{"latency":"0.250s"}', 0.25],
    ["Go's minutes and seconds", '"elapsed":"1m2.5s"', 62.5],
    ['an exponent', '"duration":2.5e-1', 0.25],
    ["what Echo's says of it to people, not its nanoseconds", '"latency":250000000,"latency_human":"250ms"', 0.25],
    ["Logback's milliseconds", '"elapsed_time":250', 0.25],
    ["Kong's milliseconds", '"latencies":{"request":250,"kong":1}', 0.25],
    ['nothing for a text', '"duration":"long"', undefined],
    ['nothing for null', '"duration":null', undefined],
    ['nothing for a dash', '"request_time":"-"', undefined],
    ['nothing for what is below zero', '"duration":-1', undefined],
  ])('a duration is read as %s', (_, member, duration) => {
    expect(read('json', `{${TIME},"status":200,${member}}`)).toEqual({ time, status: 200, ...(duration === undefined ? {} : { duration }) });
  });

  test.each<[string, string, Fields]>([
    ['a path and its query', '"uri":"/a/b?x=1"', { path: '/a/b', query: 'x=1', section: 'a' }],
    ['a URL', '"url":"https://shop.example:8443/a?b"', { path: '/a', query: 'b', section: 'a', scheme: 'https', vhost: 'shop.example', port: 8443 }],
    ['a request line', '"request":"GET /a?b HTTP/1.1"', { method: 'GET', path: '/a', query: 'b', section: 'a', protocol: 'HTTP/1.1' }],
    ['a request line before what was made of it', '"uri":"/index.php","request":"GET /a HTTP/1.1"', { method: 'GET', path: '/a', section: 'a', protocol: 'HTTP/1.1' }],
    ['a path that is called the request', '"request":"/a?b","method":"GET"', { method: 'GET', path: '/a', query: 'b', section: 'a' }],
    ["a query with httpd's question mark", '"path":"/a","query":"?b=c"', { path: '/a', query: 'b=c', section: 'a' }],
    ["express-winston's request", '"meta":{"req":{"url":"/a?b","method":"GET","headers":{"host":"shop"}},"res":{"statusCode":200},"responseTime":12}', { path: '/a', query: 'b', section: 'a', method: 'GET', vhost: 'shop', status: 200, duration: 0.012 }],
    ["Cloudflare's request", '"ClientIP":"192.0.2.1","ClientRequestURI":"/a","ClientRequestMethod":"GET","EdgeResponseStatus":200,"EdgeResponseBytes":5', { host: '192.0.2.1', path: '/a', section: 'a', method: 'GET', status: 200, bytes: 5 }],
    ['TLS bytes', '"request":"\\u0016\\u0003"', { path: '\x16\x03' }],
    ['slashes with backslashes', '"uri":"\\/a\\/b?c=\\/d"', { path: '/a/b', section: 'a', query: 'c=/d' }],
    ['an ampersand as Go writes it', '"uri":"/a?b=1\\u0026c=2"', { path: '/a', section: 'a', query: 'b=1&c=2' }],
    ['characters of all kinds', '"uri":"/caf\\u00e9/\\ud83c\\udf55/é"', { path: '/café/🍕/é', section: 'café' }],
    ['a host with its port', '"status":200,"remote_addr":"192.0.2.1:4711"', { status: 200, host: '192.0.2.1' }],
    ['an IPv6 host with its port', '"status":200,"remote_addr":"[2001:db8::7]:4711"', { status: 200, host: '2001:db8::7' }],
    ['an IPv6 host', '"status":200,"remote_addr":"2001:db8::7"', { status: 200, host: '2001:db8::7' }],
    ['a status in quotes', '"status":"404"', { status: 404 }],
    ['a status of words as none', '"status":"ok","msg":"up"', { message: 'up' }],
    ['a size in quotes', '"status":200,"body_bytes_sent":"12"', { status: 200, bytes: 12 }],
    ['the best key that has a value', '"status":200,"client":"192.0.2.9","remote_addr":"","client_ip":"192.0.2.8"', { status: 200, host: '192.0.2.8' }],
    ['nginx lists of upstreams', '"status":200,"upstream_response_time":"0.1, 0.2","upstream_status":"502, 200"', { status: 200, upstreamDuration: 0.3, upstreamStatus: 200 }],
    ['an agent with quotes', '"status":200,"user_agent":"a \\"b\\" \\\\"', { status: 200, agent: 'a "b" \\' }],
    ['an event', '"level":"error","msg":"it broke"', { level: 'error', message: 'it broke' }],
    ['keys with escapes', '"st\\u0061tus":201', { status: 201 }],
    ['the last of two equal keys', '"status":200,"status":201', { status: 201 }],
    ['blanks everywhere', ' "status" : 200 , "uri"\t:\t"/" ', { status: 200, path: '/', section: '/' }],
    ['values that nobody looks for', '"x":{"status":500,"y":["}",{"\\"":"]"}]},"z":[[]],"status":200', { status: 200 }],
  ])('it reads %s', (_, members, fields) => {
    expect(read('json', `{${TIME},${members}}`)).toEqual({ time, ...fields });
  });

  test.each<[string, string, Fields]>([
    [
      'pino-http',
      '{"level":30,"time":1542900000250,"pid":7,"hostname":"web","req":{"id":1,"method":"GET","url":"/a?b","headers":{"host":"shop.example","user-agent":"curl"},"remoteAddress":"192.0.2.1","remotePort":5},"res":{"statusCode":200,"headers":{"content-length":"12"}},"responseTime":5,"msg":"request completed"}',
      { time, fraction: 250_000_000, level: '30', requestId: '1', method: 'GET', path: '/a', query: 'b', section: 'a', vhost: 'shop.example', agent: 'curl', host: '192.0.2.1', status: 200, bytes: 12, duration: 0.005, message: 'request completed' },
    ],
    [
      'ECS with dots in its keys and within objects',
      '{"@timestamp":"2018-11-22T15:20:00Z","log.level":"info","source":{"ip":"192.0.2.1"},"http":{"request":{"method":"GET","referrer":"r"},"response":{"status_code":404,"body.bytes":7},"version":"1.1"},"url.original":"/a","user_agent":{"original":"curl"},"event":{"duration":2500000}}',
      { time, level: 'info', host: '192.0.2.1', method: 'GET', referrer: 'r', status: 404, bytes: 7, protocol: '1.1', path: '/a', section: 'a', agent: 'curl', duration: 0.0025 },
    ],
    [
      'Google Cloud',
      '{"httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example/a","requestSize":"20","status":200,"responseSize":"12","userAgent":"curl","remoteIp":"192.0.2.1","latency":"0.5s","protocol":"HTTP/1.1"},"severity":"INFO","timestamp":"2018-11-22T15:20:00.25Z"}',
      { time, fraction: 250_000_000, method: 'GET', path: '/a', section: 'a', scheme: 'https', vhost: 'shop.example', bytesIn: 20, status: 200, bytes: 12, agent: 'curl', host: '192.0.2.1', duration: 0.5, protocol: 'HTTP/1.1', level: 'INFO' },
    ],
  ])('it reads a line of %s', (_, line, fields) => {
    expect(read('json', line)).toEqual(fields);
  });
});

describe('by a mapping', () => {
  const MAPPING = 'time=ts,status=status,path=request.uri,duration=latency_ms,tenant=ctx.tenant';

  test.each<[string, string, Fields | null]>([
    ['nested objects', `{${TIME},"status":200,"request":{"uri":"/a"},"latency_ms":5,"ctx":{"tenant":"x"}}`, { time, status: 200, path: '/a', section: 'a', duration: 0.005, tenant: 'x' }],
    ['keys with dots', `{${TIME},"request.uri":"/a","ctx.tenant":"x"}`, { time, path: '/a', section: 'a', tenant: 'x' }],
    ['a key with a dot before an object', `{${TIME},"request":{"uri":"/b"},"request.uri":"/a"}`, { time, path: '/a', section: 'a' }],
    ['no other keys', `{${TIME},"status":200,"uri":"/a","method":"GET"}`, { time, status: 200 }],
    ['a status of words is refused', `{${TIME},"status":"ok"}`, null],
    ['nothing but a time is refused', `{${TIME}}`, null],
  ])('%s', (_, line, fields) => {
    expect(readMapped(MAPPING, line)).toEqual(fields);
  });

  test('a field is looked for at several keys, in a unit that is told', () => {
    expect(readMapped('time=a,time=ts,duration=took:us', `{${TIME},"took":250}`)).toEqual({ time, duration: 0.000_25 });
  });

  test.each([
    ['', "column 1: expected a field and its key such as 'time=ts', found its end"],
    ['time=ts,status', "column 9: expected a field and its key such as 'time=ts', found 'status'"],
    ['time=ts,status=', "column 16: expected a key such as 'request.uri', found its end"],
    ['time=t"s', `column 6: expected a key such as 'request.uri', found 't"s'`],
    ['time=ts,status=ts', "column 16: expected a key that no field has yet, found 'ts'"],
    ['status=status', "column 14: expected a key of the time such as ',time=ts', found its end"],
  ])('%j is refused with its column', (mapping, message) => {
    expect(() => mappedJson('mapped', mapping)).toThrow(LayoutError);
    expect(() => mappedJson('mapped', mapping)).toThrow(message);
  });
});

const CADDY = '{"level":"info","ts":1542900000.25,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.1","remote_port":"4","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/a?b","headers":{"User-Agent":["curl/8"],"Referer":[]},"tls":{"proto":"h2"}},"bytes_read":3,"user_id":"","duration":0.00025,"size":12,"status":200,"resp_headers":{"Server":["Caddy"]}}';
const caddy = { time, fraction: 250_000_000, level: 'info', message: 'handled request', host: '192.0.2.1', protocol: 'HTTP/2.0', method: 'GET', vhost: 'shop.example', path: '/a', query: 'b', section: 'a', agent: 'curl/8', bytesIn: 3, duration: 0.000_25, bytes: 12, status: 200 };

describe('Caddy', () => {
  test.each<[string, string, Fields | null]>([
    ['a request', CADDY, caddy],
    ['behind the name of a container', `caddy  | ${CADDY}`, caddy],
    ['behind that of docker compose', `shop-caddy-1  | ${CADDY}`, caddy],
    ['of an earlier version', CADDY.replace('"remote_ip":"192.0.2.1"', '"remote_addr":"192.0.2.1:4711"'), caddy],
    ['behind a trusted proxy', CADDY.replace('"remote_port"', '"client_ip":"192.0.2.9","remote_port"'), { ...caddy, host: '192.0.2.9' }],
    ['a duration as text', CADDY.replace('0.00025', '"250\u00b5s"'), caddy],
    ['what is no request', `{"level":"info",${TIME},"logger":"admin","msg":"stopped previous server"}`, null],
    ["behind syslog's words", `<190>Nov 22 15:20:00 web caddy: ${CADDY}`, caddy],
    ['behind the time of a container', `2018-11-22T15:20:00.25Z stdout F ${CADDY}`, caddy],
    ['behind a word that it touches', `caddy:${CADDY}`, null],
  ])('%s', (_, line, fields) => {
    expect(read('caddy', line)).toEqual(fields === null ? null : Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, name === 'duration' ? expect.closeTo(Number(value), 9) : value])));
  });
});

test("Traefik's durations are nanoseconds, and what Go escapes is read", () => {
  const line = '{"ClientHost":"192.0.2.1","DownstreamStatus":200,"DownstreamContentSize":12,"Duration":2500000,"OriginDuration":2000000,"OriginStatus":200,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/a?b=1\\u0026c","RequestProtocol":"HTTP/1.1","RouterName":"r@docker","StartUTC":"2018-11-22T15:20:00.25Z","request_User-Agent":"curl","level":"info","msg":"","time":"2018-11-22T15:20:01Z"}';
  expect(read('traefik-json', line)).toEqual({ time, fraction: 250_000_000, host: '192.0.2.1', status: 200, bytes: 12, duration: 0.0025, upstreamDuration: 0.002, upstreamStatus: 200, vhost: 'shop.example', method: 'GET', path: '/a', query: 'b=1&c', section: 'a', protocol: 'HTTP/1.1', router: 'r@docker', agent: 'curl', level: 'info' });
});

test("Envoy's durations are milliseconds", () => {
  const line = '{"start_time":"2018-11-22T15:20:00.250Z","method":"GET","path":"/a","response_code":503,"response_flags":"UF","duration":12,"bytes_sent":5,"downstream_remote_address":"192.0.2.1:4711","upstream_service_time":null}';
  expect(read('envoy-json', line)).toEqual({ time, fraction: 250_000_000, method: 'GET', path: '/a', section: 'a', status: 503, flags: 'UF', duration: 0.012, bytes: 5, host: '192.0.2.1' });
});

test("what is no HTTP to Envoy is one of its records, too, or its milliseconds are somebody else's seconds", () => {
  const line = '{"start_time":"2018-11-22T15:20:00Z","method":null,"path":null,"response_code":0,"response_flags":"UH","duration":12}';
  expect(read('envoy-json', line)).toEqual({ time, status: 0, flags: 'UH', duration: 0.012 });
});

test.each<[string, string, number, string]>([
  ['no object', 'GET / HTTP/1.1', 0, "'{'"],
  ['a list', '[1]', 0, "'{'"],
  ['a line that was cut', `{${TIME},"sta`, 21, `'"'`],
  ['a line that was cut behind a value', `{${TIME}`, 16, "',' or '}'"],
  ['a key without quotes', `{${TIME},status:200}`, 17, 'a key in quotes'],
  ['a comma too many', `{${TIME},}`, 17, 'a key in quotes'],
  ['no colon', `{${TIME},"status" 200}`, 26, "':'"],
  ['no value', `{${TIME},"status":}`, 26, 'a value'],
  ['something behind the object', `{${TIME},"status":200} x`, 31, "the line's end"],
  ['a time that is none', '{"ts":"yesterday","status":200}', 7, 'a time such as 2015-05-17T10:05:03Z or a number since 1970'],
  ['no time', '{"status":200}', 14, 'a key of time'],
])('%s is refused with its place', (_, line, at, expected) => {
  const reader = formatNamed('json').newReader();
  expect(reader.read(chunkOf(Buffer.from(`ab${line}"}`)), 2, 2 + Buffer.byteLength(line))).toBe(false);
  expect(reader.failure).toEqual({ at, expected });
});

test('a row has the decoded texts, and those of the lines beside it', () => {
  const line = (uri: string): string => `{${TIME},"status":404,"method":"GET","remote_addr":"192.0.2.1","uri":"${uri}","size":5}`;
  const { lines, tables } = scan('json', [line('/a/b'), line('\\/a\\/b?c'), line('/a/b?\\u0026')].join('\n'));
  const row = { second: time, status: 404, bytes: 5, section: 'a', host: '192.0.2.1', path: '/a/b', failing: '404 GET /a/b' };
  expect(lines).toEqual([row, row, row]);
  expect(tables.paths.size).toBe(1);
});

describe('a sample is recognised', () => {
  const JUNK = ['', 'Server started', '{"level":"info"}', '\\x16\\x03'];
  const linesOf = (name: string): string[] => readFileSync(new URL(`../../sample-logs/${name}`, import.meta.url), 'latin1').trimEnd().split('\n');
  test.each([
    ['caddy.json', 'caddy'],
    ['traefik.json', 'traefik-json'],
    ['envoy.json', 'envoy-json'],
    ['nginx.json', 'json'],
  ])('%s is %s, by all lines, by each, and with junk among them', (name, format) => {
    const lines = linesOf(name);
    expect(detectFormat(lines)?.name).toBe(format);
    for (const line of lines) {
      expect(isRecognisable(line)).toBe(true);
      expect(detectFormat([line])?.name).toBe(format);
    }
    const mixed = lines.flatMap((line, n) => (n % 4 === 0 ? [JUNK[(n / 4) % 4]!, line] : [line]));
    expect(detectFormat(mixed)?.name).toBe(format);
  });

  test.each(['caddy', 'traefik-json', 'envoy-json', 'json'])('%s has no name twice among its fields', (name) => {
    const names = formatNamed(name).fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
