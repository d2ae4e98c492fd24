import { FieldBook, isShared, FIELDS, SLOT } from '../field.js';
import type { FieldSlot, FieldType } from '../field.js';
import type { Escape } from '../layouts/layout.js';

/** What a column of W3C's extended format holds: a part of the time, a target or URL, a duration, or a value of a type. */
export interface W3cColumn {
  name: string;
  /** -1 for what is a part of the time */
  slot: number;
  kind: 'date' | 'clock' | 'target' | 'took' | FieldType;
  /** a line with anything else there is no record */
  needed: boolean;
  /** of a text without quotes */
  escape: Escape;
}

/** The names that columns have in small letters, and the fields that they are. */
const NAMES: Readonly<Record<string, string>> = {
  'c-ip': 'host',
  'c-dns': 'host',
  'cs-username': 'user',
  'cs-method': 'method',
  'cs-uri-stem': 'path',
  'cs-uri-path': 'path',
  'cs-uri': 'path',
  'cs-uri-query': 'query',
  's-port': 'port',
  'cs-uri-port': 'port',
  'sc-status': 'status',
  'sc-bytes': 'bytes',
  bytes: 'bytes',
  'cs-bytes': 'bytesIn',
  'time-taken': 'duration',
  'cs(user-agent)': 'agent',
  'cs(referer)': 'referrer',
  'cs-host': 'vhost',
  'x-host-header': 'vhost',
  'cs(host)': 'vhost',
  'cs-version': 'protocol',
  'cs-protocol-version': 'protocol',
  'cs-protocol': 'scheme',
  'cs-uri-scheme': 'scheme',
  'x-edge-request-id': 'requestId',
};

/** The field that a column is, by its name; null for one that keeps its name. */
export const columnField = (name: string): string | null => NAMES[name.toLowerCase()] ?? null;

const COLUMN = /^(?:c|s|r|cs|sc|sr|rs|x)[-(]/;

/** Whether a column of W3C's format may have such a name: it begins with who sent it to whom. Whoever writes a log may invent some. */
export const isColumnName = (name: string): boolean => COLUMN.test(name) && columnField(name) === null;

/** Columns of other names that count something. */
const TYPES: Readonly<Record<string, FieldType>> = {
  'sc-substatus': 'number',
  'sc-win32-status': 'number',
  'c-port': 'number',
  'time-to-first-byte': 'seconds',
  'sc-content-len': 'bytes',
};

/** Fields without which a line is no record. */
const NEEDED: ReadonlySet<string> = new Set(['host', 'path', 'status', 'bytes']);

/** Texts in which IIS has no blanks to write as `+`: there it is itself. */
const WITHOUT_BLANKS: ReadonlySet<string> = new Set(['host', 'path', 'query', 'referrer', 'vhost', 'method', 'requestId']);

/** What CloudFront, and nobody else, has among its columns. */
const EDGE = 'x-edge-';

export interface W3cColumns {
  columns: readonly W3cColumn[];
  fields: readonly FieldSlot[];
  /** how many of them a line must have */
  needed: number;
  slots: number;
  /** those of CloudFront, who percent-encodes and writes durations in seconds */
  isEdge: boolean;
}

/** The columns that a `#Fields` names. A second one of a field goes by its own name. */
export const readColumns = (names: readonly string[]): W3cColumns => {
  const book = new FieldBook();
  book.add('time', 'time');
  const isEdge = names.some((name) => name.startsWith(EDGE));
  // What the viewer asked for: CloudFront's cs(Host) is a name of its own.
  const hasViewersHost = names.includes('x-host-header');
  const columnOf = (name: string): W3cColumn => {
    if (name === 'date' || name === 'time') return { name, slot: -1, kind: name === 'date' ? 'date' : 'clock', needed: true, escape: 'none' };
    const lower = name.toLowerCase();
    const meant = hasViewersHost && lower === 'cs(host)' ? name : Object.hasOwn(NAMES, lower) ? NAMES[lower]! : name;
    const own = book.has(meant) ? book.freeName(name) : meant;
    const type = own === meant && isShared(own) ? FIELDS[SLOT[own]]!.type : Object.hasOwn(TYPES, lower) ? TYPES[lower]! : 'text';
    const { slot } = book.add(own, type);
    const kind = own === 'duration' ? (isEdge ? 'seconds' : 'took') : lower === 'cs-uri' && own === 'path' ? 'target' : type;
    const isRaw = own === 'path' || own === 'query' || own === 'host' || (!isEdge && WITHOUT_BLANKS.has(own));
    return { name: own, slot, kind, needed: NEEDED.has(own), escape: isRaw ? 'none' : isEdge ? 'percent' : 'plus' };
  };
  const columns = names.map(columnOf);
  if (columns.some(({ kind }) => kind === 'target')) for (const name of ['scheme', 'vhost', 'query'] as const) book.add(name, 'text');
  book.add('section', 'text');
  return { columns, fields: book.fields, needed: columns.findLastIndex(({ needed }) => needed) + 1, slots: book.slots, isEdge };
};
