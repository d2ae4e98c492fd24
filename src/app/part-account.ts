import type { RejectReason } from '../core/line-counts.js';
import type { EpochMs } from '../core/units.js';
import type { TimeWindow } from '../reports/time-window.js';
import { noPartLines } from './part-lines.js';
import type { PartLines } from './part-lines.js';

/** Accounts for the lines of a part, one by one. */
export class PartAccount {
  private readonly from: EpochMs;
  private readonly to: EpochMs;
  private lines = noPartLines();
  private oldest = Infinity;
  private newest = -Infinity;
  private heldOldest = Infinity;
  private heldNewest = -Infinity;
  private newestBefore = -Infinity;

  /** @param window the records that count are those of these instants and between them */
  constructor(window: TimeWindow) {
    this.from = window.from ?? -Infinity;
    this.to = window.to ?? Infinity;
  }

  get read(): number {
    const { accepted, filtered, rejected } = this.lines;
    return accepted + filtered + rejected;
  }

  get accepted(): number {
    return this.lines.accepted;
  }

  /** the time of the newest record of all parts, whatever the window */
  get newestHeld(): EpochMs {
    return Math.max(this.newestBefore, this.heldNewest);
  }

  /** Takes note of a record's time. Whether it is in the window; if not, the record is filtered. */
  isInside(time: EpochMs): boolean {
    if (time < this.heldOldest) this.heldOldest = time;
    if (time > this.heldNewest) this.heldNewest = time;
    if (time >= this.from && time <= this.to) return true;
    this.lines.filtered += 1;
    return false;
  }

  /** A record in the window counts. */
  accept(time: EpochMs): void {
    this.lines.accepted += 1;
    if (time < this.oldest) this.oldest = time;
    if (time > this.newest) this.newest = time;
  }

  /** A record in the window is left out. */
  filter(): void {
    this.lines.filtered += 1;
  }

  reject(reason: RejectReason): void {
    const { rejectedBy } = this.lines;
    this.lines.rejected += 1;
    rejectedBy[reason] = (rejectedBy[reason] ?? 0) + 1;
  }

  /** What there is of the part. The lines to come are of the next one. */
  cut(format: string | null): PartLines {
    const { lines } = this;
    lines.format = format;
    lines.counted = { oldest: this.oldest, newest: this.newest };
    lines.held = { oldest: this.heldOldest, newest: this.heldNewest };
    this.lines = noPartLines();
    this.newestBefore = this.newestHeld;
    this.oldest = this.heldOldest = Infinity;
    this.newest = this.heldNewest = -Infinity;
    return lines;
  }
}
