import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../src/formats/detection.js';
import { readWith } from './read-line.js';
import type { Fields } from './read-line.js';
import { formatNamed } from './scan.js';

const SECOND = Date.UTC(2018, 10, 22, 15, 52) / 1000;
const STAMP = '22/Nov/2018:15:52:00';
const ISO = '2018-11-22T15:52:00.186641Z';

const ALB_END = 'ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/shop/73e2 "Root=1-5833" "shop.example" "session-reused" 0 2018-11-22T15:51:59.364000Z';
const HAPROXY = `192.0.2.1:33317 [${STAMP}.655] web~ shop/app1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0`;
const S3 = `79a59df900b949e5 images [${STAMP} +0000] 192.0.2.3`;
const INGRESS = `192.0.2.1 - - [${STAMP} +0000] "GET /a HTTP/1.1" 200 612 "-" "curl/8" 77 0.001 [shop-80]`;
const APACHE = '[Thu Nov 22 15:52:00.123456 2018]';
const NGINX = '2018/11/22 15:52:00';
const ISTIO = '"GET /a HTTP/1.1" 503 UF,URX';
const ISTIO_END = '0 91 7 - "192.0.2.1,198.51.100.7, 10.0.0.1" "curl "8"" "84" "shop:80" "10.0.0.1:80" outbound|80||shop - 10.0.0.2:80 10.0.0.3:5000 -';

/** Lines as the versions and settings of the software write them. */
describe('a line in a variant of a named format is known and read', () => {
  test.each<[string, string, string, Fields]>([
    ['alb', 'of a WebSocket', `ws ${ISO} app/shop/50dc 192.0.2.1:40914 10.0.0.1:8010 0.001 0.003 0.000 101 101 218 587 "GET http://shop.example:80/ HTTP/1.1" "-" - - arn:x "Root=1-5833" "-" "-" 1 2018-11-22T15:51:59.364000Z "forward" "-" "-" "10.0.0.1:8010" "101" "-" "-"`, { type: 'ws', status: 101, path: '/' }],
    ['alb', 'of a Lambda function', `http ${ISO} app/shop/50dc 192.0.2.1:2817 - 0.000 0.001 0.000 502 - 34 366 "GET http://shop.example:80/ HTTP/1.1" "curl/8" ${ALB_END} "forward" "-" "LambdaInvalidResponse" "-" "-" "-" "-"`, { status: 502, upstreamDuration: 0.001, error_reason: 'LambdaInvalidResponse' }],
    ['alb', 'of an IPv6 client', `grpcs ${ISO} app/shop/50dc [2001:db8::1]:2817 10.0.0.1:80 0.086 0.048 0.037 464 - 34 366 "POST https://shop.example:443/grpc.Svc/M HTTP/2.0" "grpc-go/1.5" ${ALB_END} "waf,forward" "-" "-" "10.0.0.1:80 10.0.0.2:80" "200 200" "-" "-"`, { host: '2001:db8::1', clientPort: 2817, section: 'grpc.Svc', actions_executed: 'waf,forward', target_port_list: '10.0.0.1:80 10.0.0.2:80' }],
    ['alb', 'of a malformed request', `https ${ISO} app/shop/50dc 192.0.2.1:2817 - -1 -1 -1 400 - 0 272 "- http://shop.example:80- -" "-" - - - "-" "-" "-" - ${ISO} "-" "-" "-" "-" "-" "Ambiguous" "UndefinedContentLengthSemantics"`, { status: 400, classification: 'Ambiguous' }],
    ['alb', 'of 2018, without the columns since', `https ${ISO} app/shop/50dc 192.0.2.1:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://shop.example:443/ HTTP/1.1" "curl/8" - - arn:x "Root=1-5833"`, { status: 200, requestId: 'Root=1-5833' }],
    ['elb', 'of SSL', `${ISO} shop 192.0.2.1:2817 10.0.0.1:80 0.001065 0.000015 0.000023 - - 57 502 "- - - " "-" ECDHE-ECDSA-AES128-GCM-SHA256 TLSv1.2`, { bytes: 502, ssl_protocol: 'TLSv1.2' }],
    ['s3', 'of versioning', `${S3} 79a5 3E57 REST.GET.VERSIONING - "GET /images?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" - s9lz= SigV4 ECDHE AuthHeader images.s3.example TLSV1.2 arn:aws:s3:us-west-1:123456789012:accesspoint/a Yes`, { query: 'versioning', bytes: 113, agent: 'S3Console/0.4', access_point_arn: 'arn:aws:s3:us-west-1:123456789012:accesspoint/a', acl_required: 'Yes' }],
    ['s3', 'without quotes where nothing is', `${S3} 79a5 3E57 S3.COMPUTE.OBJECT.CHECKSUM a - - - - 1048576 - - - - - bPf7= - - - - - - - -`, { operation: 'S3.COMPUTE.OBJECT.CHECKSUM', object_size: 1_048_576, host_id: 'bPf7=' }],
    ['s3', 'with quotes within quotes', `${S3} - 3E57 REST.GET.OBJECT k "GET /k?x="y"&z HTTP/1.1" 304 - - 4406 12 11 "http://x/"y"" "a "b"" - h= SigV4 - AuthHeader x TLSv1.2 - -`, { status: 304, query: 'x="y"&z', referrer: 'http://x/"y"', agent: 'a "b"' }],
    ['s3', 'of old', `${S3} 79a5 3E57 REST.GET.OBJECT a.png "GET /a.png HTTP/1.1" 200 - 113 113 7 5 "-" "curl" -`, { status: 200, agent: 'curl' }],
    ['haproxy', "with a relay's priority", `<134>Nov 22 15:52:00 lb haproxy[14389]: ${HAPROXY} {shop.example||} {} "GET /a HTTP/1.1"`, { syslog: '<134>Nov 22 15:52:00 lb', pid: 14_389, requestHeaders: 'shop.example||' }],
    ['haproxy', 'with the time in ISO 8601', `2018-11-22T15:52:00.655123+00:00 lb haproxy[14389]: ${HAPROXY} "GET /a HTTP/1.1"`, { pid: 14_389, host: '192.0.2.1' }],
    ['haproxy', 'without a process', `Nov 22 15:52:00 haproxy-7 haproxy: ${HAPROXY} "GET /a HTTP/1.1"`, { syslog: 'Nov 22 15:52:00 haproxy-7', host: '192.0.2.1' }],
    ['haproxy', 'by RFC 5424', `<134>1 2018-11-22T15:52:00.655123+00:00 lb haproxy 14389 - - ${HAPROXY} "GET /a HTTP/1.1"`, { pid: 14_389, host: '192.0.2.1' }],
    ['haproxy', 'with one list of captures that has braces', `${HAPROXY} {a|b {c}|d} "GET /a b HTTP/1.1"`, { requestHeaders: 'a|b {c}|d', path: '/a b' }],
    ['haproxy', 'of its own page', `192.0.2.1:1 [${STAMP}.462] stats stats/<STATS> 0/0/0/0/1 200 5212 - - LR-- 1/1/0/0/0 0/0 "GET /haproxy?stats HTTP/1.1"`, { upstream: '<STATS>', query: 'stats' }],
    ['haproxy', 'without a request', `192.0.2.1:1 [${STAMP}.103] web web/<NOSRV> -1/-1/-1/-1/50001 408 2750 c=1 Set=2 cRVN 2/2/2/0/+2 0/0 ""`, { status: 408, duration: 50.001, requestCookie: 'c=1', retries: 2 }],
    ['squid', 'with the headers behind it', '1542901920.123    180 192.0.2.1 TCP_MISS/200 507 GET https://shop.example/ - TIMEOUT_FIRSTUP_PARENT/10.0.0.1 text/html; charset=utf-8', { hierarchy: 'TIMEOUT_FIRSTUP_PARENT', contentType: 'text/html; charset=utf-8' }],
    ['squid', 'of an ICP query', '1542901920.123      0 ::1 UDP_HIT/000 70 ICP_QUERY http://shop.example/ - HIER_NONE/- -', { host: '::1', method: 'ICP_QUERY', status: 0 }],
    ['squid', 'with a user of a realm', '1542901920.123   2153 2001:db8::1 TCP_TUNNEL/200 39 CONNECT shop.example:443 user@REALM HIER_DIRECT/2001:db8::200e -', { user: 'user@REALM', upstream: '2001:db8::200e', path: 'shop.example:443' }],
    ['envoy', 'without a forwarded address', `[${ISO}] "GET /a HTTP/1.1" 418 - 0 135 4 4 "-" "curl/8" "d209" "shop:8000" "127.0.0.1:80"`, { status: 418, vhost: 'shop:8000' }],
    ['envoy', 'of no request', `[${ISO}] "- - -" 0 NR 0 0 0 - "-" "-" "-" "-" "-"`, { status: 0, flags: 'NR' }],
    ['envoy', 'of Istio', `[${ISO}] ${ISTIO} upstream_reset_before_response_started{connection_failure} - "delayed_connect_error:_111" ${ISTIO_END} default`, { status: 503, details: 'upstream_reset_before_response_started{connection_failure}', failure: 'delayed_connect_error:_111', bytes: 91, duration: 0.007, host: '192.0.2.1', forwardedBy: '198.51.100.7, 10.0.0.1', agent: 'curl "8"', upstream: '10.0.0.1:80', cluster: 'outbound|80||shop', downstreamRemote: '10.0.0.3:5000', route: 'default' }],
    ['envoy', 'of an older Istio', `[${ISO}] ${ISTIO} "-" ${ISTIO_END}`, { bytes: 91, host: '192.0.2.1', downstreamLocal: '10.0.0.2:80' }],
    ['nginx-ingress', 'of old, without an alternative', `${INGRESS} 10.0.0.5:80 612 0.000 200 3b1e`, { proxy_upstream_name: 'shop-80', upstream: '10.0.0.5:80', upstreamStatus: 200, requestId: '3b1e' }],
    ['nginx-ingress', 'of old, without an id', `${INGRESS} 10.0.0.5:80 612 0.000 200`, { upstreamStatus: 200, upstreamDuration: 0 }],
    ['nginx-ingress', 'of three upstreams', `${INGRESS} [] 10.0.0.5:80, 10.0.0.6:80, 10.0.0.5:80 0, 0, 7 0.001, 0.000, 0.002 502, 502, 200 3b1e`, { upstreamDuration: 0.003, upstream_response_length: 7, upstreamStatus: 200, requestId: '3b1e' }],
    ['nginx-ingress', 'that went on to another location', `${INGRESS} [alt-80] 10.0.0.5:80 : 10.0.0.6:80 0 : 1 0.001 : 0.002 302 : 200 abc`, { proxy_alternative_upstream_name: 'alt-80', upstream: '10.0.0.5:80 : 10.0.0.6:80', upstreamStatus: 200, requestId: 'abc' }],
    ['nginx-ingress', 'whose client went away', `${INGRESS} [] 10.0.0.5:80 0 5.001 - abc`, { upstreamDuration: 5.001, requestId: 'abc' }],
    ['traefik', 'without an answer', `192.0.2.1 - - [${STAMP} +0000] "GET /a HTTP/2.0" - - "-" "-" 7 "-" "-" 0ms`, { requestCount: 7, duration: 0 }],
    ['combined', 'of Gunicorn, behind a socket', `- - - [${STAMP} +0000] "GET / HTTP/1.1" 200 - "-" "-"`, { status: 200, path: '/' }],
    ['combined', 'with a duration behind it', `192.0.2.1 - - [${STAMP} +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8" 1234`, { agent: 'curl/8' }],
    ['combined', 'with sizes and durations behind it', `192.0.2.1 - - [${STAMP} +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8" 210 0.005 "x"`, { agent: 'curl/8' }],
    ['gcs', 'of a listing', '"1542901920347562","192.0.2.1","1","","GET","/storage/v1/b/x/o?projection=full","200","0","1337","84000","www.example","","gsutil/4.19","AEnB","storage.objects.list","x",""', { query: 'projection=full', duration: 0.084, cs_operation: 'storage.objects.list' }],
    ['apache-error', 'of the debugging', `${APACHE} [authz_core:debug] [pid 7:tid 9] mod_authz_core.c(815): [client ::1:50116] AH01626: x`, { source: 'mod_authz_core', sourceLine: 815, host: '::1', clientPort: 50_116, message: 'AH01626: x' }],
    ['apache-error', 'of a backend', `${APACHE} [proxy_fcgi:error] [pid 7:tid 9] [remote 10.0.0.1:9000] AH01071: x`, { remote: '10.0.0.1:9000', message: 'AH01071: x' }],
    ['apache-error', 'of a rule', `${APACHE} [security2:error] [pid 7] [client 192.0.2.1:1] [client 192.0.2.1] ModSecurity: x [file "/a"]`, { host: '192.0.2.1', message: '[client 192.0.2.1] ModSecurity: x [file "/a"]' }],
    ['apache-error', 'without a fraction', '[Thu Nov 22 15:52:00 2018] [mpm_prefork:notice] [pid 1] AH00163: x', { time: SECOND, module: 'mpm_prefork', message: 'AH00163: x' }],
    ['nginx-error', 'with commas in its message', `${NGINX} [warn] 7#7: *1 delaying request, excess: 0.5, by zone "one", client: unix:, server: _, request: "GET / HTTP/1.1", host: "x"`, { message: 'delaying request, excess: 0.5, by zone "one"', host: 'unix:', vhost: '_' }],
    ['nginx-error', 'of a request with quotes', `${NGINX} [error] 7#7: *1 upstream timed out (110: Connection timed out), client: 192.0.2.1, server: x, request: "GET /a?b="c" HTTP/1.1", upstream: "http://10.0.0.1/a", host: "x", referrer: "http://y/"`, { path: '/a', query: 'b="c"', protocol: 'HTTP/1.1', upstream: 'http://10.0.0.1/a', requestedHost: 'x', referrer: 'http://y/' }],
    ['nginx-error', 'of TLS bytes', `${NGINX} [info] 7#7: *1 client sent invalid request, client: 192.0.2.1, server: x, request: "\\x16\\x03\\x01"`, { host: '192.0.2.1', path: '\\x16\\x03\\x01' }],
    ['nginx-error', 'of a subrequest', `${NGINX} [error] 7#7: *1 no live upstreams, client: 192.0.2.1, server: x, request: "GET / HTTP/1.1", subrequest: "/auth", upstream: "http://b/auth", host: "x"`, { subrequest: '/auth', upstream: 'http://b/auth', requestedHost: 'x' }],
    ['nginx-error', 'of a stream', `${NGINX} [error] 7#7: *1 connect() failed (111: Connection refused), client: 192.0.2.1, server: 0.0.0.0:3306, upstream: "10.0.0.1:3306", bytes from/to client:0/0, bytes from/to upstream:0/0`, { upstream: '10.0.0.1:3306' }],
  ])('%s, %s', (name, _, line, fields) => {
    expect(detectFormat([line])?.name).toBe(name);
    expect(readWith(formatNamed(name).newReader(), line)).toMatchObject(fields);
  });

  test.each([
    ['elb', `${ISO} shop 192.0.2.1:2817 10.0.0.1:80 0.001 0.000 0.000 - - 57 502 "- - - " "-" - -`, ['path', 'method', 'status', 'section']],
    ['envoy', `[${ISO}] "- - -" 0 - 0 78 6 - "-" "-" "-" "-" "10.0.0.1:443"`, ['path', 'host', 'forwardedBy', 'details', 'cluster']],
    ['s3', `${S3} 79a5 3E57 S3.EXPIRE.OBJECT a - - - - 4 - - - - - b= - - - - - - - -`, ['path', 'status', 'bytes', 'referrer', 'agent']],
  ])('%s lacks what is not there', (name, line, names) => {
    const fields = readWith(formatNamed(name).newReader(), line);
    expect(fields).not.toBeNull();
    for (const each of names) expect(fields).not.toHaveProperty(each);
  });

  test("Google's header may name its last columns in other ways", () => {
    const header = '"time_micros","c_ip","c_ip_type","c_ip_region","cs_method","cs_uri","sc_status","cs_bytes","sc_bytes","time_taken_micros","cs_host","cs_referrer","cs_user_agent"';
    expect(detectFormat([header])?.name).toBe('gcs');
  });
});
