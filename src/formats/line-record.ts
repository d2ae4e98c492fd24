import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { decodeText, hasEscape } from './escape.js';
import { SLOT } from './field.js';
import type { Escape } from './layouts/layout.js';

const NOTHING = chunkOf(Buffer.alloc(4));

const { time: TIME, status: STATUS, bytes: BYTES, duration: DURATION } = SLOT;

/**
 * The fields of one line, by slot (see FIELDS and FieldSlot): where each stands in the line's chunk, and its number if it has
 * one. One record serves a reader for all its lines: it holds until the next is read, and nothing of it counts when a line was
 * no record. No getter but `text` and `rawText` makes a string.
 */
export class LineRecord {
  /** the bytes that the spans are offsets into: those that the reader was given, or a copy with texts decoded */
  line: ByteChunk = NOTHING;
  /** the offsets [from, to) of slot n's text at 2n and 2n + 1; both -1 where it is absent, equal where it is empty */
  readonly spans: Int32Array;
  /** the number of slot n, NaN where there is none: epoch seconds of a time, else in the unit of FIELDS */
  readonly numbers: Float64Array;
  /** nanoseconds behind `second`; 0 where the line tells none */
  fraction = 0;
  /** how many of its digits the line has, up to 9 */
  fractionDigits = 0;
  /** false for a request that is not HTTP (TLS bytes, an empty string), and where there is none: it has no section */
  http = false;
  private readonly escapes: Escape[];

  constructor(slots: number) {
    this.spans = new Int32Array(slots * 2).fill(-1);
    this.numbers = new Float64Array(slots).fill(Number.NaN);
    this.escapes = new Array<Escape>(slots).fill('none');
  }

  /** whole seconds since 1970 */
  get second(): number {
    return this.numbers[TIME]!;
  }

  /** NaN where it is absent */
  get status(): number {
    return this.numbers[STATUS]!;
  }

  /** NaN where it is absent */
  get bytes(): number {
    return this.numbers[BYTES]!;
  }

  /** in seconds; NaN where it is absent */
  get duration(): number {
    return this.numbers[DURATION]!;
  }

  /** Whether the line has the field: neither `-` nor empty. */
  has(slot: number): boolean {
    return this.spans[slot * 2]! < this.spans[slot * 2 + 1]!;
  }

  /** The field's text with its escapes decoded, or null where it is absent. */
  text(slot: number): string | null {
    if (!this.has(slot)) return null;
    return decodeText(this.line.bytes, this.spans[slot * 2]!, this.spans[slot * 2 + 1]!, this.escapes[slot]!);
  }

  /** Whether the field's text is another than the bytes of its span: only `text` tells it. */
  isEscaped(slot: number): boolean {
    return hasEscape(this.line, this.spans[slot * 2]!, this.spans[slot * 2 + 1]!, this.escapes[slot]!);
  }

  /** The field as it stands in the line, or null where it is absent. */
  rawText(slot: number): string | null {
    return this.has(slot) ? this.line.bytes.toString('utf8', this.spans[slot * 2], this.spans[slot * 2 + 1]) : null;
  }

  /** How the field's text is escaped in the line. */
  escapeOf(slot: number): Escape {
    return this.escapes[slot]!;
  }

  /** For readers: how the texts of a slot are escaped. */
  setEscape(slot: number, escape: Escape): void {
    this.escapes[slot] = escape;
  }

  /** For readers: the field is absent. */
  clear(slot: number): void {
    this.spans[slot * 2] = -1;
    this.spans[slot * 2 + 1] = -1;
    this.numbers[slot] = Number.NaN;
  }

  /** For readers whose lines have their fields in any order: nothing is there. */
  clearAll(): void {
    this.spans.fill(-1);
    this.numbers.fill(Number.NaN);
    this.fraction = 0;
    this.fractionDigits = 0;
    this.http = false;
  }
}
