import { FieldBook, sharedField, SLOT } from '../field.js';
import type { FieldSlot } from '../field.js';
import { JsonKeys } from './json-keys.js';
import type { JsonField, JsonKind, JsonMapping } from './json-mapping.js';
import type { Wanted } from '../line-reader.js';

/** A field that a reader looks for. */
export interface LiveField {
  name: string;
  kind: JsonKind;
  slot: number;
  /** as what the line is no record when the value is none; null when the field is absent then */
  judged: 'time' | 'status' | 'bytes' | null;
}

/** A mapping made ready for one reader. */
export interface JsonProgram {
  fields: readonly FieldSlot[];
  /** how many slots a record has */
  slots: number;
  /** the fields that are looked for, in the order in which they are to be read: what is taken apart comes first */
  live: readonly LiveField[];
  /** those of all fields, the live ones first: what is no record to one reader of a mapping is none to any other */
  keys: JsonKeys;
  /** how many fields the keys are of */
  keyed: number;
  /** all keys' paths */
  paths: readonly string[];
  /** indexes into `live`: a record has one of each list */
  needed: readonly (readonly number[])[];
}

const REQUEST = ['method', 'path', 'query', 'section', 'protocol'] as const;
const TARGET = ['path', 'query', 'section', 'scheme', 'vhost', 'port'] as const;

/** The shared fields that a value is taken apart into; none for one that stays whole. */
const partsOf = ({ kind }: JsonField): readonly (keyof typeof SLOT)[] => (kind === 'request' ? REQUEST : kind === 'target' ? TARGET : []);

const TYPES = { number: 'number', seconds: 'seconds', bytes: 'bytes', status: 'status', time: 'time', address: 'address' } as const;

const ORDER: readonly JsonKind[] = ['time', 'request', 'target'];

const orderOf = ({ kind }: JsonField): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

/** Only what every reader looks for is judged, so that all agree on what is a record. */
const judgedAs = (slot: number, strict: boolean): LiveField['judged'] => {
  if (slot === SLOT.time) return 'time';
  if (!strict) return null;
  return slot === SLOT.status ? 'status' : slot === SLOT.bytes ? 'bytes' : null;
};

/** Compiles a mapping. With `wanted` only what is needed for these slots, and for telling a record, is looked for. */
export const compileMapping = ({ fields, needed, strict }: JsonMapping, wanted?: Wanted): JsonProgram => {
  const book = new FieldBook();
  const slots = new Map<string, number>();
  for (const field of fields) {
    const parts = partsOf(field);
    for (const part of parts) book.add(part, sharedField(part).type);
    slots.set(field.name, parts.length > 0 ? SLOT.path : book.add(field.name, field.kind in TYPES ? TYPES[field.kind as keyof typeof TYPES] : 'text').slot);
  }
  const isLive = (field: JsonField): boolean => {
    if (wanted === undefined || needed.some((names) => names.includes(field.name))) return true;
    const parts = partsOf(field);
    return parts.length > 0 ? parts.some((part) => wanted.has(SLOT[part])) : wanted.has(slots.get(field.name)!);
  };
  const live = fields.filter(isLive).sort((a, b) => orderOf(a) - orderOf(b));
  const others = fields.filter((field) => !live.includes(field));
  return {
    fields: book.fields,
    slots: book.slots,
    live: live.map(({ name, kind }) => ({ name, kind, slot: slots.get(name)!, judged: judgedAs(slots.get(name)!, strict) })),
    keys: new JsonKeys([...live, ...others]),
    keyed: fields.length,
    paths: live.flatMap(({ keys }) => keys.map(({ path }) => path)),
    needed: needed.map((names) => names.map((name) => live.findIndex((field) => field.name === name)).filter((index) => index >= 0)),
  };
};
