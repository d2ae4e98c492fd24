import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/filter/filter.js';
import { formatNamed } from '../../src/formats/registry.js';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { conditionOf } from '../../src/filter/condition.js';

const FORMAT = formatNamed('combined')!;

const fieldCondition = (field: 'section' | 'host', value: string): string => conditionOf([{ field, value }]);
const classCondition = (value: string): string => conditionOf([{ field: 'status', value }]);
const failingCondition = ({ status, method, path }: { status: string; method: string; path: string }): string =>
  conditionOf([{ field: 'status', value: status }, { field: 'method', value: method }, { field: 'path', value: path }]);

/** Whether a filter lets a line of Combined through. */
const matches = (filter: string, line: Buffer): boolean => {
  const reader = FORMAT.newReader();
  if (!reader.read(chunkOf(line), 0, line.length)) throw new Error('no record');
  return parseFilter(filter).newPredicate(FORMAT).accepts(reader.record, chunkOf(line), 0, line.length);
};

const lineOf = ({ host = '192.0.2.1', request = 'GET / HTTP/1.1', status = '200' }): Buffer =>
  Buffer.from(`${host} - - [22/Nov/2018:17:57:22 +0000] "${request}" ${status} 1 "-" "-"`, 'latin1');

describe('the condition of what a row shows', () => {
  it.each<[string, string, string]>([
    ['a section', fieldCondition('section', 'food'), 'section:"food"'],
    ['the root', fieldCondition('section', '/'), 'section:"/"'],
    ['what has none', fieldCondition('section', '-'), '(section:"-" OR NOT _exists_:section)'],
    ['quotes', fieldCondition('section', 'a"b'), 'section:"a\\"b"'],
    ['wildcards, which are meant as they stand', fieldCondition('section', '*?'), 'section:"*?"'],
    ['bytes that are no UTF-8', fieldCondition('section', 'a\ufffd\ufffd b'), 'section:a*\\ b'],
    ['escapes, as they stand and as they were meant', fieldCondition('section', 'a\\x0ab'), '(section:"a\\\\x0ab" OR section:"a\nb")'],
    ['a class', classCondition('5xx'), 'status:[500 TO 599]'],
    ['no class', classCondition('other'), 'NOT status:[100 TO 599]'],
    ['a request', failingCondition({ status: '404', method: 'GET', path: '/a b' }), '(status:404 method:"GET" path:"/a b")'],
  ])('of %s', (_, condition, expected) => {
    expect(condition).toBe(expected);
    expect(parseFilter(condition).text).toBe(expected);
  });

  it('holds for the value that it is made of, whatever that is, and not for another', () => {
    const value = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 20 }).map((text) => text.replace(/[\0-\x20"\\?/\x7f]/g, 'x'));
    fc.assert(
      fc.property(value, (section) => {
        const condition = fieldCondition('section', section);
        expect(matches(condition, lineOf({ request: `GET /${section}/x HTTP/1.1` }))).toBe(true);
        expect(matches(condition, lineOf({ request: `GET /${section}y/x HTTP/1.1` }))).toBe(false);
      }),
    );
  });

  it('holds for bytes that are no UTF-8', () => {
    const section = Buffer.from('a\xff\xfe(b', 'latin1');
    expect(matches(fieldCondition('section', section.toString()), lineOf({ request: 'GET /a\xff\xfe(b HTTP/1.1' }))).toBe(true);
  });

  it('holds for what is longer than what is shown of it', () => {
    const path = `/${'a'.repeat(3000)}`;
    const condition = failingCondition({ status: '404', method: 'GET', path: path.slice(0, 1016) });
    expect(matches(condition, lineOf({ request: `GET ${path} HTTP/1.1`, status: '404' }))).toBe(true);
  });

  it('holds for what is no HTTP request', () => {
    expect(matches(fieldCondition('section', '-'), lineOf({ request: '\\x16\\x03' }))).toBe(true);
    expect(matches(fieldCondition('section', '-'), lineOf({}))).toBe(false);
    expect(matches(failingCondition({ status: '400', method: '-', path: '\\x16\\x03' }), lineOf({ request: '\\x16\\x03', status: '400' }))).toBe(true);
  });
});
