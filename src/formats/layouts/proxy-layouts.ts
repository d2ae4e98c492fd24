import type { Layout } from './layout.js';
import { namedLayout } from './named-layout.js';

const MILLISECONDS = { kind: 'number', per: 1000 } as const;

/** HAProxy's `option httplog`, as it is or behind what a syslog daemon writes before it. A long line may lack its end. */
export const HAPROXY: Layout = namedLayout(
  'haproxy',
  '$[$syslog haproxy[$pid]: $/$[haproxy[$pid]: $/$[$syslog haproxy: $/$[$syslog haproxy $pid - - $]$]$]$]$host:$clientPort [$time] $frontend $backend/$upstream $TR/$Tw/$Tc/$upstreamDuration/$duration $status $bytes $requestCookie $responseCookie $termination $actconn/$feconn/$beconn/$srvconn/$retries $srvQueue/$backendQueue $[{$requestHeaders} $]$[{$responseHeaders} $]"$request$["$]',
  {
    time: { shape: 'strftime', pattern: '%d/%b/%Y:%H:%M:%S.%f' },
    kinds: {
      syslog: { kind: 'text' },
      request: { kind: 'request', absolute: true },
      TR: MILLISECONDS,
      Tw: MILLISECONDS,
      Tc: MILLISECONDS,
      upstreamDuration: MILLISECONDS,
      duration: MILLISECONDS,
      // -1 is written when there was no response, and +512 when the rest was still to come.
      status: { kind: 'number', per: 1 },
      bytes: { kind: 'number', per: 1 },
      requestHeaders: { kind: 'text' },
      responseHeaders: { kind: 'text' },
    },
    types: { pid: 'number', TR: 'seconds', Tw: 'seconds', Tc: 'seconds', actconn: 'number', feconn: 'number', beconn: 'number', srvconn: 'number', retries: 'number', srvQueue: 'number', backendQueue: 'number' },
  },
);

/** Squid's native access.log. */
export const SQUID: Layout = namedLayout('squid', '$time$~$duration $host $result/$status $bytes $method $url $user $hierarchy/$upstream $contentType', {
  time: { shape: 'epoch', unit: 's', fraction: true },
  kinds: { duration: MILLISECONDS, url: { kind: 'url' } },
});

/** The log_format upstreaminfo of ingress-nginx; it was once without an alternative upstream, and without an id. */
export const NGINX_INGRESS: Layout = namedLayout(
  'nginx-ingress',
  '$host - $user [$time] "$request" $status $bytes "$referrer" "$agent" $bytesIn $duration [$proxy_upstream_name] $[[$proxy_alternative_upstream_name] $]$upstream $upstream_response_length $upstreamDuration $upstreamStatus$[ $requestId$]',
  {
    time: { shape: 'clf' },
    kinds: {
      user: { kind: 'text' },
      proxy_upstream_name: { kind: 'text' },
      proxy_alternative_upstream_name: { kind: 'text' },
      upstream: { kind: 'words' },
      upstream_response_length: { kind: 'numbers', per: 1, take: 'sum' },
      upstreamDuration: { kind: 'numbers', per: 1, take: 'sum' },
      upstreamStatus: { kind: 'numbers', per: 1, take: 'last' },
    },
    types: { upstream_response_length: 'bytes' },
    escape: 'nginx',
  },
);

/** Traefik's access log in its default format. */
export const TRAEFIK_CLF: Layout = namedLayout('traefik', '$host - $user [$time] "$request" $status $bytes "$referrer" "$agent" $requestCount "$router" "$upstream" ${duration}ms', {
  time: { shape: 'clf' },
  kinds: { user: { kind: 'text' }, duration: MILLISECONDS },
  types: { requestCount: 'number' },
  escape: 'apache',
});

/** Envoy's default, and Istio's, which has more in the middle and at the end. Of several forwarded addresses the first is the client's. */
export const ENVOY_TEXT: Layout = namedLayout(
  'envoy',
  '[$time] "$request" $status $flags $[$details $termination "$failure" $/$["$failure" $]$]$bytesIn $bytes $duration $upstreamDuration "$host$[,$forwardedBy$]" "$agent" "$requestId" "$vhost" "$upstream"$[ $cluster $upstreamLocal $downstreamLocal $downstreamRemote $serverName$[ $route$]$]',
  { time: { shape: 'iso' }, kinds: { duration: MILLISECONDS, upstreamDuration: MILLISECONDS, forwardedBy: { kind: 'text' } } },
);
