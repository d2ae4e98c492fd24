import type { Bytes } from '../../core/units.js';
import { fileInput } from '../compressed/byte-input.js';
import type { Compression } from '../compressed/compression.js';
import type { DecodedBytes } from '../compressed/decoded-bytes.js';
import { decode } from '../compressed/decoded-bytes.js';
import { headOf } from '../file-head.js';
import { openSame } from '../file-identity.js';
import type { FileIdentity } from '../file-identity.js';
import type { FileStat } from '../file-system.js';
import { closeQuietly } from '../file-system.js';
import { keptFile } from '../finished/lent-file.js';
import type { OpenFile } from '../finished/lent-file.js';
import type { FileLook, FollowedFile, Reading } from './followed-file.js';
import { Imprint } from './imprint.js';
import type { HeldFile, LedgerEntry } from './ledger.js';
import { LineAssembler } from '../line-assembler.js';
import { OtherFileError, troubleOf } from '../trouble.js';

/** Where in the text of a compressed file reading begins. */
export interface PackedStart {
  text: Bytes;
  skipping: boolean;
}

/**
 * A generation that was rotated and compressed while nobody watched. It does not grow: its text is decompressed in the
 * background, and read at looks, from where an earlier run stopped. It holds its descriptor no longer than that.
 */
export class PackedGeneration implements FollowedFile, HeldFile {
  readonly identity: FileIdentity;
  lastSign: number;
  begun = false;
  hasBytes = false;
  readonly isDeleted = false;
  isDrained = false;

  readonly #reading: Reading;
  readonly #stat: FileStat;
  readonly #pathNow: () => string | null;
  readonly #compression: Compression;
  readonly #known: Bytes;
  readonly #lines: LineAssembler;
  readonly #prints: ReturnType<Imprint['fingerprints']>;
  #file: OpenFile | null = null;
  #text: DecodedBytes | null = null;
  #waiting = false;
  #error: unknown = null;
  #chunk: Buffer | null = null;
  #isOver = false;
  #isSettled = false;
  /** text that came so far */
  #came: Bytes = 0;

  /**
   * @param descriptor stays the caller's
   * @param pathNow a path that leads to it when its turn comes
   */
  constructor(reading: Reading, descriptor: number, stat: FileStat, compression: Compression, start: PackedStart, pathNow: () => string | null) {
    this.#reading = reading;
    this.#stat = stat;
    this.#pathNow = pathNow;
    this.#compression = compression;
    this.identity = { device: stat.device, inode: stat.inode };
    this.lastSign = reading.now();
    this.#known = start.text;
    this.#prints = Imprint.of(reading.files, descriptor, stat.size).fingerprints(stat.size);
    this.#lines = new LineAssembler(reading.sink, reading.buffer, start.text === 0);
    if (start.skipping) this.#lines.skip();
    reading.ledger.hold(this);
  }

  get path(): string {
    return this.#reading.path;
  }

  begin(): void {
    this.begun = true;
  }

  read(budget: Bytes): FileLook {
    let bytes = 0;
    while (bytes < budget && !this.isDrained && !this.#isSettled) {
      if (this.#chunk === null && !this.#advance()) break;
      bytes += this.#take(budget - bytes);
    }
    return { bytes, more: !this.isDrained && !this.#isSettled, rewritten: null };
  }

  /** The rest of it is left to a later run. */
  settle(): void {
    this.#isSettled = true;
  }

  finish(): void {
    this.#lines.finish(true);
  }

  close(): void {
    this.#reading.ledger.release(this);
    this.#rest();
  }

  entry(): LedgerEntry {
    const { device, inode, size } = this.#stat;
    return {
      device: String(device), inode: String(inode), path: this.path, offset: size, ...this.#prints,
      text: Math.max(this.#known, this.#came) - this.#lines.held,
      ...(this.#lines.skipping ? { skipping: true } : {}),
      ...(this.isDrained ? {} : { unfinished: true }),
    };
  }

  opened(): null {
    return null;
  }

  standsAtName(): boolean {
    return false;
  }

  handOver(): void {
    // Nobody else reads it.
  }

  /** Takes the next chunk, when it has come. False when it is to be waited for, and when there is none any more. */
  #advance(): boolean {
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      this.#end(troubleOf(error, () => null).detail);
      return false;
    }
    if (this.#isOver) this.#end(null);
    else if (!this.#waiting) this.#ask();
    return false;
  }

  #ask(): void {
    try {
      this.#text ??= this.#open();
    } catch (error) {
      if (!(error instanceof OtherFileError)) throw error; // is tried again
      this.#error = error;
      return;
    }
    this.#waiting = true;
    this.#text.next().then(
      (chunk) => {
        this.#waiting = false;
        this.#chunk = chunk;
        this.#isOver = chunk === null;
      },
      (error: unknown) => {
        this.#waiting = false;
        this.#error = error;
      },
    );
  }

  #take(budget: Bytes): Bytes {
    const chunk = this.#chunk!;
    if (!this.hasBytes) this.#reading.sink.opened(headOf(chunk));
    this.hasBytes = true;
    const skipped = Math.min(chunk.length, Math.max(0, this.#known - this.#came));
    const fresh = chunk.subarray(skipped, skipped + Math.max(1, budget));
    let rest: Buffer = fresh;
    while (rest.length > 0) rest = this.#lines.take(rest, true);
    const taken = skipped + fresh.length;
    this.#came += taken;
    this.#chunk = taken === chunk.length ? null : chunk.subarray(taken);
    return fresh.length;
  }

  /** @param trouble why no more of it can be read; null at its end */
  #end(trouble: string | null): void {
    const damage = this.#text?.damage ?? null;
    const { sink } = this.#reading;
    if (!this.hasBytes) sink.opened(Buffer.alloc(0));
    if (trouble === null && (damage?.isWhole ?? true)) this.#lines.finish(true);
    this.#came -= this.#lines.drop();
    if (trouble !== null) sink.event('unreadable', `a compressed file of it: ${trouble}`);
    else if (damage !== null) sink.event(damage.event, `a compressed file of it: ${damage.detail}`);
    this.isDrained = true;
    this.#rest();
  }

  /** Opens it when its turn has come. */
  #open(): DecodedBytes {
    const { files } = this.#reading;
    const path = this.#pathNow();
    const descriptor = path === null ? null : openSame(files, path, this.identity);
    if (descriptor === null) throw new OtherFileError();
    this.#file = keptFile(files, descriptor);
    return decode(fileInput(this.#file, this.#stat.size), this.#compression);
  }

  #rest(): void {
    this.#text?.close();
    closeQuietly(() => this.#file?.close());
  }
}
