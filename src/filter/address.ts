const DOT = 46;
const COLON = 58;
const PERCENT = 37;

const GROUPS = 8;

/** Four numbers from 0 to 255 in bytes [from, to) as two groups of an address of IP version 6; false when they are none. */
const readFour = (bytes: Uint8Array, from: number, to: number, groups: Uint16Array, at: number): boolean => {
  let part = 0;
  let value = 0;
  let digits = 0;
  for (let i = from; i <= to; i += 1) {
    const byte = i === to ? DOT : bytes[i]!;
    if (byte === DOT) {
      if (digits === 0 || value > 255 || part === 4) return false;
      const group = at + (part >> 1);
      groups[group] = part % 2 === 0 ? value << 8 : groups[group]! | value;
      part += 1;
      value = 0;
      digits = 0;
    } else {
      const digit = byte - 48;
      digits += 1;
      if (digit < 0 || digit > 9 || digits > 3) return false;
      value = value * 10 + digit;
    }
  }
  return part === 4;
};

const hexDigit = (byte: number): number => {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
};

/**
 * Reads an address of IP in bytes [from, to) into eight groups; one of version 4 as the `::ffff:` address that stands for it. A
 * zone (`%eth0`) is left out. False when it is none.
 */
export const readAddress = (bytes: Uint8Array, from: number, to: number, groups: Uint16Array): boolean => {
  let end = from;
  let hasColon = false;
  for (; end < to && bytes[end] !== PERCENT; end += 1) hasColon ||= bytes[end] === COLON;
  if (!hasColon) {
    groups.fill(0, 0, 5);
    groups[5] = 0xffff;
    return end === to && readFour(bytes, from, end, groups, 6);
  }
  let count = 0;
  /** the group in front of which zeros are left out */
  let gap = -1;
  let at = from;
  if (bytes[at] === COLON) {
    if (bytes[at + 1] !== COLON || at + 1 >= end) return false;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    if (count === GROUPS) return false;
    let value = 0;
    const start = at;
    while (at < end && bytes[at] !== COLON && bytes[at] !== DOT) {
      const digit = hexDigit(bytes[at]!);
      if (digit < 0 || at - start === 4) return false;
      value = value * 16 + digit;
      at += 1;
    }
    if (at < end && bytes[at] === DOT) {
      if (count > GROUPS - 2 || !readFour(bytes, start, end, groups, count)) return false;
      count += 2;
      break;
    }
    if (at === start) return false;
    groups[count] = value;
    count += 1;
    if (at === end) break;
    at += 1;
    if (at === end) return false;
    if (bytes[at] === COLON) {
      if (gap >= 0) return false;
      gap = count;
      at += 1;
    }
  }
  if (gap < 0) return count === GROUPS;
  if (count === GROUPS) return false;
  groups.copyWithin(GROUPS - (count - gap), gap, count);
  groups.fill(0, gap, GROUPS - (count - gap));
  return true;
};

/** Addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or a single one. */
export interface Network {
  groups: Uint16Array;
  /** how many bits of the 128 count */
  bits: number;
}

/** The network that a text is, or null. */
export const parseNetwork = (text: string): Network | null => {
  const match = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text);
  if (match === null) return null;
  const bytes = Buffer.from(match[1]!);
  const groups = new Uint16Array(GROUPS);
  if (!readAddress(bytes, 0, bytes.length, groups)) return null;
  const isFour = !match[1]!.includes(':');
  const bits = match[2] === undefined ? 128 : Number(match[2]) + (isFour ? 96 : 0);
  return bits > 128 ? null : { groups, bits };
};

/** Whether an address is of a network. */
export const isWithin = (address: Uint16Array, { groups, bits }: Network): boolean => {
  const whole = bits >> 4;
  for (let i = 0; i < whole; i += 1) if (address[i] !== groups[i]) return false;
  const rest = bits & 15;
  return rest === 0 || (address[whole]! ^ groups[whole]!) >> (16 - rest) === 0;
};
