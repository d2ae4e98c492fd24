import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { parseFilter } from '../../src/filter/filter.js';
import { FilterError } from '../../src/filter/filter-error.js';
import type { FilterNode, FilterValue, PatternPart, RangeEnd } from '../../src/filter/filter-node.js';
import { printFilter } from '../../src/filter/filter-print.js';
import { clfTime } from '../formats/clf-time.js';
import { fieldsOf } from '../formats/read-line.js';
import type { Fields } from '../formats/read-line.js';
import { TIMED } from './held-line.js';

const CASELESS = ['host', 'method', 'protocol', 'agent'];
const NUMBERS = ['status', 'bytes', 'duration'];
const TEXTS = ['path', 'query', 'section', 'user', 'host', 'method', 'protocol', 'agent', 'referrer'];

const literal = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '/', ' ', '"', '\\', '(', ')', '*', '?', ':', '-', 'é', '>', '~', '[', 'OR'), minLength: 1, maxLength: 4 });
const pattern = fc
  .array(fc.oneof(literal.map((text): PatternPart => ({ literal: text })), fc.constantFrom<PatternPart>('any', 'one')), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts.reduce<PatternPart[]>((all, part) => {
      const last = all.at(-1);
      if (typeof last === 'object' && typeof part === 'object') return [...all.slice(0, -1), { literal: last.literal + part.literal }];
      return last === 'any' && part === 'any' ? all : [...all, part];
    }, []),
  )
  // By itself it asks whether the field is there.
  .filter((parts) => parts.length > 1 || parts[0] !== 'any')
  .map((parts): Extract<FilterValue, { kind: 'pattern' }> => ({ kind: 'pattern', parts }));
const regex = fc.record({ kind: fc.constant('regex' as const), source: fc.constantFrom('^\\/a', '[aA/]b', 'a+$', '\\d', '^[^/]*$', 'é'), ignoreCase: fc.boolean() });

const numberOf = (field: string): fc.Arbitrary<string> =>
  field === 'status' ? fc.constantFrom('200', '404', '500', '99') : field === 'bytes' ? fc.constantFrom('0', '1000', '1500') : fc.constantFrom('0', '0.25', '1.5');
const end = (field: string): fc.Arbitrary<RangeEnd> => fc.record({ value: fc.option(numberOf(field)), included: fc.boolean() });
const numeric = (field: string): fc.Arbitrary<FilterValue> =>
  fc.oneof(
    numberOf(field).map((text): FilterValue => ({ kind: 'pattern', parts: [{ literal: text }] })),
    fc.record({ kind: fc.constant('compare' as const), comparison: fc.constantFrom('>', '>=', '<', '<='), bound: numberOf(field) }),
    fc
      .record({ kind: fc.constant('range' as const), from: end(field), to: end(field) })
      // The other way round they are refused.
      .filter(({ from, to }) => from.value === null || to.value === null || Number(from.value) <= Number(to.value)),
  );

const leaf: fc.Arbitrary<FilterNode> = fc.oneof(
  fc.constantFrom(...TEXTS, ...NUMBERS, 'X-Count').map((field): FilterNode => ({ kind: 'exists', field })),
  fc.record({ kind: fc.constant('field' as const), field: fc.constantFrom(...TEXTS), value: fc.oneof(pattern, regex) }),
  fc.constantFrom(...NUMBERS).chain((field) => numeric(field).map((value): FilterNode => ({ kind: 'field', field, value }))),
  fc.record({ kind: fc.constant('line' as const), value: fc.oneof(pattern, regex) }),
);
const { node } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constantFrom('all', 'any'), nodes: fc.array(tie('node'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), node: tie('node') }),
  ),
}));

const escaped = (text: string): string => text.replace(/[\\"]/g, '\\$&');
const value = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '/', '"', '\\', 'é', '-', ' '), maxLength: 5 });
const line = fc
  .record({
    host: fc.constantFrom('10.0.0.1', 'h.example', '2001:db8::1', '-'),
    user: fc.constantFrom('-', 'a', 'A'),
    second: fc.integer({ min: 0, max: 4e9 }),
    method: fc.constantFrom('GET', 'a', 'A'),
    path: value.map((text) => `/${text.replaceAll(' ', '')}`),
    query: fc.constantFrom('', '?', '?a', '?b'),
    status: fc.constantFrom('200', '404', '500', '99', '-'),
    bytes: fc.constantFrom('0', '1000', '1500', '-'),
    referrer: value,
    agent: value,
    milliseconds: fc.constantFrom('0', '250', '1500', '-'),
  })
  .map(
    ({ host, user, second, method, path, query, status, bytes, referrer, agent, milliseconds }) =>
      `${host} - ${user} [${clfTime(second)}] "${method} ${escaped(path)}${query} HTTP/1.1" ${status} ${bytes} "${escaped(referrer)}" "${escaped(agent)}" ${milliseconds} "-"`,
  );

const toRegExp = (parts: readonly PatternPart[], ignoreCase: boolean, whole: boolean): RegExp => {
  const body = parts.map((part) => (part === 'any' ? '[^]*' : part === 'one' ? '[^]' : part.literal.replace(/[^\w\s]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)));
  return new RegExp(whole ? `^${body.join('')}$` : body.join(''), ignoreCase ? 'iu' : 'u');
};

const testText = (test: Extract<FilterValue, { kind: 'pattern' | 'regex' }>, text: string, ignoreCase: boolean, whole: boolean): boolean =>
  (test.kind === 'regex' ? new RegExp(test.source, test.ignoreCase ? 'iu' : 'u') : toRegExp(test.parts, ignoreCase, whole)).test(text);

/** The same as a predicate says, over a record with its texts decoded: as slow and as plain as can be. */
const naive = (test: FilterNode, fields: Fields, text: string): boolean => {
  switch (test.kind) {
    case 'all':
      return test.nodes.every((inner) => naive(inner, fields, text));
    case 'any':
      return test.nodes.some((inner) => naive(inner, fields, text));
    case 'not':
      return !naive(test.node, fields, text);
    case 'exists':
      return fields[test.field] !== undefined;
    case 'line':
      return testText(test.value, text, true, false);
    case 'field': {
      const found = fields[test.field];
      const held = test.value;
      if (found === undefined) return false;
      if (typeof found === 'string') {
        return (held.kind === 'pattern' || held.kind === 'regex') && testText(held, found, CASELESS.includes(test.field), true);
      }
      if (held.kind === 'compare') {
        const bound = Number(held.bound);
        return { '>': found > bound, '>=': found >= bound, '<': found < bound, '<=': found <= bound }[held.comparison];
      }
      if (held.kind === 'range') {
        const { from, to } = held;
        const isAbove = from.value === null || found > Number(from.value) || (from.included && found === Number(from.value));
        return isAbove && (to.value === null || found < Number(to.value) || (to.included && found === Number(to.value)));
      }
      const [part] = held.kind === 'pattern' ? held.parts : [];
      return typeof part === 'object' && found === Number(part.literal);
    }
  }
};

const reader = TIMED.newReader();
const read = (text: string): { chunk: ReturnType<typeof chunkOf>; length: number } => {
  const chunk = chunkOf(Buffer.from(text));
  expect(reader.read(chunk, 0, chunk.bytes.length)).toBe(true);
  return { chunk, length: chunk.bytes.length };
};
const accepts = (filter: string, { chunk, length }: ReturnType<typeof read>): boolean =>
  parseFilter(filter, [TIMED]).newPredicate(TIMED).accepts(reader.record, chunk, 0, length);

describe('a filter', () => {
  it('that is printed is read back as it was', () => {
    fc.assert(
      fc.property(node, (tree) => {
        expect(parseFilter(printFilter(tree), [TIMED]).node).toEqual(tree);
      }),
      { numRuns: 500 },
    );
  });

  it('says of a record what a plain evaluation of its decoded fields says', () => {
    fc.assert(
      fc.property(node, line, (tree, text) => {
        const place = read(text);
        expect(accepts(printFilter(tree), place)).toBe(naive(tree, fieldsOf(reader), text));
      }),
      { numRuns: 2000 },
    );
  });

  it('obeys the laws of De Morgan', () => {
    fc.assert(
      fc.property(node, node, line, (a, b, text) => {
        const place = read(text);
        const [first, second] = [printFilter(a), printFilter(b)];
        expect(accepts(`NOT ((${first}) AND (${second}))`, place)).toBe(accepts(`(NOT (${first})) OR -(${second})`, place));
        expect(accepts(`NOT ((${first}) OR (${second}))`, place)).toBe(accepts(`(NOT (${first})) -(${second})`, place));
      }),
    );
  });

  it('sees the same of a line when only the fields that it wants are read', () => {
    fc.assert(
      fc.property(node, line, (tree, text) => {
        const predicate = parseFilter(printFilter(tree), [TIMED]).newPredicate(TIMED);
        const place = read(text);
        const sparing = TIMED.newReader(predicate.wanted);
        expect(sparing.read(place.chunk, 0, place.length)).toBe(true);
        expect(predicate.accepts(sparing.record, place.chunk, 0, place.length)).toBe(predicate.accepts(reader.record, place.chunk, 0, place.length));
      }),
    );
  });

  it('is read or refused with its place, whatever the text', () => {
    const words = ['status', ':', '>=', '500', ' ', '(', ')', '"', 'AND', 'OR', 'NOT', '-', '[', 'TO', ']', '{', '}', '*', '?', '~/', '/', '\\', 'time:', 'host:', '::1', '12:00', '_exists_', 'é'];
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...words), maxLength: 15 }));
    fc.assert(
      fc.property(text, (filter) => {
        try {
          const { accepts: test } = parseFilter(filter).newPredicate(TIMED);
          const { chunk, length } = read('10.0.0.1 - - [17/May/2015:12:05:03 +0000] "GET /a HTTP/1.1" 200 5 "-" "-" 1 "-"');
          expect(test(reader.record, chunk, 0, length)).toBeTypeOf('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(FilterError);
          const { at, found } = error as FilterError;
          expect(filter.startsWith(found, at)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
