import type { Bytes } from '../../core/units.js';
import type { Announcement, Announcements } from './announcements.js';
import { withLoss } from './announcements.js';
import type { Arrivals, Manner } from './arrivals.js';
import { entryOf, unopenedEntry } from './copies.js';
import { keyOf } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import { closeQuietly } from '../file-system.js';
import type { FollowedFile, Reading } from './followed-file.js';
import type { GenerationKeeper } from './generation-keeper.js';
import { Generation, MAYBE_EMPTIED } from './generation.js';
import type { Generations } from './generations.js';
import { isContinued } from './imprint.js';
import type { LedgerEntry, NameRecord } from './ledger-data.js';
import { originalsIn } from './originals.js';
import { findPacked, PACKED } from './packed-search.js';
import { Pace } from './pace.js';
import type { Sibling, Siblings } from './siblings.js';
import type { StartPlace } from './start-place.js';
import type { Trouble } from '../trouble.js';
import { isAbsent, isExhausted, MISSING, troubleOf } from '../trouble.js';
import type { Found, Original, Search } from './unread-search.js';
import { findUnread, STRONG } from './unread-search.js';

/** What the files of a name have in common. */
export interface Following {
  reading: Reading;
  keeper: GenerationKeeper<Generation>;
  generations: Generations;
  siblings: Siblings;
  announcements: Announcements;
  arrivals: Arrivals;
  startPlace: StartPlace;
}

/** Files that wait for their turn with an open descriptor; others are opened again when it has come. */
const MAX_WAITING = 8;

const UNKNOWN_LOSS = 'bytes may be missing, and nothing tells how many';

/** Finds what would be lost: in files that were rotated between two looks, or while nobody watched, and in copies. */
export class Recovery {
  readonly #following: Following;
  readonly #pace = new Pace();
  /** what could not be read in the last search, which is to be done again */
  trouble: Trouble | null = null;
  /** what copies were sought of in a search that is unfinished */
  #sought: readonly Original[] = [];
  #lastLook = 0;

  constructor(following: Following) {
    this.#following = following;
  }

  get isUnfinished(): boolean {
    return this.trouble !== null;
  }

  /** A look has read so many bytes, perhaps none: lines that nobody knows of came after it. */
  noteLook(bytes: Bytes): void {
    const now = this.#following.reading.now();
    if (bytes > 0) this.#pace.add(bytes, now);
    this.#lastLook = now;
  }

  /**
   * Another file stands at the name, or none: takes up what came and went since the last look.
   *
   * @param named what stands there now, and is read after it
   * @throws when there is no descriptor left; nothing is forgotten then
   */
  takeBetween(named: FollowedFile | null): void {
    const { generations, siblings, startPlace } = this.#following;
    const originals = generations.all.flatMap((file) => originalsIn(file, false));
    if (named !== null) originals.push(...originalsIn(named, true));
    const search = { siblings: siblings.look(), named: named === null ? null : keyOf(named.identity), originals, takesNew: true };
    this.#search({ ...search, isCatchUp: false }, (found) => {
      this.#take(found.as === 'new' ? { ...found, start: startPlace.in(found.descriptor, found.stat) } : found);
    });
    if (named !== null && named !== generations.last && generations.has(named)) generations.append(named, this.#following.reading.now());
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
    const former = earlier.file === null ? null : ledger.earlierOf(path, earlier.file);
    const isAtName = earlier.file !== null && key === earlier.file && isContinued(reading.files, path, former?.entry);
    const moved = there.find((sibling) => sibling.key === earlier.file && isContinued(reading.files, sibling.path, former?.entry));
    const isLost = former !== null && !isAtName && moved === undefined;
    const unpacked = this.#takePacked(there, isLost ? former.entry : null);
    const originals: Original[] = ledger
      .recordsOf(path)
      .filter(({ entry, restored }) => restored && entry.text === undefined && (entry === former?.entry ? isLost : entry.offset >= STRONG))
      .map(({ entry }) => ({ entry, intact: null, isNewest: false, isUnread: false, resumed: true }));
    let copies = 0;
    const takesNew = !isAtName || former?.entry.offset === 0; // an inode is given again, and nothing tells an empty file
    this.#search({ siblings: there, named: key, originals, takesNew, isCatchUp: true }, (found) => {
      if (found.as === 'copy') copies += 1;
      this.#take(found);
    });
    ledger.forgetDisplaced(path);
    if (!isLost || named === null || former.entry.offset === 0) return null;
    if (unpacked) return PACKED;
    const copied = copies > 0;
    const loss = copied ? {} : { missingBytes: 1 };
    const detail = copied ? 'while nobody watched; a copy of what it held was found' : `while nobody watched; ${UNKNOWN_LOSS}`;
    if (key === earlier.file) return { event: 'truncated', detail: `it was truncated or written anew ${detail}`, ...loss };
    return { event: 'replaced', detail: `another file stands at the name: the old one went ${detail}`, ...loss };
  }

  /** @returns whether what stood at the name, and is gone, was found */
  #takePacked(siblings: readonly Sibling[], lost: LedgerEntry | null): boolean {
    const { reading, generations, arrivals } = this.#following;
    const found = findPacked(reading, { siblings, lost, pathOf: (key) => this.#following.siblings.pathOf(key) });
    for (const { file, resumed } of found) {
      arrivals.expect(file, { manner: resumed === null ? 'between' : 'part', resumed });
      generations.append(file, reading.now());
    }
    return found.some(({ isLost }) => isLost);
  }

  /**
   * A file was truncated or written anew: what it held and was not read is sought in copies of it. What is to be read in its
   * place takes it.
   *
   * @param why a sentence
   * @returns false when nothing tells that it was: it is to be read on
   * @throws when the files beside it cannot be searched; it is as before then
   */
  startOver(file: Generation, why: string): boolean {
    const { reading, generations, announcements, arrivals } = this.#following;
    const entry = file.entry();
    const lost = { offset: entry.offset, unread: file.unread, lastLine: file.lastLine };
    const isGuess = why === MAYBE_EMPTIED;
    const originals = generations.all.flatMap((other) => originalsIn(other, other === file)); // what they hold is read in them
    if (!isGuess) originals.push({ entry, intact: null, isNewest: false, isUnread: false, resumed: false });
    const found = this.#searchCopies(originals, file);
    if (isGuess && !found.some(({ as }) => as === 'new')) {
      for (const part of found) this.#leave(part);
      return false;
    }
    const [copy, ...doubles] = found.filter(({ as, start }) => as === 'copy' && start.offset === entry.offset).sort((a, b) => b.stat.size - a.stat.size);
    const next = this.#again(file, found);
    const missing = this.#missing(lost, next.seen, copy);
    announcements.tell({ event: 'truncated', ...withLoss(`${why}, and is read from its beginning`, missing) });
    const parts = found.flatMap((part) => {
      if (!doubles.includes(part) && part.start.offset < part.stat.size) return this.#toPart(part, originals);
      if (part === copy || doubles.includes(part)) this.#remember(part);
      this.#leave(part);
      return [];
    });
    arrivals.expect(next, { manner: 'part', resumed: null });
    generations.replace(file, [...parts, next]);
    next.lastSign = reading.now();
    return true;
  }

  #searchCopies(originals: readonly Original[], file: Generation): Found[] {
    const { siblings, generations } = this.#following;
    const found: Found[] = [];
    try {
      const named = keyOf(file.identity);
      this.#search({ siblings: siblings.look(), named, originals, takesNew: file === generations.last, isCatchUp: false }, (next) => {
        found.push(next);
      });
      return found;
    } catch (error) {
      this.#discard(found);
      throw error;
    }
  }

  /** What stands in a file now that was written anew. @param found is discarded when that cannot be told */
  #again(file: Generation, found: readonly Found[]): Generation {
    try {
      return file.again();
    } catch (error) {
      this.#discard(found);
      throw error;
    }
  }

  /** Of what was found in a search that is to be done again when nothing can be made of it. */
  #toPart(found: Found, originals: readonly Original[]): Generation[] {
    try {
      return [this.#toGeneration(found, 'part')];
    } catch (error) {
      this.#discard([found]);
      this.#noteTrouble(error, found.sibling, false);
      this.#sought = originals.filter(({ intact }) => intact === null);
      return [];
    }
  }

  /** As if it had not been found. */
  #discard(found: readonly Found[]): void {
    for (const part of found) {
      this.#leave(part);
      if (part.sibling.isNew) this.#following.siblings.forget(part.sibling.name);
    }
  }

  /** How many bytes may have been lost, as far as anything tells. */
  #missing({ offset, unread, lastLine }: Lost, rewritten: FileStat, copy: Found | undefined): Bytes {
    const now = this.#following.reading.now();
    const silence = now - this.#lastLook;
    if (copy === undefined) return unread + Math.max(lastLine, this.#pace.expect(silence, now));
    const beyond = Math.max(0, offset + unread - copy.stat.size);
    if (!this.#pace.isLively(now)) return beyond;
    const gap = Number((rewritten.modified - copy.stat.modified) / 1_000_000n);
    return beyond + Math.max(lastLine, this.#pace.expect(Math.min(gap, silence), now));
  }

  #search(search: Omit<Search, 'pathOf'>, onFound: (found: Found) => void): void {
    this.trouble = null;
    let exhausted: unknown = null;
    const { siblings, reading } = this.#following;
    const pathOf = (key: string): string | null => siblings.pathOf(key);
    const originals = [...search.originals, ...this.#sought.filter(({ entry }) => !search.originals.some((other) => other.entry === entry))];
    const isCopyWanted = originals.some(({ intact }) => intact === null);
    findUnread(reading, { ...search, originals, pathOf }, onFound, (error, sibling) => {
      if (this.#noteTrouble(error, sibling, search.takesNew && !isCopyWanted) && isExhausted(error)) exhausted = error;
    });
    this.#sought = this.isUnfinished ? originals.filter(({ intact }) => intact === null) : [];
    if (exhausted !== null) throw exhausted as Error;
  }

  /**
   * What may be unread is to be sought again.
   *
   * @param wanted whether it is to be read from its beginning when nothing is known of it
   * @returns false when there is nothing that could be
   */
  #noteTrouble(error: unknown, { name, path, stat, isNew, key }: Sibling, wanted: boolean): boolean {
    const { siblings, reading } = this.#following;
    const trouble = troubleOf(error, () => stat); // a bug is no trouble
    const isKnown = reading.ledger.recordOf(key) !== null;
    if (trouble === MISSING || (isAbsent(error) && !isNew && !isKnown)) return false;
    if (isNew) siblings.forget(name);
    if (isNew && !isKnown && wanted) reading.ledger.record(unopenedEntry(reading.path, stat));
    this.trouble ??= { event: trouble.event, detail: `${path}, where lines may be unread: ${trouble.detail}` };
    return true;
  }

  #take(found: Found): void {
    if (found.as === 'copy' && found.start.offset >= found.stat.size) {
      if (!found.isPending) this.#remember(found);
      this.#leave(found);
      if (found.isPending) this.#following.siblings.forget(found.sibling.name); // until its original was read, it may still be needed
      return;
    }
    const { generations, reading } = this.#following;
    generations.append(this.#toGeneration(found, found.as === 'new' ? 'between' : 'part'), reading.now());
  }

  /** All that it holds was read: it is no copy of what comes later, and is not read when its own name is followed. */
  #remember({ descriptor, stat }: Found): void {
    const { reading } = this.#following;
    closeQuietly(() => {
      reading.ledger.record(entryOf(reading, descriptor, stat, stat.size));
    });
  }

  /** There is nothing to be read in it. */
  #leave({ descriptor }: Found): void {
    closeQuietly(() => {
      this.#following.reading.files.close(descriptor);
    });
  }

  #toGeneration({ descriptor, stat, start, resumed }: Found, manner: Manner): Generation {
    const { reading, keeper, arrivals, generations, startPlace } = this.#following;
    const file = new Generation(reading, keeper, descriptor, stat, start);
    startPlace.take(stat);
    arrivals.expect(file, { manner, resumed: resumed ? resumedDetail(stat.size - start.offset) : null });
    if (generations.all.length >= MAX_WAITING) file.rest();
    return file;
  }
}

/** What was known of a file before it was written anew. */
interface Lost {
  offset: Bytes;
  unread: Bytes;
  lastLine: Bytes;
}

/** Of a file in which an earlier run read. */
export const resumedDetail = (bytes: Bytes): string =>
  `it is read on where an earlier run stopped; ${String(bytes)} bytes were written since`;
