import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { RejectedBy, RejectReason } from '../../src/core/line-counts.js';

/** The limit of lines in these logs. */
export const MAX_LINE = 200;

/** The time of second 0. */
export const FIRST_TIME = Date.UTC(2015, 4, 17, 10, 5, 0);

type Line = { kind: 'record'; path: string; second: number; status: number } | { kind: RejectReason; text: string };

/** A log, and what there is in it. */
export interface GeneratedLog {
  bytes: Buffer;
  isPacked: boolean;
  lines: readonly Line[];
}

const textOf = (line: Line): string => {
  if (line.kind !== 'record') return line.text;
  const time = `17/May/2015:10:${String(5 + Math.floor(line.second / 60)).padStart(2, '0')}:${String(line.second % 60).padStart(2, '0')} +0000`;
  return `192.0.2.1 - - [${time}] "GET ${line.path} HTTP/1.1" ${line.status} 10 "-" "curl/8"`;
};

const record = fc.record({
  kind: fc.constant('record' as const),
  path: fc.constantFrom('/a', '/b/c', '/a?x=1', '/%20', '/ä'),
  second: fc.nat(300),
  status: fc.constantFrom(200, 404, 500),
});

const rejected = fc.oneof(
  fc.constantFrom('', ' ', '\t \v').map((text) => ({ kind: 'empty' as const, text })),
  fc.constant({ kind: 'layout' as const, text: 'nonsense' }),
  fc.integer({ min: MAX_LINE + 1, max: 1000 }).map((length) => ({ kind: 'too-long' as const, text: 'x'.repeat(length) })),
);

const line: fc.Arbitrary<Line> = fc.oneof({ weight: 5, arbitrary: record }, { weight: 1, arbitrary: rejected });

/** A combined log with line ends of both kinds, lines that are none, long ones, and a beginning and an end of any kind. */
export const generatedLog: fc.Arbitrary<GeneratedLog> = fc
  .record({
    lines: fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 40 }),
    hasLastEnd: fc.boolean(),
    start: fc.constantFrom('', '', '\ufeff', '\0\0\0', '\0\ufeff'),
    isPacked: fc.boolean(),
  })
  .map(({ lines, hasLastEnd, start, isPacked }) => {
    const text = lines.map(([each, end], i) => textOf(each) + (i < lines.length - 1 || hasLastEnd ? end : '')).join('');
    const bytes = Buffer.from(start + text);
    const last = lines.at(-1)?.[0];
    // Nothing behind the last newline is no line.
    const isNoLine = !hasLastEnd && last !== undefined && textOf(last) === '';
    const all = lines.map(([each]) => each);
    return { bytes: isPacked ? gzipSync(bytes) : bytes, isPacked, lines: isNoLine ? all.slice(0, -1) : all };
  });

const bare = (path: string): string => path.replace(/\?.*/, '');

/** What a report of hits says of logs: their lines one by one, as the test made them. */
export const expectedOf = (logs: readonly GeneratedLog[], from = -Infinity, to = Infinity) => {
  const rows = new Map<string, number>();
  const rejectedBy: Partial<Record<RejectReason, number>> = {};
  const lines = { read: 0, accepted: 0, rejected: 0, filtered: 0, late: 0 };
  const times: number[] = [];
  for (const log of logs) {
    for (const each of log.lines) {
      lines.read += 1;
      if (each.kind !== 'record') {
        lines.rejected += 1;
        rejectedBy[each.kind] = (rejectedBy[each.kind] ?? 0) + 1;
        continue;
      }
      const time = FIRST_TIME + each.second * 1000;
      times.push(time);
      if (time < from || time > to) {
        lines.filtered += 1;
        continue;
      }
      lines.accepted += 1;
      const key = `${bare(each.path)} ${each.status}`;
      rows.set(key, (rows.get(key) ?? 0) + 1);
    }
  }
  const sorted = [...rows].map(([key, hits]) => `${key} ${hits} ${hits * 10}`).sort();
  return { rows: sorted, lines, rejectedBy, newest: times.length === 0 ? null : Math.max(...times) };
};

/** Whether a line that is none came before the format was known depends on how much of the log is seen at once. */
export const withoutDoubt = ({ 'unknown-format': unknown = 0, layout = 0, ...others }: RejectedBy): RejectedBy =>
  unknown + layout === 0 ? others : { ...others, layout: unknown + layout };
