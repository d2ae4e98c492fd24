import { kindOfField, perOfKey } from './json-mapping.js';
import type { JsonMapping } from './json-mapping.js';

/**
 * The keys that servers and loggers commonly have for each field, the best first: nginx as its manual names variables, Apache,
 * Caddy, Traefik, Envoy, Kong, pino, bunyan, winston and Echo with their HTTP loggers, ECS, Google Cloud, Amazon's API Gateway,
 * Cloudflare, and the names that people choose.
 * Durations are seconds unless their key's name, or a unit behind it, says otherwise.
 */
export const GUESSES: Readonly<Record<string, string>> = {
  time:
    'ts @timestamp timestamp time time_iso8601 time_local msec StartUTC StartLocal start_time startTime requestTime event_time eventTime started_at EdgeStartTimestamp requestTimeEpoch datetime date_time date asctime at t',
  request: 'request request_line requestLine httpRequestLine',
  path:
    'request.uri request_uri requestUri request.url request.path req.url req.originalUrl httpRequest.requestUrl url.original url.path url.full http.url http.target http.path meta.req.url ClientRequestURI RequestPath request_path requestPath requestUrl request_url uri url path originalUrl original_url resourcePath requested_uri target',
  host:
    'remote_addr request.client_ip request.remote_ip request.remote_addr client_ip clientIp clientIP client.ip client.address source.ip source.address httpRequest.remoteIp req.remoteAddress req.ip remote_ip remoteIp remoteIP remoteAddr remoteAddress remote_address remote_host remoteHost ClientHost ClientAddr downstream_remote_address downstream_direct_remote_address http.client_ip network.client.ip ClientIP client clientip client_addr ip remote src_ip',
  user: 'remote_user user_id user.name user.id ClientUsername request.user remoteUser username user auth_user',
  vhost: 'request.host RequestHost url.domain req.headers.host req.hostname req.host meta.req.headers.host ClientRequestHost authority :authority http_host httpHost server_name serverName vhost virtual_host host http.host domain',
  port: 'server_port RequestPort url.port',
  method:
    'request.method request_method requestMethod RequestMethod req.method httpRequest.requestMethod http.request.method http.method meta.req.method ClientRequestMethod http_method httpMethod method verb',
  query: 'args query_string queryString url.query query',
  protocol: 'request.proto server_protocol RequestProtocol httpRequest.protocol http.version request.protocol ClientRequestProtocol protocol proto http_version httpVersion',
  status:
    'status DownstreamStatus OriginStatus response.status response.status_code response.statusCode res.statusCode res.status meta.res.statusCode EdgeResponseStatus httpRequest.status http.response.status_code http.status_code http.status response_code responseCode status_code statusCode response_status code',
  bytes:
    'body_bytes_sent bytes_sent bytesSent DownstreamContentSize size httpRequest.responseSize http.response.body.bytes http.response.bytes http.response_content_length res.headers.content-length response.bytes response.size response_size responseSize responseLength EdgeResponseBytes bytes_out bytes resp_size content_length contentLength length',
  duration:
    'request_time duration_s duration_ms durationMs duration_us duration_ns duration latency_ms latencyMs latency_us latency_ns latency_s latency_human latency latencies.request:ms meta.responseTime:ms responseLatency:ms responseTime:ms response_time_ms response_time:ms response-time:ms elapsed_ms elapsedMs elapsed_us elapsed_ns elapsed Duration:ns event.duration:ns httpRequest.latency request_duration_ms request_duration request_time_ms took_ms took duration_seconds time_taken elapsed_time:ms http.duration_ms http.duration',
  referrer:
    'http_referer http_referrer request.headers.Referer req.headers.referer request_Referer httpRequest.referer http.request.referrer http.referer meta.req.headers.referer ClientRequestReferer referer referrer Referer',
  agent:
    'http_user_agent request.headers.User-Agent req.headers.user-agent request_User-Agent httpRequest.userAgent user_agent.original http.user_agent http.useragent meta.req.headers.user-agent ClientRequestUserAgent user_agent userAgent user-agent useragent agent',
  requestId: 'request_id requestId req.id x_request_id http_x_request_id http.request.id request.id reqId req_id rid x-request-id RayID trace_id traceId trace.id',
  upstream: 'upstream_addr upstream_host ServiceURL ServiceAddr upstream backend',
  upstreamStatus: 'upstream_status OriginStatus OriginResponseStatus',
  upstreamDuration: 'upstream_response_time OriginDuration:ns upstream_service_time:ms',
  bytesIn: 'request_length RequestContentSize bytes_read bytes_received http.request.body.bytes http.request.bytes httpRequest.requestSize bytes_in request_size',
  scheme: 'scheme RequestScheme url.scheme',
  level: 'level severity log.level loglevel log_level levelname lvl',
  message: 'message msg textPayload jsonPayload.message',
};

/** Fields of which any one makes an object with a time a record. */
const TELLING = ['path', 'request', 'status', 'method', 'message'];

const UNITS: Readonly<Record<string, number>> = { ms: 1e3, ns: 1e9 };

/** What JSON lines are read by when nobody says how. */
export const guessedMapping = (): JsonMapping => {
  const taken = new Set<string>();
  const fields = Object.entries(GUESSES).map(([name, text]) => {
    const kind = kindOfField(name);
    const keys = text.split(' ').flatMap((written) => {
      const [, path = written, unit = ''] = kind === 'seconds' ? (/^(.+?)(?::(ms|ns))?$/.exec(written) ?? []) : [];
      if (taken.has(path)) return [];
      taken.add(path);
      return [{ path, per: UNITS[unit] ?? (kind === 'seconds' ? perOfKey(path) : 1) }];
    });
    return { name, kind, keys };
  });
  return { fields, needed: [['time'], TELLING], strict: false };
};
