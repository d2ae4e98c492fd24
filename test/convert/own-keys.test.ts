import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FIELDS } from '../../src/formats/field.js';
import type { Format } from '../../src/formats/format.js';
import { mappedJson } from '../../src/formats/json/json-format.js';
import { formatNamed } from '../../src/formats/registry.js';
import { forbiddenIn } from '../support/hostile-text.js';
import { convertBytes, linesOf } from './conversion.js';

const MAPPED = mappedJson('own', 'time=ts,status=code', [['time']]);
const JSON_LINES = formatNamed('json')!;

const converted = (line: string, fields?: readonly string[], format: Format = MAPPED): Record<string, unknown>[] => {
  const { output } = convertBytes(Buffer.from(line), 'json', { format, ...(fields === undefined ? {} : { fields }) });
  expect(forbiddenIn(output.replaceAll('\n', ''))).toEqual([]);
  return linesOf(output).map((each) => JSON.parse(each) as Record<string, unknown>);
};

const TIME = { time: '1970-01-01T00:00:05Z' };

describe('a line in JSON', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['has numbers, texts, true and false as they are', '"a":1.50,"b":-2e3,"c":"x","d":true,"e":false', { a: 1.5, b: -2000, c: 'x', d: true, e: false }],
    ['has the keys of objects in it with dots between', '"a":{"b":{"c":1,"d":"x"}},"e.f":2', { 'a.b.c': 1, 'a.b.d': 'x', 'e.f': 2 }],
    ['has lists as lists', '"a":[1,"x",{"b":[null]}],"c":[]', { a: [1, 'x', { b: [null] }], c: [] }],
    ['lacks what is absent', '"a":null,"b":"","c":"-","d":{}', {}],
    ['has a key with dots rather than what stands in objects', '"a":{"b":2},"a.b":1', { 'a.b': 1 }],
    ['has the last of keys that come twice', '"a":1,"a":2', { a: 2 }],
    ['has keys with escapes', String.raw`"\u0061":1,"q\"\n\u202e":2`, { a: 1, 'q"\n\u202e': 2 }],
    ['has keys that are called as fields with a number behind', '"status":"fine","raw":1,"time":"noon"', { status_2: 'fine', raw_2: 1, time_2: 'noon' }],
    ['has each key once, however others are called', '"status":1,"status_2":2', { status_2: 1, status_2_2: 2 }],
    ['has what is no JSON as a text', '"a":01,"b":1x,"c":tru,"d":[1,]', { a: '01', b: '1x', c: 'tru', d: '[1,]' }],
    ['lacks the keys that fields were read from', '"code":404,"a":1', { status: 404, a: 1 }],
  ])('%s', (_, members, expected) => {
    expect(converted(`{"ts":5,${members}}`)).toEqual([{ ...TIME, ...expected }]);
  });

  it('has the digits of its numbers, however many', () => {
    expect(convertBytes(Buffer.from('{"ts":5,"a":12345678901234567890.10}'), 'json', { format: MAPPED }).output).toContain('"a":12345678901234567890.10');
  });

  it('has a list of several that a field was read from, too', () => {
    const format = mappedJson('list', 'time=ts,agent=ua');
    expect(converted('{"ts":5,"ua":["x","y"]}\n{"ts":5,"ua":["x"]}', undefined, format)).toEqual([
      { ...TIME, agent: 'x', ua: ['x', 'y'] },
      { ...TIME, agent: 'x' },
    ]);
  });

  it('has keys of which a better one was read for the same field', () => {
    expect(converted('{"ts":5,"time":"2018-11-22T15:52:00Z","status":200,"code":7}', undefined, JSON_LINES)).toEqual([
      { ...TIME, status: 200, time_2: '2018-11-22T15:52:00Z', code: 7 },
    ]);
  });

  it('keeps what is deeper than anyone looks as JSON', () => {
    const deep = `${'{"a":'.repeat(20)}"x"${'}'.repeat(20)}`;
    const [record = {}] = converted(`{"ts":5,"deep":${deep}}`);
    const [key = ''] = Object.keys(record).filter((each) => each !== 'time');
    expect(key).toMatch(/^deep(\.a)+$/);
    expect(JSON.stringify(record[key])).toMatch(/^\{("a":\{)*"a":"x"\}+$/);
    expect(converted(`{"ts":5,"l":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)).toHaveLength(1);
  });

  it('may have ever new keys', () => {
    const lines = Array.from({ length: 9000 }, (_, n) => `{"ts":5,"k${n}":${n},"o":{"p${n}":1}}`);
    expect(converted(lines.join('\n'))).toEqual(lines.map((_, n) => ({ ...TIME, [`k${n}`]: n, [`o.p${n}`]: 1 })));
  });
});

const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', '}', '[', ',', ':', ' ', '\n', '\u0001', 'é', '🍕', '-', '\u202e'), maxLength: 5 });
const key = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'path', 'status'), text);
const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree };
const object = fc.letrec<{ value: Tree; object: Record<string, Tree> }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
  object: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).object;

const SHARED: readonly string[] = FIELDS.map(({ name }) => name);

/** All values of an object by their paths, without those that are absent. */
const valuesOf = (tree: Record<string, Tree>, above = ''): [string, Tree][] =>
  Object.entries(tree).flatMap(([name, value]): [string, Tree][] => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return valuesOf(value, `${above}${name}.`);
    return value === null || value === '' || value === '-' ? [] : [[`${above}${name}`, value]];
  });

test('of any object every value is there, under the path that leads to it, and asking for it by name gives the same', () => {
  fc.assert(
    fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), (objects) => {
      const lines = objects.map((each) => JSON.stringify({ ts: 5, o: each })).join('\n');
      const expected = objects.map((each) => valuesOf(each, 'o.'));
      expect(converted(lines)).toEqual(JSON.parse(JSON.stringify(expected.map((values) => ({ ...TIME, ...Object.fromEntries(values) })))));
      const paths = [...new Set(expected.flatMap((values) => values.map(([path]) => path)))];
      expect(converted(lines, paths)).toEqual(JSON.parse(JSON.stringify(expected.map((values) => Object.fromEntries(values)))));
    }),
    { numRuns: 1000 },
  );
});

test('of keys that are called as fields none is taken for one', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...SHARED, 'a'), fc.nat(), { noNullPrototype: true }), (own) => {
      const expected = Object.entries(own).map(([name, value]) => [SHARED.includes(name) ? `${name}_2` : name, value] as const);
      expect(converted(JSON.stringify({ ts: 5, ...own }))).toEqual([{ ...TIME, ...Object.fromEntries(expected) }]);
    }),
  );
});

test('whatever bytes stand in lines, all output is JSON and harmless', () => {
  const bytes = fc.tuple(object, fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\xff', '1')), { maxLength: 3 })).map(([each, changes]) => {
    const line = JSON.stringify({ ts: 5, x: each, y: 1 });
    return changes.reduce((all, [at, byte]) => all.slice(0, at % all.length) + byte + all.slice((at % all.length) + (at % 2)), line).replaceAll('\n', ' ');
  });
  fc.assert(
    fc.property(bytes, (line) => {
      for (const to of ['json', 'logfmt', 'csv'] as const) {
        const { output } = convertBytes(Buffer.from(line, 'latin1'), to, { format: MAPPED, fields: to === 'csv' ? ['x.a', 'y'] : ['*'] });
        expect(forbiddenIn(output.replaceAll('\n', ''))).toEqual([]);
        if (to === 'json') for (const each of linesOf(output)) expect(JSON.parse(each)).toBeInstanceOf(Object);
      }
    }),
    { numRuns: 1000 },
  );
});

describe('other notations', () => {
  const line = Buffer.from('{"ts":5,"a":{"b":"x y","c":-1.5,"d":["=1"]},"e":"=1"}');

  it('have the keys that are asked for, logfmt all of them', () => {
    expect(convertBytes(line, 'logfmt', { format: MAPPED }).output).toBe('time=1970-01-01T00:00:05Z a.b="x y" a.c=-1.5 a.d="[\\"=1\\"]" e="=1"\n');
    expect(convertBytes(line, 'csv', { format: MAPPED, fields: ['e', 'a.b', 'a.c', 'a.d', 'none'] }).output).toBe('e,a.b,a.c,a.d,none\n\'=1,x y,-1.5,"[""=1""]",\n');
  });

  it('have no keys of logs in other formats', () => {
    expect(convertBytes(Buffer.from('192.0.2.1 - - [22/Nov/2018:15:52:00 +0000] "GET / HTTP/1.1" 200 5\n'), 'json', { fields: ['status', 'a.b'] }).output).toBe('{"status":200}\n');
  });
});
