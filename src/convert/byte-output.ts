import type { ByteChunk } from '../core/byte-chunk.js';
import { byteClasses, PLAIN } from './byte-class.js';

/** What a number needs at most. */
const NUMBER_ROOM = 32;

const ZERO = 48;
const POINT = 46;

/** Millionths are what servers write of a duration at most; more digits are left to `String`. */
const MILLION = 1e6;

const SMALL = 2 ** 31;

/** Four times the same byte. */
const SPACES = 0x20202020;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const DELETES = 0x7f7f7f7f;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;

const CLASSES = byteClasses('', '"\\').none;

/** Bytes that are appended as a whole, ready to be copied four at a time. */
export interface Stamp {
  words: Int32Array;
  length: number;
}

export const stampOf = (text: string): Stamp => {
  const words = new Int32Array(Math.ceil(Buffer.byteLength(text) / 4));
  return { words, length: Buffer.from(words.buffer).write(text, 'utf8') };
};

/** Bytes to be written out: appended to, and taken when they are enough. It grows when a record needs it to. */
export class ByteOutput {
  bytes: Buffer;
  /** how many there are */
  length = 0;
  private view: DataView;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for so many more. */
  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.bytes.length) this.grow(needed);
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  stamp({ words, length }: Stamp): void {
    this.reserve(length + 4);
    const { view } = this;
    let at = this.length;
    for (let i = 0; i * 4 < length; i += 1, at += 4) view.setInt32(at, words[i]!, true);
    this.length += length;
  }

  /** Appends bytes [from, to) of a source. */
  copy(source: Uint8Array, from: number, to: number): void {
    this.reserve(to - from);
    const { bytes } = this;
    let at = this.length;
    for (let i = from; i < to; i += 1) bytes[at++] = source[i]!;
    this.length = at;
  }

  /** Appends bytes [from, to) of a source if all of them are printable ASCII but `"` and `\`. Else nothing, and false. */
  plain(source: ByteChunk, from: number, to: number): boolean {
    this.reserve(to - from);
    const { bytes, view } = this;
    const { bytes: sourceBytes, view: sourceView } = source;
    let out = this.length;
    let at = from;
    for (const last = to - 4; at <= last; at += 4, out += 4) {
      const word = sourceView.getInt32(at, true);
      // Each finds a byte of the word: below a space, a quote, a backslash, a delete; the last one those above ASCII.
      const quotes = word ^ QUOTES;
      const backslashes = word ^ BACKSLASHES;
      const deletes = word ^ DELETES;
      const odd = ((word - SPACES) & ~word) | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((deletes - ONES) & ~deletes) | word;
      if ((odd & HIGH_BITS) !== 0) return false;
      view.setInt32(out, word, true);
    }
    for (; at < to; at += 1, out += 1) {
      const byte = sourceBytes[at]!;
      if (CLASSES[byte] !== PLAIN) return false;
      bytes[out] = byte;
    }
    this.length = out;
    return true;
  }

  text(value: string): void {
    this.reserve(value.length * 3);
    this.length += this.bytes.write(value, this.length, 'utf8');
  }

  /** Appends a finite number as JSON has it. */
  number(value: number): void {
    this.reserve(NUMBER_ROOM);
    if (value >= 0 && Number.isSafeInteger(value)) {
      this.whole(value);
      return;
    }
    const millionths = Math.round(value * MILLION);
    if (value >= 0 && millionths < Number.MAX_SAFE_INTEGER && millionths / MILLION === value) {
      const rest = millionths % MILLION;
      this.whole((millionths - rest) / MILLION);
      this.bytes[this.length++] = POINT;
      this.digits(rest, 6);
      while (this.bytes[this.length - 1] === ZERO) this.length -= 1;
    } else this.text(String(value));
  }

  /** Appends a whole number below 10^count with zeros in front. */
  digits(value: number, count: number): void {
    this.reserve(count);
    const { bytes } = this;
    let at = this.length + count - 1;
    let left = value;
    for (; left >= SMALL; at -= 1) {
      const next = Math.floor(left / 10);
      bytes[at] = ZERO + (left - next * 10);
      left = next;
    }
    for (; at >= this.length; at -= 1) {
      const next = (left / 10) | 0;
      bytes[at] = ZERO + (left - next * 10);
      left = next;
    }
    this.length += count;
  }

  private whole(value: number): void {
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count += 1;
    this.digits(value, count);
  }
}
