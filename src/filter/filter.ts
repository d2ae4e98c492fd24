import type { FieldSlot, FieldType } from '../formats/field.js';
import { FIELDS, isShared } from '../formats/field.js';
import type { Format } from '../formats/format.js';
import { FORMATS } from '../formats/registry.js';
import { isKeyName } from '../formats/json/json-own.js';
import { W3C } from '../formats/w3c/w3c-format.js';
import { isColumnName } from '../formats/w3c/w3c-column.js';
import type { FilterNode } from './filter-node.js';
import { parseNode } from './parser.js';
import type { KnownFields } from './parser.js';
import { CompiledPredicate } from './predicate.js';
import type { Predicate } from './predicate.js';

/** What to look for in records, in any format. */
export interface Filter {
  /** as it was written */
  readonly text: string;
  readonly node: FilterNode;
  /**
   * The predicate for one reader of a format; a reader of another source needs its own. A condition on a field that a record
   * lacks does not hold, so its NOT does. What `idle` of the predicate says should be told.
   */
  newPredicate(format: Pick<Format, 'fields' | 'mapping'>): Predicate;
}

const newFilter = (text: string, node: FilterNode): Filter => ({
  text,
  node,
  newPredicate: ({ fields, mapping }) => new CompiledPredicate(node, fields, mapping !== undefined),
});

/** The fields of the formats that are known by name, and of others. Those formats are only looked at for a name that is not shared. */
const knownFields = (others: readonly Format[], hasKeys: boolean): KnownFields => {
  const slots = (): FieldSlot[] => [...FORMATS, ...others].flatMap(({ fields }) => fields);
  return {
    typesOf: (name): FieldType[] => {
      if (isShared(name)) return FIELDS.filter((field) => field.name === name).map(({ type }) => type);
      const types = new Set(slots().flatMap((field) => (field.name === name ? [field.type] : [])));
      // What only the `#Fields` of a file name nobody knows before it is read.
      return types.size === 0 && (isColumnName(name) || others.some((format) => format.name === W3C.name)) ? ['text'] : [...types];
    },
    isKey: (name) => hasKeys && isKeyName(name),
    names: () => [...new Set([...FIELDS.map(({ name }) => name), ...slots().map(({ name }) => name)])],
  };
};

/**
 * Reads a filter such as `status:>=500 section:api`; the README has the language. `formats` are those whose fields may be asked
 * for besides the fields of formats that are known by name: layouts that the user wrote. With `hasKeys` a log may be in JSON: any other name is
 * a key of its lines.
 *
 * @throws FilterError, and nothing else, whatever the text is
 */
export const parseFilter = (text: string, formats: readonly Format[] = [], hasKeys = false): Filter =>
  newFilter(text, parseNode(text, knownFields(formats, hasKeys)));

/** The filter that lets through what all of some do; null when there is none. */
export const joinFilters = (filters: readonly Filter[]): Filter | null => {
  const [first] = filters;
  if (first === undefined || filters.length === 1) return first ?? null;
  return newFilter(filters.map(({ text }) => `(${text})`).join(' '), { kind: 'all', nodes: filters.map(({ node }) => node) });
};
