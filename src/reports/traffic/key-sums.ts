import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { hashBytes, KeyTable, OTHER } from '../../core/key-table.js';
import type { KeyTableLimits } from '../../core/key-table.js';
import type { Bytes } from '../../core/units.js';
import { ABSENT } from '../../formats/row-fields.js';
import type { PackedKeys } from './packed-keys.js';

/** What is summed of each key besides its hits. The last two, of responses with 404, only where they are asked for. */
export const SUM = { errors: 0, bytes: 1, notFound: 2, notFoundBytes: 3 } as const;

export type SumColumn = 'hits' | keyof typeof SUM;

const NONE_PINNED = new Uint8Array(0);

/**
 * Sums by key in bounded memory: hits (the counts of a KeyTable, with its stated error), errors and bytes. While the
 * distinct keys fit the limit nothing is lost; beyond it those with the fewest hits go, sums and all. No hit is ever counted
 * that was not there. What a key lacks, some table has dropped: of each table that was merged no more than its error, because that
 * is so of each KeyTable, and of what came together here no more than this table's own. So `count <= true <= count + error`
 * with the sum of all those errors.
 */
export class KeySums {
  readonly table: KeyTable;
  /** grows whenever ids that were given stand for nothing, or for other keys, from now on */
  epoch = 0;
  /** the errors of those that were merged */
  private inherited = 0;
  private readonly sums: Float64Array;
  /** the ids of the keys that are being merged: 0 for those that were dropped again */
  private merging: Int32Array<ArrayBuffer> | null = null;
  /** the id of `-`; 0 where it is not known */
  private absent = 0;
  private readonly absentHash: number;

  /**
   * @param seed of the hashes that keys come with
   * @param width how many of SUM are kept
   * @param dropped is told of each key that goes
   */
  constructor(
    limits: KeyTableLimits,
    private readonly seed: number,
    private readonly width: 2 | 4 = 2,
    private readonly dropped: (id: number) => void = () => undefined,
  ) {
    this.table = new KeyTable(limits);
    this.absentHash = hashBytes(ABSENT, 0, 1, seed);
    this.sums = new Float64Array((limits.room + 1) * width);
  }

  /** How far the hits of any key may be too low, and the most that a key that is not there may have. */
  get error(): number {
    return this.inherited + this.table.error;
  }

  /** The id of the key in bytes [from, to), whose hash is `hash`. Others may lose theirs. */
  idOf(chunk: ByteChunk, from: number, to: number, hash: number): number {
    const id = this.table.intern(chunk, from, to, hash);
    return id === OTHER ? this.makeRoom(chunk, from, to, hash) : id;
  }

  /** The id of `-`, the key of what is absent. */
  absentId(): number {
    if (this.absent === 0) this.absent = this.idOf(ABSENT, 0, 1, this.absentHash);
    return this.absent;
  }

  /** Counts a hit. */
  add(id: number, isError: boolean, bytes: Bytes): void {
    const at = id * this.width;
    this.table.add(id, 1);
    this.sums[at + SUM.bytes]! += bytes;
    if (isError) this.sums[at + SUM.errors]! += 1;
  }

  /** Of a hit that was counted: it was not found. */
  addNotFound(id: number, bytes: Bytes): void {
    const at = id * this.width;
    this.sums[at + SUM.notFound]! += 1;
    this.sums[at + SUM.notFoundBytes]! += bytes;
  }

  /** A sum of a key; 0 for an id without a key. */
  sum(id: number, column: SumColumn): number {
    return column === 'hits' ? this.table.count(id) : this.sums[id * this.width + SUM[column]]!;
  }

  /**
   * Drops the keys that are too many to be handed over. To be called before `pack`. Where keys have gone before, half as many are
   * kept: what is posted takes half the memory then, and the error hardly grows.
   */
  trim(): void {
    const { error, limits, size } = this.table;
    const keep = error > 0 ? limits.keys / 2 : limits.keys;
    if (size > keep) this.shrink(keep);
  }

  /** The ids of the keys with hits. */
  ids(): Int32Array<ArrayBuffer> {
    const { table } = this;
    const ids = new Int32Array(table.size);
    let n = 0;
    for (let id = 1; id < table.ids; id += 1) if (table.count(id) > 0) ids[n++] = id;
    return ids.subarray(0, n);
  }

  /** The keys with hits, in the order of `ids`. */
  pack(): PackedKeys {
    const { table, sums, width } = this;
    const ids = this.ids();
    const lengths = Uint16Array.from(ids, (id) => table.keyLength(id));
    const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
    const packed = new Float64Array(ids.length * (width + 1));
    let at = 0;
    let target = 0;
    ids.forEach((id, key) => {
      table.copyKey(id, bytes, at);
      at += lengths[key]!;
      packed[target++] = table.count(id);
      for (let column = 0; column < width; column += 1) packed[target++] = sums[id * width + column]!;
    });
    return { bytes, lengths, sums: packed, error: this.error };
  }

  /**
   * Adds the sums that others packed, of tables that were as wide. Gives the ids of the packed keys, OTHER for those that were
   * dropped again.
   */
  merge({ bytes, lengths, sums, error }: PackedKeys): Int32Array {
    const { table, width, seed } = this;
    const ids = new Int32Array(lengths.length);
    this.merging = ids;
    const chunk = chunkOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    let from = 0;
    let source = 0;
    for (let key = 0; key < lengths.length; key += 1) {
      const to = from + lengths[key]!;
      const id = this.idOf(chunk, from, to, hashBytes(chunk, from, to, seed));
      ids[key] = id;
      table.add(id, sums[source++]!);
      for (let column = 0; column < width; column += 1) this.sums[id * width + column]! += sums[source++]!;
      from = to;
    }
    this.inherited += error;
    this.merging = null;
    return ids;
  }

  /** Forgets all. */
  clear(): void {
    this.sums.fill(0, 0, this.table.ids * this.width);
    this.table.clear();
    this.inherited = 0;
    this.absent = 0;
    this.epoch += 1;
  }

  private makeRoom(chunk: ByteChunk, from: number, to: number, hash: number): number {
    for (;;) {
      this.shrink();
      const id = this.table.intern(chunk, from, to, hash);
      if (id !== OTHER) return id;
    }
  }

  private shrink(keep?: number): void {
    const { table, sums, width, merging } = this;
    const gone = merging === null ? null : new Uint8Array(table.ids);
    const drop = (id: number): void => {
      this.dropped(id);
      sums.fill(0, id * width, (id + 1) * width);
      if (gone !== null) gone[id] = 1;
    };
    table.shrink(NONE_PINNED, drop, keep);
    merging?.forEach((id, key) => {
      if (gone![id] === 1) merging[key] = OTHER;
    });
    this.absent = 0;
    this.epoch += 1;
  }
}
