import type { Bytes, EpochSeconds } from '../core/units.js';

/** A sparse index of one file: in which second its bytes arrived. */
export class ArrivalMarks {
  /** of each mark where its bytes end, ascending */
  private readonly ends: Bytes[] = [];
  private readonly seconds: EpochSeconds[] = [];

  /** `begin`: where the first bytes stand that are marked. */
  constructor(private begin: Bytes) {}

  /** All bytes up to `end` that are not marked yet arrived in `second`. About `kept` seconds at least stay told apart. */
  mark(second: EpochSeconds, end: Bytes, kept: number): void {
    const last = this.ends.length - 1;
    if (end <= (this.ends[last] ?? this.begin)) return;
    if (this.seconds[last] === second) this.ends[last] = end;
    else {
      this.ends.push(end);
      this.seconds.push(second);
    }
    if (this.ends.length < kept * 2) return;
    const dropped = this.ends.length - kept;
    this.begin = this.ends[dropped - 1]!;
    this.ends.splice(0, dropped);
    this.seconds.splice(0, dropped);
  }

  /** What was read behind an offset does not stand there any more. */
  cutTo(offset: Bytes): void {
    while ((this.ends.at(-1) ?? this.begin) > offset && this.ends.length > 0) {
      this.ends.pop();
      this.seconds.pop();
    }
    this.begin = Math.min(this.begin, offset);
  }

  /** The second in which the byte at an offset arrived; NaN when it is not known. */
  secondAt(offset: Bytes): EpochSeconds {
    if (offset < this.begin) return Number.NaN;
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! > offset) high = middle;
      else low = middle + 1;
    }
    return this.seconds[low] ?? Number.NaN;
  }
}
