import type { Layout } from './layout.js';
import { namedLayout } from './named-layout.js';

/** Apache's error log: of 2.4, whose default names module, process and the client's port, and of 2.2. */
export const APACHE_ERROR: Layout = namedLayout(
  'apache-error',
  '[$time] $[[$module:$level] [pid $pid$[:tid $tid$]] $/[$level] $]$[$source.c($sourceLine): $]$[($osError)$osMessage: $]$[[client $host] $/$[[remote $remote] $]$]$message$[, referer: $referrer$]',
  {
    time: { shape: 'strftime', pattern: '%a %b %d %H:%M:%S%.f %Y' },
    kinds: { module: { kind: 'text' }, osMessage: { kind: 'text' }, referrer: { kind: 'text' }, host: { kind: 'host-port', port: 'clientPort', lenient: true } },
    types: { pid: 'number', osError: 'number', sourceLine: 'number' },
    escape: 'apache',
  },
);

/** nginx's error log. What it says of the request is at the end of its message, in this order. */
export const NGINX_ERROR: Layout = namedLayout(
  'nginx-error',
  '$time [$level] $pid#$tid: $[*$connection $]$message$[, client: $host$[, server: $vhost$[, $[request: "$request", $/$[request: "$request"$]$]$[subrequest: "$subrequest"$[, $]$]$[upstream: "$upstream"$[, $]$]$[host: "$requestedHost"$[, $]$]$[referrer: "$referrer"$]$]$]$]',
  {
    time: { shape: 'strftime', pattern: '%Y/%m/%d %H:%M:%S' },
    kinds: { vhost: { kind: 'text' } },
    types: { pid: 'number', tid: 'number', connection: 'number' },
  },
);
