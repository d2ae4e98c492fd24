/** Draws numbers from [0, 1), evenly. */
export type Random = () => number;

/** A generator (mulberry32) whose draws depend on the seed alone; only the seed's low 32 bits count. */
export const createRandom = (seed: number): Random => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** One seed out of two, so that each pair has a generator of its own. */
export const mixSeeds = (a: number, b: number): number => {
  const mixed = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 16);
};

/** A whole number of [from, to). */
export const drawInteger = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from));

/** One of the items, each as likely. There must be at least one. */
export const drawItem = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[drawInteger(random, 0, items.length)] ?? items[0];

/** How many events fall into a second that has `rate` of them on average (Poisson); `rate` up to some hundreds. */
export const drawCount = (random: Random, rate: number): number => {
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
};
