/** A set of code points: [from, to] pairs one behind the other, both ends included, ascending and apart. */
export type CodeRanges = readonly number[];

export const LAST_CODE = 0x10ffff;

/** Wider ranges are folded in their ASCII part only: nobody writes one to mean the cases of its letters. */
const WIDEST_FOLDED = 0x3000;

/** The same set in order, what overlaps or touches made one. */
export const normalised = (ranges: CodeRanges): CodeRanges => {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort(([a], [b]) => a - b);
  const out: number[] = [];
  for (const [from, to] of pairs) {
    const last = out.length - 1;
    if (last > 0 && from <= out[last]! + 1) out[last] = Math.max(out[last]!, to);
    else out.push(from, to);
  }
  return out;
};

/** All that is not in a normalised set. */
export const negated = (ranges: CodeRanges): CodeRanges => {
  const out: number[] = [];
  let next = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! > next) out.push(next, ranges[i]! - 1);
    next = ranges[i + 1]! + 1;
  }
  if (next <= LAST_CODE) out.push(next, LAST_CODE);
  return out;
};

const addCases = (code: number, out: number[]): void => {
  const character = String.fromCodePoint(code);
  for (const other of [character.toLowerCase(), character.toUpperCase()]) {
    const folded = other.codePointAt(0)!;
    if (folded !== code && other.length === String.fromCodePoint(folded).length) out.push(folded, folded);
  }
};

/** The set with the other cases of its letters. */
export const foldedRanges = (ranges: CodeRanges): CodeRanges => {
  const out = [...ranges];
  for (let i = 0; i < ranges.length; i += 2) {
    const from = ranges[i]!;
    const to = ranges[i + 1]!;
    const last = to - from > WIDEST_FOLDED ? Math.min(to, 0x7f) : to;
    for (let code = from; code <= last; code += 1) addCases(code, out);
  }
  return normalised(out);
};

export const hasCode = (ranges: CodeRanges, code: number): boolean => {
  for (let i = 0; i < ranges.length; i += 2) if (code >= ranges[i]! && code <= ranges[i + 1]!) return true;
  return false;
};

export const DIGITS: CodeRanges = [48, 57];
export const WORD: CodeRanges = [48, 57, 65, 90, 95, 95, 97, 122];
export const BLANKS: CodeRanges = [9, 13, 32, 32];
/** what `.` stands for */
export const NO_NEWLINE: CodeRanges = negated([10, 10]);
