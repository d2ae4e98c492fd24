import { isShared, sharedField } from '../field.js';
import type { FieldType } from '../field.js';
import { LayoutError } from '../layouts/layout.js';

/** How a value in JSON becomes a field. `target` is a path with its query, or a URL; `request` is `GET /path HTTP/1.1`. */
export type JsonKind = 'time' | 'request' | 'target' | 'address' | 'status' | 'bytes' | 'number' | 'seconds' | 'text';

/** Where a field may be found in an object. */
export interface JsonKey {
  /** the keys from the outermost object on, with dots between them; a key may have dots of its own */
  path: string;
  /** of a duration: how many of its unit make a second */
  per: number;
}

/** A field with the keys that it is looked for at, the best first. */
export interface JsonField {
  /** a shared name, `request`, or any other */
  name: string;
  kind: JsonKind;
  keys: readonly JsonKey[];
}

/** Which keys of an object are which fields. */
export interface JsonMapping {
  fields: readonly JsonField[];
  /** names of fields: a line is a record when it has one of each list */
  needed: readonly (readonly string[])[];
  /** a status or size that is none makes the line no record; else the field is absent */
  strict: boolean;
}

const PER = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 } as const;

const isUnit = (text: string): text is keyof typeof PER => Object.hasOwn(PER, text);

const SUFFIX = /(?:^|[_.-])(s|sec|seconds?|ms|millis|milliseconds|us|micros|microseconds|ns|nanos|nanoseconds)$|(Ms|Millis|Us|Micros|Ns|Nanos|Seconds|Milliseconds|Nanoseconds)$/;

/** How many of the unit that a key's name ends with make a second: 1000 for `latency_ms`, `latencyMs`; 1 for no such ending. */
export const perOfKey = (path: string): number => {
  const match = SUFFIX.exec(path);
  const unit = (match?.[1] ?? match?.[2] ?? 's').toLowerCase();
  return PER[unit.startsWith('mil') || unit === 'ms' ? 'ms' : unit.startsWith('n') ? 'ns' : unit.startsWith('mic') || unit === 'us' ? 'us' : 's'];
};

const KINDS: Readonly<Record<FieldType, JsonKind>> = {
  text: 'text',
  address: 'address',
  time: 'time',
  status: 'status',
  number: 'number',
  bytes: 'bytes',
  seconds: 'seconds',
};

export const kindOfField = (name: string): JsonKind => {
  if (name === 'request') return 'request';
  if (name === 'path') return 'target';
  return isShared(name) ? KINDS[sharedField(name).type] : 'text';
};

/** A key as it is written in a mapping: `latency_ms`, or `Duration:ns` where its name does not tell the unit. */
const readKey = (written: string, kind: JsonKind): JsonKey => {
  const colon = written.lastIndexOf(':');
  const unit = written.slice(colon + 1);
  if (kind === 'seconds' && colon > 0 && isUnit(unit)) return { path: written.slice(0, colon), per: PER[unit] };
  return { path: written, per: kind === 'seconds' ? perOfKey(written) : 1 };
};

/**
 * Takes `time=ts,status=status,path=request.uri,duration=latency_ms` apart. A field that is named several times is looked for
 * at each of its keys, in that order. A duration's unit is what its key ends with (`_ms`, `_us`, `_ns`), or stands behind it:
 * `duration=took:ms`; else it is seconds. Throws a LayoutError.
 */
export const readMapping = (text: string, needed?: JsonMapping['needed']): JsonMapping => {
  const fields = new Map<string, { name: string; kind: JsonKind; keys: JsonKey[] }>();
  let at = 0;
  for (const pair of text.split(',')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    if (equals < 0 || name === '') throw new LayoutError(text, at, "a field and its key such as 'time=ts'", pair);
    const written = pair.slice(equals + 1).trim();
    const isKey = /^[^"\\]+$/.test(written);
    if (!isKey) throw new LayoutError(text, at + equals + 1, "a key such as 'request.uri'", written);
    const kind = kindOfField(name);
    const field = fields.get(name) ?? { name, kind, keys: [] };
    fields.set(name, field);
    const key = readKey(written, kind);
    const isTaken = [...fields.values()].some(({ keys }) => keys.some(({ path }) => path === key.path));
    if (isTaken) throw new LayoutError(text, at + equals + 1, 'a key that no field has yet', written);
    field.keys.push(key);
    at += pair.length + 1;
  }
  if (!fields.has('time')) throw new LayoutError(text, text.length, "a key of the time such as ',time=ts'", '');
  const others = [...fields.keys()].filter((name) => name !== 'time');
  return { fields: [...fields.values()], needed: needed ?? [['time'], ...(others.length === 0 ? [] : [others])], strict: true };
};
