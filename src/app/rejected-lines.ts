import type { RejectReason } from '../core/line-counts.js';
import type { RejectedLine } from '../core/snapshot.js';

/** Rejected lines that are kept. */
const KEPT = 100;

/** Bytes of each that are kept. */
const KEPT_BYTES = 1024;

interface Slot {
  bytes: Buffer;
  length: number;
  source: string;
  reason: RejectReason;
}

/** The last 100 rejected lines, to be looked at. Keeps bytes; a string is made only when someone looks. */
export class RejectedLines {
  private readonly slots: Slot[] = [];
  private next = 0;

  /** Keeps a copy of the first bytes of a line. */
  add(source: string, chunk: Uint8Array, from: number, to: number, reason: RejectReason): void {
    const slot = (this.slots[this.next] ??= { bytes: Buffer.allocUnsafeSlow(KEPT_BYTES), length: 0, source, reason });
    slot.length = Math.min(to - from, KEPT_BYTES);
    slot.bytes.set(chunk.subarray(from, from + slot.length));
    slot.source = source;
    slot.reason = reason;
    this.next = (this.next + 1) % KEPT;
  }

  /** Oldest first. */
  list(): RejectedLine[] {
    const ordered = [...this.slots.slice(this.next), ...this.slots.slice(0, this.next)];
    return ordered.map(({ bytes, length, source, reason }) => ({
      text: bytes.toString('utf8', 0, length),
      source,
      reason,
    }));
  }
}
