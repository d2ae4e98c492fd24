import type { Bytes } from '../../core/units.js';

/** One more than the largest status that a record may have. */
const STATUSES = 1000;

/** Where the record without a status is counted. */
const ABSENT = STATUSES;

/** Hits and bytes by status. */
export class StatusSums {
  private sums = new Float64Array((STATUSES + 1) * 2);

  /** Counts a hit. A status that is none (below 0) counts as absent. */
  add(status: number, bytes: Bytes): void {
    const at = (status >= 0 ? status : ABSENT) * 2;
    this.sums[at]! += 1;
    this.sums[at + 1]! += bytes;
  }

  hits(status: number): number {
    return this.sums[status * 2]!;
  }

  bytes(status: number): Bytes {
    return this.sums[status * 2 + 1]!;
  }

  /** Visits the statuses with hits, the smallest first; -1 is that of records without any. */
  forEach(visit: (status: number, hits: number, bytes: Bytes) => void): void {
    for (let at = 0; at <= ABSENT; at += 1) {
      if (this.hits(at) > 0) visit(at === ABSENT ? -1 : at, this.hits(at), this.bytes(at));
    }
  }

  /** Hands over what was counted, and begins anew. */
  cut(): Float64Array<ArrayBuffer> {
    const { sums } = this;
    this.sums = new Float64Array(sums.length);
    return sums;
  }

  /** Adds what another one has counted. */
  merge(sums: Float64Array): void {
    for (let at = 0; at < sums.length; at += 1) this.sums[at]! += sums[at]!;
  }
}
