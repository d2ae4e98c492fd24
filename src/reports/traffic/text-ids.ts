import { chunkOf, wordAt } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { finishHash, hashBytes, MAX_KEY_BYTES, mixWord } from '../../core/key-table.js';
import { decodeText, hasEscape } from '../../formats/escape.js';
import type { LineRecord } from '../../formats/line-record.js';
import type { KeySums } from './key-sums.js';

/** Texts that are shorter are hashed as all keys are: the `-` of what is absent, too. */
const LONG = 8;

/**
 * Hashes bytes [from, to): of long texts two words side by side, so that neither waits for the other. That is three times as fast
 * as hashBytes.
 */
const hashText = (line: ByteChunk, from: number, to: number, seed: number): number => {
  if (to - from < LONG) return hashBytes(line, from, to, seed);
  const { bytes, view } = line;
  let one = seed;
  let other = ~seed;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    one = mixWord(one, view.getInt32(at, true));
    other = mixWord(other, view.getInt32(at + 4, true));
  }
  if (at + 4 <= to) {
    one = mixWord(one, view.getInt32(at, true));
    at += 4;
  }
  if (at < to) other = mixWord(other, wordAt(bytes, at, to));
  return finishHash(mixWord(one, other), to - from);
};

/**
 * Finds the ids of a field's texts as their writers meant them. What a text with escapes stands for is found once for each
 * distinct one: its key, as logged, has a note that leads to the other, and no hits.
 */
export class TextIds {
  /** that of the keys when their notes were true */
  private epoch = 0;

  constructor(
    private readonly keys: KeySums,
    private readonly slot: number,
    private readonly seed: number,
  ) {}

  /** The id of the field's text in a record whose offsets are into `line`; that of `-` where there is none. */
  idOf(line: ByteChunk, record: LineRecord): number {
    const { keys } = this;
    const from = record.spans[this.slot * 2]!;
    const to = record.spans[this.slot * 2 + 1]!;
    if (from >= to) return keys.absentId();
    if (keys.epoch !== this.epoch) this.reset();
    const end = to - from > MAX_KEY_BYTES ? from + MAX_KEY_BYTES : to;
    const id = keys.idOf(line, from, end, hashText(line, from, end, this.seed));
    const known = keys.table.note(id);
    return known > 0 ? known : this.meantBy(id, line, from, end, record);
  }

  /** What keys stand for must be found anew: texts are escaped in another way from now on, or ids have been given anew. */
  reset(): void {
    this.epoch = this.keys.epoch;
    this.keys.table.clearNotes();
  }

  private meantBy(id: number, line: ByteChunk, from: number, to: number, record: LineRecord): number {
    const { keys, slot } = this;
    const escape = record.escapeOf(slot);
    if (!hasEscape(line, from, to, escape)) {
      keys.table.setNote(id, id);
      return id;
    }
    const text = chunkOf(Buffer.from(decodeText(line.bytes, from, to, escape)));
    const end = Math.min(text.bytes.length, MAX_KEY_BYTES);
    const { epoch } = keys;
    const meant = keys.idOf(text, 0, end, hashText(text, 0, end, this.seed));
    if (keys.epoch === epoch) keys.table.setNote(id, meant);
    return meant;
  }
}
