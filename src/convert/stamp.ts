import type { Printable } from '../render/printable.js';

const ZERO = 48;

/** Printable bytes that are appended as a whole, ready to be copied four at a time. */
export class Stamp {
  readonly length: number;
  private readonly bytes: Buffer;
  private readonly words: Int32Array;

  constructor(text: Printable) {
    this.words = new Int32Array(Math.ceil(Buffer.byteLength(text) / 4));
    this.bytes = Buffer.from(this.words.buffer);
    this.length = Buffer.from(text).copy(this.bytes);
  }

  /** Puts a whole number below 100 in place of two digits. */
  setDigits(at: number, value: number): void {
    const tens = Math.floor(value / 10);
    this.bytes[at] = ZERO + tens;
    this.bytes[at + 1] = ZERO + value - tens * 10;
  }

  /** Copies them to a place that has room for three bytes more. */
  copyTo(view: DataView, at: number): void {
    const { words, length } = this;
    for (let i = 0, to = at; i * 4 < length; i += 1, to += 4) view.setInt32(to, words[i]!, true);
  }
}
