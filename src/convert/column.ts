import { SLOT } from '../formats/field.js';
import type { FieldSlot } from '../formats/field.js';
import type { Wanted } from '../formats/line-reader.js';
import type { LineRecord } from '../formats/line-record.js';
import { namesOf, RAW } from './selection.js';
import type { Selection } from './selection.js';

/** What a column is written from. */
export const KIND = { time: 0, number: 1, text: 2, raw: 3 } as const;

/** A column of the output, as it is found in the records of one reader. */
export interface Column {
  name: string;
  kind: (typeof KIND)[keyof typeof KIND];
  /** -1 where the records have no such field, and for the raw line */
  slot: number;
}

const NUMBERS: ReadonlySet<string> = new Set(['status', 'number', 'bytes', 'seconds']);

const kindOf = ({ slot, type }: FieldSlot): Column['kind'] => {
  if (slot === SLOT.time) return KIND.time;
  return NUMBERS.has(type) ? KIND.number : KIND.text;
};

/** The columns of a selection in records that have these fields. */
export const columnsOf = (selection: Selection, fields: readonly FieldSlot[]): Column[] =>
  namesOf(selection, fields).map((name): Column => {
    if (name === RAW) return { name, kind: KIND.raw, slot: -1 };
    const field = fields.find((each) => each.name === name);
    return field === undefined ? { name, kind: KIND.text, slot: -1 } : { name, kind: kindOf(field), slot: field.slot };
  });

/** Whether a record's number can be written as one: it may be missing though there is a text, or have no end. */
export const hasNumber = ({ numbers }: LineRecord, slot: number): boolean => Number.isFinite(numbers[slot]);

/** The slots that columns are read from. */
export const slotsOf = (columns: readonly Column[]): Wanted => new Set(columns.flatMap(({ slot }) => (slot < 0 ? [] : [slot])));
