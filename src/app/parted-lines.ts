import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';
import type { LineSink } from '../sources/source.js';
import type { PartReader } from './part-reader.js';

const NEWLINE = 10;

/**
 * Divides the lines of a log that is read in one go into parts: each has those whose first bytes stand in the same `size` bytes of
 * its text. Of a line that is too long no more counts for that than the limit, since its rest may never be seen.
 */
export class PartedLines implements LineSink {
  /** of the part: text so far */
  private position: Bytes = 0;

  /** @param onFull the part is to be cut: the lines to come are of the next one */
  constructor(
    private readonly reader: PartReader<unknown>,
    private readonly maxLine: Bytes,
    private readonly size: Bytes,
    private readonly onFull: () => void,
  ) {}

  opened(head: Buffer): void {
    this.reader.opened(head);
  }

  lines(chunk: Buffer, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const last = at + this.size - this.position - 1;
      const newline = last < to ? chunk.indexOf(NEWLINE, last) : -1;
      const end = newline < 0 ? to : Math.min(to, newline + 1);
      this.reader.excess = 0;
      this.reader.lines(chunk, at, end);
      this.move(end - at - this.reader.excess);
      at = end;
    }
  }

  tooLong(head: Buffer): void {
    this.reader.tooLong(head);
    this.move(this.maxLine + 1);
  }

  event(name: SourceEventName, detail: string | null): void {
    this.reader.event(name, detail);
  }

  private move(bytes: Bytes): void {
    this.position += bytes;
    if (this.position < this.size) return;
    this.position %= this.size;
    this.onFull();
  }
}
