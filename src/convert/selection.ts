import { nearest } from '../core/nearest.js';
import { UserError } from '../core/user-error.js';
import { FIELDS } from '../formats/field.js';
import type { FieldName, FieldSlot } from '../formats/field.js';
import { isKeyName } from '../formats/json/json-own.js';
import { isColumnName } from '../formats/w3c/w3c-column.js';

/** The fields that come first, in this order, whatever the format; others follow in the order of the format. */
export const USUAL_FIELDS = [
  'time',
  'host',
  'user',
  'vhost',
  'method',
  'path',
  'query',
  'section',
  'protocol',
  'status',
  'bytes',
  'duration',
  'referrer',
  'agent',
  'requestId',
] as const satisfies readonly FieldName[];

/** The line as it was logged: no field of a record, but asked for like one. */
export const RAW = 'raw';

/** Stands for all fields that are not named beside it. */
export const ALL = '*';

/** Which fields are written, in their order; `*` is among them at most once. */
export type Selection = readonly string[];

/** What is written when nobody says. */
export const ALL_FIELDS: Selection = [ALL];

/**
 * Reads a list such as `time,status,path`. What may be named are the fields that all formats share, `raw`, `*`, the fields of
 * `formats`, with `w3c` what its columns may be called, and where `onKey` takes them the keys of lines in JSON: it is told of
 * them. Throws a UserError that begins with `place`.
 */
export const readSelection = (
  place: string,
  text: string,
  formats: readonly (readonly FieldSlot[])[],
  w3c: boolean,
  onKey: ((name: string) => void) | null = null,
): Selection => {
  const known = new Set([...FIELDS.map(({ name }) => name as string), RAW, ALL, ...formats.flatMap((fields) => fields.map(({ name }) => name))]);
  const names = text.split(',').map((name) => name.trim());
  const seen = new Set<string>();
  for (const name of names) {
    if (name === '') throw new UserError(`${place}: '${text}' has an empty name in it`, 'write names with commas between them, such as time,status,path');
    if (seen.has(name)) throw new UserError(`${place}: '${name}' is named twice`);
    seen.add(name);
    if (known.has(name) || (w3c && isColumnName(name))) continue;
    if (onKey !== null && isKeyName(name)) {
      onKey(name);
      continue;
    }
    const near = nearest(name, [...known]);
    throw new UserError(
      `${place}: '${name}' is no field${near === null ? '' : ` (did you mean ${near}?)`}`,
      near === null ? `the fields that all formats share are ${FIELDS.map((field) => field.name).join(', ')}` : null,
    );
  }
  return names;
};

/** The names of the columns of a record whose format has these fields: `*` replaced by what it stands for. */
export const namesOf = (selection: Selection, fields: readonly FieldSlot[]): string[] => {
  const usual: readonly string[] = USUAL_FIELDS;
  const isNamed = (name: string): boolean => selection.includes(name);
  const others = fields.map(({ name }) => name).filter((name) => !usual.includes(name));
  return selection.flatMap((name) => (name === ALL ? [...usual, ...others].filter((each) => !isNamed(each)) : [name]));
};
