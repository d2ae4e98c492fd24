import { apacheLayout } from './layouts/apache-layout.js';
import { ConnectionFormat } from './connections/connection-format.js';
import { guessedJson, mappedJson } from './json/json-format.js';
import { ALB, ELB, GCS, S3 } from './layouts/cloud-layouts.js';
import { APACHE_ERROR, NGINX_ERROR } from './layouts/error-layouts.js';
import { ENVOY_TEXT, HAPROXY, NGINX_INGRESS, SQUID, TRAEFIK_CLF } from './layouts/proxy-layouts.js';
import { TextFormat } from './text-format.js';
import { CLOUDFRONT, W3C } from './w3c/w3c-format.js';
import type { Format } from './format.js';

const common = '%h %l %u %t "%r" %>s %b';
const extended = '"%{Referer}i" "%{User-Agent}i"';

/** A request's line has these: whatever else such a server writes into the same log is none. */
const REQUESTS = [['time'], ['path'], ['status']];

/** Of what is no HTTP, Envoy has no path but the flags that say why. */
const ENVOY_REQUESTS = [['time'], ['path', 'flags'], ['status']];

const CADDY =
  'time=ts,host=request.client_ip,host=request.remote_ip,host=request.remote_addr,user=user_id,vhost=request.host,' +
  'method=request.method,path=request.uri,protocol=request.proto,status=status,bytes=size,duration=duration,' +
  'referrer=request.headers.Referer,agent=request.headers.User-Agent,requestId=request.headers.X-Request-Id,bytesIn=bytes_read,' +
  'level=level,message=msg';

const TRAEFIK =
  'time=StartUTC,time=StartLocal,time=time,host=ClientHost,host=ClientAddr,user=ClientUsername,vhost=RequestHost,vhost=RequestAddr,' +
  'port=RequestPort,method=RequestMethod,path=RequestPath,protocol=RequestProtocol,status=DownstreamStatus,bytes=DownstreamContentSize,' +
  'duration=Duration:ns,referrer=request_Referer,agent=request_User-Agent,requestId=request_X-Request-Id,upstream=ServiceURL,' +
  'upstream=ServiceAddr,upstreamStatus=OriginStatus,upstreamDuration=OriginDuration:ns,bytesIn=RequestContentSize,' +
  'scheme=RequestScheme,router=RouterName,service=ServiceName,level=level';

const ENVOY =
  'time=start_time,host=downstream_remote_address,host=downstream_direct_remote_address,vhost=authority,vhost=:authority,' +
  'method=method,path=path,path=x-envoy-origin-path,protocol=protocol,status=response_code,bytes=bytes_sent,duration=duration:ms,agent=user_agent,' +
  'requestId=request_id,upstream=upstream_host,upstreamDuration=upstream_service_time:ms,bytesIn=bytes_received,' +
  'flags=response_flags,cluster=upstream_cluster,forwardedFor=x_forwarded_for';

/** The formats that are recognised by themselves, the richer ones first. A format more is one entry more. */
export const FORMATS: readonly Format[] = [
  new TextFormat(apacheLayout('vhost-combined', `%v:%p ${common} ${extended}`)),
  new TextFormat(apacheLayout('combined', `${common} ${extended}`)),
  new TextFormat(apacheLayout('vhost-common', `%v:%p ${common}`)),
  new TextFormat(apacheLayout('common', common)),
  new TextFormat(
    apacheLayout('csv', '"%h","%l","%u",%{sec}t,"%r",%>s,%b', {
      escape: 'doubled',
      header: '"remotehost","rfc931","authuser","date","request","status","bytes"',
    }),
  ),
  mappedJson('caddy', CADDY, REQUESTS),
  mappedJson('traefik-json', TRAEFIK, REQUESTS),
  mappedJson('envoy-json', ENVOY, ENVOY_REQUESTS),
  guessedJson('json'),
  // Those that begin as Combined does, and go on.
  new TextFormat(NGINX_INGRESS),
  new TextFormat(TRAEFIK_CLF),
  ...[HAPROXY, ENVOY_TEXT, SQUID, ALB, ELB, S3, GCS, APACHE_ERROR, NGINX_ERROR].map((layout) => new TextFormat(layout)),
  CLOUDFRONT,
  W3C,
  new ConnectionFormat(),
];

/** Other names by which people know some of them. */
export const ALIASES: Readonly<Record<string, string>> = { gunicorn: 'combined', iis: 'w3c' };

/** The format of a name, or null. */
export const formatNamed = (name: string): Format | null => {
  const own = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return FORMATS.find((format) => format.name === own) ?? null;
};
