import { describe, expect, test } from 'vitest';
import { LayoutError } from '../../src/formats/layouts/layout.js';
import { nginxParts } from '../../src/formats/layouts/nginx-layout.js';
import { pastedLayout } from '../../src/formats/layouts/pasted-layout.js';
import { pasted, readLine } from './read-line.js';
import type { Fields } from './read-line.js';

const MAIN = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
const TIME = '2026-11-21T14:00:05+02:00';
const SECOND = Date.UTC(2026, 10, 21, 12, 0, 5) / 1000;

describe('a log_format as it is pasted', () => {
  test.each([
    ['as it is', MAIN],
    ['with its directive', `log_format main '${MAIN}';`],
    ['with its escape', `log_format main escape=default '${MAIN}';`],
    ['in double quotes', `log_format main "${MAIN.replaceAll('"', '\\"')}";`],
    ['in several pieces and lines', `  log_format  main  '$remote_addr - $remote_user [$time_local] '\n    '"$request" $status $body_bytes_sent ' # the rest\n\t"\\"$http_referer\\" \\"$http_user_agent\\"";\n`],
    ['in pieces alone', `'$remote_addr - $remote_user [$time_local] "$request" '\n'$status $body_bytes_sent "$http_referer" "$http_user_agent"';`],
    ['with braces', MAIN.replaceAll(/\$(\w+)/g, '$${$1}')],
  ])('%s is the same', (_, text) => {
    expect(nginxParts(text)).toEqual(nginxParts(MAIN));
  });

  test('of Combined takes the fast path', () => {
    expect(pasted(MAIN).program.usualFrom).toBe(0);
  });

  test('has what comes behind its first name, without quotes, too', () => {
    expect(nginxParts('log_format a $time_iso8601,$status;')).toEqual(nginxParts('$time_iso8601,$status'));
  });
});

describe('a variable', () => {
  test.each<[string, string, string, Fields]>([
    ['$request_time', '$request_time', '0.042', { duration: 0.042 }],
    ['$upstream_response_time of one', '$upstream_response_time', '0.003', { upstreamDuration: 0.003 }],
    ['$upstream_response_time of several', '$upstream_response_time', '0.001, 0.002 : 0.004', { upstreamDuration: 0.007 }],
    ['$upstream_response_time of one that did not answer', '$upstream_response_time', '-, 0.002', { upstreamDuration: 0.002 }],
    ['$upstream_response_time of none', '$upstream_response_time', '-', {}],
    ['$upstream_addr of several', '$upstream_addr', '10.0.0.1:80, 10.0.0.2:80 : unix:/tmp/s', { upstream: '10.0.0.1:80, 10.0.0.2:80 : unix:/tmp/s' }],
    ['$upstream_status of several', '$upstream_status', '502, 200', { upstreamStatus: 200 }],
    ['$upstream_response_length', '$upstream_response_length', '0, 612', { upstream_response_length: 612 }],
    ['$request_uri and $uri', '$request_uri|$uri', '/a/b?x=1|/c', { path: '/a/b', query: 'x=1', section: 'a', uri: '/c' }],
    ['$uri$is_args$args', '$uri$is_args$args', '/a?x=1', { path: '/a', query: 'x=1', section: 'a' }],
    ['$scheme://$host$request_uri', '$scheme://$host$request_uri', 'https://shop.example/a/b?c', { scheme: 'https', vhost: 'shop.example', path: '/a/b', query: 'c', section: 'a' }],
    ['$scheme://$host:$server_port$request_uri', '$scheme://$host:$server_port$request_uri', 'https://[::1]:8443/a', { scheme: 'https', vhost: '[::1]', port: 8443, path: '/a', section: 'a' }],
    ['$request_method $request_uri $server_protocol', '"$request_method $request_uri $server_protocol"', '"GET /a?b HTTP/2.0"', { method: 'GET', path: '/a', query: 'b', section: 'a', protocol: 'HTTP/2.0' }],
    ['$request beside $request_uri', '"$request" "$request_uri" $uri', '"GET /a?b HTTP/2.0" "/a?b" /index.html', { method: 'GET', path: '/a', query: 'b', section: 'a', protocol: 'HTTP/2.0', request_uri: '/a?b', uri: '/index.html' }],
    ['$http_host and $host', '$http_host $host', 'shop.example:81 shop.example', { vhost: 'shop.example:81', vhost_2: 'shop.example' }],
    ['$remote_addr:$remote_port', '$remote_addr:$remote_port', '2001:db8::1:51000', { host: '2001:db8::1', remote_port: 51_000 }],
    ['$request_length', '$request_length', '512', { bytesIn: 512 }],
    ['$bytes_sent beside $body_bytes_sent', '$body_bytes_sent $bytes_sent', '12 300', { bytes: 12, bytes_sent: 300 }],
    ['$request_id', '$request_id', 'abc', { requestId: 'abc' }],
    ['$http_x_forwarded_for', '$http_x_forwarded_for', '192.0.2.1, 10.0.0.1', { http_x_forwarded_for: '192.0.2.1, 10.0.0.1' }],
    ['$upstream_cache_status', '$upstream_cache_status', 'HIT', { upstream_cache_status: 'HIT' }],
    ['one that nobody knows', '"$my_own"', '"a b"', { my_own: 'a b' }],
    ['$connection and $connection_requests', '$connection/$connection_requests', '12/3', { connection: 12, connection_requests: 3 }],
    ['$gzip_ratio', '$gzip_ratio', '3.25', { gzip_ratio: 3.25 }],
    ['$pipe after a number', '$request_time$pipe', '0.001p', { duration: 0.001, pipe: 'p' }],
    ['a percent sign', '100% $status', '100% 200', { status: 200 }],
    ['a tab', '$status\\t$request_time', '200\t0.1', { status: 200, duration: 0.1 }],
  ])('%s', (_, layout, text, fields) => {
    expect(readLine(`$time_iso8601 ${layout} $server_name`, `${TIME} ${text} x`)).toMatchObject({ time: SECOND, ...fields });
    expect(readLine(`${layout} $time_iso8601`, `${text} ${TIME}`)).toEqual({ time: SECOND, ...fields });
  });

  test('$msec is a time with its fraction', () => {
    expect(readLine('$msec $status', '1542900000.123 200')).toEqual({ time: 1_542_900_000, fraction: 123_000_000, status: 200 });
  });
});

test('the first of several times is the time', () => {
  expect(readLine('$time_iso8601 $msec $status', `${TIME} 1542900000.123 200`)).toEqual({ time: SECOND, msec: 1_542_900_000, status: 200 });
});

describe('how values are escaped', () => {
  const text = 'a"b\\c\u00e9\n';
  test.each([
    ['default', 'a\\x22b\\x5Cc\\xC3\\xA9\\x0A'],
    ['json', 'a\\"b\\\\c\u00e9\\n'],
    ['json', 'a\\u0022b\\\\c\\u00e9\\u000a'],
  ])('is undone, by escape=%s', (escape, escaped) => {
    const layout = `log_format x escape=${escape} '$time_iso8601 "$http_x" "$request" $status';`;
    expect(readLine(layout, `${TIME} "${escaped}" "GET /${escaped} HTTP/1.1" 200`)).toMatchObject({ http_x: text, path: `/${text}`, status: 200 });
  });

  test('is nothing, by escape=none', () => {
    const layout = `log_format x escape=none '$time_iso8601 "$http_x" $status';`;
    expect(readLine(layout, `${TIME} "a"b\\x22" 200`)).toMatchObject({ http_x: 'a"b\\x22', status: 200 });
  });

  test('in JSON beyond the first plane', () => {
    const layout = `log_format x escape=json '$time_iso8601 "$http_x" $status';`;
    expect(readLine(layout, `${TIME} "\\ud83c\\udf55\\ud800x" 200`)).toMatchObject({ http_x: '\u{1f355}\ud800x' });
  });
});

describe('a log_format in the shape of JSON', () => {
  const layout = `log_format json escape=json '{"time":"$time_iso8601","client":"$remote_addr",'
    '"request":"$request","status":$status,"size":"$body_bytes_sent","rt":"$request_time","urt":"$upstream_response_time","ua":"$http_user_agent"}';`;
  const line = (size: string, upstream: string): string =>
    `{"time":"${TIME}","client":"192.0.2.1","request":"GET /a?b=\\"c\\" HTTP/1.1","status":200,"size":"${size}","rt":"0.010","urt":"${upstream}","ua":"x \\"y\\""}`;

  test('is read as a text', () => {
    const fields = { time: SECOND, host: '192.0.2.1', method: 'GET', path: '/a', query: 'b="c"', section: 'a', protocol: 'HTTP/1.1', status: 200, duration: 0.01, agent: 'x "y"' };
    expect(readLine(layout, line('12', '0.009'))).toEqual({ ...fields, bytes: 12, upstreamDuration: 0.009 });
    expect(readLine(layout, line('', ''))).toEqual(fields);
  });

  test('is taken to be escaped as such where nothing is said', () => {
    expect(readLine('{"t":"$time_iso8601","ua":"$http_user_agent"}', `{"t":"${TIME}","ua":"\\u00e9"}`)).toEqual({ time: SECOND, agent: '\u00e9' });
  });
});

describe('a log_format that cannot be compiled is refused', () => {
  test.each<[string, string, number, string, string]>([
    ['a dollar alone', '$time_local $ $status', 12, "a variable such as '$remote_addr'", '$ $status'],
    ['a brace that does not close', '$time_local ${status', 12, "a variable such as '$remote_addr'", '${status'],
    ['an escape that is none', "log_format x escape=yaml '$msec';", 20, "'default', 'json' or 'none'", 'yaml'],
    ['no format', 'log_format x;', 13, 'a log format in quotes', ''],
    ['quotes that do not close', "log_format x '$msec", 19, "the quote ' that closes the one in column 14", ''],
    ['no time', '$remote_addr $status', 20, 'a time somewhere', ''],
    ['a time with a mistake in its name', '$remote_addr [$time_locl] $foo', 14, 'a time somewhere', '$time_locl'],
    ['two texts with nothing between', '$msec $remote_user$host', 18, 'something that tells where the field of column 7 ends', '$host'],
    ['within pieces', "log_format x '$msec '\n '$';", 24, "a variable such as '$remote_addr'", '$'],
  ])('%s', (_, text, at, expected, found) => {
    let error: unknown = null;
    try {
      nginxParts(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LayoutError);
    expect(error).toMatchObject({ text, at, expected, found });
  });
});

test('of a mistake in the name of the time the right one is told', () => {
  expect(() => nginxParts('$remote_addr [$time_locl] $foo')).toThrow(expect.objectContaining({ nearest: '$time_local' }));
});

describe('which server a layout is of', () => {
  test.each([
    ['%h %t', '%t'],
    ['LogFormat "%t $x" a', '%t $x'],
    ['$time_local 100%s', null],
    ["log_format x '%t $msec';", null],
  ])('shows in %j', (text, apache) => {
    const layout = pastedLayout('x', text);
    const isApache = layout.parts.some((part) => 'field' in part && part.escape === 'apache');
    expect(isApache).toBe(apache !== null);
  });

  test('must show', () => {
    expect(() => pastedLayout('x', 'combinde')).toThrow("column 1: expected a directive such as '%h' or a variable such as '$remote_addr', found 'combinde'");
  });
});
