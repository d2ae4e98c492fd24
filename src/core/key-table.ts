import { KEY_COUNT, KEY_ROW, KeyRows } from './key-rows.js';
import type { ByteChunk } from './byte-chunk.js';
import { wordAt } from './byte-chunk.js';

/** The id of every value that has no slot of its own. */
export const OTHER = 0;

/** Longer keys are known, and counted, by this many of their first bytes. */
export const MAX_KEY_BYTES = 1024;

/** A slot holds an id in its lower bits, and above them as much of the key's hash as there is room for. */
const ID_BITS = 18;
const ID_MASK = (1 << ID_BITS) - 1;

export interface KeyTableLimits {
  /** keys that `shrink` lets stay */
  keys: number;
  /** keys there is room for between two shrinks; less than 2^18 */
  room: number;
  /** bytes there is room for beyond the first 40 of each key */
  arena: number;
}

/**
 * Interns byte strings: equal bytes give equal ids, 1 to `room`, until a `shrink` drops the key. Also counts them, in
 * bounded memory, by the rule of space-saving sketches: a key that comes (back) after others were dropped starts with the
 * largest count that a dropped key had as its possible error. So for each key `count <= true <= count + error`, and a
 * key that is not here has occurred at most `error` times. While nothing was ever dropped the counts are exact.
 *
 * Open addressing; the key's bytes are compared on each hit, because a hash proves nothing about
 * text that attackers write. The seed of the hash must be random for each run.
 */
export class KeyTable {
  /** see above; 0 is exact */
  error = 0;
  /** keys in the table */
  size = 0;
  /** one above the largest id ever given */
  ids = 1;

  private readonly slots: Int32Array;
  private readonly slotMask: number;
  private readonly rows: KeyRows;
  private readonly bases: Float64Array;
  private readonly free: Int32Array;
  private freeCount = 0;
  /** texts that somebody asked for */
  private readonly texts = new Map<number, string>();

  constructor(readonly limits: KeyTableLimits) {
    const { room, arena } = limits;
    const slots = 2 ** Math.ceil(Math.log2(room + 1));
    this.slotMask = slots - 1;
    this.slots = new Int32Array(slots);
    this.rows = new KeyRows(room + 1, arena);
    this.bases = new Float64Array(room + 1);
    this.free = new Int32Array(room + 1);
  }

  /** The id of the key in bytes [from, to), whose hash is `hash`; OTHER when there is no room for a new key. */
  intern(chunk: ByteChunk, from: number, to: number, hash: number): number {
    const { slots, slotMask, rows } = this;
    let place = hash & slotMask;
    for (;;) {
      const slot = slots[place]!;
      if (slot === 0) return this.insert(chunk, from, to, hash, place);
      const id = slot & ID_MASK;
      if (((slot ^ hash) & ~ID_MASK) === 0 && rows.equals(id, chunk, from, to)) return id;
      place = (place + 1) & slotMask;
    }
  }

  /** How often the key has been counted; 0 for an id without a key. */
  count(id: number): number {
    return this.rows.counts[KEY_COUNT + id * (KEY_ROW / 2)]!;
  }

  /** Counts `n` occurrences more of a key. */
  add(id: number, n: number): void {
    this.rows.counts[KEY_COUNT + id * (KEY_ROW / 2)]! += n;
  }

  /** A number of the owner's for a key, -1 while it has not been set. */
  note(id: number): number {
    return this.rows.note(id);
  }

  setNote(id: number, note: number): void {
    this.rows.setNote(id, note);
  }

  /** Sets every note to -1 again. */
  clearNotes(): void {
    for (let id = 0; id < this.ids; id += 1) this.rows.setNote(id, -1);
  }

  /** The key's text, decoded as UTF-8; an empty string for an id without a key. */
  text(id: number): string {
    let text = this.texts.get(id);
    if (text === undefined) {
      if (id === OTHER || id >= this.ids || this.rows.isFree(id)) return '';
      text = this.rows.text(id);
      this.texts.set(id, text);
    }
    return text;
  }

  /** How many bytes a key has; 0 for an id without a key. */
  keyLength(id: number): number {
    return this.rows.keyLength(id);
  }

  /** Writes a key's bytes into `target` from `at` on. */
  copyKey(id: number, target: Uint8Array, at: number): void {
    this.rows.copyKey(id, target, at);
  }

  /** The key's bytes, each as the character with its number: unlike `text` it loses nothing. */
  byteText(id: number): string {
    return this.rows.text(id, 'latin1');
  }

  /** What a key may be short of: see above. 0 for an id without a key. */
  shortage(id: number): number {
    return this.rows.isFree(id) ? 0 : this.bases[id]!;
  }

  /** Says that a key may be short of `n`, and not of the table's error. */
  setShortage(id: number, n: number): void {
    this.bases[id] = n;
  }

  /** Below 0, 0 or above 0 as key `a` sorts before, with or after key `b`, byte by byte. */
  compareKeys(a: number, b: number): number {
    return this.rows.compare(a, b);
  }

  /** True when `shrink` is due: more keys than may stay, or half of the room for their text is used. */
  get crowded(): boolean {
    return this.size > this.limits.keys || this.rows.arenaUsed > this.limits.arena / 2;
  }

  /**
   * Drops the keys with the lowest possible counts until at most `keep` stay (unless said otherwise half of `limits.keys`,
   * and of what is there); keys of equal counts go together, so that what stays does not depend on the hash. Keys with a non-zero
   * mark in `pinned` (by id) stay. Calls `dropped` for each id before it is freed. Counts must be up to date.
   */
  shrink(pinned: Uint8Array, dropped?: (id: number) => void, keep = Math.min(this.limits.keys / 2, this.size / 2)): void {
    const { rows } = this;
    const limit = this.dropLimit(keep);
    let worst = this.error;
    for (let id = 1; id < this.ids; id += 1) {
      if (rows.isFree(id)) continue;
      const upper = this.count(id) + this.bases[id]!;
      if (upper > limit || pinned[id] === 1) continue;
      if (upper > worst) worst = upper;
      dropped?.(id);
      rows.clear(id);
      this.texts.delete(id);
      this.free[this.freeCount++] = id;
      this.size -= 1;
    }
    this.error = worst;
    this.rebuild();
  }

  private insert(chunk: ByteChunk, from: number, to: number, hash: number, place: number): number {
    if (this.size >= this.limits.room || !this.rows.hasRoom(to - from)) return OTHER;
    const id = this.freeCount > 0 ? this.free[--this.freeCount]! : this.ids++;
    this.slots[place] = (hash & ~ID_MASK) | id;
    this.rows.set(id, chunk, from, to, hash);
    this.bases[id] = this.error;
    this.size += 1;
    return id;
  }

  /** Forgets all keys and counts. */
  clear(): void {
    if (this.ids > 1) this.slots.fill(0);
    this.rows.clearAll();
    this.texts.clear();
    this.error = 0;
    this.size = 0;
    this.ids = 1;
    this.freeCount = 0;
  }

  /** The possible count up to which keys must go so that at most `keep` stay. */
  private dropLimit(keep: number): number {
    const uppers = new Float64Array(this.size);
    let n = 0;
    for (let id = 1; id < this.ids; id += 1) {
      if (!this.rows.isFree(id)) uppers[n++] = this.count(id) + this.bases[id]!;
    }
    return nthSmallest(uppers, Math.max(0, Math.ceil(this.size - keep) - 1));
  }

  private rebuild(): void {
    const { slots, slotMask, rows } = this;
    slots.fill(0);
    rows.compact(this.ids);
    for (let id = 1; id < this.ids; id += 1) {
      if (rows.isFree(id)) continue;
      const hash = rows.hash(id);
      let place = hash & slotMask;
      while (slots[place] !== 0) place = (place + 1) & slotMask;
      slots[place] = (hash & ~ID_MASK) | id;
    }
  }
}

/** Values below this are sorted by counting. */
const SMALL = 1024;

/** The value that would stand at index `n` if `values`, whole numbers from 0, were sorted. Most counts are small. */
const nthSmallest = (values: Float64Array, n: number): number => {
  const histogram = new Int32Array(SMALL);
  for (const value of values) if (value < SMALL) histogram[value]! += 1;
  let seen = 0;
  for (let value = 0; value < SMALL; value += 1) {
    seen += histogram[value]!;
    if (seen > n) return value;
  }
  return values.sort()[n] ?? 0;
};

/** Adds four bytes to a hash. */
export const mixWord = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
};

/** Ends a hash over `length` bytes. */
export const finishHash = (hash: number, length: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 16) ^ Math.imul(length, 0x9e3779b1), 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
};

/**
 * Hashes bytes [from, to), four at a time. Only for finding a slot: without the run's random seed nobody can aim for
 * collisions, and none does more than cost time.
 */
export const hashBytes = (chunk: ByteChunk, from: number, to: number, seed: number): number => {
  const { view } = chunk;
  let hash = seed;
  let at = from;
  for (; at + 4 <= to; at += 4) hash = mixWord(hash, view.getInt32(at, true));
  if (at < to) hash = mixWord(hash, wordAt(chunk.bytes, at, to));
  return finishHash(hash, to - from);
};
