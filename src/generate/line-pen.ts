import type { Bytes } from '../core/units.js';

/** Shorter texts are copied byte by byte: a call costs more. */
const CALL_PAYS: Bytes = 40;

const SMALL = 0x3fff_ffff;

/** Writes the bytes of lines into a buffer, which must have room: nobody looks. */
export class LinePen {
  at = 0;

  constructor(readonly bytes: Buffer) {}

  copy(text: Uint8Array): void {
    const { bytes } = this;
    const { length } = text;
    let { at } = this;
    if (length > CALL_PAYS) {
      bytes.set(text, at);
      this.at = at + length;
      return;
    }
    for (let from = 0; from < length; from += 1, at += 1) bytes[at] = text[from]!;
    this.at = at;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** A whole number from 0 to 2^53 in decimal digits. */
  whole(value: number): void {
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits += 1;
    this.padded(value, digits);
  }

  /** The last `digits` digits of a whole number, with zeros in front. */
  padded(value: number, digits: number): void {
    const { bytes, at: first } = this;
    let at = first + digits - 1;
    let large = value;
    for (; large > SMALL && at >= first; at -= 1) {
      const tenth = Math.floor(large / 10);
      bytes[at] = 48 + large - tenth * 10;
      large = tenth;
    }
    // Most numbers are small, and those are fast.
    let rest = large | 0;
    for (; at >= first; at -= 1) {
      const tenth = (rest / 10) | 0;
      bytes[at] = 48 + rest - tenth * 10;
      rest = tenth;
    }
    this.at = first + digits;
  }

  /** A whole number of 32 bits as eight hexadecimal digits. */
  hex(value: number): void {
    const { bytes } = this;
    for (let shift = 28; shift >= 0; shift -= 4) {
      const digit = (value >>> shift) & 15;
      bytes[this.at++] = digit + (digit < 10 ? 48 : 87);
    }
  }
}
