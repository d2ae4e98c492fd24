import type { Random } from './random.js';

/** Draws ranks of [0, size), rank r with a weight of 1 / (r + 1) ** exponent: few are popular, most are rare. */
export const createZipf = (size: number, exponent = 1): ((random: Random) => number) => {
  const sums = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank += 1) {
    total += 1 / (rank + 1) ** exponent;
    sums[rank] = total;
  }
  return (random) => {
    const drawn = random() * total;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};
