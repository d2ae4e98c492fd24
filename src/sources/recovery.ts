import type { Bytes } from '../core/units.js';
import type { Announcement, Announcements } from './announcements.js';
import { withLoss } from './announcements.js';
import type { Arrivals, Manner } from './arrivals.js';
import { keyOf } from './file-identity.js';
import type { FileStat } from './file-system.js';
import type { FollowedFile, Reading } from './followed-file.js';
import type { GenerationKeeper } from './generation.js';
import { Generation } from './generation.js';
import type { Generations } from './generations.js';
import { isContinuation } from './imprint.js';
import type { LedgerEntry, NameRecord } from './ledger-data.js';
import { Pace } from './pace.js';
import type { Siblings } from './siblings.js';
import { isExhausted, troubleOf } from './trouble.js';
import type { Found, Original, Search } from './unread-search.js';
import { entryAt, findUnread, STRONG } from './unread-search.js';

/** What the files of a name have in common. */
export interface Following {
  reading: Reading;
  keeper: GenerationKeeper;
  generations: Generations;
  siblings: Siblings;
  announcements: Announcements;
  arrivals: Arrivals;
}

/** Files that wait for their turn with an open descriptor; others are opened again when it has come. */
const MAX_WAITING = 8;

const UNKNOWN_LOSS = 'bytes may be missing, and nothing tells how many';

/** Finds what would be lost: in files that were rotated between two looks, or while nobody watched, and in copies. */
export class Recovery {
  readonly #following: Following;
  readonly #pace = new Pace();
  #lastRead = 0;

  constructor(following: Following) {
    this.#following = following;
  }

  /** Bytes were read just now. */
  notePace(bytes: Bytes): void {
    const now = this.#following.reading.now();
    if (bytes > 0) this.#pace.add(bytes, now);
    this.#lastRead = now;
  }

  /**
   * Another file stands at the name, or none: takes up what came and went since the last look.
   *
   * @throws when there is no descriptor left; nothing is forgotten then
   */
  takeBetween(): void {
    const { generations, siblings } = this.#following;
    const originals = generations.all.flatMap((file) => (file instanceof Generation ? [originalOf(file)] : []));
    this.#search({ siblings: siblings.look(), originals, takesNew: true, isCatchUp: false }, (found) => {
      this.#take(found);
    });
  }

  /**
   * At the first look of a run that goes on where an earlier one stopped.
   *
   * @param named what stands at the name now
   * @returns what is to be said of the file at the name; null when there is nothing special about it
   */
  takeEarlier(earlier: NameRecord, named: FileStat | null): Announcement | null {
    const { reading, siblings } = this.#following;
    const { ledger, path } = reading;
    const there = siblings.look();
    const key = named === null ? null : keyOf(named);
    const former = earlier.file === null ? null : ledger.recordOf(earlier.file);
    const isAtName = earlier.file !== null && key === earlier.file && this.#isStill(path, former?.entry);
    const moved = there.find((sibling) => sibling.key === earlier.file && this.#isStill(sibling.path, former?.entry));
    const isLost = former !== null && !isAtName && moved === undefined;
    const originals: Original[] = ledger
      .recordsOf(path)
      .filter(({ entry, restored }) => restored && (entry === former?.entry || entry.offset >= STRONG))
      .map(({ entry }) => {
        const intact = entry === former?.entry ? (moved?.stat.size ?? (isAtName ? named!.size : null)) : null;
        return { entry, size: intact, isDeleted: false, resumed: true };
      });
    let copies = 0;
    this.#search({ siblings: there, originals, takesNew: !isAtName, isCatchUp: true }, (found) => {
      if (found.as === 'copy') copies += 1;
      this.#take(found);
    });
    if (!isLost || named === null || former.entry.offset === 0) return null;
    const copied = copies > 0;
    const loss = copied ? {} : { missingBytes: 1 };
    const detail = copied ? 'while nobody watched; a copy of what it held was found' : `while nobody watched; ${UNKNOWN_LOSS}`;
    if (key === earlier.file) return { event: 'truncated', detail: `it was truncated or written anew ${detail}`, ...loss };
    return { event: 'replaced', detail: `another file stands at the name: the old one went ${detail}`, ...loss };
  }

  /**
   * A file was truncated or written anew: what it held and was not read is sought in a copy of it.
   *
   * @param why a sentence
   */
  startOver(file: Generation, why: string): void {
    const { reading, generations, announcements, arrivals, siblings } = this.#following;
    const entry = file.entry();
    const lost = { offset: entry.offset, unread: file.unread, lastLine: file.lastLine };
    const next = file.again();
    const copies: Found[] = [];
    const parts: FollowedFile[] = [];
    try {
      const originals: Original[] = [{ entry, size: null, isDeleted: true, resumed: false }];
      const there = siblings.look();
      const takesNew = file === generations.last && !file.standsAtName();
      this.#search({ siblings: there, originals, takesNew, isCatchUp: false }, (found) => {
        if (found.as === 'copy') copies.push(found);
        else parts.push(this.#toGeneration(found, found.as === 'new' ? 'between' : 'part'));
      });
    } finally {
      const [copy, ...others] = copies.sort((a, b) => b.stat.size - a.stat.size);
      for (const other of others) this.#leave(other);
      const missing = this.#missing(lost, next.seen, copy);
      announcements.tell({ event: 'truncated', ...withLoss(`${why}, and is read from its beginning`, missing) });
      if (copy !== undefined && copy.start.offset < copy.stat.size) parts.unshift(this.#toGeneration(copy, 'part'));
      else if (copy !== undefined) this.#leave(copy);
      arrivals.expect(next, { manner: 'part', resumed: null });
      generations.replace(file, [...parts, next]);
      next.lastSign = reading.now();
    }
  }

  /** How many bytes may have been lost, as far as anything tells. */
  #missing({ offset, unread, lastLine }: Lost, rewritten: FileStat, copy: Found | undefined): Bytes {
    const now = this.#following.reading.now();
    const silence = now - this.#lastRead;
    if (copy === undefined) return unread + Math.max(lastLine, this.#pace.expect(silence, now));
    const beyond = Math.max(0, offset + unread - copy.stat.size);
    if (!this.#pace.isLively(now)) return beyond;
    const gap = Number((rewritten.modified - copy.stat.modified) / 1_000_000n);
    return beyond + Math.max(lastLine, this.#pace.expect(Math.min(gap, silence), now));
  }

  #search(search: Search, onFound: (found: Found) => void): void {
    let exhausted: unknown = null;
    findUnread(this.#following.reading, search, onFound, (error, { name }) => {
      troubleOf(error, () => null); // a bug is no trouble
      if (!isExhausted(error)) return;
      exhausted = error;
      this.#following.siblings.forget(name);
    });
    if (exhausted !== null) throw exhausted as Error;
  }

  #take(found: Found): void {
    if (found.as === 'copy' && found.start.offset >= found.stat.size) {
      this.#leave(found);
      return;
    }
    const { generations, reading } = this.#following;
    generations.append(this.#toGeneration(found, found.as === 'new' ? 'between' : 'part'), reading.now());
  }

  /** There is nothing to be read in it: that is remembered. */
  #leave({ descriptor, stat }: Found): void {
    const { reading } = this.#following;
    try {
      reading.ledger.record(entryAt(reading, descriptor, stat, stat.size));
    } finally {
      reading.files.close(descriptor);
    }
  }

  #toGeneration({ descriptor, stat, start, resumed }: Found, manner: Manner): Generation {
    const { reading, keeper, arrivals, generations } = this.#following;
    const file = new Generation(reading, keeper, descriptor, stat, start);
    arrivals.expect(file, { manner, resumed: resumed ? resumedDetail(stat.size - start.offset) : null });
    if (generations.all.length >= MAX_WAITING) file.rest();
    return file;
  }

  /** Whether what stands at a path goes on where an earlier run stopped. */
  #isStill(path: string, entry: LedgerEntry | undefined): boolean {
    const { files } = this.#following.reading;
    if (entry === undefined) return false;
    let descriptor = -1;
    try {
      descriptor = files.open(path);
      return isContinuation(files, descriptor, files.fstat(descriptor).size, entry);
    } catch {
      return false;
    } finally {
      if (descriptor >= 0) files.close(descriptor);
    }
  }
}

/** What was known of a file before it was written anew. */
interface Lost {
  offset: Bytes;
  unread: Bytes;
  lastLine: Bytes;
}

const originalOf = (file: Generation): Original => {
  const stat = file.stat() ?? file.seen;
  return { entry: file.entry(), size: stat.size, isDeleted: stat.links === 0, resumed: false };
};

/** Of a file in which an earlier run read. */
export const resumedDetail = (bytes: Bytes): string =>
  `it is read on where an earlier run stopped; ${String(bytes)} bytes were written since`;
