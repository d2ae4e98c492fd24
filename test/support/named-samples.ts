import { combinedLine } from '../../src/demo/logged-request.js';
import type { LoggedRequest } from '../../src/demo/logged-request.js';

type Write = (logged: LoggedRequest, at: number) => string;

const method = ({ request }: LoggedRequest): string => request.split(' ')[0] ?? '-';
const target = ({ request }: LoggedRequest): string => request.split(' ')[1] ?? '-';
const protocol = ({ request }: LoggedRequest): string => request.split(' ')[2] ?? '-';
const iso = (at: number, milliseconds: number): string => new Date(at * 1000 + milliseconds).toISOString();
/** A few numbers of milliseconds that look like real ones. */
const took = (at: number): number => [12, 3, 48, 7, 230, 1, 19, 96][at % 8]!;
const stamp = (at: number): string => combinedLine({ at } as LoggedRequest).split(/[[\]]/)[1]!;
const id = (at: number): string => (0x5a17c3e9b2d4 + at * 7919).toString(16);
const size = ({ bytes }: LoggedRequest): number => bytes ?? 0;

const haproxyTime = (at: number): string => `${stamp(at).slice(0, 20)}.${String((at * 37) % 1000).padStart(3, '0')}`;
const haproxy: Write = (logged, n) => {
  const prefix = `Nov 22 15:52:${String(n % 60).padStart(2, '0')} lb1 haproxy[2231]: `;
  if (n === 4) return `${prefix}${logged.host}:4${n}112 [${haproxyTime(logged.at)}] web~ web/<NOSRV> -1/-1/-1/-1/+5001 408 +212 - - cR-- 3/2/0/0/0 0/0 {|} "<BADREQ>"`;
  return `${prefix}${logged.host}:4${n}112 [${haproxyTime(logged.at)}] web~ shop/app${(n % 2) + 1} 0/0/1/${took(n)}/${took(n) + 1} ${logged.status} ${size(logged) + 180} - - ---- 3/2/1/1/0 0/0 {${logged.agent.slice(0, 24)}} "${logged.request}"`;
};

const balanced = (logged: LoggedRequest, n: number): string =>
  `${iso(logged.at, took(n) * 3).replace('Z', '123Z')} shop ${logged.host}:4${n}112 ${n === 3 ? '- -1 -1 -1 503 -' : `10.0.0.${(n % 3) + 1}:8080 0.000 ${(took(n) / 1000).toFixed(3)} 0.000 ${logged.status} ${logged.status}`} 210 ${size(logged)} "${method(logged)} https://shop.example:443${target(logged)} ${protocol(logged)}"`;

const apacheErrorTime = (at: number): string => {
  const [day = '', date = '', month = '', year = '', clock = ''] = new Date(at * 1000).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${clock}.${String(at * 7).slice(-6)} ${year}`;
};

const APACHE_EVENTS = [
  '[core:info] [pid 812:tid 139900] [client 192.0.2.17:50112] AH00128: File does not exist: /srv/shop/favicon.ico, referer: https://shop.example/',
  '[proxy:error] [pid 812:tid 139901] (111)Connection refused: AH00957: http: attempt to connect to 10.0.0.2:8080 (app) failed',
  '[authz_core:error] [pid 813:tid 139902] [client 2001:db8::7:50114] AH01630: client denied by server configuration: /srv/shop/.env',
  "[mpm_event:notice] [pid 800:tid 139800] AH00489: Apache/2.4.62 (Debian) configured -- resuming normal operations",
  '[:error] [pid 814] [client 198.51.100.9:50116] PHP Warning:  Undefined variable $cart in /srv/shop/cart.php on line 12',
  '[ssl:warn] [pid 812:tid 139903] (70014)End of file found: [client 203.0.113.4:50118] AH02008: SSL library error 1 in handshake',
];

const NGINX_EVENTS = [
  '[error] 31#31: *507 open() "/srv/shop/favicon.ico" failed (2: No such file or directory), client: 192.0.2.17, server: shop.example, request: "GET /favicon.ico HTTP/1.1", host: "shop.example", referrer: "https://shop.example/"',
  '[error] 31#31: *511 connect() failed (111: Connection refused) while connecting to upstream, client: 2001:db8::7, server: shop.example, request: "POST /cart HTTP/2.0", upstream: "http://10.0.0.2:8080/cart", host: "shop.example"',
  '[notice] 1#1: signal process started',
  '[crit] 32#32: *514 SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 203.0.113.4, server: 0.0.0.0:443',
  '[warn] 31#31: *520 a client request body is buffered to a temporary file /var/cache/nginx/client_temp/0000000001, client: 198.51.100.9, server: , request: "POST /upload HTTP/1.1", host: "shop.example"',
];

const IIS_FIELDS = 'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken';
/** The header that IIS writes again when it starts, of which the administrator has asked for the referrer meanwhile. */
const iisHeader = (at: number, fields: string): string =>
  `#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: ${iso(at, 0).slice(0, 19).replace('T', ' ')}\n#Fields: ${fields}\n`;
const path = (logged: LoggedRequest): string => target(logged).split('?')[0]!;
const query = (logged: LoggedRequest): string => target(logged).split('?')[1] ?? '-';
const iis: Write = (logged, n) => {
  const withReferrer = n >= 7;
  const header = n === 7 ? iisHeader(logged.at, IIS_FIELDS.replace(' sc-status', ' cs(Referer) sc-status')) : '';
  const host = n % 5 === 3 ? `fe80::1c2:3f4%${n}` : logged.host;
  const agent = logged.agent.replaceAll(' ', '+') + (withReferrer ? ` ${logged.referrer}` : '');
  return `${header}${iso(logged.at, 0).slice(0, 19).replace('T', ' ')} 10.0.0.4 ${method(logged)} ${path(logged)} ${query(logged)} 443 ${n === 2 ? 'SHOP\\jane' : '-'} ${host} ${agent} ${logged.status} 0 ${logged.status === 404 ? 2 : 0} ${took(n)}`;
};

const CLOUDFRONT_HEADER =
  '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end\n';
const cloudfront: Write = (logged, n) =>
  [...iso(logged.at, 0).slice(0, 19).split('T'), 'FRA56-P4', size(logged) + 412, logged.host, method(logged), 'd111111abcdef8.cloudfront.net', path(logged), logged.status, logged.referrer, encodeURI(logged.agent), query(logged), '-', n % 3 === 0 ? 'Miss' : 'Hit', `${id(n)}==`, 'shop.example', 'https', 210 + n, (took(n) / 1000).toFixed(3), '-', 'TLSv1.3', 'TLS_AES_128_GCM_SHA256', n % 3 === 0 ? 'Miss' : 'Hit', protocol(logged), '-', '-', 40_112 + n, ((took(n) - 1) / 1000).toFixed(3), n % 3 === 0 ? 'Miss' : 'Hit', 'text/html', size(logged), '-', '-'].join('\t');

const WRITERS: Readonly<Record<string, Write>> = {
  'haproxy.log': haproxy,
  'squid.log': (logged, n) =>
    n === 2
      ? `${logged.at}.071 ${String(took(n)).padStart(6)} ${logged.host} TCP_TUNNEL/200 4312 CONNECT shop.example:443 jane HIER_DIRECT/203.0.113.80 -`
      : `${logged.at}.${String(n * 41).padStart(3, '0')} ${String(took(n)).padStart(6)} ${logged.host} TCP_MISS/${logged.status} ${size(logged)} ${method(logged)} http://shop.example${target(logged)} - HIER_DIRECT/203.0.113.80 text/html`,
  'elb.log': (logged, n) => `${balanced(logged, n)} "${logged.agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2`,
  'alb.log': (logged, n) =>
    `h2 ${balanced(logged, n).replace(' shop ', ' app/shop/50dc6c495c0c9188 ')} "${logged.agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-5bf6d2c0-${id(n).padStart(24, '0')}" "shop.example" "arn:aws:acm:eu-west-1:123456789012:certificate/12345678" 0 ${iso(logged.at, 1).replace('Z', '000Z')} "forward" "-" "-" "10.0.0.1:8080" "${logged.status}" "-" "-" TID_${id(n)}`,
  's3.log': (logged, n) =>
    `79a59df900b949e5 shop-images [${stamp(logged.at)}] ${logged.host} ${n % 3 === 0 ? 'arn:aws:iam::123456789012:user/jane' : '-'} ${id(n).toUpperCase()} REST.${method(logged)}.OBJECT ${target(logged).slice(1) || '-'} ${n === 5 ? '-' : `"${logged.request}"`} ${logged.status} ${logged.status >= 400 ? 'NoSuchKey' : '-'} ${logged.bytes ?? '-'} ${logged.bytes ?? '-'} ${took(n) + 4} ${took(n)} "${logged.referrer}" "${logged.agent}" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader shop-images.s3.eu-west-1.amazonaws.com TLSv1.2 - -`,
  'gcs.csv': (logged, n) =>
    [`${logged.at}${String(n * 1007).padStart(6, '0')}`, logged.host, '1', '', method(logged), `/shop-images${target(logged)}`, logged.status, 0, size(logged), took(n) * 1000, 'storage.googleapis.com', logged.referrer === '-' ? '' : logged.referrer, logged.agent, id(n), 'GET_Object', 'shop-images', target(logged).slice(1)].map((value) => `"${String(value).replaceAll('"', '""')}"`).join(','),
  'nginx-ingress.log': (logged, n) =>
    `${combinedLine(logged)} ${210 + n} ${(took(n) / 1000).toFixed(3)} [shop-web-80] [] ${n === 4 ? '10.0.0.1:8080, 10.0.0.2:8080 0, 612 0.001, 0.009 502, 200' : `10.0.0.1:8080 ${size(logged)} ${(took(n) / 1000).toFixed(3)} ${logged.status}`} ${id(n)}`,
  'traefik.log': (logged, n) => `${combinedLine(logged)} ${n + 1} "${n === 3 ? '-' : 'shop@docker'}" "${n === 3 ? '-' : 'http://10.0.0.1:8080'}" ${took(n)}ms`,
  'envoy.log': (logged, n) =>
    `[${iso(logged.at, took(n))}] "${logged.request}" ${n === 3 ? '503 UF' : `${logged.status} -`} 0 ${size(logged)} ${took(n)} ${n === 3 ? '-' : took(n) - 1} "${logged.host}" "${logged.agent}" "${id(n)}" "shop.example" "${n === 3 ? '-' : '10.0.0.1:8080'}"`,
  'iis.log': iis,
  'cloudfront.log': cloudfront,
  'gunicorn.log': combinedLine,
  'apache-error.log': ({ at }, n) => `[${apacheErrorTime(at)}] ${APACHE_EVENTS[n % APACHE_EVENTS.length]!}`,
  'nginx-error.log': ({ at }, n) => `${iso(at, 0).slice(0, 19).replaceAll('-', '/').replace('T', ' ')} ${NGINX_EVENTS[n % NGINX_EVENTS.length]!}`,
};

const GCS_HEADER =
  '"time_micros","c_ip","c_ip_type","c_ip_region","cs_method","cs_uri","sc_status","cs_bytes","sc_bytes","time_taken_micros","cs_host","cs_referer","cs_user_agent","s_request_id","cs_operation","cs_bucket","cs_object"\n';

const HEADERS: Readonly<Record<string, (at: number) => string>> = {
  'gcs.csv': () => GCS_HEADER,
  'iis.log': (at) => iisHeader(at, IIS_FIELDS),
  'cloudfront.log': () => CLOUDFRONT_HEADER,
};

/** A few requests as each of the named formats has them, by the names of their files. */
export const namedSamples = (requests: readonly LoggedRequest[]): [string, Buffer][] => {
  const http = requests.filter((logged) => /^[A-Z]+ \/\S* HTTP\/[\d.]+$/.test(logged.request));
  return Object.entries(WRITERS).map(([name, write]) => {
    const lines = http.slice(0, 14).map((logged, n) => `${write(logged, n)}\n`);
    return [name, Buffer.from((HEADERS[name]?.(http[0]!.at) ?? '') + lines.join(''))];
  });
};
