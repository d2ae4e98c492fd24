import type { BitSource } from './bit-source.js';

/** By this share of the lines each rank has been drawn once. */
const ALL_BY = 0.9;

/**
 * Draws ranks of [0, size), rank r with a weight of about 1 / (r + 1) (Zipf's law). Besides, each comes once, in turn, spread over the lines that
 * are expected, so that all of them occur.
 */
export class RankSource {
  private turn = 0;
  private readonly step: number;
  private readonly logSize: number;

  constructor(
    private readonly size: number,
    lines: number,
  ) {
    this.step = (lines * ALL_BY) / size;
    this.logSize = Math.log(size + 1);
  }

  /** The rank for a line, of which `made` have come before. */
  draw(made: number, bits: BitSource): number {
    if (this.turn < this.size && made >= this.turn * this.step) return this.turn++;
    const rank = Math.floor(Math.exp(bits.share() * this.logSize)) - 1;
    return rank < this.size ? rank : this.size - 1;
  }
}
