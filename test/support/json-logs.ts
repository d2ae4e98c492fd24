import type { LoggedRequest } from '../../src/demo/logged-request.js';

const CALM = { http: 'HTTP/2.0', agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' };

/** The words of a request line; a request that is none asks for the root. */
const wordsOf = ({ request }: LoggedRequest): { method: string; uri: string; protocol: string } => {
  const [method = 'GET', uri = '/', protocol = CALM.http] = request.split(' ');
  return uri.startsWith('/') ? { method, uri, protocol } : { method: 'GET', uri: '/', protocol: CALM.http };
};

/** How long the n-th request took, in microseconds. */
const microseconds = (n: number): number => 180 + ((n * 7919) % 90_000);

const hostOf = ({ virtualHost }: LoggedRequest): string => virtualHost.replace(/:\d+$/, '');

const iso = (at: number, n: number): string => new Date(at * 1000 + ((n * 137) % 1000)).toISOString();

type Line = (logged: LoggedRequest, n: number) => string;

/** Caddy's access log as `docker compose logs` shows it now and then, and as the file has it. */
const caddy: Line = (logged, n) => {
  const { method, uri, protocol } = wordsOf(logged);
  const object = JSON.stringify({
    level: logged.status >= 500 ? 'error' : 'info',
    ts: logged.at + ((n * 137) % 1000) / 1000 + 0.000_052_4,
    logger: 'http.log.access.log0',
    msg: 'handled request',
    request: {
      remote_ip: logged.host,
      remote_port: String(40_000 + n),
      client_ip: logged.host,
      proto: protocol,
      method,
      host: hostOf(logged),
      uri,
      headers: { 'Accept-Encoding': ['gzip, br'], 'User-Agent': [CALM.agent], Referer: ['https://shop.example/'] },
      tls: { resumed: false, version: 772, cipher_suite: 4865, proto: 'h2', server_name: hostOf(logged) },
    },
    bytes_read: 0,
    user_id: '',
    duration: microseconds(n) / 1e6,
    size: logged.bytes ?? 0,
    status: logged.status,
    resp_headers: { Server: ['Caddy'], 'Content-Type': ['text/html; charset=utf-8'] },
  });
  return n % 5 === 4 ? `caddy-1  | ${object}` : object;
};

const traefik: Line = (logged, n) => {
  const { method, uri, protocol } = wordsOf(logged);
  const host = hostOf(logged);
  const nanoseconds = microseconds(n) * 1000 + (n % 1000);
  const upstream = '192.0.2.80:8080';
  return JSON.stringify({
    ClientAddr: `${logged.host}:${40_000 + n}`,
    ClientHost: logged.host,
    ClientPort: String(40_000 + n),
    ClientUsername: '-',
    DownstreamContentSize: logged.bytes ?? 0,
    DownstreamStatus: logged.status,
    Duration: nanoseconds,
    OriginContentSize: logged.bytes ?? 0,
    OriginDuration: nanoseconds - 90_000,
    OriginStatus: logged.status,
    Overhead: 90_000,
    RequestAddr: host,
    RequestContentSize: 0,
    RequestCount: n + 1,
    RequestHost: host,
    RequestMethod: method,
    RequestPath: uri,
    RequestPort: '-',
    RequestProtocol: protocol,
    RequestScheme: 'https',
    RetryAttempts: 0,
    RouterName: 'shop@docker',
    ServiceAddr: upstream,
    ServiceName: 'shop@docker',
    ServiceURL: `http://${upstream}`,
    StartUTC: iso(logged.at, n).replace('Z', '417803Z'),
    entryPointName: 'websecure',
    level: 'info',
    msg: '',
    'request_User-Agent': CALM.agent,
    time: iso(logged.at, 0).replace('.000', ''),
    // As Go writes it.
  }).replaceAll('&', String.raw`\u0026`);
};

const envoy: Line = (logged, n) => {
  const { method, uri, protocol } = wordsOf(logged);
  const milliseconds = Math.round(microseconds(n) / 1000);
  return JSON.stringify({
    authority: hostOf(logged),
    bytes_received: 0,
    bytes_sent: logged.bytes ?? 0,
    connection_termination_details: null,
    downstream_local_address: '192.0.2.1:8443',
    downstream_remote_address: `${logged.host}:${40_000 + n}`,
    duration: milliseconds + 1,
    method,
    path: uri,
    protocol: protocol.replace('.0', ''),
    request_id: `8f5a1c2e-0000-4000-8000-${String(n).padStart(12, '0')}`,
    response_code: logged.status,
    response_code_details: 'via_upstream',
    response_flags: '-',
    start_time: iso(logged.at, n),
    upstream_cluster: 'shop',
    upstream_host: '192.0.2.80:8080',
    upstream_service_time: String(milliseconds),
    user_agent: CALM.agent,
    x_forwarded_for: logged.host,
  });
};

/** nginx with `escape=json`. */
const nginx: Line = (logged, n) =>
  JSON.stringify({
    time_iso8601: iso(logged.at, 0).replace('.000Z', '+00:00'),
    remote_addr: logged.host,
    remote_user: logged.user === '-' ? '' : logged.user,
    request: logged.request.replaceAll('\\"', '"'),
    status: logged.status,
    body_bytes_sent: logged.bytes ?? 0,
    request_time: (microseconds(n) / 1e6).toFixed(3),
    http_referrer: '',
    http_user_agent: CALM.agent,
  });

const log = (requests: readonly LoggedRequest[], line: Line): Buffer => Buffer.from(requests.map((logged, n) => `${line(logged, n)}\n`).join(''));

/** Logs of those who write JSON, by the names of their files. */
export const jsonLogs = (requests: readonly LoggedRequest[]): [string, Buffer][] => [
  ['caddy.json', log(requests, caddy)],
  ['traefik.json', log(requests, traefik)],
  ['envoy.json', log(requests, envoy)],
  ['nginx.json', log(requests, nginx)],
];
