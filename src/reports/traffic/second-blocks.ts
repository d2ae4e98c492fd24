import type { Bytes } from '../../core/units.js';

/** Rows side by side that share a key, used or not: most logs have hits in each second for a while. */
export const BLOCK_ROWS = 4;

/** Blocks that are allocated together. */
const CHUNK_BITS = 12;
const CHUNK_BLOCKS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_BLOCKS - 1;

/** Blocks that there may be: 33 days with hits in each second, or 720,896 seconds that are far from each other. 56 MB. */
const MAX_BLOCKS = 11 << 16;

const FIRST_SLOT_BITS = 10;

/** The rows of some blocks: row n of a block has the number `key * BLOCK_ROWS + n`. Those without hits were never counted in. */
export interface BlockChunk {
  keys: Float64Array<ArrayBuffer>;
  hits: Uint32Array<ArrayBuffer>;
  errors: Uint32Array<ArrayBuffer>;
  bytes: Float64Array<ArrayBuffer>;
}

export const createBlockChunk = (blocks: number): BlockChunk => ({
  keys: new Float64Array(blocks),
  hits: new Uint32Array(blocks * BLOCK_ROWS),
  errors: new Uint32Array(blocks * BLOCK_ROWS),
  bytes: new Float64Array(blocks * BLOCK_ROWS),
});

/** Visits the rows that have hits. */
export const forEachRow = (
  { keys, hits, errors, bytes }: BlockChunk,
  visit: (number: number, hits: number, errors: number, bytes: Bytes) => void,
): void => {
  for (let row = 0; row < hits.length; row += 1) {
    const block = Math.floor(row / BLOCK_ROWS);
    if (hits[row]! > 0) visit(keys[block]! * BLOCK_ROWS + (row - block * BLOCK_ROWS), hits[row]!, errors[row]!, bytes[row]!);
  }
};

/** Numbered rows of counts in blocks, which are found by their keys. It grows by pieces and never moves a row. */
export class SecondBlocks {
  size = 0;
  /** the least and the largest key; Infinity and -Infinity without any */
  leastKey = Number.POSITIVE_INFINITY;
  largestKey = Number.NEGATIVE_INFINITY;
  private readonly chunks: BlockChunk[] = [];
  /** Open addressing: blocks counted from 1. Times are the server's own, so nobody can aim for collisions. */
  private slots = new Int32Array(1 << FIRST_SLOT_BITS);
  private slotShift = 32 - FIRST_SLOT_BITS;
  /** what `sorted` gave, as long as no block was added */
  private order: Int32Array | null = null;

  constructor(private readonly limit = MAX_BLOCKS) {}

  /** The block with this key, a new one if need be; -1 when there may be no more. */
  intern(key: number): number {
    const place = this.placeOf(key);
    const known = this.slots[place]! - 1;
    if (known >= 0 || this.size === this.limit) return known;
    const block = this.size;
    this.size += 1;
    this.slots[place] = block + 1;
    if ((block & CHUNK_MASK) === 0) this.chunks.push(createBlockChunk(CHUNK_BLOCKS));
    this.chunkOf(block).keys[block & CHUNK_MASK] = key;
    if (key < this.leastKey) this.leastKey = key;
    if (key > this.largestKey) this.largestKey = key;
    if (this.size * 4 > this.slots.length * 3) this.growSlots();
    return block;
  }

  chunkOf(block: number): BlockChunk {
    return this.chunks[block >> CHUNK_BITS]!;
  }

  /** Where a block's rows begin in its chunk. */
  baseOf(block: number): number {
    return (block & CHUNK_MASK) * BLOCK_ROWS;
  }

  /** All blocks in one piece. */
  pack(): BlockChunk {
    const packed = createBlockChunk(this.size);
    this.chunks.forEach((chunk, n) => {
      const first = n * CHUNK_BLOCKS;
      const used = Math.min(CHUNK_BLOCKS, this.size - first);
      packed.keys.set(chunk.keys.subarray(0, used), first);
      packed.hits.set(chunk.hits.subarray(0, used * BLOCK_ROWS), first * BLOCK_ROWS);
      packed.errors.set(chunk.errors.subarray(0, used * BLOCK_ROWS), first * BLOCK_ROWS);
      packed.bytes.set(chunk.bytes.subarray(0, used * BLOCK_ROWS), first * BLOCK_ROWS);
    });
    return packed;
  }

  /** Takes all chunks away, one after the other; nothing may be done with the rest afterwards. */
  *drain(): Generator<BlockChunk> {
    for (;;) {
      const chunk = this.chunks.pop();
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  /** All blocks, the one with the least key first. */
  sorted(): Int32Array {
    if (this.order?.length === this.size) return this.order;
    const keys = Float64Array.from({ length: this.size }, (_, block) => this.keyOf(block));
    const isSorted = keys.every((key, block) => block === 0 || keys[block - 1]! < key);
    this.order = isSorted ? Int32Array.from(keys.keys()) : Int32Array.from(keys.sort(), (key) => this.slots[this.placeOf(key)]! - 1);
    return this.order;
  }

  keyOf(block: number): number {
    return this.chunkOf(block).keys[block & CHUNK_MASK]!;
  }

  /** The slot that a key has, or would have. */
  private placeOf(key: number): number {
    const { slots } = this;
    const hash = Math.imul(key ^ Math.imul(Math.floor(key / 2 ** 32), 0x85ebca6b), 0x9e3779b1);
    let place = hash >>> this.slotShift;
    while (slots[place] !== 0 && this.keyOf(slots[place]! - 1) !== key) place = (place + 1) & (slots.length - 1);
    return place;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    this.slotShift -= 1;
    for (let block = 0; block < this.size; block += 1) this.slots[this.placeOf(this.keyOf(block))] = block + 1;
  }
}
