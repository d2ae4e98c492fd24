import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { JsonFormat, mappedJson } from '../../src/formats/json/json-format.js';
import { FORMATS } from '../../src/formats/registry.js';
import { ROW_SLOTS } from '../../src/formats/scanner.js';
import { readWith } from './read-line.js';
import { scan } from './scan.js';

const format = mappedJson('law', 'time=ts,one=a,two=a.b,three=a.b.c,four=b.a,five=c');

/** What a path of keys leads to by the words of the documentation: a key with dots before objects, the shorter key first. */
const lookUp = (value: unknown, keys: readonly string[]): unknown => {
  if (keys.length === 0) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const lengths = [keys.length, ...keys.slice(1).map((_, n) => n + 1)];
  for (const length of lengths) {
    const key = keys.slice(0, length).join('.');
    const found = Object.hasOwn(value, key) ? lookUp((value as Record<string, unknown>)[key], keys.slice(length)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

const textOf = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const isText = typeof first === 'string' || typeof first === 'number' || typeof value === 'boolean';
  const text = isText ? String(first) : '';
  return text === '' || text === '-' ? undefined : text;
};

const expected = (line: string): Record<string, unknown> | null => {
  const object: unknown = JSON.parse(line);
  const fields = { one: 'a', two: 'a.b', three: 'a.b.c', four: 'b.a', five: 'c' };
  const texts = Object.entries(fields).flatMap(([name, path]) => {
    const text = textOf(lookUp(object, path.split('.')));
    return text === undefined ? [] : [[name, text] as const];
  });
  return texts.length === 0 ? null : { time: 5, ...Object.fromEntries(texts) };
};

const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', '}', '[', ',', ':', ' ', '\n', '\u0001', 'é', '🍕', '-', '/'), maxLength: 5 });
const scalar = fc.oneof(text, fc.nat(), fc.boolean(), fc.constant(null));
const key = fc.oneof(fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a.b.c', 'b.a', ''), text);

/** An object as somebody may write it: keys may come twice, have escapes, or blanks around them. */
const written = fc.letrec<{ value: string; object: string; list: string }>((tie) => {
  const blank = fc.constantFrom('', '', '', ' ', '\t ');
  const quoted = fc.tuple(key, fc.nat({ max: 9 })).map(([name, n]) => (n === 0 && name === 'a' ? String.raw`"\u0061"` : JSON.stringify(name)));
  const member = fc.tuple(blank, quoted, blank, tie('value'), blank).map(([before, name, between, value, behind]) => `${before}${name}${between}:${between}${value}${behind}`);
  return {
    value: fc.oneof({ maxDepth: 3 }, scalar.map((value) => JSON.stringify(value)), tie('object'), tie('list')),
    list: fc.tuple(blank, fc.array(tie('value'), { maxLength: 3 })).map(([before, values]) => `[${before}${values.join(',')}]`),
    object: fc.array(member, { maxLength: 5 }).map((members) => `{${members.join(',')}}`),
  };
}).object;

const line = fc.tuple(written, fc.boolean()).map(([object, isFirst]) => {
  const inner = object.slice(1, -1);
  const members = [...(inner.trim() === '' ? [] : [inner])];
  members.splice(isFirst ? 0 : 1, 0, '"ts":5');
  return `{${members.join(',')}}`;
});

test('what is found in an object is what JSON.parse finds', () => {
  const reader = format.newReader();
  fc.assert(
    fc.property(line, (each) => {
      expect(readWith(reader, each)).toEqual(expected(each));
    }),
    { numRuns: 5000 },
  );
});

test('what was read of a line is nothing to the next', () => {
  const reader = format.newReader();
  fc.assert(
    fc.property(line, line, (first, second) => {
      readWith(reader, first);
      expect(readWith(reader, second)).toEqual(readWith(format.newReader(), second));
    }),
    { numRuns: 500 },
  );
});

const request = fc.record(
  {
    ts: fc.oneof(fc.nat(), fc.double({ min: 0, max: 2e9, noNaN: true }), fc.constant('2018-11-22T15:20:00Z')),
    status: fc.oneof(fc.integer({ min: 0, max: 1100 }), fc.constantFrom('200', 'ok', null)),
    uri: fc.constantFrom('/a', '/a?b', String.raw`/a\b"`, '', '*', 'http://h/x', 'é/'),
    remote_addr: fc.constantFrom('192.0.2.1', '192.0.2.1:4', '[::1]:3', '"', ''),
    request: fc.oneof(fc.constant('GET /x HTTP/1.1'), fc.record({ uri: fc.constant('/y'), method: fc.constant('GET') })),
    duration: fc.oneof(fc.double(), fc.constantFrom('5ms', 'x')),
    bytes: fc.oneof(fc.nat(), fc.double(), fc.constant('7')),
  },
  { requiredKeys: [] },
);

const samples = ['caddy', 'envoy', 'nginx', 'traefik'].flatMap((name) => readFileSync(new URL(`../../sample-logs/${name}.json`, import.meta.url), 'latin1').trimEnd().split('\n').slice(0, 10));

/** Bytes of a line, with some replaced, taken away or doubled. */
const changed = (each: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(each, fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', ' ', '\x00', '\xff', '')), { maxLength: 3 }))
    .map(([text, changes]) => changes.reduce((all, [at, byte]) => all.slice(0, at % (all.length + 1)) + byte + all.slice((at % (all.length + 1)) + (at % 3)), text));

const mutated = changed(fc.oneof(line, request.map((each) => JSON.stringify(each))));

/** A line of a log in which a key may come twice. */
const doubled = fc.tuple(fc.constantFrom(...samples), fc.nat()).map(([sample, n]) => {
  const members = sample.match(/"[^"]*":"[^"]*"/g)!;
  return sample.replace(/\}$/, `,${members[n % members.length]!}}`);
});

describe.each(FORMATS.filter((each) => each instanceof JsonFormat).map((each) => [each.name, each] as const))('a line of %s', (_, each) => {
  test('is one row, whatever bytes stand in it, and the same whatever lies beside it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(mutated, fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'))), { maxLength: 5 }), (lines) => {
        const bytes = Buffer.from(lines.join('\n'));
        const newlines = bytes.filter((byte) => byte === 10).length;
        const { lines: rows, rejected } = scan(each, bytes);
        expect(rows).toHaveLength(bytes.length === 0 ? 0 : newlines + (bytes.at(-1) === 10 ? 0 : 1));
        expect(rows.filter((row) => 'reason' in row)).toEqual(rejected.map(({ reason }) => ({ reason })));
        expect(scan(each, bytes, { bare: true }).lines).toEqual(rows);
      }),
      { numRuns: 1000 },
    );
  });

  test('is a record to who counts it when it is one to who reads all of its fields', () => {
    const [counting, reading] = [each.newReader(ROW_SLOTS), each.newReader()];
    fc.assert(
      fc.property(changed(fc.oneof(fc.constantFrom(...samples), doubled)), (one) => {
        const bytes = chunkOf(Buffer.from(one, 'latin1'));
        const isRecord = reading.read(bytes, 0, one.length);
        expect(counting.read(bytes, 0, one.length)).toBe(isRecord);
        if (!isRecord) expect([counting.reason, counting.failure]).toEqual([reading.reason, reading.failure]);
      }),
      { numRuns: 5000 },
    );
  });

  test('says where it ceases to fit, within itself', () => {
    const reader = each.newReader();
    fc.assert(
      fc.property(mutated, (one) => {
        const bytes = Buffer.from(one);
        if (reader.read(chunkOf(bytes), 0, bytes.length)) return;
        expect(reader.failure?.at).toBeGreaterThanOrEqual(0);
        expect(reader.failure?.at).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });
});
