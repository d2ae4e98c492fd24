import type { Bytes } from '../../core/units.js';
import type { Fingerprint } from './fingerprint.js';
import { HEAD_BYTES, TRAIL_BYTES } from './fingerprint.js';

/** How far a file has been read, and how it is known again. */
export interface LedgerEntry {
  /** decimal */
  device: string;
  inode: string;
  /** the followed name through which it was read */
  path: string;
  /** of its first bytes */
  head: Fingerprint;
  /** the end of the last whole line that was handed on */
  offset: Bytes;
  /** of the bytes in front of `offset` */
  trail: Fingerprint;
  /** a line that is too long was told of, and goes on at `offset`: its rest belongs to no line */
  skipping?: true;
  /** of a compressed file: how much of its text was handed on. `offset` is its whole size then, and `skipping` of the text */
  text?: Bytes;
  /** more of that text is there */
  unfinished?: true;
  /** it stood at the name, and could not be opened: nothing of it was read yet */
  unopened?: true;
}

/** What stood at a followed name, and beside it, at the last look. */
export interface NameRecord {
  /** the file at the name, as `device:inode`; null when there was none */
  file: string | null;
  /** the directory in which it really stood, as `device:inode`; null when it was not known */
  directory: string | null;
  /** the files there whose names begin with the followed one: by name, as `device:inode:born` */
  siblings: Readonly<Record<string, string>>;
}

/** A ledger as plain JSON: what a later run needs to go on where this one stopped. */
export interface LedgerData {
  /** those that were read longest ago first */
  files: readonly LedgerEntry[];
  /** by followed name */
  names: Readonly<Record<string, NameRecord>>;
}

/** What may have these keys: nothing is known of the values yet. */
type Shape<K extends string> = Readonly<Partial<Record<K, unknown>>>;

const isShape = <K extends string>(value: unknown): value is Shape<K> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumeral = (value: unknown): value is string => typeof value === 'string' && /^\d{1,20}$/.test(value);

const isKey = (value: unknown): value is string => typeof value === 'string' && /^\d{1,20}:\d{1,20}$/.test(value);

const isBirthKey = (value: unknown): value is string => typeof value === 'string' && /^\d{1,20}:\d{1,20}:\d{1,20}$/.test(value);

const isBytes = (value: unknown): value is Bytes => Number.isSafeInteger(value) && (value as number) >= 0;

const isFingerprint = (value: unknown, bytes: Bytes): boolean =>
  isShape<keyof Fingerprint>(value) &&
  value.bytes === bytes &&
  typeof value.hash === 'string' &&
  (bytes === 0 ? value.hash === '' : /^[0-9a-f]{32}$/.test(value.hash));

const isEntry = (value: unknown): value is LedgerEntry => {
  if (!isShape<keyof LedgerEntry>(value) || !isBytes(value.offset)) return false;
  const { device, inode, path, head, offset, trail, skipping, text, unfinished, unopened } = value;
  return (
    isNumeral(device) &&
    isNumeral(inode) &&
    typeof path === 'string' &&
    isFingerprint(head, Math.min(offset, HEAD_BYTES)) &&
    isFingerprint(trail, Math.min(offset, TRAIL_BYTES)) &&
    (skipping === undefined || skipping === true) &&
    (text === undefined || isBytes(text)) &&
    (unfinished === undefined || unfinished === true) &&
    (unopened === undefined || (unopened === true && offset === 0))
  );
};

const isNameRecord = (value: unknown): value is NameRecord =>
  isShape<keyof NameRecord>(value) &&
  (value.file === null || isKey(value.file)) &&
  (value.directory === null || isKey(value.directory)) &&
  isShape<string>(value.siblings) &&
  Object.values(value.siblings).every(isBirthKey);

/** What `JSON.parse` gave, when it is a ledger; null when any part of it is not what it should be. */
export const parseLedger = (value: unknown): LedgerData | null => {
  if (!isShape<keyof LedgerData>(value) || !Array.isArray(value.files) || !isShape<string>(value.names)) return null;
  const { files, names } = value;
  if (!files.every(isEntry) || !Object.values(names).every(isNameRecord)) return null;
  return { files, names: names as Readonly<Record<string, NameRecord>> };
};
