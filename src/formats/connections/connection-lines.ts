import type { ByteChunk } from '../../core/byte-chunk.js';
import { finishHash, MAX_KEY_BYTES, mixWord } from '../../core/key-table.js';
import { SLOT } from '../field.js';
import type { Wanted } from '../line-reader.js';
import type { QuickLines } from '../quick-lines.js';
import { createRowFields } from '../row-fields.js';
import { EARLIEST } from './connection-reader.js';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

const SECOND_DIGITS = 10;

/** The four digits of a word, the lowest byte the first, as a number; -1 when they aren't digits. */
const fourDigits = (word: number): number => {
  if ((word & 0xf0f0f0f0) !== 0x30303030 || ((word + 0x06060606) & 0xf0f0f0f0) !== 0x30303030) return -1;
  const digits = word & 0x0f0f0f0f;
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
};

const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB;

/** The bits that are set where any of a word's four bytes is a blank or a control character; the lowest of them is at the first such byte. */
const stopsIn = (word: number): number => (word - 0x21212121) & ~word & 0x80808080;

/** How many bytes of a word stand in front of the first stop. */
const bytesBefore = (stops: number): number => (31 - Math.clz32(stops & -stops)) >>> 3;

/**
 * Reads lines `1767225600 alpine Delta`, also with milliseconds (13 digits), with one blank or tab at each place and nothing
 * behind. The hosts are found and hashed in one pass, four bytes at a time.
 */
export class ConnectionLines implements QuickLines {
  readonly fields = createRowFields();
  private readonly hasHosts: boolean;
  /** the first four bytes of the last time, and what they stand for */
  private lastWord = 0;
  private lastDigits = -1;
  /** of the word that was read last */
  private hash = 0;

  constructor(
    wanted: Wanted,
    private readonly seed: number,
  ) {
    this.hasHosts = wanted.has(SLOT.host) || wanted.has(SLOT.vhost);
  }

  next(line: ByteChunk, from: number, to: number): number {
    const { view } = line;
    const { fields } = this;
    // Four bytes are looked at together: no such read may pass the chunk's end.
    const limit = view.byteLength - 4;
    let at = this.readTime(line, from, limit);
    if (at < 0) return -1;
    fields.hostFrom = at;
    at = this.readWord(line, at, limit);
    if (at < 0 || !isBlank(view.getUint8(at))) return -1;
    fields.hostTo = at;
    fields.hostHash = this.hash;
    at += 1;
    fields.vhostFrom = at;
    at = this.readWord(line, at, limit);
    if (at < 0) return -1;
    fields.vhostTo = at;
    fields.vhostHash = this.hash;
    let end = view.getUint8(at);
    if (end === RETURN && at < limit) end = view.getUint8(++at);
    return end === NEWLINE && at < to ? at + 1 : -1;
  }

  /** Reads the time at `at` and the blank behind it. The offset behind both, or -1. */
  private readTime({ view }: ByteChunk, at: number, limit: number): number {
    if (at + SECOND_DIGITS > limit) return -1;
    const word = view.getInt32(at, true);
    if (word !== this.lastWord) {
      this.lastWord = word;
      this.lastDigits = fourDigits(word);
    }
    const next = fourDigits(view.getInt32(at + 4, true));
    const tens = view.getUint8(at + 8) - 48;
    const ones = view.getUint8(at + 9) - 48;
    if (this.lastDigits < 0 || next < 0 || tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
    const second = this.lastDigits * 1e6 + next * 100 + tens * 10 + ones;
    if (second < EARLIEST) return -1;
    const { fields } = this;
    fields.second = second;
    const behind = view.getUint8(at + SECOND_DIGITS);
    if (isBlank(behind)) {
      fields.fraction = 0;
      return at + SECOND_DIGITS + 1;
    }
    // The last of four digits is one of the second's.
    const milliseconds = at + SECOND_DIGITS - 1 > limit ? -1 : fourDigits(view.getInt32(at + SECOND_DIGITS - 1, true));
    if (milliseconds < 0 || at + SECOND_DIGITS + 3 > limit || !isBlank(view.getUint8(at + SECOND_DIGITS + 3))) return -1;
    fields.fraction = (milliseconds - ones * 1000) * 1e6;
    return at + SECOND_DIGITS + 4;
  }

  /** The end of the word at `from`, which may not be longer than a key; -1 when there is none. */
  private readWord({ view }: ByteChunk, from: number, limit: number): number {
    let hash = this.seed;
    let at = from;
    let word = 0;
    let stops = 0;
    for (; ; at += 4) {
      if (at > limit) return -1;
      word = view.getInt32(at, true);
      stops = stopsIn(word);
      if (stops !== 0) break;
      if (this.hasHosts) hash = mixWord(hash, word);
    }
    const count = bytesBefore(stops);
    at += count;
    const length = at - from;
    if (length === 0 || length > MAX_KEY_BYTES) return -1;
    if (this.hasHosts) {
      if (count > 0) hash = mixWord(hash, word & ((1 << (count * 8)) - 1));
      this.hash = finishHash(hash, length);
    }
    return at;
  }
}
