const FIRST_SLOT_BITS = 12;

/** Counts by number above 0, in a table that doubles when it is three quarters full. A count goes up to 2^32. */
export class CellCounts {
  size = 0;
  private keys = new Int32Array(1 << FIRST_SLOT_BITS);
  private counts = new Uint32Array(1 << FIRST_SLOT_BITS);
  private shift = 32 - FIRST_SLOT_BITS;

  add(key: number, n: number): void {
    const place = this.placeOf(key);
    if (this.keys[place] === 0) {
      this.keys[place] = key;
      this.size += 1;
      if (this.size * 4 > this.keys.length * 3) {
        this.grow();
        this.counts[this.placeOf(key)]! += n;
        return;
      }
    }
    this.counts[place]! += n;
  }

  /** Visits all numbers, in no order. */
  forEach(visit: (key: number, count: number) => void): void {
    const { keys, counts } = this;
    for (let slot = 0; slot < keys.length; slot += 1) if (keys[slot] !== 0) visit(keys[slot]!, counts[slot]!);
  }

  /** Gives each count the number that its own leads to; those that lead to 0 are forgotten. */
  rekey(keyOf: (key: number) => number): void {
    const { keys, counts } = this;
    this.keys = new Int32Array(keys.length);
    this.counts = new Uint32Array(counts.length);
    this.size = 0;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot] === 0 ? 0 : keyOf(keys[slot]!);
      if (key !== 0) this.add(key, counts[slot]!);
    }
  }

  /** Empties the table; its room stays. */
  clear(): void {
    this.keys.fill(0);
    this.counts.fill(0);
    this.size = 0;
  }

  /** The slot that a key has, or would have. */
  private placeOf(key: number): number {
    const { keys } = this;
    let place = Math.imul(key, 0x9e3779b1) >>> this.shift;
    while (keys[place] !== key && keys[place] !== 0) place = (place + 1) & (keys.length - 1);
    return place;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.counts = new Uint32Array(counts.length * 2);
    this.shift -= 1;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot]!;
      if (key === 0) continue;
      const place = this.placeOf(key);
      this.keys[place] = key;
      this.counts[place] = counts[slot]!;
    }
  }
}
