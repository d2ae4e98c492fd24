import type { Bytes } from '../core/units.js';
import type { ReadBuffer } from './read-buffer.js';
import type { LineSink } from './source.js';

/** A stretch of the read buffer: read at most `length` bytes to `offset`. */
export interface Space {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly length: number;
}

const NEWLINE = 10;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const UTF16_MARKS = [0xfffe, 0xfeff] as const;
/** What is told of a file in UTF-16. */
export const UTF16 =
  'it is written in UTF-16, and no line of it can be read: convert it first: iconv -f UTF-16 -t UTF-8 FILE';
const LONG_HEAD = 1024;
const SMALL_CARRY = 4096;
const NOTHING = Buffer.alloc(0);

/**
 * Makes whole lines of the bytes of one source, however they are cut into reads. Between two reads it owns no more than
 * the partial last line. What stands at the beginning of a file and belongs to no line is left out: a byte order mark,
 * and the run of NUL bytes that a writer without O_APPEND leaves after a truncation. UTF-16 is told of once; its lines are
 * handed on as they are, to be counted.
 */
export class LineAssembler {
  readonly #sink: LineSink;
  readonly #buffer: Buffer;
  readonly #maxLine: Bytes;
  readonly #space: Space;
  #carry = NOTHING;
  #carried = 0;
  #skipping = false;
  #atStart: boolean;

  /**
   * @param buffer from `createReadBuffer`; may be shared, since each `space()` is followed by its `commit()` at once
   * @param atStart whether the first byte to come is the first of the file
   */
  constructor(sink: LineSink, { bytes, offset, maxLine }: ReadBuffer, atStart: boolean) {
    this.#sink = sink;
    this.#buffer = bytes;
    this.#maxLine = maxLine;
    this.#atStart = atStart;
    this.#space = { buffer: bytes, offset, length: bytes.length - offset };
  }

  /** Bytes of the partial line that is held until its newline comes. */
  get held(): Bytes {
    return this.#carried;
  }

  /** Whether a line that is too long goes by, and was told of. */
  get skipping(): boolean {
    return this.#skipping;
  }

  /** The next bytes belong to a line that is too long, and was told of. */
  skip(): void {
    this.#skipping = true;
  }

  /** Where the next bytes go. What stands before `offset` may be written over until `commit()`. */
  space(): Space {
    return this.#space;
  }

  /** Takes `bytes` bytes that were read into the space, and hands on the lines that they complete. */
  commit(bytes: number, catchUp: boolean): void {
    let from = this.#space.offset;
    const to = from + bytes;
    if (this.#skipping) from = this.#skipLine(from, to);
    if (this.#atStart) from = this.#leaveOut(from, to);
    const rest = this.#buffer.lastIndexOf(NEWLINE, to - 1) + 1;
    if (rest <= from) {
      this.#keep(from, to, catchUp);
      return;
    }
    if (this.#carried > 0) from = this.#prepend(from);
    this.#sink.lines(this.#buffer, from, rest, catchUp);
    this.#keep(rest, to, catchUp);
  }

  /** Takes bytes that stand elsewhere, such as a stream's: as many as there is space for. Gives back the others. */
  take(bytes: Buffer, catchUp: boolean): Buffer {
    const { buffer, offset, length } = this.#space;
    this.commit(bytes.copy(buffer, offset, 0, length), catchUp);
    return bytes.subarray(length);
  }

  /** Nothing more will come: a last line without newline is handed on as it is. */
  finish(catchUp = false): void {
    const length = this.#carried;
    this.#carried = 0;
    this.#skipping = false;
    if (length > 0) this.#sink.lines(this.#carry, 0, length, catchUp);
    this.#carry = NOTHING;
  }

  /** The file starts over: forgets the partial line, and tells how long it was. */
  drop(): Bytes {
    const dropped = this.#carried;
    this.#carried = 0;
    this.#skipping = false;
    this.#atStart = true;
    this.#release();
    return dropped;
  }

  #skipLine(from: number, to: number): number {
    const newline = this.#buffer.subarray(from, to).indexOf(NEWLINE);
    if (newline < 0) return to;
    this.#skipping = false;
    return from + newline + 1;
  }

  #leaveOut(start: number, to: number): number {
    let from = start;
    if (this.#carried > 0) {
      from = this.#prepend(from); // the beginning of what may become a byte order mark
    } else {
      while (from < to && this.#buffer[from] === 0) from += 1;
    }
    const first = this.#buffer[from];
    if (first === 0xff || first === 0xfe) {
      if (from + 1 === to) return from; // the next byte tells
      const mark = this.#buffer.readUInt16BE(from);
      if (UTF16_MARKS.some((known) => known === mark)) this.#sink.event('unreadable', UTF16);
    }
    const matched = BYTE_ORDER_MARK.findIndex((byte, i) => from + i === to || this.#buffer[from + i] !== byte);
    if (matched >= 0 && from + matched === to) return from; // what came so far may still become one
    this.#atStart = false;
    return matched < 0 ? from + BYTE_ORDER_MARK.length : from;
  }

  #prepend(from: number): number {
    const start = from - this.#carried;
    this.#carry.copy(this.#buffer, start, 0, this.#carried);
    this.#carried = 0;
    this.#release();
    return start;
  }

  #keep(from: number, to: number, catchUp: boolean): void {
    if (from >= to) return;
    const length = this.#carried + to - from;
    if (length > this.#maxLine) {
      this.#reject(from, to, catchUp);
      return;
    }
    if (length > this.#carry.length) {
      const carry = Buffer.allocUnsafeSlow(Math.min(this.#maxLine, Math.max(256, 2 * length)));
      this.#carry.copy(carry, 0, 0, this.#carried);
      this.#carry = carry;
    }
    this.#buffer.copy(this.#carry, this.#carried, from, to);
    this.#carried = length;
  }

  #reject(from: number, to: number, catchUp: boolean): void {
    const head = Buffer.allocUnsafe(Math.min(LONG_HEAD, this.#carried + to - from));
    const carried = this.#carry.copy(head, 0, 0, Math.min(this.#carried, LONG_HEAD));
    this.#buffer.copy(head, carried, from, to);
    const length = this.#carried + to - from;
    this.#carried = 0;
    this.#skipping = true;
    this.#release();
    this.#sink.tooLong(head, catchUp, length);
  }

  #release(): void {
    if (this.#carry.length > SMALL_CARRY) this.#carry = NOTHING;
  }
}
