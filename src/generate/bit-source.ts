/** Draws bits (xorshift, 32 of them) that depend on the seed alone. */
export class BitSource {
  private state: number;

  /** Only the seed's low 32 bits count. */
  constructor(seed: number) {
    const mixed = Math.imul((seed | 0) ^ 0x9e3779b1, 0x85ebca6b);
    // Of a state without any bit nothing else would ever come.
    this.state = mixed ^ (mixed >>> 15) || 1;
  }

  /** 32 bits, never all of them 0. */
  bits(): number {
    let { state } = this;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (this.state = state);
  }

  /** A number of [0, 1). */
  share(): number {
    return (this.bits() >>> 0) / 0x1_0000_0000;
  }
}
