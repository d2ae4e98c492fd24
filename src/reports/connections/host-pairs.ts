import type { ByteChunk } from '../../core/byte-chunk.js';
import { KeyTable, OTHER } from '../../core/key-table.js';
import type { QuickFields } from '../../formats/quick-lines.js';

/** So many pairs are kept at a time, which a processor's cache has room for. */
const PAIRS = 1 << 13;
const LIMITS = { keys: PAIRS, room: PAIRS, arena: 1 << 20 };

/** Pairs that come less often than this, on the average, are dearer to keep than to count at once. */
const WORTH = 4;

/**
 * Counts the same pairs of hosts together: finding one pair takes half as long as finding two hosts. What has been counted is
 * handed over when no more pairs find room.
 */
export class HostPairs {
  private readonly pairs = new KeyTable(LIMITS);
  private isWorthIt = true;

  /** `count` takes what is handed over: hosts as their bytes, and how often they came. */
  constructor(private readonly count: (from: Buffer, to: Buffer, connections: number) => void) {}

  /** Counts a pair; false when that is not worth it. */
  add(line: ByteChunk, { from, to, hash }: QuickFields): boolean {
    if (!this.isWorthIt) return false;
    const { pairs } = this;
    let id = pairs.intern(line, from, to, hash);
    if (id === OTHER) {
      const { size } = pairs;
      this.isWorthIt = this.handOver() >= size * WORTH;
      if (!this.isWorthIt) return false;
      id = pairs.intern(line, from, to, hash);
    }
    pairs.add(id, 1);
    return true;
  }

  /** Hands over all that has been counted; the pairs to come are of another part. */
  flush(): void {
    this.handOver();
    this.isWorthIt = true;
  }

  /** Gives how many connections that were. */
  private handOver(): number {
    const { pairs } = this;
    let connections = 0;
    for (let id = 1; id < pairs.ids; id += 1) {
      const pair = Buffer.from(pairs.byteText(id), 'latin1');
      const between = pair.findIndex((byte) => byte <= 32);
      this.count(pair.subarray(0, between), pair.subarray(between + 1), pairs.count(id));
      connections += pairs.count(id);
    }
    pairs.clear();
    return connections;
  }
}
