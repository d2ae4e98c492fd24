import { editDistance, nearest } from '../core/nearest.js';
import { FIELDS, isShared } from './field.js';
import { columnField } from './w3c/w3c-column.js';

/** What people call fields elsewhere. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    host: 'ip addr address client client_ip clientip remote_addr remote_host',
    path: 'url uri request_uri request',
    status: 'code response',
    bytes: 'size length body_bytes_sent',
    agent: 'ua user_agent useragent browser',
    referrer: 'http_referer',
    duration: 'latency took request_time response_time',
    method: 'verb',
    vhost: 'server domain server_name',
    time: 'date timestamp',
    message: 'msg',
    level: 'severity',
  }).flatMap(([field, names]) => names.split(' ').map((name): [string, string] => [name, field])),
);

/** The field that is meant by a name that it has elsewhere, or null. */
export const fieldMeant = (name: string): string | null => OTHER_NAMES.get(name.toLowerCase()) ?? columnField(name);

const SHARED = FIELDS.map(({ name }) => name);

/** A key may be called as it likes: only what is a slip of the pen away from a shared name is doubted. */
const SLIP = 2;

const meant = (name: string | null): string => (name === null ? '' : ` (did you mean ${name}?)`);

/** That a format lacks a field, as the end of a sentence about it, with what may be meant by a name that formats do not share. */
export const lackOf = (name: string): string => `has no field '${name}'${isShared(name) ? '' : meant(fieldMeant(name) ?? nearest(name, SHARED))}`;

/** The same of a key of lines in JSON that is called nearly as a field; null for one that is not. */
export const doubtOf = (name: string): string | null => {
  const near = nearest(name, SHARED);
  return near === null || editDistance(name, near) > SLIP ? null : `takes '${name}' for a key of its lines${meant(near)}`;
};
