import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FORMATS } from '../../src/formats/registry.js';
import { readWith } from '../formats/read-line.js';
import type { Fields } from '../formats/read-line.js';
import { scan } from '../formats/scan.js';
import { formatOf, linesOf, made } from './made-log.js';

const PASTED = [
  '%h %l %u %t "%r" %>s %b',
  '%v:%p %h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\" %D',
  '%a %{%Y-%m-%d %H:%M:%S}t %{msec_frac}t %m %U%q %H %s %I %{X-Own}i',
  '%{sec}t|%h|%m|%U|%>s|%{ms}T',
  '%{usec}t %h "%r" %T %>s',
  '%{%a %A %d/%b/%Y %B %I:%M:%S %p %z %j %y %e %s}t %h %>s "%r"',
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time $upstream_response_time',
  '$msec $remote_addr:$remote_port $request_method $scheme://$host$request_uri $status $request_length $upstream_addr $upstream_status $request_id',
  '$time_iso8601 [$http_user_agent] $uri?$args $status',
  '{"t":"$time_iso8601","a":"$remote_addr","r":"$request","s":$status,"u":"$http_user_agent"}',
  'log_format x escape=none \'$msec "$request" "$http_user_agent" $status\';',
  'json:time=ts,request=req.line,status=status,duration=took:ms,agent=headers.agent',
  'json:time=a.b,path=a,status=s,host=h',
];
const NAMES = [...FORMATS.map(({ name }) => name), ...PASTED];

/** What each line of a log is, in a format, as its own reader has it. */
const recordsOf = (name: string, bytes: Buffer): (Fields | null)[] => {
  const reader = formatOf(name).newReader();
  return linesOf(bytes).map((line) => {
    const fields = readWith(reader, line);
    return reader.whole || reader.failure === null ? fields : null;
  });
};

/** The richest of the text formats and one of JSON's: between them they have all fields. */
const ORACLE = 'json:time=ts,host=h,user=u,vhost=v,method=m,path=p,protocol=pr,status=s,bytes=b,bytesIn=bi,duration=d,referrer=r,agent=a,upstream=up,level=l,message=msg';

/** What another format may say in its own way: whole seconds of `%T`, `+` for a blank. */
const alike = (fields: Fields, oracle: Fields, name: string): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => {
      if (field === 'duration' && name.includes('%T')) return [[field, Math.floor(Number(oracle['duration'])) === value ? oracle['duration']! : value]];
      if (field === 'agent' && value === String(oracle['agent']).replaceAll(/[+]/g, ' ').replaceAll('"', "'")) return [[field, oracle['agent']!]];
      if (field === 'agent' && value === String(oracle['agent']).replaceAll('"', "'")) return [[field, oracle['agent']!]];
      if (field === 'agent' && name.includes('[$http')) return [];
      return [[field, value]];
    }),
  );

const LINES = 300;
const SOME = { amount: { lines: LINES }, disorder: 3, errorBurst: true };
const COMPARED = ['time', 'host', 'user', 'method', 'path', 'query', 'protocol', 'status', 'bytes', 'bytesIn', 'duration', 'referrer', 'agent', 'upstream', 'upstreamDuration'];

describe('a made log', () => {
  const oracle = recordsOf(ORACLE, made({ ...SOME, format: formatOf(ORACLE) }));

  it.each(NAMES)('in the format %s has the fields that were drawn, each line as a whole', (name) => {
    const bytes = made({ ...SOME, format: formatOf(name) });
    const lines = linesOf(bytes);
    let compared = 0;
    const faults = recordsOf(name, bytes).flatMap((record, n): unknown[] => {
      if (record === null) return [['no whole record', lines[n]]];
      const expected: Fields = { ...oracle[n]!, upstreamDuration: oracle[n]!['duration']! };
      const fields = alike(record, expected, name);
      const common = COMPARED.filter((field) => fields[field] !== undefined && expected[field] !== undefined);
      compared += common.length;
      return common.filter((field) => fields[field] !== expected[field]).map((field) => [field, fields[field], expected[field], lines[n]]);
    });
    expect(faults.slice(0, 3)).toEqual([]);
    expect(lines).toHaveLength(LINES);
    expect(compared).toBeGreaterThanOrEqual(LINES * 2);
  });

  it.each(NAMES)('in the format %s is taken by the scanner, hostile lines as well, and has nothing that is not printable', (name) => {
    const bytes = made({ amount: { lines: LINES }, format: formatOf(name), hostile: 0.5, surge: true });
    const { lines, rejected } = scan(formatOf(name), bytes);
    expect(rejected.slice(0, 3)).toEqual([]);
    expect(lines).toHaveLength(LINES);
    expect(bytes.toString('latin1')).toMatch(/^[\t\n\x20-\x7e]*$/);
  });
});

test('any time of a pattern is read back', () => {
  const pieces = fc.constantFrom('%Y-%m-%d %H:%M:%S', '%d/%b/%y %T', '%s', '%B %e %Y %I:%M:%S %p', '%F %R:%S%.f', '%Y %j %k:%M:%S', '%c', '%x %X', '%a %b %d %H:%M:%S.%f %Y', '%Y-%m-%dT%H:%M:%S.%LZ', '%G %V %U %W %u %w %g %C %F %T %Z');
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1e9, max: 3.1e9 }), (pattern, start) => {
      const format = formatOf(`%{${pattern}}t %h %>s`);
      const reader = format.newReader();
      const [line = ''] = linesOf(made({ format, start, amount: { lines: 1 } }));
      expect(readWith(reader, line)?.['time'], line).toBe(start);
    }),
  );
});
