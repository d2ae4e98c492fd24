/** The digits in bytes [from, to), which stand behind a point, in billionths; those behind the ninth are dropped. */
export const readFraction = (bytes: Uint8Array, from: number, to: number): number => {
  let billionths = 0;
  let weight = 100_000_000;
  for (let at = from; at < to && weight >= 1; at += 1) {
    billionths += (bytes[at]! - 48) * weight;
    weight /= 10;
  }
  return billionths;
};
