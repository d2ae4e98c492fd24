import type { Bytes } from '../core/units.js';

/** The share of rejected lines has jumped when so many of the last so many were. */
const MISFITS = 8;
const AMONG = 16;

/** Longer ones are no hint of a format. */
const LONGEST: Bytes = 16 * 1024;

/** How many lines go by between two looks for another format at least, and how far that may grow. */
const PAUSE = 16;
const LONGEST_PAUSE = 4096;

/** Lines of one source of late that do not fit its format. */
export interface Jump {
  lines: readonly Buffer[];
  /** how many others there were among them */
  others: number;
}

/** Notices when the share of rejected lines jumps: half of the last lines were. Each look makes the next one wait twice as long. */
export class Misfits {
  /** of each of the last ones its number among the source's lines, and its bytes where they may be of use */
  private readonly last: { number: number; bytes: Buffer | null }[] = [];
  private pause = PAUSE;
  private silentTo = 0;

  /** One more, in bytes [from, to) of a chunk: the `number`th line of its source. Null when there is no need to look. */
  add(chunk: Uint8Array, from: number, to: number, number: number): Jump | null {
    if (number < this.silentTo) return null;
    const { last } = this;
    const isNear = last.length === 0 || number - last.at(-1)!.number < AMONG;
    last.push({ number, bytes: isNear && to - from <= LONGEST ? Buffer.from(chunk.subarray(from, to)) : null });
    if (last.length > MISFITS) last.shift();
    const span = number - last[0]!.number + 1;
    if (last.length < MISFITS || span > AMONG) return null;
    const lines = last.flatMap(({ bytes }) => bytes ?? []);
    last.length = 0;
    this.wait(number);
    return { lines, others: span - MISFITS };
  }

  /** Nothing is known of the lines to come. */
  reset(): void {
    this.last.length = 0;
  }

  private wait(number: number): void {
    const hasBeenCalm = number - this.silentTo > this.pause * MISFITS;
    this.pause = hasBeenCalm ? PAUSE : Math.min(LONGEST_PAUSE, this.pause * 2);
    this.silentTo = number + this.pause;
  }
}
