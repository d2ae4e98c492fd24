import type { ByteChunk } from '../../core/byte-chunk.js';
import type { RejectReason } from '../../core/line-counts.js';
import { CivilTime } from '../time/civil-time.js';
import { readDecimal, readWhole } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { SLOT } from '../field.js';
import type { FieldSlot } from '../field.js';
import type { Escape } from '../layouts/layout.js';
import { LINE_END } from '../line-reader.js';
import type { Failure, LineReader } from '../line-reader.js';
import { LineRecord } from '../line-record.js';
import { splitTarget, splitUrl } from '../request.js';
import { putSection } from '../section-span.js';
import { StrftimeReader } from '../time/strftime.js';
import { closingQuote } from '../text-end.js';
import { readColumns } from './w3c-column.js';
import type { W3cColumn, W3cColumns } from './w3c-column.js';
import { readDay, readDirective } from './w3c-directive.js';

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const DASH = 45;
const POINT = 46;
const QUESTION = 63;

/** A record has room for so many fields; a `#Fields` with more is refused. */
const MAX_SLOTS = 256;

const EXPECTED: Readonly<Record<W3cColumn['kind'], string>> = {
  date: 'a date such as 2018-11-22',
  clock: 'a time such as 15:52:00',
  target: 'a target such as /path?query',
  took: 'a duration, or -',
  text: 'a text',
  address: 'an address',
  time: 'a time',
  status: 'a status of up to three digits, or -',
  number: 'a number, or -',
  bytes: 'a size, or -',
  seconds: 'seconds, or -',
};

const REASONS: Partial<Readonly<Record<W3cColumn['kind'], RejectReason>>> = { date: 'time', clock: 'time', status: 'status', bytes: 'bytes' };

const has = (bytes: Uint8Array, byte: number, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (bytes[at] === byte) return true;
  return false;
};

/** Reads lines of W3C's extended format by the columns that the last `#Fields` named. */
export class W3cReader implements LineReader {
  readonly record = new LineRecord(MAX_SLOTS);
  readonly usualPlace = null;
  reason: RejectReason = 'layout';
  failure: Failure | null = null;
  whole = false;
  private readonly civil = new CivilTime();
  private readonly dates = new StrftimeReader('%Y-%m-%d', false);
  private readonly clocks = new StrftimeReader('%H:%M:%S%.f', false);
  private readonly decimal: Decimal = { value: 0 };
  private readonly escapes: Escape[] = new Array<Escape>(MAX_SLOTS).fill('none');
  private present: W3cColumns;
  private isNamed = false;
  /** year, month and day of the last `#Date`, for lines without a date */
  private year = Number.NaN;
  private month = Number.NaN;
  private day = Number.NaN;

  /** `usual`: the columns until a `#Fields` names others, of several those of which a line has as many. */
  constructor(
    private readonly usual: readonly W3cColumns[],
    private readonly isEdge: boolean,
  ) {
    this.present = usual[0]!;
  }

  get fields(): readonly FieldSlot[] {
    return this.present.fields;
  }

  read(line: ByteChunk, from: number, to: number): boolean {
    const { bytes } = line;
    this.failure = null;
    this.whole = false;
    if (from < to && bytes[from] === HASH) return this.heed(bytes.toString('utf8', from, to));
    let separator = from;
    while (separator < to && bytes[separator] !== TAB && bytes[separator] !== SPACE) separator += 1;
    const between = separator < to ? bytes[separator]! : SPACE;
    if (!this.isNamed && this.usual.length > 1) this.guess(bytes, between, from, to);
    const { columns, needed, slots } = this.present;
    const { record, civil } = this;
    record.line = line;
    record.spans.fill(-1, 0, slots * 2);
    record.numbers.fill(Number.NaN, 0, slots);
    record.http = false;
    civil.reset();
    civil.year = this.year;
    civil.month = this.month;
    civil.day = this.day;
    let at = from;
    let count = 0;
    for (; count < columns.length && at < to; count += 1) {
      const column = columns[count]!;
      const isEmpty = bytes[at] === between;
      const close = bytes[at] === QUOTE ? closingQuote(line, at + 1, to, true) : -1;
      const isQuoted = close >= 0 && (close + 1 === to || bytes[close + 1] === between);
      let end = isQuoted ? close + 1 : at;
      while (end < to && bytes[end] !== between) end += 1;
      const isSound = isQuoted ? this.put(line, column, at + 1, close, true) : isEmpty || this.put(line, column, at, end, false);
      if (!isSound) return this.refuse(at - from, `${EXPECTED[column.kind]} (${column.name})`, REASONS[column.kind]);
      at = end + 1;
      while (between === SPACE && bytes[at] === SPACE && at < to) at += 1;
    }
    if (count < needed) return this.refuse(to - from, `the column ${columns[count]!.name}`);
    const second = civil.toSecond();
    if (Number.isNaN(second)) return this.refuse(0, 'a date and a time', 'time');
    record.numbers[SLOT.time] = second;
    record.fraction = civil.fraction;
    record.fractionDigits = civil.fractionDigits;
    record.http = record.has(SLOT.path);
    putSection(record);
    this.whole = count === columns.length && at >= to;
    if (!this.whole) this.failure = { at: Math.min(at, to) - from, expected: count < columns.length ? `the column ${columns[count]!.name}` : LINE_END };
    return true;
  }

  /** Of lines that no `#Fields` stands before: takes the usual columns of which there are as many. */
  private guess(bytes: Uint8Array, between: number, from: number, to: number): void {
    let count = 1;
    for (let at = from; at < to; at += 1) if (bytes[at] === between) count += 1;
    this.present = this.usual.find(({ columns }) => columns.length === count) ?? this.usual[0]!;
  }

  /** Takes a line such as `#Fields: date time c-ip` in. */
  private heed(text: string): false {
    const directive = readDirective(text, this.isNamed);
    if (directive === null) return this.refuse(0, 'a directive such as #Fields: date time c-ip');
    const { name, value } = directive;
    this.reason = 'header';
    if (name === 'fields') {
      const named = readColumns(value.split(/\s+/));
      if (named.slots > MAX_SLOTS) return this.refuse(0, 'fewer columns');
      this.present = named;
      this.isNamed = true;
      this.record.clearAll();
      // They count, but they speak for the other format.
      if (this.isEdge && !named.isEdge) return this.refuse(0, 'columns such as x-edge-location');
    } else if (name === 'date' || name === 'start-date') {
      const day = readDay(value);
      if (day !== null) [this.year, this.month, this.day] = day;
    }
    // CloudFront says nothing but its columns and its version.
    if (this.isEdge && !this.isNamed && name !== 'version') return this.refuse(0, 'columns such as x-edge-location');
    return false;
  }

  private refuse(at: number, expected: string, reason: RejectReason = 'layout'): false {
    this.failure = { at, expected: this.isNamed ? expected : `${expected}, or #Fields in a line before` };
    this.reason = reason;
    return false;
  }

  private put(line: ByteChunk, column: W3cColumn, from: number, to: number, isQuoted: boolean): boolean {
    const { slot, kind, needed } = column;
    const { record, decimal, civil } = this;
    const { bytes } = line;
    const { spans } = record;
    if (kind === 'date' || kind === 'clock') {
      if (spans[SLOT.time * 2]! < 0) spans[SLOT.time * 2] = from;
      if (spans[SLOT.time * 2 + 1]! < to) spans[SLOT.time * 2 + 1] = to;
      return (kind === 'date' ? this.dates : this.clocks).read(line, from, to, civil) === to;
    }
    if (from === to || (to === from + 1 && bytes[from] === DASH)) return true;
    spans[slot * 2] = from;
    spans[slot * 2 + 1] = to;
    // Proxies write it with the mark that begins it.
    if (slot === SLOT.query && bytes[from] === QUESTION) spans[slot * 2] = from + 1;
    switch (kind) {
      case 'text':
      case 'address':
      case 'time': {
        const escape = isQuoted ? 'doubled' : column.escape;
        if (escape !== this.escapes[slot]) record.setEscape(slot, (this.escapes[slot] = escape));
        return true;
      }
      case 'target':
        if (splitUrl(bytes, from, to, spans) < 0) splitTarget(bytes, from, to, spans);
        return true;
      case 'status':
        if (readWhole(bytes, from, to, 3, decimal) !== to) return !needed;
        break;
      case 'took':
      case 'bytes':
      case 'number':
      case 'seconds':
        if (readDecimal(bytes, from, to, 1, decimal) !== to) return !needed;
        // IIS writes whole milliseconds, others seconds with a fraction.
        if (kind === 'took' && !has(bytes, POINT, from, to)) decimal.value /= 1000;
    }
    record.numbers[slot] = decimal.value;
    return true;
  }
}
