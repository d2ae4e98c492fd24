import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { FilterError } from '../../src/filter/filter-error.js';
import { parseFilter } from '../../src/filter/filter.js';
import { mappedJson } from '../../src/formats/json/json-format.js';
import { formatNamed, scan } from '../formats/scan.js';

const keyed = (text: string) => parseFilter(text, [], true);

const holds = (filter: string, line: string): boolean => {
  const format = formatNamed('json');
  const predicate = keyed(filter).newPredicate(format);
  const reader = format.newReader(predicate.wanted);
  const bytes = chunkOf(Buffer.from(line));
  expect(reader.read(bytes, 0, bytes.bytes.length)).toBe(true);
  return predicate.accepts(reader.record, bytes, 0, bytes.bytes.length);
};

describe('a key of lines in JSON', () => {
  const line = String.raw`{"time":"2018-11-22T15:52:00Z","status":200,"path":"/a","foo":{"bar":"x","n":3,"esc":"a\"b","list":["one","two"],"yes":true,"neg":-2},"d.e":"dot","request_uri":"/z"}`;

  it.each([
    ['foo.bar:x', true],
    ['foo.bar:y', false],
    ['foo.bar:*', true],
    ['_exists_:foo.bar', true],
    ['_exists_:foo.none', false],
    ['-foo.none:x', true],
    ['foo.n:3', true],
    ['foo.n:>2 foo.n:<=3', true],
    ['foo.n>3', false],
    ['foo.n:[1 TO 5]', true],
    ['foo.bar:>1', false],
    ['foo.esc:"a\\"b"', true],
    ['foo.list:one', true],
    ['foo.yes:true', true],
    ['d.e:~/^d/', true],
    ['status:200 (foo.bar:z OR d.e:dot)', true],
    ['status:404 foo.bar:x', false],
    ['request_uri:/z', true],
  ])('%s is asked for by its path: %s', (filter, expected) => {
    expect(holds(filter, line)).toBe(expected);
  });

  it('may have escapes in its name, or come twice', () => {
    expect(holds('foo:x', String.raw`{"time":5,"status":200,"path":"/a","\u0066oo":"x"}`)).toBe(true);
    expect(holds('foo:x', '{"time":5,"status":200,"path":"/a","foo":"y","foo":"x"}')).toBe(true);
  });

  it('is asked for only where a log may be in JSON', () => {
    expect(() => parseFilter('foo.bar:x')).toThrow(FilterError);
    expect(keyed('foo.bar:x').newPredicate(formatNamed('common')).idle).toEqual(["has no field 'foo.bar'"]);
    expect(keyed('foo.bar:x').newPredicate(formatNamed('json')).idle).toEqual([]);
  });

  it('that is called nearly as a field is told of', () => {
    expect(keyed('staus:x').newPredicate(formatNamed('common')).idle).toEqual(["has no field 'staus' (did you mean status?)"]);
    expect(keyed('staus:x').newPredicate(formatNamed('json')).idle).toEqual(["takes 'staus' for a key of its lines (did you mean status?)"]);
    expect(keyed('url:x').newPredicate(formatNamed('common')).idle).toEqual(["has no field 'url' (did you mean path?)"]);
  });

  it.each(['http://shop.example', '12:30', 'foo:>x', '"a\\"b":c'])('is not meant by %s', (filter) => {
    expect(() => keyed(filter)).toThrow(FilterError);
  });

  it('is not taken out of a text with an equals sign', () => {
    expect(keyed('foo=bar').node).toEqual({ kind: 'line', value: { kind: 'pattern', parts: [{ literal: 'foo=bar' }] } });
  });
});

test('what a filter finds at a key is what it finds in a field that is mapped to it, and the lines are the same records', () => {
  const value = fc.oneof(fc.constantFrom('"x"', '"y"', '""', '"-"', 'null', '3', '-1', 'true', '["x"]', '[3]', '[]', '"a\\u0078"', '{"c":"x"}', '{"c":3}', '{"b":{"c":"x"}}', '01', '['));
  const name = fc.constantFrom('a', 'b', 'a.b', 'a.b.c', 'c', String.raw`\u0061`);
  const line = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((members) => `{"ts":5${members.map(([key, each]) => `,"${key}":${each}`).join('')}}`);
  const needed = [['time']];
  const plain = mappedJson('plain', 'time=ts', needed);
  const path = fc.constantFrom('a', 'a.b', 'a.b.c', 'c');
  const condition = fc.constantFrom(':x', ':*', ':>2', ':~/x/');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), path, condition, (lines, key, rest) => {
      const mapped = mappedJson('mapped', `time=ts,k=${key}`, needed);
      const log = lines.join('\n');
      const filtered = scan(plain, log, { filter: keyed(`${key}${rest}`) }).lines;
      const bare = scan(plain, log).lines;
      expect(filtered.map((row) => 'reason' in row && row.reason !== 'filtered')).toEqual(bare.map((row) => 'reason' in row));
      const other = scan(mapped, log, { filter: parseFilter(`k${rest}`, [mapped]) }).lines;
      // A doubled key makes a line that is no JSON no record where it is a field, and is nothing to one where it is none.
      const isSame = scan(mapped, log).lines.map((row, n) => 'reason' in row === 'reason' in bare[n]!);
      expect(filtered.filter((_, n) => isSame[n])).toEqual(other.filter((_, n) => isSame[n]));
    }),
    { numRuns: 2000 },
  );
});
