import type { Bytes } from '../../core/units.js';
import type { Announcement } from './announcements.js';
import { compressionOfFile } from '../compressed/compression.js';
import { keyOf } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import { withFile } from '../file-system.js';
import type { Reading } from './followed-file.js';
import { isContinuation } from './imprint.js';
import type { LedgerEntry } from './ledger.js';
import { PackedGeneration } from './packed-generation.js';
import { isPackedFrom } from '../compressed/packed-head.js';
import type { Sibling } from './siblings.js';

/** A compressed generation in which something is unread. */
export interface Packed {
  file: PackedGeneration;
  /** of an earlier run's reading; null when nothing of it was read yet */
  resumed: string | null;
  /** it stood at the name when the earlier run stopped */
  isLost: boolean;
}

/** What is sought among compressed files. */
interface PackedSearch {
  siblings: readonly Sibling[];
  /** what stood at the name and is gone; null when it is not */
  lost: LedgerEntry | null;
  pathOf: (key: string) => string | null;
}

/** Compressed files that are opened to be compared, the newest. */
const MAX_COMPARED = 64;

/** A byte order mark is not enough to know a file by. */
const MARK: Bytes = 3;

const resumedDetail = (name: string): string => `it was compressed meanwhile (${name}), and is read on where an earlier run stopped`;

/** To be said of what stands at the name now. */
export const PACKED: Announcement = {
  event: 'rotated',
  detail: 'it was rotated and compressed while nobody watched; what stands at the name now is read from its beginning',
};

type Use<Result> = (descriptor: number, stat: FileStat) => Result;

/**
 * Finds generations that were compressed while nobody watched: the one that an earlier run was reading, known by its text, and
 * those that were written after it. Also such a one in whose text an earlier run stopped. Oldest first; gzip only.
 */
export const findPacked = (reading: Reading, { siblings, lost, pathOf }: PackedSearch): Packed[] => {
  const { files, ledger } = reading;

  const open = <Result>(sibling: Sibling, use: Use<Result>): Result | null => {
    try {
      return withFile(files, sibling.path, (descriptor) => {
        const stat = files.fstat(descriptor);
        return keyOf(stat) === sibling.key ? use(descriptor, stat) : null;
      });
    } catch {
      return null;
    }
  };

  const generation = (sibling: Sibling, text: Bytes, skipping = false): PackedGeneration | null =>
    open(sibling, (descriptor, stat) => {
      const compression = compressionOfFile(files, descriptor);
      return compression === null ? null : new PackedGeneration(reading, descriptor, stat, compression, { text, skipping }, () => pathOf(sibling.key));
    });

  const isOriginal = (sibling: Sibling): boolean =>
    open(sibling, (descriptor) => {
      const compression = compressionOfFile(files, descriptor);
      return compression !== null && isPackedFrom(files, descriptor, compression, lost!);
    }) ?? false;

  const begun = siblings.flatMap((sibling): Packed[] => {
    const entry = ledger.recordOf(sibling.key)?.entry;
    if (entry?.unfinished !== true || entry.path !== reading.path) return [];
    const isSame = open(sibling, (descriptor, stat) => stat.size === entry.offset && isContinuation(files, descriptor, stat.size, entry));
    const file = isSame === true ? generation(sibling, entry.text ?? 0, entry.skipping) : null;
    return file === null ? [] : [{ file, resumed: (entry.text ?? 0) > 0 ? resumedDetail(sibling.name) : null, isLost: false }];
  });
  if (lost === null || lost.offset <= MARK) return begun;
  const isNew = (sibling: Sibling): boolean => sibling.isNew && ledger.recordOf(sibling.key) === null && ledger.held(sibling.stat) === null;
  const isPacked = (sibling: Sibling): boolean => open(sibling, (descriptor) => compressionOfFile(files, descriptor) === 'gzip') === true;
  const byAge = siblings.filter(isNew).sort((a, b) => (a.stat.modified < b.stat.modified ? -1 : 1));
  const fresh = byAge.slice(-MAX_COMPARED).filter(isPacked);
  const at = fresh.findIndex(isOriginal);
  if (at < 0) return begun;
  const later = fresh.slice(at).flatMap((sibling, n): Packed[] => {
    const file = n === 0 ? generation(sibling, lost.offset, lost.skipping) : generation(sibling, 0);
    return file === null ? [] : [{ file, resumed: n === 0 ? resumedDetail(sibling.name) : null, isLost: n === 0 }];
  });
  if (later.some((packed) => packed.isLost) && ledger.recordOf(keyOf(lost))?.entry === lost) ledger.forget(keyOf(lost));
  return [...begun, ...later];
};
