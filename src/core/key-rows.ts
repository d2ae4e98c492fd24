import { chunkOf } from './byte-chunk.js';
import type { ByteChunk } from './byte-chunk.js';

/** Whether this machine's numbers begin with their lowest byte. */
const LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** Numbers of 32 bits in a row: 64 bytes, one line of the processor's cache. */
export const KEY_ROW = 16;

/** Bytes of a key that are in its row; the rest is in the arena. */
export const KEY_INLINE = 40;

/**
 * Where the rows begin, in numbers of 32 bits. Large blocks of memory usually begin 16 bytes behind such a line, so this
 * makes rows and lines coincide; where they don't, it costs time only.
 */
export const KEY_BASE = 12;

/** Where the counts begin, in numbers of 64 bits: that of an id is at KEY_COUNT + id * KEY_ROW / 2. */
export const KEY_COUNT = KEY_BASE / 2 + 1;

// A row: length, hash, count (64 bits), note, offset in the arena, and the key's first bytes.
const LENGTH = KEY_BASE;
const HASH = KEY_BASE + 1;
const NOTE = KEY_BASE + 4;
const OFFSET = KEY_BASE + 5;
const INLINE = KEY_BASE + 6;

/** The length of a row without a key. */
const FREE = -1;

const INITIAL_ARENA = 1 << 16;

/**
 * The keys of a table, by id, so laid out that finding one touches one line of the cache: what is looked at together
 * stands together.
 */
export class KeyRows {
  readonly numbers: Int32Array;
  /** the same memory as numbers of 64 bits: the counts */
  readonly counts: Float64Array;
  arenaUsed = 0;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private arena: ByteChunk = chunkOf(Buffer.allocUnsafeSlow(INITIAL_ARENA));
  private spare: ByteChunk | null = null;

  constructor(
    rows: number,
    private readonly arenaLimit: number,
  ) {
    const buffer = new ArrayBuffer((KEY_BASE + rows * KEY_ROW) * 4);
    this.numbers = new Int32Array(buffer);
    this.counts = new Float64Array(buffer);
    this.bytes = Buffer.from(buffer);
    this.view = new DataView(buffer);
  }

  /** Whether a key of `length` bytes finds room. */
  hasRoom(length: number): boolean {
    return length <= KEY_INLINE || this.arenaUsed + length - KEY_INLINE <= this.arenaLimit;
  }

  /** Writes a new key, with a count of 0 and a note of -1. There must be room. */
  set(id: number, chunk: ByteChunk, from: number, to: number, hash: number): void {
    const row = id * KEY_ROW;
    this.numbers[row + LENGTH] = to - from;
    this.numbers[row + HASH] = hash;
    this.numbers[row + NOTE] = -1;
    this.numbers[row + OFFSET] = this.arenaUsed;
    this.counts[KEY_COUNT + id * (KEY_ROW / 2)] = 0;
    const inRow = to - from > KEY_INLINE ? from + KEY_INLINE : to;
    let target = (row + INLINE) * 4;
    let at = from;
    for (; at + 4 <= inRow; at += 4, target += 4) this.numbers[target >> 2] = chunk.view.getInt32(at, LITTLE_ENDIAN);
    for (; at < inRow; at += 1, target += 1) this.bytes[target] = chunk.bytes[at]!;
    if (to > inRow) this.store(chunk.bytes, inRow, to);
  }

  /** Whether the key of `id` is bytes [from, to). */
  equals(id: number, chunk: ByteChunk, from: number, to: number): boolean {
    const row = id * KEY_ROW;
    const length = to - from;
    const { numbers } = this;
    if (numbers[row + LENGTH] !== length) return false;
    const source = chunk.view;
    if (length >= 4 && length <= KEY_INLINE) {
      const last = to - 4;
      let mine = row + INLINE;
      for (let at = from; at < last; at += 4, mine += 1) {
        if (numbers[mine] !== source.getInt32(at, LITTLE_ENDIAN)) return false;
      }
      // The last four bytes, of which some may have been compared: quicker than the rest byte by byte.
      return this.view.getInt32((row + INLINE) * 4 + length - 4, LITTLE_ENDIAN) === source.getInt32(last, LITTLE_ENDIAN);
    }
    const inRow = to - from > KEY_INLINE ? from + KEY_INLINE : to;
    let mine = row + INLINE;
    let at = from;
    for (; at + 4 <= inRow; at += 4, mine += 1) {
      if (numbers[mine] !== source.getInt32(at, LITTLE_ENDIAN)) return false;
    }
    for (mine *= 4; at < inRow; at += 1, mine += 1) if (this.bytes[mine] !== chunk.bytes[at]) return false;
    if (inRow === to) return true;
    const { bytes, view } = this.arena;
    let kept = numbers[row + OFFSET]!;
    for (; at + 4 <= to; at += 4, kept += 4) if (view.getInt32(kept, true) !== source.getInt32(at, true)) return false;
    for (; at < to; at += 1, kept += 1) if (bytes[kept] !== chunk.bytes[at]) return false;
    return true;
  }

  isFree(id: number): boolean {
    return this.numbers[id * KEY_ROW + LENGTH] === FREE;
  }

  clear(id: number): void {
    this.numbers[id * KEY_ROW + LENGTH] = FREE;
    this.counts[KEY_COUNT + id * (KEY_ROW / 2)] = 0;
  }

  /** There are no keys any more. */
  clearAll(): void {
    this.arenaUsed = 0;
    this.counts[KEY_COUNT] = 0;
  }

  hash(id: number): number {
    return this.numbers[id * KEY_ROW + HASH]!;
  }

  note(id: number): number {
    return this.numbers[id * KEY_ROW + NOTE]!;
  }

  setNote(id: number, note: number): void {
    this.numbers[id * KEY_ROW + NOTE] = note;
  }

  /** How many bytes the key has; 0 where there is none. */
  keyLength(id: number): number {
    return Math.max(0, this.numbers[id * KEY_ROW + LENGTH]!);
  }

  /** Writes the key's bytes into `target` from `at` on. */
  copyKey(id: number, target: Uint8Array, at: number): void {
    const length = this.keyLength(id);
    const inline = (id * KEY_ROW + INLINE) * 4;
    const inRow = Math.min(length, KEY_INLINE);
    for (let i = 0; i < inRow; i += 1) target[at + i] = this.bytes[inline + i]!;
    const offset = this.numbers[id * KEY_ROW + OFFSET]! - KEY_INLINE;
    for (let i = KEY_INLINE; i < length; i += 1) target[at + i] = this.arena.bytes[offset + i]!;
  }

  /** The key's bytes as text; an empty string where there is no key. */
  text(id: number, encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const row = id * KEY_ROW;
    const length = this.numbers[row + LENGTH]!;
    const inline = (row + INLINE) * 4;
    if (length <= KEY_INLINE) return this.bytes.toString(encoding, inline, inline + Math.max(0, length));
    const offset = this.numbers[row + OFFSET]!;
    const rest = this.arena.bytes.subarray(offset, offset + length - KEY_INLINE);
    return Buffer.concat([this.bytes.subarray(inline, inline + KEY_INLINE), rest]).toString(encoding);
  }

  /** Below 0, 0 or above 0 as the key of `a` sorts before, with or after that of `b`, byte by byte. */
  compare(a: number, b: number): number {
    const { numbers, bytes } = this;
    const arena = this.arena.bytes;
    const rowA = a * KEY_ROW;
    const rowB = b * KEY_ROW;
    const lengthA = numbers[rowA + LENGTH]!;
    const lengthB = numbers[rowB + LENGTH]!;
    const shared = Math.min(lengthA, lengthB);
    const inRow = Math.min(shared, KEY_INLINE);
    for (let i = 0; i < inRow; i += 1) {
      const difference = bytes[(rowA + INLINE) * 4 + i]! - bytes[(rowB + INLINE) * 4 + i]!;
      if (difference !== 0) return difference;
    }
    for (let i = 0; i < shared - inRow; i += 1) {
      const difference = arena[numbers[rowA + OFFSET]! + i]! - arena[numbers[rowB + OFFSET]! + i]!;
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** Closes the gaps that dropped keys left in the arena. */
  compact(ids: number): void {
    const { numbers, arena } = this;
    if (this.arenaUsed === 0) return;
    const { length: room } = arena.bytes;
    const target = this.spare?.bytes.length === room ? this.spare : chunkOf(Buffer.allocUnsafeSlow(room));
    let used = 0;
    for (let row = KEY_ROW; row < ids * KEY_ROW; row += KEY_ROW) {
      const length = numbers[row + LENGTH]! - KEY_INLINE;
      if (length <= 0) continue;
      const offset = numbers[row + OFFSET]!;
      for (let i = 0; i < length; i += 1) target.bytes[used + i] = arena.bytes[offset + i]!;
      numbers[row + OFFSET] = used;
      used += length;
    }
    this.spare = arena;
    this.arena = target;
    this.arenaUsed = used;
  }

  private store(bytes: Uint8Array, from: number, to: number): void {
    const offset = this.arenaUsed;
    const end = offset + to - from;
    if (end > this.arena.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.arenaLimit, Math.max(this.arena.bytes.length * 2, end)));
      this.arena.bytes.copy(larger, 0, 0, offset);
      this.arena = chunkOf(larger);
    }
    const { bytes: arena } = this.arena;
    for (let at = from, target = offset; at < to; at += 1, target += 1) arena[target] = bytes[at]!;
    this.arenaUsed = end;
  }
}
