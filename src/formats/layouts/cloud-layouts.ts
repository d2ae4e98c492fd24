import type { Layout } from './layout.js';
import { namedLayout } from './named-layout.js';
import type { NamedOptions } from './named-layout.js';

const BALANCER: NamedOptions = {
  time: { shape: 'iso' },
  kinds: { request: { kind: 'request', absolute: true }, request_creation_time: { kind: 'time', time: { shape: 'iso' } } },
  types: { request_processing_time: 'seconds', response_processing_time: 'seconds', matched_rule_priority: 'number' },
  escape: 'apache',
};

/** What both of Amazon's load balancers have first, but for the type. */
const BALANCED = '$time $elb $host:$clientPort $upstream $request_processing_time $upstreamDuration $response_processing_time $status $upstreamStatus $bytesIn $bytes "$request"';

/** Amazon's Classic Load Balancer. */
export const ELB: Layout = namedLayout('elb', `${BALANCED} "$agent" $ssl_cipher $ssl_protocol`, BALANCER);

/** Amazon's Application Load Balancer, to which fields are added now and then. */
export const ALB: Layout = namedLayout(
  'alb',
  `$type ${BALANCED} "$agent" $ssl_cipher $ssl_protocol $target_group_arn "$requestId" "$domain_name" "$chosen_cert_arn" $matched_rule_priority $request_creation_time "$actions_executed" "$redirect_url" "$error_reason" "$target_port_list" "$target_status_code_list" "$classification" "$classification_reason"$[ $conn_trace_id$]`,
  BALANCER,
);

/** Amazon S3's server access log. */
export const S3: Layout = namedLayout(
  's3',
  '$bucket_owner $bucket [$time] $host $user $requestId $operation $key $["$request" $/- $]$status $error_code $bytes $object_size $duration $turn_around_time $["$referrer" $/- $]$["$agent" $/- $]$version_id $host_id $signature_version $cipher_suite $authentication_type $vhost $tls_version$[ $access_point_arn$[ $acl_required$]$]',
  {
    time: { shape: 'clf' },
    kinds: { duration: { kind: 'number', per: 1000 }, turn_around_time: { kind: 'number', per: 1000 }, object_size: { kind: 'bytes' } },
    types: { turn_around_time: 'seconds', object_size: 'bytes' },
  },
);

/** The names that Google's columns have here; the others go by their own. */
const GCS_FIELDS: Readonly<Record<string, string>> = {
  time_micros: 'time',
  c_ip: 'host',
  cs_method: 'method',
  cs_uri: 'path',
  sc_status: 'status',
  cs_bytes: 'bytesIn',
  sc_bytes: 'bytes',
  time_taken_micros: 'duration',
  cs_host: 'vhost',
  cs_referer: 'referrer',
  cs_user_agent: 'agent',
  s_request_id: 'requestId',
};

const GCS_COLUMNS =
  '"time_micros","c_ip","c_ip_type","c_ip_region","cs_method","cs_uri","sc_status","cs_bytes","sc_bytes","time_taken_micros","cs_host","cs_referer","cs_user_agent","s_request_id","cs_operation","cs_bucket","cs_object"';

/** The usage logs of Google Cloud Storage. */
export const GCS: Layout = namedLayout('gcs', GCS_COLUMNS.replaceAll(/\w+/g, (column) => `$${GCS_FIELDS[column] ?? column}`), {
  time: { shape: 'epoch', unit: 'us', fraction: false },
  kinds: { host: { kind: 'text' }, path: { kind: 'target' }, duration: { kind: 'number', per: 1e6 } },
  escape: 'doubled',
  // What follows is written in several ways, such as cs_referrer.
  header: '"time_micros","c_ip","c_ip_type",',
});
