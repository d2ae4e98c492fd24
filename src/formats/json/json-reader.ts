import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import type { RejectReason } from '../../core/line-counts.js';
import { splitAuthority } from '../layouts/authority.js';
import { readDecimal, readDecimals, readWhole } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { decodeText } from '../escape.js';
import { SLOT } from '../field.js';
import type { FieldSlot } from '../field.js';
import { flatten } from './json-flat.js';
import { readDuration, readNumber } from './json-number.js';
import type { JsonProgram, LiveField } from './json-program.js';
import { objectStart } from './json-start.js';
import { JsonTime } from './json-time.js';
import { JsonTokens, TOKEN } from './json-tokens.js';
import type { Failure, LineReader } from '../line-reader.js';
import { LineRecord } from '../line-record.js';
import { splitRequest, splitTarget } from '../request.js';
import { putSection } from '../section-span.js';

const SLASH = 47;
const COLON = 58;
const QUESTION = 63;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;

/** What a path is taken apart into, and the section. */
const PATH_SLOTS = [SLOT.method, SLOT.path, SLOT.query, SLOT.protocol, SLOT.section, SLOT.scheme, SLOT.vhost, SLOT.port];

/**
 * Reads lines that are objects in JSON, by what a mapping says of their keys. Texts keep their escapes, as spans of the line;
 * those that are taken apart or compared byte by byte are decoded first, in a copy that the record then has as its line.
 */
export class JsonReader implements LineReader {
  readonly record: LineRecord;
  readonly fields: readonly FieldSlot[];
  readonly usualPlace = null;
  reason: RejectReason = 'layout';
  failure: Failure | null = null;
  whole = false;

  private readonly tokens: JsonTokens;
  private readonly time = new JsonTime();
  private readonly decimal: Decimal = { value: 0 };
  /** a line's copy with decoded texts behind it */
  private copy = chunkOf(Buffer.alloc(1024));
  private copied = 0;
  /** how much of it is the line */
  private copiedLine = 0;
  /** where the last line needed JSON.parse, after which nobody knows where its values stood; -1 when it didn't */
  private oddAt = -1;
  /** some slots have other escapes than they usually have */
  private hasDecoded = false;

  constructor(private readonly program: JsonProgram) {
    this.record = new LineRecord(program.slots);
    this.fields = program.fields;
    this.tokens = new JsonTokens(program.keys, program.keyed);
    this.setEscapes();
  }

  read(line: ByteChunk, from: number, to: number): boolean {
    const { record, tokens, program } = this;
    record.clearAll();
    record.line = line;
    this.failure = null;
    this.whole = false;
    if (this.hasDecoded) this.setEscapes();
    const start = objectStart(line.bytes, from, to);
    if (start < 0) return this.refuse('layout', 0, "'{'");
    let base = from;
    this.oddAt = -1;
    if (!tokens.scan(line, start, to)) {
      const at = tokens.failedAt - from;
      const flat = tokens.isOdd ? flatten(line.bytes.toString('utf8', start, to), program.paths) : null;
      if (flat === null) return this.refuse('layout', at, tokens.expected);
      record.line = chunkOf(Buffer.from(flat));
      base = 0;
      this.oddAt = at;
      if (!tokens.scan(record.line, 0, record.line.bytes.length)) return this.refuse('layout', at, tokens.expected);
    }
    const end = record.line === line ? to : record.line.bytes.length;
    this.decode(base, end);
    return this.readFields(base, end) && this.hasNeeded(to - from);
  }

  private readFields(base: number, end: number): boolean {
    const { record, program } = this;
    const { live } = program;
    const { kinds, from, to } = this.tokens;
    for (let f = 0; f < live.length; f += 1) {
      if (kinds[f] === TOKEN.none) continue;
      const field = live[f]!;
      if (this.readField(field, f, from[f]!, to[f]!)) continue;
      const { judged } = field;
      if (judged !== null) return this.refuse(judged, this.oddAt >= 0 ? this.oddAt : Math.min(from[f]!, end) - (record.line === this.copy ? 0 : base), EXPECTED[judged]);
      kinds[f] = TOKEN.none;
    }
    putSection(record);
    return true;
  }

  /** Reads the value of a field; false when it is none. */
  private readField(field: LiveField, f: number, from: number, to: number): boolean {
    const { record, decimal } = this;
    const { line, spans } = record;
    const { bytes } = line;
    const { slot } = field;
    switch (field.kind) {
      case 'time': {
        const second = this.time.read(line, from, to);
        if (!(second >= 0)) return false;
        record.numbers[slot] = second;
        if (slot === SLOT.time) {
          record.fraction = this.time.fraction;
          record.fractionDigits = this.time.fractionDigits;
        }
        return this.put(slot, from, to);
      }
      case 'request':
        record.http = splitRequest(bytes, from, to, spans);
        // Some call a path so.
        if (!record.http && bytes[from] === SLASH) {
          record.http = true;
          splitTarget(bytes, from, to, spans);
        }
        return true;
      case 'target':
        if (record.http) return true;
        record.http = true;
        splitTarget(bytes, from, to, spans);
        if (bytes[from] !== SLASH) splitAuthority(record, from, to, SLOT.port);
        return true;
      case 'address':
        return this.address(bytes, slot, from, to);
      case 'status':
        if (slot === SLOT.status) return this.putWhole(slot, from, to, 3, 999);
        return this.putValue(slot, from, to, readDecimals(bytes, from, to, 1, true, decimal));
      case 'bytes':
        return this.putWhole(slot, from, to, Infinity, Number.MAX_SAFE_INTEGER);
      case 'number':
        return this.putValue(slot, from, to, readDecimal(bytes, from, to, 1, decimal));
      case 'seconds': {
        const per = this.program.keys.pers[this.tokens.entries[f]!]!;
        let behind = readDecimals(bytes, from, to, per, false, decimal);
        if (behind !== to) {
          const text = bytes.toString('utf8', from, to);
          const seconds = readDuration(text);
          decimal.value = Number.isNaN(seconds) ? readNumber(text) / per : seconds;
          behind = to;
        }
        return this.putValue(slot, from, to, behind);
      }
      case 'text':
        // What stands in a request line is better: another field may be a rewritten one.
        if (record.has(slot)) return true;
        if (this.hasDecoded) record.setEscape(slot, from >= this.copiedLine ? 'none' : 'json');
        return this.put(slot, slot === SLOT.query && bytes[from] === QUESTION ? from + 1 : from, to);
    }
  }

  /** A client's address without the port that some write behind it. */
  private address(bytes: Uint8Array, slot: number, from: number, to: number): true {
    const sought = bytes[from] === OPEN_BRACKET ? CLOSE_BRACKET : COLON;
    let first = from;
    while (first < to && bytes[first] !== sought) first += 1;
    if (first === to) return this.put(slot, from, to);
    if (bytes[first] === CLOSE_BRACKET) return this.put(slot, from + 1, first);
    for (let at = first + 1; at < to; at += 1) if (bytes[at] === COLON) return this.put(slot, from, to);
    return this.put(slot, from, first === from ? to : first);
  }

  /** Puts a whole number of so many digits at most; `200.0` and `2e2` are such numbers. */
  private putWhole(slot: number, from: number, to: number, digits: number, largest: number): boolean {
    const { decimal } = this;
    const { bytes } = this.record.line;
    if (readWhole(bytes, from, to, digits, decimal) !== to) {
      decimal.value = readNumber(bytes.toString('latin1', from, to));
      if (!Number.isInteger(decimal.value)) return false;
    }
    return decimal.value <= largest && this.putValue(slot, from, to, to);
  }

  /** Puts the number that was read up to `behind`, if that is all of it. */
  private putValue(slot: number, from: number, to: number, behind: number): boolean {
    if (behind !== to || Number.isNaN(this.decimal.value)) return false;
    this.record.numbers[slot] = this.decimal.value;
    return this.put(slot, from, to);
  }

  private put(slot: number, from: number, to: number): true {
    const { spans } = this.record;
    spans[slot * 2] = from;
    spans[slot * 2 + 1] = to;
    return true;
  }

  private hasNeeded(end: number): boolean {
    const { needed, live, paths } = this.program;
    const { kinds } = this.tokens;
    for (const names of needed) {
      let has = false;
      for (let i = 0; i < names.length && !has; i += 1) has = kinds[names[i]!] !== TOKEN.none;
      if (!has) return this.refuse('layout', end, `a key of ${live[names[0] ?? 0]?.name ?? paths.join(', ')}`);
    }
    this.whole = true;
    return true;
  }

  /** Decodes texts that are taken apart, or are keys of tables, if they have escapes. */
  private decode(base: number, end: number): void {
    const { tokens, program } = this;
    const { live } = program;
    for (let f = 0; f < live.length; f += 1) {
      if (tokens.escaped[f] === 0 || tokens.kinds[f] !== TOKEN.text) continue;
      const { kind, slot } = live[f]!;
      const isTaken = kind === 'request' || kind === 'target';
      if ((isTaken || kind !== 'text' || slot === SLOT.method) && this.hasEscape(tokens.from[f]!, tokens.to[f]!, isTaken)) this.decodeToken(f, base, end);
    }
  }

  /** Whether a text has a backslash; of a target in front of its query. */
  private hasEscape(from: number, to: number, isTarget: boolean): boolean {
    const { bytes } = this.record.line;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at];
      if (byte === BACKSLASH) return true;
      if (byte === QUESTION && isTarget) return false;
    }
    return false;
  }

  private decodeToken(f: number, base: number, end: number): void {
    const { record, tokens, program } = this;
    if (record.line !== this.copy) this.copyLine(base, end);
    const { kind, slot } = program.live[f]!;
    const text = Buffer.from(decodeText(record.line.bytes, tokens.from[f]!, tokens.to[f]!, 'json'));
    this.reserve(this.copied + text.length);
    text.copy(this.copy.bytes, this.copied);
    tokens.from[f] = this.copied;
    this.copied += text.length;
    tokens.to[f] = this.copied;
    for (const each of kind === 'request' || kind === 'target' ? PATH_SLOTS : [slot]) if (each < program.slots) record.setEscape(each, 'none');
    this.hasDecoded = true;
  }

  private copyLine(base: number, end: number): void {
    const { record, tokens } = this;
    const { bytes } = record.line;
    this.copied = 0;
    this.reserve(end - base);
    bytes.copy(this.copy.bytes, 0, base, end);
    this.copied = end - base;
    this.copiedLine = this.copied;
    record.line = this.copy;
    for (let f = 0; f < tokens.from.length; f += 1) {
      tokens.from[f]! -= base;
      tokens.to[f]! -= base;
    }
  }

  private reserve(length: number): void {
    if (length <= this.copy.bytes.length) return;
    const bytes = Buffer.alloc(length * 2);
    this.copy.bytes.copy(bytes, 0, 0, this.copied);
    this.copy = chunkOf(bytes);
    this.record.line = this.copy;
  }

  private setEscapes(): void {
    for (let slot = 0; slot < this.program.slots; slot += 1) this.record.setEscape(slot, 'json');
    this.hasDecoded = false;
  }

  private refuse(reason: RejectReason, at: number, expected: string): false {
    this.reason = reason;
    this.failure = { at, expected };
    return false;
  }
}

const EXPECTED = {
  time: 'a time such as 2015-05-17T10:05:03Z or a number since 1970',
  status: 'a status of up to three digits',
  bytes: 'a size',
};
