import type { Bytes } from '../core/units.js';

/** Behind what is written so many bytes more may change: a buffer needs room for them. */
export const SLACK: Bytes = 4;

/** A text as a pen copies it: four bytes at a time, the lowest first. */
export interface PenText {
  words: Int32Array;
  /** in bytes */
  length: Bytes;
}

export const penText = (text: string): PenText => {
  const bytes = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil(bytes.length / 4) * 4);
  bytes.copy(padded);
  return { words: Int32Array.from({ length: padded.length / 4 }, (_, n) => padded.readInt32LE(n * 4)), length: bytes.length };
};

const SMALL = 0x3fff_ffff;

/** Writes the bytes of lines into a buffer, which must have room: nobody looks. */
export class LinePen {
  at = 0;

  private readonly view: DataView;

  constructor(readonly bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  copy({ words, length }: PenText): void {
    const { view, at } = this;
    for (let word = 0, to = at; word < words.length; word += 1, to += 4) view.setInt32(to, words[word]!, true);
    this.at = at + length;
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
