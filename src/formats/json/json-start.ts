const TAB = 9;
const SPACE = 32;
const OPEN = 123;
const PIPE = 124;

/** So much may stand before the object: `caddy-1  | {`, `Nov 22 15:52:00 web nginx: {`. */
const LONGEST_PREFIX = 256;

/** Where the object of a line begins: at once, or behind what others put there, which has no brace and ends with a blank or a bar. -1 when there is none. */
export const objectStart = (bytes: Uint8Array, from: number, to: number): number => {
  if (bytes[from] === OPEN && from < to) return from;
  const limit = Math.min(to, from + LONGEST_PREFIX);
  for (let at = from + 1; at < limit; at += 1) {
    if (bytes[at] !== OPEN) continue;
    const before = bytes[at - 1];
    return before === SPACE || before === TAB || before === PIPE ? at : -1;
  }
  return -1;
};
