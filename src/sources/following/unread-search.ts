import type { Bytes } from '../../core/units.js';
import { COMPRESSED_NAME, compressionOfFile } from '../compressed/compression.js';
import { keyOf } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import { closeQuietly } from '../file-system.js';
import type { Reading, StartPoint } from './followed-file.js';
import { HEAD_BYTES } from './fingerprint.js';
import { isContinuation } from './imprint.js';
import type { LedgerEntry } from './ledger.js';
import { naturalOrder } from '../globs/natural-order.js';
import type { Sibling } from './siblings.js';
import { codeOf } from '../trouble.js';

/** A file beside the followed one that holds what was not read yet. */
export interface Found {
  sibling: Sibling;
  /** for who gets it to close */
  descriptor: number;
  stat: FileStat;
  start: StartPoint;
  /** an earlier run read in it, or in the file that it is a copy of */
  resumed: boolean;
  /** it is a copy of a file that is held and was not read to its end yet */
  isPending: boolean;
  /** it was read before through its own identity, it is a copy, or nothing is known of it */
  as: 'known' | 'copy' | 'new';
}

/** A file that was read, and that another one may be a copy of. */
export interface Original {
  entry: LedgerEntry;
  /** where all that it held still stands, to compare with; null when that is gone, or cannot be found */
  intact: { descriptor: number; stat: FileStat } | null;
  /** it stands at the name now: what was there before it is older, and a copy of it is not */
  isNewest: boolean;
  /** there is more to be read in it */
  isUnread: boolean;
  /** an earlier run read it */
  resumed: boolean;
}

/** How much of the end of a possible copy is compared with its original. */
const TAIL: Bytes = 1024;

/** What is sought beside the followed file. */
export interface Search {
  siblings: readonly Sibling[];
  /** A path that leads to one of them now: they may be renamed meanwhile. */
  pathOf: (key: string) => string | null;
  /** what stands at the name itself, as `device:inode`: another name of it is no file of its own */
  named: string | null;
  originals: readonly Original[];
  /** whether a file of which nothing is known is a generation that came and went between two looks */
  takesNew: boolean;
  /** where everything that is found was there when the run began */
  isCatchUp: boolean;
}

/** Only this much of the same bytes makes a copy of a file that still has its name: many logs begin with the same line. */
export const STRONG: Bytes = 1024;

/** Files that were there before and are opened to be compared at one event, the newest. */
const MAX_COMPARED = 64;

/** How often a file that is renamed is sought again. */
const MAX_MOVES = 10;

/** A byte order mark is not enough to know a file by. */
const MARK: Bytes = 3;

const bornAt = ({ stat }: { stat: FileStat }): bigint => (stat.born > 0n && stat.born <= stat.modified ? stat.born : stat.modified);

/** Oldest first. Of the same instant `.2` before `.1`, and an earlier date before a later one. */
const byAge = (a: Sibling, b: Sibling): number => {
  const [bornA, bornB] = [bornAt(a), bornAt(b)];
  if (bornA !== bornB) return bornA < bornB ? -1 : 1;
  const order = naturalOrder(a.name, b.name);
  return /[.]\d{1,4}$/.test(a.name) && /[.]\d{1,4}$/.test(b.name) ? -order : order;
};

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const isCompressed = ({ files }: Reading, descriptor: number, name: string): boolean => {
  if (COMPRESSED_NAME.test(name)) return true;
  return compressionOfFile(files, descriptor) !== null;
};

/** Whether a file is the beginning of another one, or all of it: its first and its last bytes are compared. */
export const isBeginningOf = ({ files }: Reading, descriptor: number, size: Bytes, original: { descriptor: number; stat: FileStat }): boolean => {
  if (size === 0 || size > original.stat.size) return false;
  const isSame = (position: Bytes, length: Bytes): boolean => {
    const [there, here] = [Buffer.alloc(length), Buffer.alloc(length)];
    files.read(original.descriptor, there, 0, length, position);
    return files.read(descriptor, here, 0, length, position) === length && here.equals(there);
  };
  return isSame(0, Math.min(size, HEAD_BYTES)) && isSame(Math.max(0, size - TAIL), Math.min(size, TAIL));
};

/** How far the file is a copy of one that was read; null when it is none. */
const copiedUpTo = (reading: Reading, descriptor: number, stat: FileStat, original: Original, heads: Map<Bytes, string | null>): Bytes | null => {
  const { entry, intact, isNewest } = original;
  if (intact === null) {
    return entry.offset > MARK && isContinuation(reading.files, descriptor, stat.size, entry, heads) ? entry.offset : null;
  }
  const isYounger = isNewest && bornAt({ stat }) >= bornAt(intact);
  if (intact.stat.links > 0 && !isYounger && stat.size < STRONG) return null;
  return isBeginningOf(reading, descriptor, stat.size, intact) ? stat.size : null;
};

const startIn = (reading: Reading, descriptor: number, sibling: Sibling, search: Search): Omit<Found, 'sibling' | 'descriptor' | 'stat'> | null => {
  const { ledger, files } = reading;
  const { isCatchUp, takesNew, originals } = search;
  const stat = files.fstat(descriptor);
  const catchUpTo = isCatchUp ? stat.size : 0;
  const record = ledger.recordOf(sibling.key);
  const isWanted = record?.entry.unopened === true;
  if (record !== null && !isWanted && isContinuation(files, descriptor, stat.size, record.entry)) {
    const { offset, skipping = false } = record.entry;
    return { start: { offset, catchUpTo, skipping }, resumed: record.restored, isPending: false, as: 'known' };
  }
  if (isCompressed(reading, descriptor, sibling.name)) return null;
  const heads = new Map<Bytes, string | null>();
  const copies = originals
    .map((original) => ({ original, offset: copiedUpTo(reading, descriptor, stat, original, heads) ?? -1 }))
    .filter(({ offset }) => offset >= 0)
    .sort((a, b) => b.offset - a.offset);
  const [copy] = copies;
  if (copy !== undefined) {
    const { entry, resumed, isUnread } = copy.original;
    const skipping = copy.offset === entry.offset && entry.skipping === true;
    return { start: { offset: copy.offset, catchUpTo, skipping }, resumed, isPending: isUnread, as: 'copy' };
  }
  return (takesNew && sibling.isNew) || isWanted ? { start: { offset: 0, catchUpTo }, resumed: false, isPending: false, as: 'new' } : null;
};

/** Whether it need not even be opened. */
const isOfNoConcern = ({ ledger }: Reading, sibling: Sibling, search: Search): boolean => {
  const { device, inode, size } = sibling.stat;
  if (sibling.key === search.named || ledger.held({ device, inode }) !== null) return true;
  const record = ledger.recordOf(sibling.key);
  if (record === null && COMPRESSED_NAME.test(sibling.name)) return true;
  if (record !== null && record.entry.offset === size && !sibling.isNew) return true;
  // Of a followed name only a copy is wanted, of what stood at ours and is gone.
  const isCopyWanted = search.originals.some((original) => original.intact === null);
  if (ledger.isFollowed(sibling.path) && !isCopyWanted) return true;
  return record === null && !sibling.isNew && !isCopyWanted;
};

/** Opens it under the name that it has now; null when it has none any more. */
const openSibling = ({ files }: Reading, { key, path }: Sibling, search: Search): number | null => {
  let at: string | null = path;
  for (let n = 0; n < MAX_MOVES && at !== null; n += 1) {
    let descriptor = -1;
    try {
      descriptor = files.open(at);
      if (keyOf(files.fstat(descriptor)) === key) return descriptor;
    } catch (error) {
      if (!isMissing(error)) {
        if (descriptor >= 0) closeQuietly(() => { files.close(descriptor); });
        throw error;
      }
    }
    if (descriptor >= 0) files.close(descriptor);
    at = search.pathOf(key);
  }
  return null;
};

/**
 * Searches the files beside the followed one for what was not read: generations that an earlier run had not finished, copies
 * of what was lost, generations that came to the name and went between two looks. Oldest first. What cannot be opened, or
 * what `onFound` throws at, is left out, and told to `onTrouble`.
 */
export const findUnread = (
  reading: Reading,
  search: Search,
  onFound: (found: Found) => void,
  onTrouble: (error: unknown, sibling: Sibling) => void,
): void => {
  const { files, ledger } = reading;
  const concerned = search.siblings.filter((sibling) => !isOfNoConcern(reading, sibling, search)).sort(byAge);
  const old = new Set(concerned.filter(({ isNew, key }) => !isNew && ledger.recordOf(key) === null).slice(0, -MAX_COMPARED));
  const seen = new Set<string>();
  for (const sibling of concerned) {
    if (old.has(sibling) || seen.has(sibling.key)) continue;
    seen.add(sibling.key); // a file may have several names
    let descriptor: number | null = null;
    let kept = false;
    try {
      descriptor = openSibling(reading, sibling, search);
      if (descriptor === null) continue;
      const stat = files.fstat(descriptor);
      const start = startIn(reading, descriptor, sibling, search);
      if (start === null || (start.as === 'new' && ledger.isFollowed(sibling.path))) continue;
      onFound({ sibling, descriptor, stat, ...start });
      kept = true;
    } catch (error) {
      onTrouble(error, sibling);
    } finally {
      if (!kept && descriptor !== null) closeQuietly(() => { files.close(descriptor!); });
    }
  }
};
