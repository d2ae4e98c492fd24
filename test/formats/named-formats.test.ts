import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/registry.js';
import type { LineReader } from '../../src/formats/line-reader.js';
import { readWith } from './read-line.js';
import type { Fields } from './read-line.js';
import { scan } from './scan.js';

const readerOf = (name: string): LineReader => FORMATS.find((format) => format.name === name)!.newReader();

const TIME = '22/Nov/2018:15:52:00';
const SECOND = Date.UTC(2018, 10, 22, 15, 52) / 1000;
const CLF = `192.0.2.1 - - [${TIME} +0000] "GET /a?b HTTP/1.1" 200 12 "-" "curl \\"8\\""`;
const CLF_FIELDS: Fields = { host: '192.0.2.1', time: SECOND, method: 'GET', path: '/a', query: 'b', section: 'a', protocol: 'HTTP/1.1', status: 200, bytes: 12, agent: 'curl "8"' };

const HAPROXY = `192.0.2.1:33317 [${TIME}.655] web~ shop/app1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0`;
const HAPROXY_FIELDS: Fields = { host: '192.0.2.1', clientPort: 33_317, time: SECOND, fraction: 655_000_000, frontend: 'web~', backend: 'shop', upstream: 'app1', upstreamDuration: 0.069, duration: 0.109, status: 200, bytes: 2750, path: '/a', section: 'a' };

const ELB = '2018-11-22T15:52:00.943958Z shop 192.0.2.1:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 502 7 29 "GET https://shop.example:443/a/b?c HTTP/1.1" "curl/8" - -';
const ELB_FIELDS: Fields = { time: SECOND, fraction: 943_958_000, elb: 'shop', host: '192.0.2.1', clientPort: 2817, upstream: '10.0.0.1:80', upstreamDuration: 0.001048, status: 200, upstreamStatus: 502, bytesIn: 7, bytes: 29, scheme: 'https', vhost: 'shop.example', port: 443, path: '/a/b', query: 'c', section: 'a', agent: 'curl/8' };
const ALB = `h2 ${ELB.replace(' shop ', ' app/shop/50dc ')} arn:aws:x:1 "Root=1-58337262-36d2" "shop.example" "-" 0 2018-11-22T15:51:59.000000Z "waf,forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`;

const S3 = (request: string, host = '192.0.2.1'): string =>
  `79a5 images [${TIME} +0000] ${host} - 3E57 REST.GET.OBJECT a%20b.png ${request} 404 NoSuchKey 113 - 7 5 "-" "S3Console/0.4 (x)" - s9lz= SigV4 ECDHE AuthHeader images.s3.example TLSv1.2 - Yes`;
const S3_FIELDS: Fields = { bucket: 'images', time: SECOND, requestId: '3E57', operation: 'REST.GET.OBJECT', key: 'a%20b.png', status: 404, error_code: 'NoSuchKey', bytes: 113, duration: 0.007, turn_around_time: 0.005, vhost: 'images.s3.example', acl_required: 'Yes' };

const GCS = '"1542901920000123","192.0.2.1","1","","GET","/images/a?b","200","0","500","17000","storage.example","","x ""y""","id","GET_Object","images","a"';

const ENVOY = `[2018-11-22T15:52:00.310Z] "POST /api/v1?x HTTP/2" 204 - 154 0 226 100 "192.0.2.1" "nsq2http" "cc21d9b0" "shop" "tcp://10.0.35.1:80"`;

describe('a line of a named format', () => {
  test.each<[string, string, string, Fields]>([
    ['apache-error', 'of 2.4', '[Thu Nov 22 15:52:00.902022 2018] [core:error] [pid 35708:tid 4328636416] [client 192.0.2.1:1234] AH00128: File does not exist: /x, referer: http://a/', { time: SECOND, fraction: 902_022_000, module: 'core', level: 'error', pid: 35_708, tid: '4328636416', host: '192.0.2.1', clientPort: 1234, message: 'AH00128: File does not exist: /x', referrer: 'http://a/' }],
    ['apache-error', 'of PHP', '[Thu Nov 22 15:52:00.902022 2018] [:error] [pid 7] [client 2001:db8::1:1234] PHP Warning:  x', { level: 'error', pid: 7, host: '2001:db8::1', clientPort: 1234, message: 'PHP Warning:  x' }],
    ['apache-error', 'with an error of the system', '[Thu Nov 22 15:52:00.902022 2018] [core:crit] [pid 7:tid 9] (13)Permission denied: [client 192.0.2.1:80] AH00529: x', { osError: 13, osMessage: 'Permission denied', host: '192.0.2.1', message: 'AH00529: x' }],
    ['apache-error', 'of 2.2', '[Thu Nov 22 15:52:00 2018] [error] [client ::1] client denied by server configuration: /x', { time: SECOND, level: 'error', host: '::1', message: 'client denied by server configuration: /x' }],
    ['apache-error', 'of nobody', '[Thu Nov 01 15:52:00 2018] [notice] caught SIGTERM, shutting down', { level: 'notice', message: 'caught SIGTERM, shutting down' }],
    ['nginx-error', 'of a request', '2018/11/22 15:52:00 [error] 31#32: *507 open() "/x" failed (2: No such file), client: 192.0.2.1, server: shop.example, request: "GET /a?b HTTP/1.1", upstream: "http://10.0.0.1/a", host: "shop.example", referrer: "https://x/"', { time: SECOND, level: 'error', pid: 31, tid: 32, connection: 507, message: 'open() "/x" failed (2: No such file)', host: '192.0.2.1', vhost: 'shop.example', method: 'GET', path: '/a', query: 'b', upstream: 'http://10.0.0.1/a', requestedHost: 'shop.example', referrer: 'https://x/' }],
    ['nginx-error', 'of a connection', '2018/11/22 15:52:00 [info] 31#31: *507 client closed, client: 2001:db8::1, server: 0.0.0.0:443', { message: 'client closed', host: '2001:db8::1', vhost: '0.0.0.0:443' }],
    ['nginx-error', 'without a server name', '2018/11/22 15:52:00 [info] 31#31: *507 x, client: 192.0.2.1, server: , request: "GET / HTTP/1.1", host: "y"', { message: 'x', path: '/', requestedHost: 'y' }],
    ['nginx-error', 'of nobody', '2018/11/22 15:52:00 [notice] 1#1: using the "epoll" event method', { message: 'using the "epoll" event method' }],
    ['haproxy', 'alone', `${HAPROXY} "GET /a HTTP/1.1"`, { ...HAPROXY_FIELDS, method: 'GET', protocol: 'HTTP/1.1' }],
    ['haproxy', "with syslog's prefix", `Feb  6 12:14:14 lb haproxy[14389]: ${HAPROXY} "GET /a HTTP/1.1"`, { ...HAPROXY_FIELDS, syslog: 'Feb  6 12:14:14 lb', pid: 14_389 }],
    ['haproxy', 'with half the prefix', `haproxy[14389]: ${HAPROXY} "GET /a HTTP/1.1"`, { ...HAPROXY_FIELDS, pid: 14_389 }],
    ['haproxy', 'with captured headers', `${HAPROXY} {shop.example|a "b"} {} "GET /a HTTP/1.1"`, { ...HAPROXY_FIELDS, requestHeaders: 'shop.example|a "b"' }],
    ['haproxy', 'of HTTP/2 with what follows it', `${HAPROXY} "GET https://shop.example/a HTTP/2.0" 0/0/0/0/0 -/TLSv1.3`, { ...HAPROXY_FIELDS, vhost: 'shop.example', scheme: 'https' }],
    ['haproxy', 'that was cut', `${HAPROXY} "GET /a`, { ...HAPROXY_FIELDS, method: 'GET' }],
    ['haproxy', 'of a bad request', `2001:db8::1:33317 [${TIME}.001] web web/<NOSRV> -1/-1/-1/-1/+5000 -1 +212 - - cR-- 1/1/1/1/+3 0/0 "<BADREQ>"`, { host: '2001:db8::1', duration: 5, bytes: 212, path: '<BADREQ>', retries: 3, termination: 'cR--', upstream: '<NOSRV>' }],
    ['squid', 'of a URL', '1542901920.779    180 192.0.2.1 TCP_MISS/200 411 GET http://shop.example:8080/a/b?x jane HIER_DIRECT/10.0.0.1 text/html', { time: SECOND, fraction: 779_000_000, duration: 0.18, host: '192.0.2.1', result: 'TCP_MISS', status: 200, bytes: 411, method: 'GET', scheme: 'http', vhost: 'shop.example', port: 8080, path: '/a/b', query: 'x', section: 'a', user: 'jane', hierarchy: 'HIER_DIRECT', upstream: '10.0.0.1', contentType: 'text/html' }],
    ['squid', 'of a tunnel', '1542901920.779 123456 192.0.2.1 TCP_TUNNEL/200 411 CONNECT shop.example:443 - HIER_NONE/- -', { duration: 123.456, method: 'CONNECT', path: 'shop.example:443', hierarchy: 'HIER_NONE' }],
    ['squid', 'of an error', '1542901920.779      0 192.0.2.1 NONE/000 0 - error:transaction-end-before-headers - HIER_NONE/- -', { status: 0, path: 'error:transaction-end-before-headers' }],
    ['elb', 'as it is', ELB, { ...ELB_FIELDS, method: 'GET', request_processing_time: 0.000073 }],
    ['elb', 'without a backend', '2018-11-22T15:52:00.943958Z shop 192.0.2.1:2817 - -1 -1 -1 503 0 0 0 "GET http://shop.example:80/ HTTP/1.1" "-" - -', { status: 503, path: '/', section: '/' }],
    ['elb', 'of old', ELB.replace(/ "curl.*/, ''), { status: 200, path: '/a/b' }],
    ['elb', 'of TCP', '2018-11-22T15:52:00.943958Z shop 192.0.2.1:2817 10.0.0.1:80 0.001 0.000 0.000 - - 82 305 "- - - " "-" - -', { bytesIn: 82, bytes: 305 }],
    ['alb', 'as it is', ALB, { ...ELB_FIELDS, elb: 'app/shop/50dc', type: 'h2', requestId: 'Root=1-58337262-36d2', domain_name: 'shop.example', matched_rule_priority: 0, request_creation_time: SECOND - 1, actions_executed: 'waf,forward' }],
    ['alb', 'with fields that nobody knows', `${ALB} TID_12 "x" 7`, { ...ELB_FIELDS, elb: 'app/shop/50dc' }],
    ['alb', 'without a target', ALB.replace('10.0.0.1:80 0.000073 0.001048 0.000057', '- -1 -1 -1').replace(' 200 502 ', ' 460 - '), { status: 460 }],
    ['s3', 'as it is', S3('"GET /a%20b.png?x HTTP/1.1"'), { ...S3_FIELDS, host: '192.0.2.1', method: 'GET', path: '/a%20b.png', query: 'x', agent: 'S3Console/0.4 (x)' }],
    ['s3', 'without a request', S3('-', '-'), S3_FIELDS],
    ['s3', 'with a request that is none', S3('"-"'), S3_FIELDS],
    ['gcs', 'as it is', GCS, { time: SECOND, fraction: 123_000, host: '192.0.2.1', method: 'GET', path: '/images/a', query: 'b', section: 'images', status: 200, bytesIn: 0, bytes: 500, duration: 0.017, vhost: 'storage.example', agent: 'x "y"', requestId: 'id', cs_operation: 'GET_Object', cs_bucket: 'images', cs_object: 'a' }],
    ['gcs', 'of the house itself', GCS.replace('192.0.2.1', '').replace('"200"', '""'), { path: '/images/a' }],
    ['nginx-ingress', 'as it is', `${CLF} 345 0.012 [default-web-80] [] 10.0.0.1:8080 612 0.011 200 abcdef`, { ...CLF_FIELDS, bytesIn: 345, duration: 0.012, proxy_upstream_name: 'default-web-80', upstream: '10.0.0.1:8080', upstream_response_length: 612, upstreamDuration: 0.011, upstreamStatus: 200, requestId: 'abcdef' }],
    ['nginx-ingress', 'of two upstreams', `${CLF} 345 0.012 [web] [] 10.0.0.1:80, 10.0.0.2:80 0, 612 0.001, 0.010 502, 200 abc`, { upstream: '10.0.0.1:80, 10.0.0.2:80', upstreamStatus: 200, requestId: 'abc' }],
    ['nginx-ingress', 'of none', `${CLF} 0 0.000 [] [] - - - - abc`, { ...CLF_FIELDS, requestId: 'abc' }],
    ['traefik', 'as it is', `${CLF} 345 "web@docker" "http://10.0.0.1:8080" 12ms`, { ...CLF_FIELDS, requestCount: 345, router: 'web@docker', upstream: 'http://10.0.0.1:8080', duration: 0.012 }],
    ['traefik', 'of no router', `${CLF} 1 "-" "-" 0ms`, { ...CLF_FIELDS, duration: 0 }],
    ['envoy', 'as it is', ENVOY, { time: SECOND, fraction: 310_000_000, method: 'POST', path: '/api/v1', query: 'x', section: 'api', protocol: 'HTTP/2', status: 204, bytesIn: 154, bytes: 0, duration: 0.226, upstreamDuration: 0.1, host: '192.0.2.1', agent: 'nsq2http', requestId: 'cc21d9b0', vhost: 'shop', upstream: 'tcp://10.0.35.1:80' }],
    ['envoy', 'without an upstream', ENVOY.replace('204 -', '503 UF,URX').replace('226 100', '226 -').replace('"tcp://10.0.35.1:80"', '"-"'), { status: 503, flags: 'UF,URX', duration: 0.226 }],
  ])('%s, %s', (name, _, line, fields) => {
    const reader = readerOf(name);
    expect(readWith(reader, line)).toMatchObject(fields);
    // What another line had is not there any more.
    readWith(reader, line.replaceAll(/\w/g, 'x'));
    expect(readWith(reader, line)).toEqual(readWith(readerOf(name), line));
  });

  test.each([
    ['elb', ELB.replace('10.0.0.1:80 0.000073 0.001048 0.000057 200 502', '- -1 -1 -1 503 -'), ['upstream', 'upstreamDuration', 'upstreamStatus']],
    ['haproxy', `${HAPROXY.replace('10/0/30/69/109 200', '-1/-1/-1/-1/5 -1')} "<BADREQ>"`, ['TR', 'status', 'method', 'section', 'requestHeaders', 'pid']],
    ['s3', S3('-', '-'), ['host', 'user', 'method', 'path', 'object_size']],
    ['apache-error', '[Thu Nov 22 15:52:00 2018] [notice] x', ['host', 'module', 'pid', 'referrer', 'fraction']],
    ['nginx-error', '2018/11/22 15:52:00 [notice] 1#1: x', ['host', 'vhost', 'path', 'connection']],
    ['gcs', GCS.replace('192.0.2.1', '').replace('"200"', '""'), ['host', 'status', 'referrer']],
  ])('%s lacks what is not there', (name, line, names) => {
    const fields = readWith(readerOf(name), line);
    expect(fields).not.toBeNull();
    for (const each of names) expect(fields).not.toHaveProperty(each);
  });
});

describe('a line that is none of a named format is rejected', () => {
  test.each<[string, string, number, string]>([
    ['apache-error', '[Thu Foo 22 15:52:00 2018] [notice] x', 1, "a time as '%a %b %d %H:%M:%S%.f %Y'"],
    ['apache-error', '[Thu Nov 22 15:52:00 2018] notice', 27, "'['"],
    ['nginx-error', '2018/11/22 15:52:00 [notice] x#1: y', 29, 'a number, or - (pid)'],
    ['haproxy', HAPROXY.replace('2750', 'x'), HAPROXY.indexOf('2750'), 'a number, or - (bytes)'],
    ['haproxy', HAPROXY.replace(':33317', ''), 0, 'a host and a port such as 192.0.2.1:443'],
    ['squid', '1542901920.779 x 192.0.2.1 TCP_MISS/200 411', 15, 'a number, or - (duration)'],
    ['squid', '1542901920.779 5 192.0.2.1 TCP_MISS 411 GET http://x - A/b -', 50, 'a status of up to three digits, or - (status)'],
    ['elb', ELB.replace('200', '2000'), ELB.indexOf('200 502'), 'a status of up to three digits, or - (status)'],
    ['alb', ALB.replace('2018-11-22T', '2018-13-22T'), 3, 'a time such as 2015-05-17T10:05:03+00:00'],
    ['s3', S3('GET'), S3('').indexOf(' 404'), "'- '"],
    ['gcs', GCS.replace('"200"', '"x"'), GCS.indexOf('200"'), 'a status of up to three digits, or - (status)'],
    ['traefik', CLF.replace(' 12 ', ' x '), CLF.indexOf(' 12 ') + 1, 'a size, or - (bytes)'],
    ['envoy', ENVOY.replace(' 204 ', ' x '), ENVOY.indexOf(' 204 ') + 1, 'a status of up to three digits, or - (status)'],
  ])('%s: %s', (name, line, at, expected) => {
    const reader = readerOf(name);
    expect(readWith(reader, line)).toBeNull();
    expect(reader.failure).toMatchObject({ at, expected: expect.stringContaining(expected) as string });
  });

  test("Google's header is one", () => {
    const header = FORMATS.find(({ name }) => name === 'gcs')!;
    expect(scan(header, '"time_micros","c_ip","c_ip_type","c_ip_region","cs_method","cs_uri","sc_status","cs_bytes","sc_bytes","time_taken_micros","cs_host","cs_referer","cs_user_agent","s_request_id","cs_operation","cs_bucket","cs_object"\n').lines).toEqual([{ reason: 'header' }]);
  });
});

test('an event has no status and no section', () => {
  expect(scan('nginx-error', '2018/11/22 15:52:00 [notice] 1#1: x\n').lines).toEqual([{ second: SECOND, status: null, bytes: 0, section: '-', host: '-', path: '-', failing: null }]);
});
