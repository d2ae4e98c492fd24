import type { Bytes, Seconds } from '../core/units.js';

/** How often lines that are too long are told of. */
const PAUSE: Seconds = 10;

/**
 * Tells of a source's lines that are over the limit: of the first one at once, then at most each 10 s how many more there
 * were. Each of them is counted elsewhere.
 */
export class LongLines {
  private count = 0;
  private toldAt: number | null = null;

  constructor(
    private readonly limit: Bytes,
    private readonly now: () => Seconds,
    private readonly tell: (detail: string) => void,
  ) {}

  /** One more; `length` is what is known of its length. */
  add(length: Bytes): void {
    this.count += 1;
    const now = this.now();
    if (this.toldAt !== null && now - this.toldAt < PAUSE) return;
    const what =
      this.toldAt === null
        ? `it has ${String(length)} bytes or more, and is skipped to its newline`
        : `${String(this.count)} more were skipped`;
    this.toldAt = now;
    this.count = 0;
    this.tell(`${what}; the limit is ${String(this.limit)} bytes, see --max-line-length`);
  }
}
