/** The powers of ten that a number's fraction may stand for: digits behind the fifteenth are dropped. */
const POWERS = Array.from({ length: 16 }, (_, n) => 10 ** n);

const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const COLON = 58;

/** A number read from bytes; NaN where there is none. One object serves a reader for all its lines. */
export interface Decimal {
  value: number;
}

/** Reads `-`, or whole digits of at most `most` places, at `at`. The offset behind them, or -1 when there are none. */
export const readWhole = (bytes: Uint8Array, at: number, end: number, most: number, out: Decimal): number => {
  if (at < end && bytes[at] === MINUS) {
    out.value = Number.NaN;
    return at + 1;
  }
  const limit = Math.min(end, at + most);
  let value = 0;
  let to = at;
  for (; to < limit; to += 1) {
    const digit = bytes[to]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  out.value = value;
  return to === at ? -1 : to;
};

/**
 * Reads `12`, `0.003`, `+5` or `-1` at `at` and divides it by `per`: NaN below zero, and for `-` alone, which is how servers say
 * that there is none. Returns the offset behind it, or -1 when it is no number.
 */
export const readDecimal = (bytes: Uint8Array, at: number, end: number, per: number, out: Decimal): number => {
  const sign = bytes[at];
  const isSigned = at < end && (sign === MINUS || sign === PLUS);
  const from = isSigned ? at + 1 : at;
  let to = from;
  let digits = 0;
  for (; to < end; to += 1) {
    const digit = bytes[to]! - 48;
    if (digit < 0 || digit > 9) break;
    digits = digits * 10 + digit;
  }
  if (to === from) {
    out.value = Number.NaN;
    return isSigned && sign === MINUS ? to : -1;
  }
  let power = 0;
  if (to + 1 < end && bytes[to] === POINT) {
    let next = to + 1;
    for (; next < end; next += 1) {
      const digit = bytes[next]! - 48;
      if (digit < 0 || digit > 9) break;
      if (power < 15 && digits < 1e14) {
        digits = digits * 10 + digit;
        power += 1;
      }
    }
    if (next > to + 1) to = next;
  }
  out.value = isSigned && sign === MINUS && digits !== 0 ? Number.NaN : digits / (POWERS[power]! * per);
  return to;
};

/** Below this a double still tells billionths apart. */
const LARGEST_EXACT = 2 ** 53 / 1e9;

/** The length of the `, ` or ` : ` at `at`, 0 when there is none. */
const separatorAt = (bytes: Uint8Array, at: number, end: number): number => {
  if (at + 2 < end && bytes[at] === COMMA && bytes[at + 1] === SPACE) return 2;
  return at + 3 < end && bytes[at] === SPACE && bytes[at + 1] === COLON && bytes[at + 2] === SPACE ? 3 : 0;
};

/** Reads numbers with `, ` or ` : ` between them, each as readDecimal does: the last that there is, or the sum; NaN when all are `-`. */
export const readDecimals = (bytes: Uint8Array, at: number, end: number, per: number, takeLast: boolean, out: Decimal): number => {
  let value = Number.NaN;
  let to = at;
  let isSum = false;
  for (;;) {
    const behind = readDecimal(bytes, to, end, per, out);
    if (behind < 0) return -1;
    if (!Number.isNaN(out.value)) {
      isSum = !takeLast && !Number.isNaN(value);
      value = isSum ? value + out.value : out.value;
    }
    to = behind;
    const between = separatorAt(bytes, to, end);
    if (between === 0) break;
    to += between;
  }
  // The sum of 0.1 and 0.2 is 0.3 to those who read it.
  out.value = isSum && value < LARGEST_EXACT ? Math.round(value * 1e9) / 1e9 : value;
  return to;
};
