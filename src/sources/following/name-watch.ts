import { Copies } from './copies.js';
import { Fifo } from './fifo.js';
import { isSameFile, keyOf } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import { closeQuietly } from '../file-system.js';
import type { FollowedFile, StartPoint } from './followed-file.js';
import { Generation } from './generation.js';
import { isContinuation } from './imprint.js';
import type { Following, Recovery } from './recovery.js';
import { resumedDetail } from './recovery.js';
import type { FollowStart } from '../source.js';
import type { Announcement } from './announcements.js';
import type { Trouble } from '../trouble.js';
import { codeOf, DUPLICATE, isExhausted, MISSING, troubleOf, troubleOfKind } from '../trouble.js';

/** Where reading begins, and what is to be said of it. */
interface Beginning {
  start: StartPoint;
  resumed: string | null;
}

/** Finds out at each look which file stands at a followed name, and holds it. */
export class NameWatch {
  readonly #following: Following;
  readonly #recovery: Recovery;
  readonly #start: FollowStart;
  /** what this look found at the name */
  named: FileStat | null = null;
  #isMissing = false;
  #looked = false;
  /** an earlier run followed this name */
  #isResumed = false;
  /** to be said of the next file at the name */
  #instead: Announcement | undefined;
  #noted: string | null | undefined;
  readonly #copies: Copies;

  constructor(following: Following, recovery: Recovery, start: FollowStart) {
    this.#following = following;
    this.#recovery = recovery;
    this.#start = start;
    this.#copies = new Copies(following.reading, following.siblings.path);
  }

  /** @throws what the file system throws */
  look(): Trouble | null {
    const before = this.named;
    this.named = null;
    const { named, absence } = this.#findNamed();
    this.named = named;
    const isMissing = named === null || troubleOfKind(named) !== null;
    if (isMissing && !this.#isMissing) this.#following.generations.awaken(this.#following.reading.now());
    this.#isMissing = isMissing;
    const isFirst = !this.#looked;
    if (isFirst) this.#lookFirst(named);
    if (named === null) {
      if (!isFirst && (before !== null || this.#recovery.isUnfinished || this.#following.siblings.isChanged())) this.#recovery.takeBetween(null);
      this.#note();
      return absence;
    }
    const trouble = this.#lookAt(named, isFirst);
    this.#note();
    return trouble;
  }

  /** No file stands at the end of links that go round in a circle: a later one is new. */
  #findNamed(): { named: FileStat | null; absence: Trouble } {
    const { files, path } = this.#following.reading;
    try {
      return { named: files.stat(path), absence: MISSING };
    } catch (error) {
      if (codeOf(error) !== 'ELOOP') throw error;
      return { named: null, absence: troubleOf(error, () => null) };
    }
  }

  #lookFirst(named: FileStat | null): void {
    const { reading, siblings, startPlace } = this.#following;
    const earlier = reading.ledger.nameOf(reading.path);
    this.#looked = true;
    startPlace.begin(named, earlier !== null);
    reading.ledger.follow(siblings.path);
    if (earlier === null) {
      siblings.look();
      return;
    }
    this.#isResumed = true;
    this.#instead = this.#recovery.takeEarlier(earlier, named) ?? undefined;
  }

  #lookAt(named: FileStat, isFirst: boolean): Trouble | null {
    const { generations, reading, announcements, arrivals } = this.#following;
    const known = generations.find(named);
    if (known !== undefined && known === generations.last) {
      if (this.#recovery.isUnfinished) this.#recovery.takeBetween(known);
      return null;
    }
    if (known !== undefined) {
      if (announcements.trouble === null) {
        announcements.tell({ event: 'rotated', detail: 'an earlier file stands at the name again, and is read on' });
      }
      generations.append(known, reading.now());
      return null;
    }
    const trouble = troubleOfKind(named) ?? this.#claim(named);
    if (trouble !== null) return trouble;
    // What was there when following began is read as was asked for.
    const came = !isFirst || this.#start === 'beginning' || this.#isResumed;
    if (came && named.kind === 'file') {
      const { waits, trouble: copied } = this.#copies.judge(named);
      if (waits) return copied;
    }
    const file = this.#takeUp(this.#open(), named);
    if (file === null) return null; // the name changed between two questions: the next look tells
    try {
      if (!isFirst) this.#recovery.takeBetween(file.file);
    } catch (error) {
      file.file.close();
      throw error;
    }
    arrivals.expect(file.file, { manner: 'at the name', resumed: file.resumed, instead: this.#instead });
    this.#instead = undefined;
    generations.append(file.file, reading.now());
    return null;
  }

  /** The file at the name was read, and is what it was: takes notice of those beside it. */
  noteSiblings(): null {
    const { generations, siblings } = this.#following;
    const { last } = generations;
    if (last === undefined || this.named === null || !isSameFile(last.identity, this.named)) return null;
    if (this.#recovery.isUnfinished) return null; // what could not be opened is to be new still
    siblings.refresh(() => this.isNamed(last));
    this.#note();
    return null;
  }

  /** Nothing that can be followed stood at the name at the last look that could tell. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** Whether a file stands at the name, as of this very moment. */
  isNamed(file: Pick<FollowedFile, 'identity'>): boolean {
    const { files, path } = this.#following.reading;
    const stat = files.stat(path);
    return stat !== null && isSameFile(stat, file.identity);
  }

  /** A file is read by one follower only: by the one at whose name it stands, and of two by the first. */
  #claim(named: FileStat): Trouble | null {
    const holder = this.#following.reading.ledger.held(named);
    if (holder === null) return null;
    if (holder.standsAtName()) return DUPLICATE;
    holder.handOver();
    return null;
  }

  #open(): number {
    const { files, path, budget } = this.#following.reading;
    try {
      return files.open(path);
    } catch (error) {
      if (!isExhausted(error) || !budget.relieve()) throw error;
      return files.open(path);
    }
  }

  #takeUp(descriptor: number, named: FileStat): { file: FollowedFile; resumed: string | null } | null {
    const { reading, keeper, startPlace } = this.#following;
    let kept = false;
    try {
      const stat = reading.files.fstat(descriptor);
      if (!isSameFile(stat, named)) return null;
      if (stat.kind === 'pipe') {
        const file = new Fifo(reading, descriptor, stat);
        kept = true;
        return { file, resumed: null };
      }
      const { start, resumed } = this.#beginningOf(descriptor, stat);
      const file = new Generation(reading, keeper, descriptor, stat, start);
      startPlace.take(stat);
      kept = true;
      return { file, resumed };
    } finally {
      if (!kept) closeQuietly(() => { reading.files.close(descriptor); });
    }
  }

  #beginningOf(descriptor: number, stat: FileStat): Beginning {
    const { files, ledger } = this.#following.reading;
    const record = ledger.recordOf(keyOf(stat));
    if (record !== null && isContinuation(files, descriptor, stat.size, record.entry)) {
      const { offset, skipping = false } = record.entry;
      const resumed = record.restored ? resumedDetail(stat.size - offset) : null;
      return { start: { offset, catchUpTo: record.restored ? stat.size : 0, skipping }, resumed };
    }
    return { start: this.#following.startPlace.in(descriptor, stat), resumed: null };
  }

  /** Tells the ledger what stands at the name, and beside it, for a later run. */
  #note(): void {
    const { siblings, reading } = this.#following;
    const file = this.named === null ? null : keyOf(this.named);
    if (this.#noted === file && !siblings.isFresh) return;
    this.#noted = file;
    siblings.isFresh = false;
    reading.ledger.setName(reading.path, siblings.record(file));
  }
}
