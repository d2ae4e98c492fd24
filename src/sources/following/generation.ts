import type { Bytes } from '../../core/units.js';
import { withLoss } from './announcements.js';
import type { DescriptorHolder } from '../descriptor-budget.js';
import { readHead } from '../file-head.js';
import { openSame, type FileIdentity } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import type { FileLook, FollowedFile, Reading, StartPoint } from './followed-file.js';
import type { GenerationKeeper } from './generation-keeper.js';
import { HandedLines } from './handed-lines.js';
import { Imprint } from './imprint.js';
import type { HeldFile, LedgerEntry } from './ledger.js';
import { LineAssembler } from '../line-assembler.js';
import { isRecent } from '../modification-time.js';
import { isStale } from '../trouble.js';

/** Of a file of which nothing was read: lines may have come and gone since. Only the files beside it can tell. */
export const MAYBE_EMPTIED = 'what it held went between two looks';

/**
 * One file that stands, or stood, at the followed name, from the moment it was opened until nobody writes to it any more.
 * It holds the descriptor, so its bytes are read whatever happens to the name, and its inode cannot be given to another
 * file meanwhile.
 */
export class Generation implements FollowedFile, HeldFile, DescriptorHolder {
  readonly identity: FileIdentity;
  lastSign: number;
  begun = false;

  readonly #reading: Reading;
  readonly #keeper: GenerationKeeper<Generation>;
  readonly #lines: LineAssembler;
  readonly #handed: HandedLines;
  #imprint: Imprint;
  /** null while it was given back */
  #descriptor: number | null;
  #offset: Bytes;
  /** as of the last read */
  #seen: FileStat;
  /** it may have been written since then without a trace in its time of modification */
  #suspect = true;
  #limit = Infinity;
  #entry: LedgerEntry | null = null;
  /** the descriptor was of no use any more: another one is needed, whether or not the file changes */
  #isStale = false;

  /** @param stat of the descriptor */
  constructor(reading: Reading, keeper: GenerationKeeper<Generation>, descriptor: number, stat: FileStat, start: StartPoint) {
    this.#reading = reading;
    this.#keeper = keeper;
    this.identity = { device: stat.device, inode: stat.inode };
    this.lastSign = reading.now();
    this.#offset = start.offset;
    this.#seen = stat;
    const place = { files: reading.files, identity: this.identity, born: stat.born, descriptor: () => this.#descriptor, path: () => keeper.pathOf(this) };
    this.#handed = new HandedLines(place, start.offset, start.catchUpTo);
    this.#imprint = Imprint.of(reading.files, descriptor, start.offset);
    this.#lines = new LineAssembler(reading.sink, reading.buffer, this.#imprint.isEmptyRun);
    if (start.skipping === true) this.#lines.skip();
    this.#descriptor = descriptor;
    reading.ledger.hold(this);
    reading.budget.take(this);
  }

  get path(): string {
    return this.#reading.path;
  }

  get hasBytes(): boolean {
    return this.#offset > 0;
  }

  get isDeleted(): boolean {
    return this.#seen.links === 0;
  }

  /** Whether all was read that was there at the last read. */
  get isDrained(): boolean {
    return this.begun && this.#offset >= Math.min(this.#seen.size, this.#limit);
  }

  /** Bytes of it that were seen and are not handed on as lines. */
  get unread(): Bytes {
    return Math.max(0, this.#seen.size - this.#offset) + this.#lines.held;
  }

  /** Length of the last line that was handed on, as far as it is known. */
  get lastLine(): Bytes {
    return this.#imprint.lastLine;
  }

  /** As of the last read; of the size only what was seen before the file was written anew. */
  get seen(): FileStat {
    return this.#seen;
  }

  /** Its descriptor, and what is known of it now; null when it was given back. */
  opened(): { descriptor: number; stat: FileStat } | null {
    const descriptor = this.#descriptor;
    return descriptor === null ? null : { descriptor, stat: this.#reading.files.fstat(descriptor) };
  }

  /** Whether what was read of it does not stand there any more. */
  isRewritten(stat: FileStat): boolean {
    if (stat.size < this.#offset) return true;
    return this.#descriptor !== null && this.#imprint.isChanged(this.#reading.files, this.#descriptor, this.#offset);
  }

  begin(): void {
    this.begun = true;
    const { files, sink, buffer } = this.#reading;
    let head = buffer.bytes.subarray(0, 0);
    try {
      if (this.#descriptor !== null || this.#reopen()) head = readHead(files, this.#descriptor!, buffer.bytes);
    } catch {
      // the read that follows meets the same trouble, and tells it
    }
    sink.opened(head, this.#handed);
  }

  read(budget: Bytes, stat?: FileStat): FileLook {
    const { files } = this.#reading;
    if (this.#descriptor === null && !this.#reopen(stat)) return { bytes: 0, more: false, rewritten: null };
    // A look's stat may be older than what was seen since: of a file that somebody writes to it would tell that it became shorter.
    const isOld = stat !== undefined && stat.size < this.#seen.size;
    try {
      return this.#readOpen(this.#descriptor!, budget, stat === undefined || isOld ? files.fstat(this.#descriptor!) : stat);
    } catch (error) {
      if (!isStale(error)) throw error;
      this.rest();
      this.#isStale = true;
      if (!this.#reopen()) return { bytes: 0, more: false, rewritten: null };
      return this.#readOpen(this.#descriptor!, budget, files.fstat(this.#descriptor!));
    }
  }

  settle(): void {
    this.#limit = this.#descriptor === null ? this.#seen.size : this.#reading.files.fstat(this.#descriptor).size;
  }

  finish(): void {
    this.#lines.finish();
    this.#handed.to = this.#offset;
    this.#imprint.endLine();
  }

  close(): void {
    this.#reading.ledger.release(this);
    this.rest();
  }

  /** Gives the descriptor back until the file changes. */
  rest(): void {
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#descriptor = null;
    this.#reading.budget.free(this);
    try {
      this.#reading.files.close(descriptor);
    } catch {
      // nothing more is wanted of it
    }
  }

  /** The file was written anew: gives what stands in it now, read from its beginning. This one is not to be read any more. */
  again(): Generation {
    const descriptor = this.#descriptor!;
    const stat = this.#reading.files.fstat(descriptor);
    this.#reading.budget.free(this);
    this.#descriptor = null;
    this.#handed.end();
    return new Generation(this.#reading, this.#keeper, descriptor, stat, { offset: 0, catchUpTo: 0 });
  }

  entry(): LedgerEntry {
    const offset = this.#offset - this.#lines.held;
    if (this.#entry?.offset === offset) return this.#entry;
    const { device, inode } = this.identity;
    this.#entry = {
      device: String(device),
      inode: String(inode),
      path: this.path,
      ...this.#imprint.fingerprints(offset),
      offset,
      ...(this.#lines.skipping ? { skipping: true } : {}),
    };
    return this.#entry;
  }

  standsAtName(): boolean {
    return this.#keeper.standsAtName(this);
  }

  handOver(): void {
    this.#keeper.handOver(this);
  }

  giveBack(): boolean {
    return this.#keeper.spare(this);
  }

  #readOpen(descriptor: number, budget: Bytes, stat: FileStat): FileLook {
    const before = this.#seen;
    const rewritten = this.#rewrittenBy(descriptor, stat);
    this.#seen = stat;
    const look = rewritten ?? this.#readTo(descriptor, Math.min(stat.size, this.#limit), budget);
    if (typeof look !== 'string' && look.rewritten === null) return look;
    this.#seen = { ...stat, size: before.size }; // what is known of the lost contents
    return typeof look === 'string' ? { bytes: 0, more: false, rewritten: look } : look;
  }

  #rewrittenBy(descriptor: number, stat: FileStat): string | null {
    const isShorter = stat.size < this.#seen.size;
    if (stat.size < this.#offset && this.#goBack(descriptor, stat.size)) return null;
    if (stat.size < this.#offset || (isShorter && this.#offset === 0)) return 'it became shorter';
    const modified = stat.modified !== this.#seen.modified;
    if (this.#offset === 0 && modified) return MAYBE_EMPTIED;
    if (isShorter) return this.#shorten(descriptor);
    if (!modified && !this.#suspect) return null;
    const isChanged = stat.size === this.#offset && this.#imprint.isChanged(this.#reading.files, descriptor, this.#offset);
    this.#suspect = modified || isRecent(stat.modified);
    return isChanged && !this.#goBack(descriptor, stat.size) ? 'it was written anew' : null;
  }

  /** Lines that were read may have been cut off: those in front of the cut are not read again. False when it is no such cut. */
  #goBack(descriptor: number, size: Bytes): boolean {
    const cut = this.#imprint.cutOf(this.#reading.files, descriptor, size, this.#offset);
    if (cut === null) return false;
    const { detail, missingBytes } = withLoss('its end was cut off, and it is read on from there', this.unread);
    this.#lines.drop();
    this.#offset = cut;
    this.#handed.cutTo(cut);
    this.#imprint = Imprint.of(this.#reading.files, descriptor, cut);
    this.#reading.sink.event('truncated', detail, missingBytes);
    return true;
  }

  /** Its end was cut off, behind what was read. */
  #shorten(descriptor: number): string | null {
    if (this.#imprint.isChanged(this.#reading.files, descriptor, this.#offset)) return 'it became shorter';
    const { detail, missingBytes } = withLoss('it became shorter, and is read on', this.unread);
    this.#reading.sink.event('truncated', detail, missingBytes);
    return null;
  }

  #readTo(descriptor: number, end: Bytes, budget: Bytes): FileLook {
    let bytes = 0;
    while (this.#offset < end && bytes < budget) {
      const catchUp = this.#offset < this.#handed.catchUpTo;
      const wanted = Math.min((catchUp ? Math.min(end, this.#handed.catchUpTo) : end) - this.#offset, budget - bytes);
      const got = this.#readNext(descriptor, wanted, bytes === 0);
      if (got === 'changed') {
        if (this.#goBack(descriptor, end)) continue;
        return { bytes, more: false, rewritten: 'it was written anew' };
      }
      if (got === 0) break; // it became shorter this very moment: the next look tells
      const { buffer, offset } = this.#lines.space();
      const position = this.#offset;
      this.#offset += got;
      bytes += got;
      this.#lines.commit(got, catchUp);
      this.#handed.to = this.#offset - this.#lines.held;
      this.#imprint.add(buffer, offset, offset + got, position, this.#lines.held);
    }
    return { bytes, more: this.#offset < end && bytes >= budget, rewritten: null };
  }

  /**
   * Reads the next bytes into the assembler's space, together with those in front of them when these are to be verified:
   * in a file that only grows they are what they were.
   */
  #readNext(descriptor: number, wanted: Bytes, verify: boolean): number | 'changed' {
    const { buffer, offset, length } = this.#lines.space();
    const { trail, trailed } = this.#imprint;
    const lead = verify ? trailed : 0;
    const size = lead + Math.min(wanted, length);
    const got = this.#reading.files.read(descriptor, buffer, offset - lead, size, this.#offset - lead);
    if (got < lead) return 0;
    if (lead > 0 && buffer.compare(trail, 0, lead, offset - lead, offset) !== 0) return 'changed';
    return got - lead;
  }

  /** Opens it again where it stands now. False when it need not be read, or cannot be found. */
  #reopen(stat?: FileStat): boolean {
    const { files, budget } = this.#reading;
    if (!this.#isStale && stat?.size === this.#offset && stat.modified === this.#seen.modified) return false;
    const path = this.#keeper.pathOf(this);
    if (path === null) {
      if (this.#keeper.isNameMissing()) this.#seen = { ...this.#seen, links: 0 };
      return false;
    }
    const descriptor = openSame(files, path, this.identity);
    if (descriptor === null) return false;
    this.#descriptor = descriptor;
    this.#isStale = false;
    budget.take(this);
    return true;
  }
}
