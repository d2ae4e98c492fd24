import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { detectFormat, rankFormats } from '../../src/formats/detection.js';
import { JsonFormat } from '../../src/formats/json/json-format.js';
import { FORMATS } from '../../src/formats/registry.js';
import { scan } from './scan.js';

/** The sample of each format. */
const FILES: Readonly<Record<string, string>> = {
  'vhost-combined': 'vhost-combined.log',
  combined: 'combined.log',
  'vhost-common': 'vhost-common.log',
  common: 'common.log',
  csv: 'requests.csv',
  caddy: 'caddy.json',
  'traefik-json': 'traefik.json',
  'envoy-json': 'envoy.json',
  json: 'nginx.json',
  'nginx-ingress': 'nginx-ingress.log',
  traefik: 'traefik.log',
  haproxy: 'haproxy.log',
  envoy: 'envoy.log',
  squid: 'squid.log',
  alb: 'alb.log',
  elb: 'elb.log',
  s3: 's3.log',
  gcs: 'gcs.csv',
  'apache-error': 'apache-error.log',
  'nginx-error': 'nginx-error.log',
  cloudfront: 'cloudfront.log',
  w3c: 'iis.log',
  connections: 'connections.log',
};

const linesOf = (name: string): string[] => readFileSync(new URL(`../../sample-logs/${FILES[name]!}`, import.meta.url), 'latin1').trimEnd().split('\n').slice(0, 30);

const JUNK = ['', 'Server started', '   at Object.<anonymous> (/srv/app.js:10:5)', '{"level":"info"}', '\\x16\\x03', '#', '# a remark', '-', '"', '[', '2018-11-22 15:52:00 ready', '<134>1 - - - -', '{', '1542901920', '::1'];

/** Characters that mean something somewhere in a line, and a few that are odd. */
const MARKS = '" \\[]{}()<>#$%&=|:;/-+,*.?05aHTPZ~\t\r\u0000\u00a0\u00ff';

/** A text with a few changes: something taken away, something put in, perhaps often. */
const mutated = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.nat({ max: MARKS.length - 1 }), fc.constantFrom(0, 1, 1, 1, 2, 400)), { maxLength: 4 }))
    .map(([line, changes]) =>
      changes.reduce((now, [at, removed, mark, times]) => {
        const place = at % (now.length + 1);
        return now.slice(0, place) + MARKS.charAt(mark).repeat(times) + now.slice(place + removed);
      }, line),
    );

/** Bytes of no format, of bytes and of pieces of real lines. */
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.array(fc.constantFrom(...Array.from(MARKS), ' "-" ', '200', 'GET / HTTP/1.1', '-1/-1', '#Fields: ', 'date time ', '2018-11-22', '15:52:00', '22/Nov/2018:15:52:00 +0000'), { maxLength: 40 }).map((parts) => parts.join('')),
);

test('every format has its sample', () => {
  expect(Object.keys(FILES).sort()).toEqual(FORMATS.map(({ name }) => name).sort());
});

describe.each(FORMATS.map((format) => [format.name, format] as const))('%s', (name, format) => {
  const sample = linesOf(name);
  const line = mutated(fc.constantFrom(...sample));
  const input = fc.array(fc.oneof({ weight: 3, arbitrary: line }, { weight: 1, arbitrary: fc.constantFrom(...sample) }, { weight: 1, arbitrary: noise }), { minLength: 1, maxLength: 8 }).map((lines) => Buffer.from(lines.join('\n'), 'latin1'));

  test('makes one row of each line, and tells of each that is none, whatever stands there', () => {
    fc.assert(
      fc.property(input, (bytes) => {
        const count = bytes.length === 0 ? 0 : bytes.filter((byte) => byte === 10).length + (bytes.at(-1) === 10 ? 0 : 1);
        const { lines, rejected } = scan(format, bytes);
        expect(lines).toHaveLength(count);
        expect(lines.filter((each) => 'reason' in each)).toEqual(rejected.map(({ reason }) => ({ reason })));
        for (const each of lines) if (!('reason' in each)) expect(Number.isInteger(each.second) && each.bytes >= 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  // A scan of JSON looks at nothing that no row has, so it does not see what is odd there.
  if (!(format instanceof JsonFormat)) test('reads a line by itself as it does in a scan, and says where it does not fit', () => {
    fc.assert(
      fc.property(input, (bytes) => {
        const { lines } = scan(format, bytes);
        const reader = format.newReader();
        bytes.toString('latin1').split('\n').forEach((text, n) => {
          const scanned = lines[n];
          const one = Buffer.from(text.replace(/\r$/, ''), 'latin1');
          if (scanned === undefined || ('reason' in scanned && scanned.reason === 'empty')) return;
          const isRecord = reader.read(chunkOf(one), 0, one.length);
          expect(isRecord ? null : reader.reason).toBe('reason' in scanned ? scanned.reason : null);
          if (isRecord) {
            expect(reader.record.second).toBe((scanned as { second: number }).second);
            if (reader.whole) expect(reader.failure).toBeNull();
          }
          const { failure } = reader;
          if (failure === null) return;
          expect(failure.at).toBeGreaterThanOrEqual(0);
          expect(failure.at).toBeLessThanOrEqual(one.length);
          expect(failure.expected).not.toBe('');
        });
      }),
      { numRuns: 60 },
    );
  });

  test('has spans within the line for each field, and none that another line left', () => {
    const used = format.newReader();
    fc.assert(
      fc.property(line, (text) => {
        const one = Buffer.from(text, 'latin1');
        if (text.startsWith('#') || one.length === 0) return;
        const fresh = format.newReader();
        // What W3C's lines name is kept on purpose.
        for (const each of sample) if (each.startsWith('#')) for (const reader of [fresh, used]) reader.read(chunkOf(Buffer.from(each, 'latin1')), 0, each.length);
        const isRecord = fresh.read(chunkOf(one), 0, one.length);
        expect(used.read(chunkOf(one), 0, one.length)).toBe(isRecord);
        if (!isRecord) return;
        for (const { slot } of fresh.fields) {
          const [from, to] = [fresh.record.spans[slot * 2]!, fresh.record.spans[slot * 2 + 1]!];
          expect(from === -1 ? to === -1 : from >= 0 && from <= to && to <= fresh.record.line.bytes.length).toBe(true);
          expect(used.record.text(slot)).toBe(fresh.record.text(slot));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is the format of its sample with junk for a fifth of its lines, wherever that stands', () => {
    const records = sample.filter((each) => !each.startsWith('#'));
    const header = sample.slice(0, sample.indexOf(records[0]!));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.constantFrom(...JUNK)), { minLength: Math.floor(sample.length / 4), maxLength: Math.floor(sample.length / 4) }), (junk) => {
        const mixed = [...sample];
        for (const [at, text] of junk) mixed.splice(header.length + (at % (mixed.length - header.length)), 0, text);
        expect(detectFormat(mixed)?.name).toBe(name);
      }),
      { numRuns: 20 },
    );
  });

  test('is soon done with lines that are made to keep it busy', () => {
    const last = sample.at(-1)!;
    for (const mark of [...Array.from(MARKS), '","', ' - ', '\\"', ' {', ': ', ', ', ' : ', '/-1', '"" ']) {
      const long = mark.repeat(Math.floor(60_000 / mark.length));
      for (const cut of [0, last.length >> 1, last.length]) {
        const one = Buffer.from(last.slice(0, cut) + long + last.slice(cut), 'latin1');
        const reader = format.newReader();
        expect(typeof reader.read(chunkOf(one), 0, one.length)).toBe('boolean');
      }
    }
  });
});

describe('with fields that it does not know behind each line', () => {
  // Common with anything behind it might be a Combined of which the rest is odd; an object of JSON and a connection have nothing behind them.
  const names = FORMATS.map(({ name }) => name).filter((name) => !name.endsWith('common') && !/json|caddy|connections/.test(name));
  test.each(names)('%s is known', (name) => {
    const tail = name === 'csv' || name === 'gcs' ? ',"x",7' : name === 'cloudfront' ? '\t-\t7' : ' "-" 7';
    expect(detectFormat(linesOf(name).map((each) => (each.startsWith('#') ? each : each + tail)))?.name).toBe(name);
  });
});

describe('without what may be missing', () => {
  test.each<[string, RegExp, string]>([
    ['alb', / TID_\S+$/, ''],
    ['alb', / "[^"]*" "[^"]*" TID_\S+$/, ''],
    ['elb', / "[^"]*" \S+ \S+$/, ''],
    ['s3', / \S+ \S+$/, ''],
    ['s3', / SigV4.*/, ''],
    ['haproxy', /^.*haproxy\[\d+\]: /, ''],
    ['haproxy', / \{[^"]*\} "/, ' "'],
    ['nginx-ingress', / \[\] /, ' '],
    ['nginx-ingress', / \w+$/, ''],
    ['squid', / \S+$/, ' -'],
    ['apache-error', /, referer: .*/, ''],
    ['apache-error', /:tid \d+\]/, ']'],
    ['apache-error', / \[client [^\]]*\]/, ''],
    ['nginx-error', /, client: .*/, ''],
    ['nginx-error', /\*\d+ /, ''],
    ['cloudfront', /(\t[^\t]*){9}$/, ''],
    ['w3c', /^#.*/, ''],
  ])('%s is known (%s)', (name, missing, instead) => {
    const lines = linesOf(name).map((each) => each.replace(missing, instead));
    expect(lines).not.toEqual(linesOf(name));
    expect(rankFormats(lines)[0]?.format.name).toBe(name);
  });
});
