import { isShared, SLOT } from '../formats/field.js';
import type { FieldSlot } from '../formats/field.js';
import type { Wanted } from '../formats/line-reader.js';
import type { JsonMapping } from '../formats/json/json-mapping.js';
import type { LineRecord } from '../formats/line-record.js';
import { OwnMembers } from './own-members.js';
import type { KeyText } from './own-members.js';
import { ALL, namesOf, RAW } from './selection.js';
import type { Selection } from './selection.js';
import { Stamp } from './stamp.js';

/** What a column is written from: `own` is a key of a line in JSON that is no field, `others` all such keys that no column names. */
export const KIND = { time: 0, number: 1, text: 2, raw: 3, own: 4, others: 5 } as const;

/** A column of the output, as it is found in the records of one reader. */
export interface Column {
  name: string;
  kind: (typeof KIND)[keyof typeof KIND];
  /** -1 where the records have no such field, and for the raw line; of an own key its number among those */
  slot: number;
}

const NUMBERS: ReadonlySet<string> = new Set(['status', 'number', 'bytes', 'seconds']);

const kindOf = ({ slot, type }: FieldSlot): Column['kind'] => {
  if (slot === SLOT.time) return KIND.time;
  return NUMBERS.has(type) ? KIND.number : KIND.text;
};

/** The columns of a selection in records that have these fields; `hasKeys`: of lines in JSON. */
export const columnsOf = (selection: Selection, fields: readonly FieldSlot[], hasKeys = false): Column[] => {
  const names = namesOf(selection, fields);
  let keys = 0;
  const columns = names.map((name): Column => {
    if (name === RAW) return { name, kind: KIND.raw, slot: -1 };
    const field = fields.find((each) => each.name === name);
    if (field !== undefined) return { name, kind: kindOf(field), slot: field.slot };
    return hasKeys && !isShared(name) ? { name, kind: KIND.own, slot: keys++ } : { name, kind: KIND.text, slot: -1 };
  });
  const all = selection.indexOf(ALL);
  if (hasKeys && all >= 0) columns.splice(all + names.length - selection.length + 1, 0, { name: ALL, kind: KIND.others, slot: -1 });
  return columns;
};

/** The names of own keys among columns, in the order of their numbers. */
const ownNames = (columns: readonly Column[]): string[] => columns.flatMap(({ kind, name }) => (kind === KIND.own ? [name] : []));

/** Whether columns ask for more of a line in JSON than its fields. */
const needMembers = (columns: readonly Column[]): boolean => columns.some(({ kind }) => kind === KIND.own || kind === KIND.others);

/** What reads the keys of lines in JSON that columns ask for beside fields; null where they ask for none. `mapping` as in Format. */
export const membersOf = (columns: readonly Column[], fields: readonly FieldSlot[], mapping: JsonMapping | null, keyText: KeyText): OwnMembers | null =>
  mapping !== null && needMembers(columns) ? new OwnMembers(mapping, fields, ownNames(columns), keyText) : null;

/** Columns that are written behind their keys, and the members of lines in JSON that they ask for. */
export interface KeyedColumns {
  columns: readonly (Column & { key: Stamp; quoted: Stamp })[];
  /** null where fields are enough */
  members: OwnMembers | null;
}

/**
 * The columns of a selection that such records can have, each with its key: `keyText` before a value, `quotedText` before what
 * ends with a quote. `mapping` as in Format.
 */
export const keyedColumns = (selection: Selection, fields: readonly FieldSlot[], mapping: JsonMapping | null, keyText: KeyText, quotedText: KeyText): KeyedColumns => {
  const columns = columnsOf(selection, fields, mapping !== null).filter(({ slot, kind }) => slot >= 0 || kind === KIND.raw || kind === KIND.others);
  return {
    columns: columns.map((column) => ({ ...column, key: new Stamp(keyText(column.name)), quoted: new Stamp(quotedText(column.name)) })),
    members: membersOf(columns, fields, mapping, keyText),
  };
};

/** Whether a record's number can be written as one: it may be missing though there is a text, or have no end. */
export const hasNumber = ({ numbers }: LineRecord, slot: number): boolean => Number.isFinite(numbers[slot]);

/** The slots that columns are read from. */
export const slotsOf = (columns: readonly Column[]): Wanted => new Set(columns.flatMap(({ kind, slot }) => (slot < 0 || kind === KIND.own ? [] : [slot])));
