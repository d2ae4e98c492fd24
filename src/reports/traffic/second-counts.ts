import type { Bytes, EpochSeconds, Seconds } from '../../core/units.js';
import { peakOf } from './peak.js';
import { BLOCK_ROWS, forEachRow, SecondBlocks } from './second-blocks.js';
import type { BlockChunk } from './second-blocks.js';
import { timelineOf } from './timeline.js';
import type { Peak, TimelinePanel } from './traffic-result.js';

/** The blocks of a finer one fit into those of each coarser one. Behind the last it goes on by tens. */
const RESOLUTIONS: readonly Seconds[] = [1, 10, 60, 600, 3600, 86_400];

const coarser = (resolution: Seconds): Seconds => RESOLUTIONS.find((next) => next > resolution) ?? resolution * 10;

/** Counts that can be posted: rows whose numbers are those of times in the resolution. */
export interface PackedSeconds {
  resolution: Seconds;
  blocks: BlockChunk;
}

/**
 * Hits, errors and bytes by second, of a log of any span, in at most 60 MB: where there are too many seconds to tell them apart,
 * they are counted by 10 s, then by 60, and so on. Which resolution it comes to, and every count, depends on what was
 * added and not on its order: merging is associative and commutative. A row counts up to 2^32 hits.
 */
export class SecondCounts {
  /** the length of a row; rows begin at its multiples */
  resolution: Seconds = 1;
  private blocks: SecondBlocks;
  /** The block that was used last: where it begins (NaN for none), its length, its chunk and its first row there. */
  private from: EpochSeconds = Number.NaN;
  private span: Seconds = BLOCK_ROWS;
  private chunk: BlockChunk | null = null;
  private base = 0;

  /** @param limit blocks of four rows, at most; two at least: no block is both before 1970 and after */
  constructor(private readonly limit?: number) {
    this.blocks = new SecondBlocks(limit);
  }

  /** Counts a hit in a second, which is a whole number. */
  add(second: EpochSeconds, bytes: Bytes, isError: boolean): void {
    let at = second - this.from;
    if (!(at >= 0 && at < this.span)) at = this.seek(second);
    const row = this.base + (this.resolution === 1 ? at : Math.floor(at / this.resolution));
    const chunk = this.chunk!;
    chunk.hits[row]! += 1;
    chunk.bytes[row]! += bytes;
    if (isError) chunk.errors[row]! += 1;
  }

  /** Hands over what has been counted, and begins anew. */
  cut(): PackedSeconds {
    const packed = { resolution: this.resolution, blocks: this.blocks.pack() };
    this.blocks = new SecondBlocks(this.limit);
    this.setResolution(1);
    return packed;
  }

  /** Adds what another one has counted. */
  merge({ resolution, blocks }: PackedSeconds): void {
    while (this.resolution < resolution) this.coarsen();
    this.addRows(blocks, resolution);
  }

  /** Visits what has hits, in the order of time; `from` is a multiple of the resolution. */
  forEach(visit: (from: EpochSeconds, hits: number, errors: number, bytes: Bytes) => void): void {
    const { blocks, resolution } = this;
    for (const block of blocks.sorted()) {
      const { hits, errors, bytes } = blocks.chunkOf(block);
      const base = blocks.baseOf(block);
      const from = blocks.keyOf(block) * this.span;
      for (let n = 0; n < BLOCK_ROWS; n += 1) {
        const row = base + n;
        if (hits[row]! > 0) visit(from + n * resolution, hits[row]!, errors[row]!, bytes[row]!);
      }
    }
  }

  /** Where the first row with hits begins; null without any. */
  get first(): EpochSeconds | null {
    const hits = this.hitsOf(this.blocks.leastKey);
    return hits === null ? null : this.from + hits.findIndex((count) => count > 0) * this.resolution;
  }

  /** Where the last row with hits begins; null without any. */
  get last(): EpochSeconds | null {
    const hits = this.hitsOf(this.blocks.largestKey);
    return hits === null ? null : this.from + hits.findLastIndex((count) => count > 0) * this.resolution;
  }

  /** See timelineOf. */
  timeline(interval: Seconds | null): Pick<TimelinePanel, 'interval' | 'rows'> {
    return timelineOf(this, interval);
  }

  /** See peakOf. */
  peak(length: Seconds): Peak | null {
    return peakOf(this, length);
  }

  /** Makes the block of a second the one that is used, and tells how far behind its begin the second is. */
  private seek(second: EpochSeconds): Seconds {
    while (this.use(Math.floor(second / this.span)) === null) this.coarsen();
    return second - this.from;
  }

  /** Makes the block with a key the one that is used; null when there is no room for it. */
  private use(key: number): BlockChunk | null {
    const { blocks } = this;
    const block = blocks.intern(key);
    if (block < 0) return null;
    this.from = key * this.span;
    this.base = blocks.baseOf(block);
    this.chunk = blocks.chunkOf(block);
    return this.chunk;
  }

  private hitsOf(key: number): Uint32Array | null {
    return Number.isFinite(key) ? this.use(key)!.hits.subarray(this.base, this.base + BLOCK_ROWS) : null;
  }

  private coarsen(): void {
    const { blocks, resolution } = this;
    this.blocks = new SecondBlocks(this.limit);
    this.setResolution(coarser(resolution));
    for (const chunk of blocks.drain()) this.addRows(chunk, resolution);
  }

  private setResolution(resolution: Seconds): void {
    this.resolution = resolution;
    this.span = BLOCK_ROWS * resolution;
    this.from = Number.NaN;
    this.chunk = null;
  }

  private addRows(rows: BlockChunk, resolution: Seconds): void {
    forEachRow(rows, (number, hits, errors, bytes) => {
      const second = number * resolution;
      let at = second - this.from;
      if (!(at >= 0 && at < this.span)) at = this.seek(second);
      const row = this.base + Math.floor(at / this.resolution);
      const chunk = this.chunk!;
      chunk.hits[row]! += hits;
      chunk.errors[row]! += errors;
      chunk.bytes[row]! += bytes;
    });
  }
}
