import type { FieldSlot } from '../formats/field.js';
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

const compile = (node: FilterNode, fields: ReadonlyMap<string, FieldSlot>): RecordTest => {
  switch (node.kind) {
    case 'all':
      return allTest(node.nodes.map((inner) => compile(inner, fields)));
    case 'any':
      return anyTest(node.nodes.map((inner) => compile(inner, fields)));
    case 'not': {
      const test = compile(node.node, fields);
      return (record, line, from, to) => !test(record, line, from, to);
    }
    case 'line':
      return compileLine(node.value);
    case 'exists':
    case 'field': {
      const field = fields.get(node.field);
      if (field === undefined) return NEVER;
      if (node.kind === 'exists') return compileExistence(field);
      const test = compileValue(node.value, field);
      return typeof test === 'string' ? NEVER : test;
    }
  }
};

/** Why a filter's conditions on a field can never hold, each as the end of a sentence about a format. */
const idleIn = (node: FilterNode, fields: ReadonlyMap<string, FieldSlot>): string[] => {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.nodes.flatMap((inner) => idleIn(inner, fields));
    case 'not':
      return idleIn(node.node, fields);
    case 'line':
      return [];
    case 'exists':
    case 'field': {
      const field = fields.get(node.field);
      if (field === undefined) return [`has no field '${node.field}'`];
      const test = node.kind === 'field' ? compileValue(node.value, field) : null;
      return typeof test === 'string' ? [`would need as '${node.field}' ${test}`] : [];
    }
  }
};

/** A filter for the records of one reader. */
export interface Predicate extends RecordFilter {
  /**
   * why some conditions never hold in this format, each as the end of a sentence about it, such as `has no field 'duration'`;
   * empty when all can
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
  ) {
    this.bind(fields);
  }

  bind(fields: readonly FieldSlot[]): void {
    const byName = new Map(fields.map((field) => [field.name, field]));
    this.wanted = new Set(fieldsOf(this.node).flatMap((name) => byName.get(name)?.slot ?? []));
    const idle = [...new Set(idleIn(this.node, byName))];
    // Who tells of them sees by this that they are the same as before.
    if (idle.join('\n') !== this.idle.join('\n')) this.idle = idle;
    this.accepts = compile(this.node, byName);
  }
}
