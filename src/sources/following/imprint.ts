import type { Bytes } from '../../core/units.js';
import type { FileSystem } from '../file-system.js';
import { withFile } from '../file-system.js';
import type { Fingerprint } from './fingerprint.js';
import { fingerprintOf, HEAD_BYTES, TRAIL_BYTES } from './fingerprint.js';
import type { LedgerEntry } from './ledger-data.js';

const SMALL_HEAD = 512;
const NEWLINE = 10;
/** Different lines that nobody writes again in the same order. */
const TELLING_LINES = 3;

/**
 * What a file that is being read looked like: its beginning, and the bytes in front of the offset up to which it was read.
 * In a file that only grows they are what they were.
 */
export class Imprint {
  /** the bytes in front of the offset, at the end of this buffer's first `trailed` bytes */
  readonly trail = Buffer.allocUnsafeSlow(TRAIL_BYTES);
  trailed: Bytes = 0;
  #head = Buffer.alloc(0);
  #headed: Bytes = 0;
  /** the bytes in front of the last line's end, while a partial line stands behind it */
  #lineTrail: Buffer | null = null;

  /** Of a file that is read from `offset` on: what stands in front of it now. */
  static of(files: FileSystem, descriptor: number, offset: Bytes): Imprint {
    const imprint = new Imprint();
    if (offset === 0) return imprint;
    const head = Buffer.allocUnsafe(Math.min(offset, HEAD_BYTES));
    imprint.#growHead(head, 0, files.read(descriptor, head, 0, head.length, 0));
    const length = Math.min(offset, TRAIL_BYTES);
    imprint.trailed = files.read(descriptor, imprint.trail, 0, length, offset - length);
    return imprint;
  }

  /** Whether the bytes in front of the offset are all NUL: a writer's old place after a truncation. */
  get isEmptyRun(): boolean {
    return this.trail.subarray(0, this.trailed).every((byte) => byte === 0);
  }

  /**
   * Bytes [from, to) of `buffer` were read at `position`.
   *
   * @param held how many bytes at their end, and perhaps before them, are a partial line
   */
  add(buffer: Buffer, from: number, to: number, position: Bytes, held: Bytes): void {
    if (position < HEAD_BYTES) this.#growHead(buffer, from, Math.min(to, from + HEAD_BYTES - position));
    const lineEnd = to - held;
    if (held === 0) this.#lineTrail = null;
    else if (lineEnd > from || this.#lineTrail === null) this.#lineTrail = this.#before(buffer, from, Math.max(from, lineEnd));
    const got = to - from;
    const kept = Math.min(this.trailed, Math.max(0, TRAIL_BYTES - got));
    this.trail.copyWithin(0, this.trailed - kept, this.trailed);
    const added = Math.min(got, TRAIL_BYTES);
    buffer.copy(this.trail, kept, to - added, to);
    this.trailed = kept + added;
  }

  /** The partial line counts as a whole one. */
  endLine(): void {
    this.#lineTrail = null;
  }

  /** Of the bytes in front of `offset`, which is the end of the last whole line. */
  fingerprints(offset: Bytes): { head: Fingerprint; trail: Fingerprint } {
    return {
      head: fingerprintOf(this.#head.subarray(0, Math.min(offset, HEAD_BYTES))),
      trail: fingerprintOf(this.#lineTrail ?? this.trail.subarray(0, this.trailed)),
    };
  }

  /** Length of the last whole line in front of the offset, as far as it is known. */
  get lastLine(): Bytes {
    const lines = this.#lineTrail ?? this.trail.subarray(0, this.trailed);
    return lines.length < 2 ? lines.length : lines.length - lines.lastIndexOf(10, -2) - 1;
  }

  /** Whether a file holds anything else now where this was taken, up to `offset`. */
  isChanged(files: FileSystem, descriptor: number, offset: Bytes): boolean {
    const there = Buffer.allocUnsafe(HEAD_BYTES);
    const { trail, trailed } = this;
    if (files.read(descriptor, there, 0, trailed, offset - trailed) !== trailed) return true;
    if (there.compare(trail, 0, trailed, 0, trailed) !== 0) return true;
    const headed = this.#headed;
    if (headed <= trailed && offset === trailed) return false;
    return files.read(descriptor, there, 0, headed, 0) !== headed || there.compare(this.#head, 0, headed, 0, headed) !== 0;
  }

  /**
   * Where the end of a file was cut off that does not hold any more what was read up to `offset`; null when it was written anew.
   * That the same lines stand at its beginning says so, unless they could have been written again: a header, lines that repeat.
   * Where something was written behind the cut, only a small file tells where that was.
   */
  cutOf(files: FileSystem, descriptor: number, size: Bytes, offset: Bytes): Bytes | null {
    const there = Buffer.allocUnsafe(Math.max(HEAD_BYTES, TRAIL_BYTES));
    const headed = files.read(descriptor, there, 0, Math.min(size, this.#headed), 0);
    let same = 0;
    while (same < headed && there[same] === this.#head[same]) same += 1;
    const lines = this.#head.toString('latin1', 0, same).split('\n').slice(0, -1);
    if (new Set(lines).size < TELLING_LINES) return null;
    if (same < headed) return offset <= HEAD_BYTES ? this.#head.lastIndexOf(NEWLINE, same - 1) + 1 : null;
    if (size >= offset) return null;
    const from = offset - this.trailed;
    const left = Math.max(0, size - from);
    const isLeft = files.read(descriptor, there, 0, left, from) === left && there.compare(this.trail, 0, left, 0, left) === 0;
    return isLeft ? size : null;
  }

  #growHead(buffer: Buffer, from: number, to: number): void {
    const needed = this.#headed + to - from;
    if (needed > this.#head.length) {
      const head = Buffer.allocUnsafeSlow(needed <= SMALL_HEAD ? SMALL_HEAD : HEAD_BYTES);
      this.#head.copy(head, 0, 0, this.#headed);
      this.#head = head;
    }
    buffer.copy(this.#head, this.#headed, from, to);
    this.#headed = needed;
  }

  /** Up to 1 KiB in front of `at`, of what was read before and of bytes from `from` on. */
  #before(buffer: Buffer, from: number, at: number): Buffer {
    const before = Buffer.concat([this.trail.subarray(0, this.trailed), buffer.subarray(Math.max(from, at - TRAIL_BYTES), at)]);
    return Buffer.from(before.subarray(-TRAIL_BYTES));
  }
}

/**
 * Whether a file begins as an entry says, and looks as it says in front of the entry's offset.
 *
 * @param heads hashes of the file's beginnings by their lengths, kept for who compares it with many entries at one time
 */
export const isContinuation = (
  files: FileSystem,
  descriptor: number,
  size: Bytes,
  entry: LedgerEntry,
  heads = new Map<Bytes, string | null>(),
): boolean => {
  const { head, trail, offset } = entry;
  if (size < offset) return false;
  const hashAt = (position: Bytes, bytes: Bytes): string | null => {
    const there = Buffer.allocUnsafe(bytes);
    return files.read(descriptor, there, 0, bytes, position) === bytes ? fingerprintOf(there).hash : null;
  };
  const known = heads.get(head.bytes);
  const hash = known === undefined ? hashAt(0, head.bytes) : known;
  heads.set(head.bytes, hash);
  return hash === head.hash && hashAt(offset - trail.bytes, trail.bytes) === trail.hash;
};

/** The same of the file that stands at a path now; false also when it cannot be told, or when there is no entry. */
export const isContinued = (files: FileSystem, path: string, entry: LedgerEntry | undefined): boolean => {
  if (entry === undefined) return false;
  try {
    return withFile(files, path, (descriptor) => isContinuation(files, descriptor, files.fstat(descriptor).size, entry));
  } catch {
    return false;
  }
};
