import type { FieldType } from '../field.js';
import type { ValueKind } from './layout.js';

/** What stands in a line for a variable. */
export interface VariableField {
  /** the field's name; where another variable has it already, the variable's own is taken */
  field: string;
  value: ValueKind;
  type?: FieldType;
}

const text = (field: string): VariableField => ({ field, value: { kind: 'text' } });
const bytes = (field: string): VariableField => ({ field, value: { kind: 'bytes' }, type: 'bytes' });
const number = (field: string, type: FieldType = 'number'): VariableField => ({ field, value: { kind: 'number', per: 1 }, type });
/** One number for each upstream server that was asked. */
const numbers = (field: string, type: FieldType, take: 'sum' | 'last' = 'sum'): VariableField => ({ field, value: { kind: 'numbers', per: 1, take }, type });

/** The variables of nginx that are more than a text of their own name. */
const KNOWN: Readonly<Record<string, VariableField>> = {
  remote_addr: { field: 'host', value: { kind: 'word' } },
  remote_port: number('remote_port'),
  remote_user: text('user'),
  time_local: { field: 'time', value: { kind: 'time', time: { shape: 'clf' } } },
  time_iso8601: { field: 'time', value: { kind: 'time', time: { shape: 'iso' } } },
  msec: { field: 'time', value: { kind: 'time', time: { shape: 'epoch', unit: 's', fraction: true } } },
  request: { field: 'request', value: { kind: 'request' } },
  request_method: text('method'),
  request_uri: { field: 'path', value: { kind: 'target' } },
  uri: text('path'),
  document_uri: text('path'),
  args: text('query'),
  query_string: text('query'),
  server_protocol: text('protocol'),
  scheme: text('scheme'),
  host: text('vhost'),
  http_host: text('vhost'),
  server_name: text('vhost'),
  server_port: number('port'),
  status: { field: 'status', value: { kind: 'status' } },
  body_bytes_sent: bytes('bytes'),
  bytes_sent: bytes('bytes'),
  request_length: bytes('bytesIn'),
  request_time: number('duration', 'seconds'),
  request_id: text('requestId'),
  req_id: text('requestId'),
  http_x_request_id: text('requestId'),
  http_referer: text('referrer'),
  http_user_agent: text('agent'),
  http_x_forwarded_for: { field: 'http_x_forwarded_for', value: { kind: 'words' } },
  proxy_add_x_forwarded_for: { field: 'proxy_add_x_forwarded_for', value: { kind: 'words' } },
  upstream_addr: { field: 'upstream', value: { kind: 'words' } },
  upstream_status: { field: 'upstreamStatus', value: { kind: 'numbers', per: 1, take: 'last' }, type: 'status' },
  upstream_response_time: numbers('upstreamDuration', 'seconds'),
  upstream_connect_time: numbers('upstream_connect_time', 'seconds'),
  upstream_header_time: numbers('upstream_header_time', 'seconds'),
  upstream_queue_time: numbers('upstream_queue_time', 'seconds'),
  upstream_session_time: numbers('upstream_session_time', 'seconds'),
  upstream_first_byte_time: numbers('upstream_first_byte_time', 'seconds'),
  upstream_response_length: numbers('upstream_response_length', 'bytes'),
  upstream_bytes_received: numbers('upstream_bytes_received', 'bytes'),
  upstream_bytes_sent: numbers('upstream_bytes_sent', 'bytes'),
  upstream_cache_age: number('upstream_cache_age', 'seconds'),
  connection: number('connection'),
  connection_requests: number('connection_requests'),
  connection_time: number('connection_time', 'seconds'),
  connections_active: number('connections_active'),
  connections_reading: number('connections_reading'),
  connections_writing: number('connections_writing'),
  connections_waiting: number('connections_waiting'),
  content_length: bytes('content_length'),
  gzip_ratio: number('gzip_ratio'),
  pid: number('pid'),
  proxy_port: number('proxy_port'),
  proxy_protocol_port: number('proxy_protocol_port'),
  proxy_protocol_server_port: number('proxy_protocol_server_port'),
  realip_remote_port: number('realip_remote_port'),
  session_time: number('session_time', 'seconds'),
};

/** What stands in a line for a variable of nginx: of one that is not known a text of its own name. */
export const variableField = (name: string): VariableField => (Object.hasOwn(KNOWN, name) ? KNOWN[name]! : text(name));
