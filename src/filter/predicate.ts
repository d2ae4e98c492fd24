import { isShared } from '../formats/field.js';
import type { FieldSlot } from '../formats/field.js';
import { doubtOf, lackOf } from '../formats/field-slip.js';
import { JsonOwn } from '../formats/json/json-own.js';
import type { RecordFilter } from '../formats/record-filter.js';
import type { FilterNode } from './filter-node.js';
import { fieldsOf } from './filter-node.js';
import { compileExistence, compileLine, compileValue } from './value-test.js';
import type { RecordTest } from './value-test.js';

const NEVER: RecordTest = () => false;

const allTest = (tests: readonly RecordTest[]): RecordTest => {
  const [first = NEVER, second = NEVER] = tests;
  if (tests.length === 2) return (record, line, from, to) => first(record, line, from, to) && second(record, line, from, to);
  return (record, line, from, to) => {
    for (const test of tests) if (!test(record, line, from, to)) return false;
    return true;
  };
};

const anyTest = (tests: readonly RecordTest[]): RecordTest => (record, line, from, to) => {
  for (const test of tests) if (test(record, line, from, to)) return true;
  return false;
};

/** What a name in a filter is in the lines of a format: a field, a key of lines in JSON, or nothing. */
interface Names {
  fields: ReadonlyMap<string, FieldSlot>;
  own: JsonOwn | null;
  keys: ReadonlyMap<string, FieldSlot>;
}

const namesIn = (node: FilterNode, fields: readonly FieldSlot[], hasKeys: boolean): Names => {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const paths = hasKeys ? fieldsOf(node).filter((name) => !byName.has(name) && !isShared(name)) : [];
  const keys = new Map(paths.map((name, slot): [string, FieldSlot] => [name, { name, slot, type: 'text' }]));
  return { fields: byName, own: paths.length === 0 ? null : new JsonOwn(paths), keys };
};

/** The same test of the value of a key, which stands in no field. */
const ownTest = (own: JsonOwn, test: RecordTest): RecordTest => (_record, line, from, to) => {
  own.read(line, from, to);
  return test(own.record, line, from, to);
};

const compile = (node: FilterNode, names: Names): RecordTest => {
  switch (node.kind) {
    case 'all':
      return allTest(node.nodes.map((inner) => compile(inner, names)));
    case 'any':
      return anyTest(node.nodes.map((inner) => compile(inner, names)));
    case 'not': {
      const test = compile(node.node, names);
      return (record, line, from, to) => !test(record, line, from, to);
    }
    case 'line':
      return compileLine(node.value);
    case 'exists':
    case 'field': {
      const key = names.keys.get(node.field);
      const field = key ?? names.fields.get(node.field);
      if (field === undefined) return NEVER;
      const test = node.kind === 'exists' ? compileExistence(field) : compileValue(node.value, field);
      if (typeof test === 'string') return NEVER;
      return key === undefined || names.own === null ? test : ownTest(names.own, test);
    }
  }
};

/** Why a filter's conditions on a field can never hold, or may be meant otherwise, each as the end of a sentence about a format. */
const idleIn = (node: FilterNode, names: Names): string[] => {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.nodes.flatMap((inner) => idleIn(inner, names));
    case 'not':
      return idleIn(node.node, names);
    case 'line':
      return [];
    case 'exists':
    case 'field': {
      const name = node.field;
      if (names.keys.has(name)) return [doubtOf(name)].filter((text) => text !== null);
      const field = names.fields.get(name);
      if (field === undefined) return [lackOf(name)];
      const test = node.kind === 'field' ? compileValue(node.value, field) : null;
      return typeof test === 'string' ? [`would need as '${name}' ${test}`] : [];
    }
  }
};

/** A filter for the records of one reader. */
export interface Predicate extends RecordFilter {
  /**
   * why some conditions never hold in this format, or may be meant otherwise, each as the end of a sentence about it, such as
   * `has no field 'duration'`; empty when all can
   */
  readonly idle: readonly string[];
}

/** Compiles a filter for a reader of a format. It makes no string for a test of numbers. */
export class CompiledPredicate implements Predicate {
  wanted: ReadonlySet<number> = new Set();
  idle: readonly string[] = [];
  accepts: RecordTest = NEVER;

  constructor(
    private readonly node: FilterNode,
    fields: readonly FieldSlot[],
    private readonly hasKeys = false,
  ) {
    this.bind(fields);
  }

  bind(fields: readonly FieldSlot[]): void {
    const names = namesIn(this.node, fields, this.hasKeys);
    this.wanted = new Set(fieldsOf(this.node).flatMap((name) => names.fields.get(name)?.slot ?? []));
    const idle = [...new Set(idleIn(this.node, names))];
    // Who tells of them sees by this that they are the same as before.
    if (idle.join('\n') !== this.idle.join('\n')) this.idle = idle;
    const { own } = names;
    const test = compile(this.node, names);
    this.accepts =
      own === null
        ? test
        : (record, line, from, to) => {
            own.next();
            return test(record, line, from, to);
          };
  }
}
