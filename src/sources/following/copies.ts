import { basename, dirname, join } from 'node:path';
import { keyOf } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import { fingerprintOf } from './fingerprint.js';
import type { Reading } from './followed-file.js';
import { Imprint, isContinuation } from './imprint.js';
import type { HeldFile, LedgerEntry } from './ledger.js';
import { isSiblingName } from './siblings.js';
import type { Trouble } from '../trouble.js';
import { isBeginningOf, STRONG } from './unread-search.js';

/** What is appended to the name of a log that is copied away. Any other name, such as `access.log.new`, is another log's. */
const ASIDE = /^(?:[-._]?\d[-._T:\d]*|[-._](?:bak|backup|copy|old|orig|prev|save)|~)$/i;

const isAside = (base: string, name: string): boolean =>
  isSiblingName(base, name) && (!name.startsWith(base) || ASIDE.test(name.slice(base.length)));

/** What is remembered of a file that was read up to `offset`, in itself or in what it is a copy of. */
export const entryOf = ({ files, path }: Reading, descriptor: number, stat: FileStat, offset: number): LedgerEntry => ({
  device: String(stat.device),
  inode: String(stat.inode),
  path,
  ...Imprint.of(files, descriptor, offset).fingerprints(offset),
  offset,
});

/** For a later run, which would take it for a file that came while nobody watched, and is none of the log's. */
export const unopenedEntry = (path: string, { device, inode }: FileStat): LedgerEntry => {
  const nothing = fingerprintOf(Buffer.alloc(0));
  return { device: String(device), inode: String(inode), path, head: nothing, trail: nothing, offset: 0, unopened: true };
};

/**
 * Tells copies of files that are read through other followed names, such as the `access.log.1` of a copytruncate when both
 * names are followed. As long as the original is held, it is read there; what only the copy holds in the end is sought by
 * whoever reads the original.
 */
export class Copies {
  readonly #reading: Reading;
  /** absolute */
  readonly #path: string;
  /** the file that was found to be a copy at the last look, and how long it was */
  #copy: { key: string; size: number; trouble: Trouble } | null = null;

  constructor(reading: Reading, path: string) {
    this.#reading = reading;
    this.#path = path;
  }

  /** Whether to wait with a file that came to the name: it is a copy, or empty as yet; and what is to be told of it. */
  judge(named: FileStat): { waits: boolean; trouble: Trouble | null } {
    const { files, ledger } = this.#reading;
    const key = keyOf(named);
    if (this.#copy?.key !== key) this.#copy = null;
    const originals = this.#originals(key);
    const isKnown = ledger.recordOf(key) !== null;
    if (isKnown || (originals.length === 0 && this.#copy === null)) return { waits: false, trouble: null };
    const descriptor = files.open(this.#path);
    try {
      const stat = files.fstat(descriptor);
      if (keyOf(stat) !== key || stat.size === 0) return { waits: true, trouble: this.#copy?.trouble ?? null };
      const original = originals.find((held) => this.#isCopyOf(held, descriptor, stat));
      if (original !== undefined) {
        const trouble: Trouble = { event: 'duplicate', detail: `it is a copy of ${original.path}, and is read there` };
        this.#copy = { key, size: stat.size, trouble };
        return { waits: true, trouble };
      }
      // Its original was read to its end and given up; or the beginnings were the same by chance.
      if (this.#copy !== null && (stat.size === this.#copy.size || this.#copy.size >= STRONG)) {
        ledger.record(entryOf(this.#reading, descriptor, stat, Math.min(stat.size, this.#copy.size)));
      }
      return { waits: false, trouble: null };
    } finally {
      files.close(descriptor);
    }
  }

  /** Files that are held through names of which this one's may have been made. */
  #originals(key: string): HeldFile[] {
    const { ledger } = this.#reading;
    const [directory, name] = [dirname(this.#path), basename(this.#path)];
    const extension = name.slice(Math.max(0, name.lastIndexOf('.')));
    const stems = Array.from({ length: name.length - 1 }, (_, n) => name.slice(0, n + 1));
    const names = new Set([...stems, ...stems.map((stem) => `${stem}${extension}`)].filter((base) => isAside(base, name)));
    return [...names].flatMap((base) => ledger.heldAt(join(directory, base))).filter((held) => keyOf(held.identity) !== key);
  }

  /** Also of what it held before it was truncated, as long as its reader has not noticed that, and sought the copy. */
  #isCopyOf(held: HeldFile, descriptor: number, stat: FileStat): boolean {
    const { files } = this.#reading;
    const original = held.opened();
    if (original === null) return false;
    const entry = held.entry();
    if (isContinuation(files, original.descriptor, original.stat.size, entry)) return isBeginningOf(this.#reading, descriptor, stat.size, original);
    return this.#copy !== null || isContinuation(files, descriptor, stat.size, entry);
  }
}
