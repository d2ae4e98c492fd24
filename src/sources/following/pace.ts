import type { Bytes } from '../../core/units.js';

/** Milliseconds after which what came counts for a third. */
const MEMORY = 5_000;

/** How fast bytes have been coming in the last seconds. */
export class Pace {
  #bytes = 0;
  #at = 0;

  /** @param now milliseconds on a clock that never goes back */
  add(bytes: Bytes, now: number): void {
    this.#bytes = this.#left(now) + bytes;
    this.#at = now;
  }

  /** Whether bytes have been coming at all. */
  isLively(now: number): boolean {
    return this.#left(now) >= 1;
  }

  /** How many bytes that makes in so many milliseconds. */
  expect(milliseconds: number, now: number): Bytes {
    return Math.ceil((this.#left(now) / MEMORY) * Math.max(0, milliseconds));
  }

  #left(now: number): number {
    return this.#bytes * Math.exp((this.#at - now) / MEMORY);
  }
}
