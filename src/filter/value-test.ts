import type { ByteChunk } from '../core/byte-chunk.js';
import { isShared } from '../formats/field.js';
import type { FieldSlot, FieldType } from '../formats/field.js';
import type { LineRecord } from '../formats/line-record.js';
import { readDecimal } from '../formats/decimal.js';
import { isWithin, parseNetwork, readAddress } from './address.js';
import type { FilterValue, PatternPart } from './filter-node.js';
import { numberExpectation, parseNumber } from './number-bound.js';
import { Regex } from './regex.js';
import { compilePattern } from './text-pattern.js';
import type { BytesTest } from './text-pattern.js';
import { compileTime } from './time-test.js';

/** Whether a record, whose line is bytes [from, to) of `line`, is as some part of a filter says. */
export type RecordTest = (record: LineRecord, line: ByteChunk, from: number, to: number) => boolean;

const ADDRESS_EXPECTED = 'an address, or a network such as 10.0.0.0/8 or 2001:db8::/32';

/** What nobody writes but for a network. */
const NETWORK_LIKE = /^[\d.]+\/\d+$|^[\da-f.:]*:[\da-f.:]*\/\d+$/i;

type NumberTest = (value: number) => boolean;

/** The fields whose letters are the same in either case, as the protocols have it, and those that people write. */
const CASELESS: ReadonlySet<string> = new Set(['host', 'vhost', 'method', 'protocol', 'scheme', 'level', 'message', 'agent']);

/** Whether upper and lower case are the same in a field. */
export const ignoresCase = (field: string): boolean => CASELESS.has(field);

const plainText = (parts: readonly PatternPart[]): string | null => {
  const [first] = parts;
  return parts.length === 1 && typeof first === 'object' ? first.literal : null;
};

/** A test of a field's text, whose escapes are decoded where it has any. */
const textTest =
  ({ slot }: FieldSlot, test: BytesTest): RecordTest =>
  (record) => {
    const { spans, line } = record;
    const from = spans[slot * 2]!;
    const to = spans[slot * 2 + 1]!;
    if (from >= to) return false;
    if (!record.isEscaped(slot)) return test(line.bytes, from, to);
    const text = Buffer.from(record.text(slot) ?? '');
    return test(text, 0, text.length);
  };

const networkTest = (field: FieldSlot, text: string): RecordTest | null => {
  const network = parseNetwork(text);
  if (network === null) return null;
  const groups = new Uint16Array(8);
  return textTest(field, (bytes, from, to) => readAddress(bytes, from, to, groups) && isWithin(groups, network));
};

/** A number in the unit of a field, also one that a format has as a text. */
const numberTest = ({ slot, type }: FieldSlot, test: NumberTest): RecordTest => {
  if (type !== 'text') return (record) => test(record.numbers[slot]!);
  const decimal = { value: 0 };
  return (record) => {
    const { spans, line } = record;
    const from = spans[slot * 2]!;
    const to = spans[slot * 2 + 1]!;
    return from < to && readDecimal(line.bytes, from, to, 1, decimal) === to && test(decimal.value);
  };
};

/** A test of what is compared or in a range; what is expected when the ends are no numbers of the field's type. */
const orderTest = (value: Extract<FilterValue, { kind: 'compare' | 'range' }>, field: FieldSlot): RecordTest | string => {
  const parse = (text: string): number | null => parseNumber(text, field.type);
  const expected = numberExpectation(field.type);
  if (value.kind === 'compare') {
    const bound = parse(value.bound);
    if (bound === null) return expected;
    switch (value.comparison) {
      case '>':
        return numberTest(field, (number) => number > bound);
      case '>=':
        return numberTest(field, (number) => number >= bound);
      case '<':
        return numberTest(field, (number) => number < bound);
      case '<=':
        return numberTest(field, (number) => number <= bound);
    }
  }
  const { from, to } = value;
  const least = from.value === null ? -Infinity : parse(from.value);
  const most = to.value === null ? Infinity : parse(to.value);
  if (least === null || most === null) return `a range of which each end is ${expected}, or *`;
  if (least > most) return 'a range whose first end is the smaller one';
  const isIn: NumberTest = (number) => (from.included ? number >= least : number > least) && (to.included ? number <= most : number < most);
  return numberTest(field, isIn);
};

/** `404`, and of a status also `5xx` and `40?`. */
const equalTest = (parts: readonly PatternPart[], field: FieldSlot): RecordTest | string => {
  const text = plainText(parts);
  const number = text === null ? null : parseNumber(text, field.type);
  if (number !== null) return numberTest(field, (value) => value === number);
  const expected = numberExpectation(field.type);
  if (field.type !== 'status') return expected;
  const isDigits = parts.every((part) => typeof part === 'string' || /^[\dx]+$/i.test(part.literal));
  if (!isDigits || (text !== null && text.length !== 3)) return expected;
  const digits = parts.flatMap((part): PatternPart[] => {
    if (typeof part === 'string') return [part];
    return Array.from(part.literal, (digit) => (/x/i.test(digit) ? 'one' : { literal: digit }));
  });
  const matches = compilePattern(digits, false, true);
  const statuses = Uint8Array.from({ length: 1000 }, (_, status) => {
    const bytes = Buffer.from(String(status));
    return matches(bytes, 0, bytes.length) ? 1 : 0;
  });
  return numberTest(field, (status) => statuses[status] === 1);
};

const isNumeric = (type: FieldType): boolean => type !== 'text' && type !== 'address' && type !== 'time';

/** Compiles what a field is held against. What was expected instead, in words, when that cannot be. */
export const compileValue = (value: FilterValue, field: FieldSlot): RecordTest | string => {
  const { name, type } = field;
  if (type === 'time') return compileTime(value, field);
  switch (value.kind) {
    case 'compare':
    case 'range':
      // A field that only one format has may hold numbers although that format does not say so.
      return isNumeric(type) || (type === 'text' && !isShared(name)) ? orderTest(value, field) : `a text: '${name}' holds no numbers`;
    case 'regex': {
      if (isNumeric(type)) return `${numberExpectation(type)}: '${name}' holds numbers`;
      const regex = new Regex(value.source, value.ignoreCase);
      return textTest(field, (bytes, from, to) => regex.test(bytes, from, to));
    }
    case 'pattern': {
      if (isNumeric(type)) return equalTest(value.parts, field);
      const text = plainText(value.parts);
      const isAddress = type === 'address' || (!isShared(name) && text?.includes('/') === true);
      const within = isAddress && text !== null ? networkTest(field, text) : null;
      if (type === 'address' && within === null && NETWORK_LIKE.test(text ?? '')) return ADDRESS_EXPECTED;
      return within ?? textTest(field, compilePattern(value.parts, ignoresCase(name), true));
    }
  }
};

/** Compiles what is looked for in the line as it was logged: a text in either case, or a regular expression. */
export const compileLine = (value: Extract<FilterValue, { kind: 'pattern' | 'regex' }>): RecordTest => {
  if (value.kind === 'regex') {
    const regex = new Regex(value.source, value.ignoreCase);
    return (_record, { bytes }, from, to) => regex.test(bytes, from, to);
  }
  const test = compilePattern(value.parts, true, false);
  return (_record, { bytes }, from, to) => test(bytes, from, to);
};

/** Compiles whether a field is there. */
export const compileExistence = ({ slot, type }: FieldSlot): RecordTest => {
  if (type === 'text' || type === 'address') return (record) => record.has(slot);
  return (record) => !Number.isNaN(record.numbers[slot]!);
};
