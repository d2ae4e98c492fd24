import type { Bytes, EpochMs } from '../core/units.js';
import { readHead } from './file-head.js';
import type { FileIdentity } from './file-identity.js';
import type { FileStat, FileSystem } from './file-system.js';
import { LineAssembler } from './line-assembler.js';
import type { ReadBuffer } from './read-buffer.js';
import type { LineSink, Look } from './source.js';

/** Where in a file reading begins. */
export interface StartPoint {
  offset: Bytes;
  /** lines that are complete before this offset are handed on as caught up */
  catchUpTo: Bytes;
}

/** What a generation is read with. */
export interface Reading {
  files: FileSystem;
  sink: LineSink;
  /** from `createReadBuffer` */
  buffer: ReadBuffer;
}

/** How many bytes in front of the offset are compared with those read before: more than a line of any usual log. */
const TRAIL_SIZE = 1024;

/**
 * One file that stands, or stood, at the followed name, from the moment it was opened until nobody writes to it any more.
 * It holds the descriptor, so its bytes are read whatever happens to the name, and its inode cannot be given to another
 * file meanwhile. Methods throw the errors of the file system, and can be called again afterwards: nothing is skipped.
 */
export class Generation {
  readonly identity: FileIdentity;
  /** when bytes came last, or when another file took its place */
  lastSign: EpochMs;
  /** whether it was announced to the sink, which is done before its first line */
  begun = false;

  readonly #reading: Reading;
  readonly #descriptor: number;
  readonly #lines: LineAssembler;
  readonly #trail = Buffer.allocUnsafeSlow(TRAIL_SIZE);
  #trailed = 0;
  #offset: Bytes;
  #catchUpTo: Bytes;
  #size: Bytes;
  #modified: bigint;
  #limit = Infinity;
  #deleted = false;

  /** @param stat of the descriptor */
  constructor(reading: Reading, descriptor: number, stat: FileStat, start: StartPoint, now: EpochMs) {
    this.#reading = reading;
    this.#descriptor = descriptor;
    this.identity = { device: stat.device, inode: stat.inode };
    this.lastSign = now;
    this.#offset = start.offset;
    this.#catchUpTo = start.catchUpTo;
    this.#size = stat.size;
    this.#modified = stat.modified;
    this.#lines = new LineAssembler(reading.sink, reading.buffer, start.offset === 0);
    if (start.offset > 0) this.#trailed = this.#readTrail(this.#trail);
  }

  /** Whether anything was read of it, or stood in front of where reading began. */
  get hasBytes(): boolean {
    return this.#offset > 0;
  }

  /** Whether no name leads to it any more, as of the last read. */
  get isDeleted(): boolean {
    return this.#deleted;
  }

  /** Announces it to the sink, with its first bytes. */
  begin(): void {
    this.begun = true;
    const { files, sink, buffer } = this.#reading;
    let head = buffer.bytes.subarray(0, 0);
    try {
      head = readHead(files, this.#descriptor, buffer.bytes);
    } catch {
      // the read that follows meets the same trouble, and tells it
    }
    sink.opened(head);
  }

  /**
   * Reads what was appended, at most `budget` bytes. Starts over when the file was truncated or written anew.
   *
   * @param stat of this file, where it is known from its name: it saves asking
   */
  read(budget: Bytes, stat = this.#reading.files.fstat(this.#descriptor)): Look {
    this.#deleted = stat.links === 0;
    if (stat.size < this.#offset) this.#startOver('it became shorter');
    else if (stat.size === this.#offset && stat.modified !== this.#modified && this.#trailChanged()) {
      this.#startOver('it was written anew');
    }
    const look = this.#readTo(Math.min(stat.size, this.#limit), budget);
    this.#size = stat.size;
    this.#modified = stat.modified;
    return look;
  }

  /** From now on reads no further than the file reaches now. */
  settle(): void {
    this.#limit = this.#reading.files.fstat(this.#descriptor).size;
  }

  /** Nobody will write to it any more: its last line counts as it is. */
  finish(): void {
    this.#lines.finish();
  }

  close(): void {
    this.#reading.files.close(this.#descriptor);
  }

  #readTo(end: Bytes, budget: Bytes): Look {
    let bytes = 0;
    let verified = false;
    while (this.#offset < end && bytes < budget) {
      const catchUp = this.#offset < this.#catchUpTo;
      const wanted = Math.min((catchUp ? Math.min(end, this.#catchUpTo) : end) - this.#offset, budget - bytes);
      const got = this.#readNext(wanted, !verified);
      verified = true;
      if (got === 'changed') {
        this.#startOver('it was written anew');
        continue;
      }
      if (got === 0) break; // it became shorter this very moment: the next look tells
      this.#offset += got;
      bytes += got;
      this.#rememberTrail(got);
      this.#lines.commit(got, catchUp);
    }
    return { bytes, more: this.#offset < end && bytes >= budget };
  }

  /**
   * Reads the next bytes into the assembler's space, together with those in front of them when these are to be verified:
   * in a file that only grows they are what they were.
   */
  #readNext(wanted: Bytes, verify: boolean): number | 'changed' {
    const { buffer, offset, length } = this.#lines.space();
    const lead = verify ? this.#trailed : 0;
    const size = lead + Math.min(wanted, length);
    const got = this.#reading.files.read(this.#descriptor, buffer, offset - lead, size, this.#offset - lead);
    if (got < lead) return 0;
    if (lead > 0 && buffer.compare(this.#trail, 0, lead, offset - lead, offset) !== 0) return 'changed';
    return got - lead;
  }

  #rememberTrail(got: number): void {
    const { buffer, offset } = this.#lines.space();
    const kept = Math.min(this.#trailed, Math.max(0, TRAIL_SIZE - got));
    this.#trail.copyWithin(0, this.#trailed - kept, this.#trailed);
    const added = Math.min(got, TRAIL_SIZE);
    buffer.copy(this.#trail, kept, offset + got - added, offset + got);
    this.#trailed = kept + added;
  }

  #trailChanged(): boolean {
    const there = Buffer.allocUnsafe(this.#trailed);
    return this.#readTrail(there) !== this.#trailed || there.compare(this.#trail, 0, this.#trailed) !== 0;
  }

  #readTrail(into: Buffer): number {
    const length = Math.min(into.length, this.#offset);
    return this.#reading.files.read(this.#descriptor, into, 0, length, this.#offset - length);
  }

  #startOver(why: string): void {
    const unread = Math.max(0, this.#size - this.#offset);
    const dropped = this.#lines.drop() + unread;
    this.#offset = 0;
    this.#catchUpTo = 0;
    this.#trailed = 0;
    const loss = dropped > 0 ? `; ${String(dropped)} bytes of it had not been taken and are lost` : '';
    this.#reading.sink.event('truncated', `${why}, and is read from its beginning${loss}`);
    this.begin();
  }
}

/** How much of a file is looked at at once for the beginning of a line. */
const STRETCH = 64 * 1024;

/**
 * The beginning of the line that the byte before `offset` belongs to, or `offset` itself after a newline. Of a line that is
 * over the limit already, only a stretch that is over the limit.
 */
export const lineStart = (files: FileSystem, descriptor: number, { bytes, maxLine }: ReadBuffer, offset: Bytes): Bytes => {
  const least = Math.max(0, offset - maxLine - 1);
  let at = offset;
  while (at > least) {
    const length = Math.min(STRETCH, bytes.length, at - least);
    const got = files.read(descriptor, bytes, 0, length, at - length);
    const newline = bytes.subarray(0, got).lastIndexOf(10);
    at -= length;
    if (newline >= 0) return at + newline + 1;
  }
  return at;
};
