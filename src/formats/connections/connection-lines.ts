import type { ByteChunk } from '../../core/byte-chunk.js';
import { finishHash, MAX_KEY_BYTES, mixWord } from '../../core/key-table.js';
import { SLOT } from '../field.js';
import type { EpochMs } from '../../core/units.js';
import type { Wanted } from '../line-reader.js';
import type { QuickFields, QuickLines } from '../quick-lines.js';
import { EARLIEST } from './connection-reader.js';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const ZERO = 48;

/** No line is shorter than `1767225600 a b`: so much of it can be looked at. */
const SHORTEST = 14;

/** The four digits in a word, whose first byte is the lowest, as a number; -1 when they are none. */
const fourDigits = (word: number): number => {
  if ((word & 0xf0f0f0f0) !== 0x30303030 || ((word + 0x06060606) & 0xf0f0f0f0) !== 0x30303030) return -1;
  const digits = word & 0x0f0f0f0f;
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
};

const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB;

/** Has bits where any of a word's four bytes is a blank or a control character; the lowest of them is of the first such byte. */
const stopsIn = (word: number): number => (word - 0x21212121) & ~word & 0x80808080;

/** How many of a word's bytes stand in front of the first stop. */
const bytesBefore = (stops: number): number => (31 - Math.clz32(stops & -stops)) >>> 3;

/** The end of the word of text at `at`; `limit` when it is not in front of that. */
const wordEnd = (view: DataView, at: number, limit: number): number => {
  for (let to = at; to <= limit; to += 4) {
    const stops = stopsIn(view.getInt32(to, true));
    if (stops !== 0) return to + bytesBefore(stops);
  }
  return limit;
};

/**
 * Reads lines `1767225600 alpine Delta`, also with milliseconds (13 digits), with one blank or tab at each place and nothing
 * behind, whose hosts are together no longer than a key may be. Words are found, and hashed if they are wanted, four bytes at a time.
 */
export class ConnectionLines implements QuickLines {
  readonly fields: QuickFields = { time: 0.5, from: 0, between: 0, to: 0, hash: 0 };
  private readonly hasHosts: boolean;
  /** the first four bytes of the last time, and what they stand for */
  private lastWord = 0;
  private lastDigits = -1;

  constructor(
    wanted: Wanted,
    private readonly seed: number,
    private readonly first: EpochMs,
    private readonly last: EpochMs,
  ) {
    this.hasHosts = wanted.has(SLOT.host) || wanted.has(SLOT.vhost);
  }

  next({ view }: ByteChunk, from: number, to: number): number {
    // Four bytes are looked at together: no such read may pass the chunk's end.
    const limit = view.byteLength - 4;
    if (from + SHORTEST > limit) return -1;
    const word = view.getInt32(from, true);
    if (word !== this.lastWord) {
      this.lastWord = word;
      this.lastDigits = fourDigits(word);
    }
    const next = fourDigits(view.getInt32(from + 4, true));
    const last = view.getInt32(from + 8, true);
    const tens = (last & 0xff) - ZERO;
    const ones = ((last >>> 8) & 0xff) - ZERO;
    const second = this.lastDigits * 1e6 + (next * 100 + tens * 10 + ones);
    if (this.lastDigits < 0 || next < 0 || tens < 0 || tens > 9 || ones < 0 || ones > 9 || second < EARLIEST) return -1;
    this.fields.time = second * 1000;
    const at = isBlank((last >>> 16) & 0xff) ? from + 11 : this.readMilliseconds(view, from + 10);
    if (at < 0) return -1;
    const { time } = this.fields;
    return this.hasHosts && time >= this.first && time <= this.last ? this.readHosts(view, at, limit, to) : this.passHosts(view, at, limit, to);
  }

  /** Reads the last three of 13 digits, and the blank behind them. The offset behind that, or -1. */
  private readMilliseconds(view: DataView, at: number): number {
    const milliseconds = fourDigits((view.getInt32(at, true) << 8) | ZERO);
    if (milliseconds < 0 || !isBlank(view.getUint8(at + 3))) return -1;
    this.fields.time += milliseconds;
    return at + 4;
  }

  private passHosts(view: DataView, from: number, limit: number, to: number): number {
    const between = wordEnd(view, from, limit);
    if (between === from || !isBlank(view.getUint8(between))) return -1;
    const end = wordEnd(view, between + 1, limit);
    return end === between + 1 || end - from > MAX_KEY_BYTES ? -1 : this.passEnd(view, end, limit, to);
  }

  /** Finds and hashes both words in one pass: this is where the time goes. */
  private readHosts(view: DataView, from: number, limit: number, to: number): number {
    let at = from;
    let hash = this.seed;
    let word = 0;
    let stops = 0;
    for (; ; at += 4) {
      if (at > limit) return -1;
      word = view.getInt32(at, true);
      stops = stopsIn(word);
      if (stops !== 0) break;
      hash = mixWord(hash, word);
    }
    const between = at + bytesBefore(stops);
    // A `!` behind a stop looks like one: then the line turns out to be for the reader.
    stops &= stops - 1;
    while (stops === 0) {
      hash = mixWord(hash, word);
      at += 4;
      if (at > limit) return -1;
      word = view.getInt32(at, true);
      stops = stopsIn(word);
    }
    const count = bytesBefore(stops);
    if (count > 0) hash = mixWord(hash, word & ((1 << (count * 8)) - 1));
    at += count;
    if (between === from || at === between + 1 || at - from > MAX_KEY_BYTES || !isBlank(view.getUint8(between))) return -1;
    const { fields } = this;
    fields.from = from;
    fields.between = between;
    fields.to = at;
    fields.hash = finishHash(hash, at - from);
    return this.passEnd(view, at, limit, to);
  }

  /** The offset behind the newline at `at`, or -1 when it is no newline, or not before `to`. */
  private passEnd(view: DataView, at: number, limit: number, to: number): number {
    let newline = at;
    if (view.getUint8(at) === RETURN && at < limit) newline += 1;
    return view.getUint8(newline) === NEWLINE && newline < to ? newline + 1 : -1;
  }
}
