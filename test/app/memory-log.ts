import type { LineSink, ReadAgain } from '../../src/sources/source.js';

/** A log in memory that hands on its lines, and can be read again. */
export class MemoryLog implements ReadAgain {
  readonly from = 0;
  to = 0;
  catchUpTo = 0;
  isWhole = true;
  /** its bytes are not to be had any more */
  isGone = false;
  reads = 0;
  private bytes = Buffer.alloc(0);

  constructor(private readonly sink: LineSink) {
    sink.opened(Buffer.alloc(0), this);
  }

  /** Appends lines, and hands them on. */
  write(lines: readonly string[], catchUp = false): void {
    const more = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');
    this.bytes = Buffer.concat([this.bytes, more]);
    if (catchUp) this.catchUpTo += more.length;
    this.sink.lines(more, 0, more.length, catchUp);
    this.to = this.bytes.length;
  }

  read(buffer: Buffer, length: number, position: number): number {
    this.reads += 1;
    return this.isGone ? 0 : this.bytes.copy(buffer, 0, position, position + length);
  }
}
