import type { ByteChunk } from '../core/byte-chunk.js';
import type { Printable, PrintableBytes } from '../render/printable.js';
import { byteClasses, PLAIN } from './byte-class.js';
import type { Stamp } from './stamp.js';

export type { PrintableBytes };

/** Single characters that records are put together with. */
export const MARK = { newline: 10, space: 32, quote: 34, comma: 44, dash: 45, point: 46, question: 63, zulu: 90, open: 123, close: 125 } as const;
export type Mark = (typeof MARK)[keyof typeof MARK];

/** What a number needs at most. */
const NUMBER_ROOM = 32;

const ZERO = 48;
const SUBSTITUTE = 63;

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

/** ASCII that can be seen, and the space, as itself; what must not be there as `?`. */
const VISIBLE = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 32 && byte < 127 ? byte : SUBSTITUTE));

/**
 * Bytes to be written out: appended to, and taken when they are enough. It grows when a record needs it to. Whatever is
 * appended, they are printable: texts are so by their type, and bytes are looked at.
 */
export class ByteOutput {
  private bytes: Buffer;
  private view: DataView;
  private count = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** how many there are */
  get length(): number {
    return this.count;
  }

  /** Those that are there, as long as nothing is done to them. */
  get all(): PrintableBytes {
    return this.bytes.subarray(0, this.count) as PrintableBytes;
  }

  /** Takes back what was appended since there were `length`. */
  cutTo(length: number): void {
    this.count = Math.min(this.count, length);
  }

  /** Makes room for so many more. */
  private reserve(more: number): void {
    const needed = this.count + more;
    if (needed > this.bytes.length) this.grow(needed);
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.count);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  mark(mark: Mark): void {
    this.reserve(1);
    this.bytes[this.count++] = mark;
  }

  /** Puts a mark in place of the byte at an offset, which is one of ASCII. */
  setMark(at: number, mark: Mark): void {
    this.bytes[at] = mark;
  }

  stamp(stamp: Stamp): void {
    this.reserve(stamp.length + 4);
    stamp.copyTo(this.view, this.count);
    this.count += stamp.length;
  }

  /** Appends bytes [from, to) of a source, which should be printable ASCII: what is not becomes `?`. */
  copy(source: Uint8Array, from: number, to: number): void {
    this.reserve(to - from);
    const { bytes } = this;
    let at = this.count;
    for (let i = from; i < to; i += 1) bytes[at++] = VISIBLE[source[i]!]!;
    this.count = at;
  }

  /** Appends bytes [from, to) of a source if all of them are printable ASCII but `"` and `\`. Else nothing, and false. */
  plain(source: ByteChunk, from: number, to: number): boolean {
    this.reserve(to - from);
    const { bytes, view } = this;
    const { bytes: sourceBytes, view: sourceView } = source;
    let out = this.count;
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
    this.count = out;
    return true;
  }

  text(value: Printable): void {
    this.append(value);
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
      this.bytes[this.count++] = MARK.point;
      this.digits(rest, 6);
      while (this.bytes[this.count - 1] === ZERO) this.count -= 1;
    } else this.append(String(value));
  }

  /** Appends a whole number below 10^count with zeros in front. */
  digits(value: number, count: number): void {
    this.reserve(count);
    const { bytes } = this;
    let at = this.count + count - 1;
    let left = value;
    for (; left >= SMALL; at -= 1) {
      const next = Math.floor(left / 10);
      bytes[at] = ZERO + ((left - next * 10) | 0);
      left = next;
    }
    for (; at >= this.count; at -= 1) {
      const next = (left / 10) | 0;
      bytes[at] = ZERO + ((left - next * 10) | 0);
      left = next;
    }
    this.count += count;
  }

  private append(text: string): void {
    this.reserve(text.length * 3);
    this.count += this.bytes.write(text, this.count, 'utf8');
  }

  private whole(value: number): void {
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count += 1;
    this.digits(value, count);
  }
}
