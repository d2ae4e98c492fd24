import type { Bytes } from '../core/units.js';
import type { ReadAgain } from '../sources/source.js';

const NEWLINE = 10;

/** What is kept of a source at most, unless said otherwise. */
const KEPT: Bytes = 4 * 1024 * 1024;

const FIRST: Bytes = 64 * 1024;

/** The newest lines of a source that cannot be read again, such as a pipe: a ring of bytes, which grows to its limit. */
export class KeptBytes implements ReadAgain {
  /** behind the last byte that came */
  to: Bytes = 0;
  catchUpTo: Bytes = 0;
  private ring: Buffer = Buffer.allocUnsafeSlow(FIRST);
  /** the first byte that is kept */
  private oldest: Bytes = 0;

  constructor(private readonly limit: Bytes = KEPT) {}

  /** nothing was left out so far */
  get isWhole(): boolean {
    return this.oldest === 0;
  }

  /** Where the first whole line begins. */
  get from(): Bytes {
    if (this.oldest === 0) return 0;
    const { length } = this.ring;
    for (let at = this.oldest; at < this.to; at += 1) if (this.ring[(at - 1) % length] === NEWLINE) return at;
    return this.to;
  }

  /** Keeps bytes [from, to) of a chunk, which are whole lines. */
  add(chunk: Buffer, from: number, to: number, catchUp: boolean): void {
    const size = to - from;
    if (this.to + size - this.oldest > this.ring.length) this.grow(this.to + size - this.oldest);
    const { length } = this.ring;
    for (let at = Math.max(from, to - length); at < to; ) {
      const place = (this.to + at - from) % length;
      at += chunk.copy(this.ring, place, at, Math.min(to, at + length - place));
    }
    this.to += size;
    // One byte more than is kept tells whether a line begins with the first.
    this.oldest = Math.max(this.oldest, this.to - length + 1);
    if (this.to <= length) this.oldest = 0;
    if (catchUp) this.catchUpTo = this.to;
  }

  read(buffer: Buffer, length: number, position: Bytes): number {
    if (position < this.oldest || position > this.to) return 0;
    const size = Math.min(length, this.to - position);
    for (let done = 0; done < size; ) {
      const place = (position + done) % this.ring.length;
      done += this.ring.copy(buffer, done, place, Math.min(this.ring.length, place + size - done));
    }
    return size;
  }

  private grow(wanted: Bytes): void {
    let size = this.ring.length;
    while (size < wanted && size < this.limit) size *= 2;
    if (size === this.ring.length) return;
    const larger = Buffer.allocUnsafeSlow(size);
    const kept = Buffer.allocUnsafeSlow(this.to - this.oldest);
    this.read(kept, kept.length, this.oldest);
    for (let at = 0; at < kept.length; ) {
      const place = (this.oldest + at) % size;
      at += kept.copy(larger, place, at, Math.min(kept.length, at + size - place));
    }
    this.ring = larger;
  }
}
