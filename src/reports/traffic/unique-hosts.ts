import type { ByteChunk } from '../../core/byte-chunk.js';
import { wordAt } from '../../core/byte-chunk.js';

/** Bits of the hash that choose a register. */
const PRECISION = 14;
const REGISTERS = 1 << PRECISION;

/** The largest value of a register: one more than the bits of the hash that do not choose it. */
const MAX_RANK = 64 - PRECISION + 1;

/** The relative standard error of an estimate: 1.04 / sqrt(16384). */
export const STANDARD_ERROR = 0.0081;

/** The seeds of the two halves of the hash. */
const SEED = 0x3c6ef372;
const OTHER_SEED = 0x1b873593;

/**
 * An estimate of how many different texts there were, in 16 KiB whatever their number (HyperLogLog with 64-bit hashes).
 * What was added twice is counted once, and merging is the union: neither order nor split of what is added matters.
 * Whoever can choose among many addresses could lead it astray; a seed of each run's own would prevent that, but the same log
 * is to give the same report.
 */
export class UniqueHosts {
  private registers = new Uint8Array(REGISTERS);

  /** Adds the text in bytes [from, to). */
  add(chunk: ByteChunk, from: number, to: number): void {
    const { view } = chunk;
    let high = SEED;
    let low = OTHER_SEED;
    let at = from;
    for (; at + 4 <= to; at += 4) {
      const word = view.getInt32(at, true);
      high = Math.imul(high ^ word, 0x85ebca6b);
      high ^= high >>> 15;
      low = Math.imul(low ^ word, 0x9e3779b1);
      low ^= low >>> 13;
    }
    if (at < to) {
      const word = wordAt(chunk.bytes, at, to);
      high = Math.imul(high ^ word, 0x85ebca6b);
      low = Math.imul(low ^ word, 0x9e3779b1);
    }
    // As MurmurHash3 ends, so that each half depends on both.
    high = avalanche(high ^ (to - from));
    low = avalanche(low + high);
    high = (high + low) | 0;

    const register = high >>> (32 - PRECISION);
    const rest = high << PRECISION;
    const rank = low !== 0 ? Math.clz32(low) + 1 : Math.min(33 + Math.clz32(rest), MAX_RANK);
    if (rank > this.registers[register]!) this.registers[register] = rank;
  }

  /** Hands over what was added, and begins anew. */
  cut(): Uint8Array<ArrayBuffer> {
    const { registers } = this;
    this.registers = new Uint8Array(REGISTERS);
    return registers;
  }

  /** Adds what another one has seen. */
  merge(registers: Uint8Array): void {
    for (let n = 0; n < REGISTERS; n += 1) {
      if (registers[n]! > this.registers[n]!) this.registers[n] = registers[n]!;
    }
  }

  /**
   * How many different texts there were, to the nearest whole number; without bias from none to more than there can be.
   * Source: O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), algorithm 6.
   */
  estimate(): number {
    const ranks = new Float64Array(MAX_RANK + 1);
    for (const rank of this.registers) ranks[rank]! += 1;
    let sum = REGISTERS * tau(1 - ranks[MAX_RANK]! / REGISTERS);
    for (let rank = MAX_RANK - 1; rank > 0; rank -= 1) sum = (sum + ranks[rank]!) / 2;
    sum += REGISTERS * sigma(ranks[0]! / REGISTERS);
    return Math.round(REGISTERS ** 2 / (2 * Math.LN2 * sum));
  }
}

/** Makes every bit depend on all bits. */
const avalanche = (hash: number): number => {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

/** What registers that are still empty say: x + the sum over k >= 1 of x^(2^k) * 2^(k-1); x = 1 is none added. */
const sigma = (x: number): number => {
  if (x === 1) return Number.POSITIVE_INFINITY;
  let power = x;
  let weight = 1;
  let sum = x;
  for (;;) {
    power *= power;
    const next = sum + power * weight;
    if (next === sum) return sum;
    sum = next;
    weight *= 2;
  }
};

/** What registers that are full say: (1 - x - the sum over k >= 1 of (1 - x^(2^-k))^2 * 2^-k) / 3; x = 1 is none full. */
const tau = (x: number): number => {
  if (x === 0 || x === 1) return 0;
  let root = x;
  let weight = 1;
  let sum = 1 - x;
  for (;;) {
    root = Math.sqrt(root);
    weight /= 2;
    const next = sum - (1 - root) ** 2 * weight;
    if (next === sum) return sum / 3;
    sum = next;
  }
};
