import { FIELDS, SLOT } from '../formats/field.js';
import type { FieldName } from '../formats/field.js';
import type { Escape } from '../formats/layouts/layout.js';
import type { LineRecord } from '../formats/line-record.js';
import type { Wanted } from '../formats/line-reader.js';
import { byteClasses, classOf, PLAIN } from './byte-class.js';
import { printable, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';
import { hasNumber } from './column.js';
import { clfText } from './time-text.js';

const SPACE = 32;
const QUOTE = 34;
const SLASH = 47;
const COLON = 58;
const BACKSLASH = 92;
const X = 120;

/** What ends a text that stands without quotes, besides what is odd in all of them. */
const IN_QUOTES = byteClasses('', '"\\');
const WORD = byteClasses('', '"\\ ');
const USER = byteClasses('', '"\\[');

/** How httpd writes a byte with a backslash and a letter. */
const SHORT: ReadonlyMap<number, string> = new Map([
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [13, '\\r'],
  [34, '\\"'],
  [92, '\\\\'],
]);

/** The letters of the escapes that a reader of Combined understands. */
const LETTERS: ReadonlySet<number> = new Set(Buffer.from('bfnrtv"\\'));

const isHex = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 102));

/** How httpd writes each byte that needs an escape. */
const ESCAPES: readonly Printable[] = Array.from({ length: 256 }, (_, byte) => printable(SHORT.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`));

const isDigits = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (bytes[at]! < 48 || bytes[at]! > 57) return false;
  return from < to;
};

/** How many bytes at `at` are an escape that stands for the same in a Combined line; 0 when they are none. */
const escapeAt = (bytes: Uint8Array, at: number, to: number, escape: Escape): number => {
  if ((escape !== 'apache' && escape !== 'nginx') || bytes[at] !== BACKSLASH || at + 1 >= to) return 0;
  const next = bytes[at + 1]!;
  if (next === X) return at + 4 <= to && isHex(bytes[at + 2]) && isHex(bytes[at + 3]) ? 4 : 0;
  const isLetter = escape === 'apache' ? LETTERS.has(next) : next === QUOTE || next === BACKSLASH;
  return isLetter ? 2 : 0;
};

const WANTED: Wanted = new Set((['host', 'ident', 'user', 'time', 'method', 'path', 'query', 'protocol', 'status', 'bytes', 'referrer', 'agent'] as const satisfies readonly FieldName[]).map((name) => SLOT[name]));

/**
 * Writes records as lines of Apache's Combined Log Format, with `-` for what is absent and httpd's escapes. Bytes that stand in
 * such an escape, and times of the Common Log Format, are left as they are.
 */
export class CombinedWriter {
  private has: readonly boolean[] = [];

  wanted(): Wanted {
    return WANTED;
  }

  bind(fields: readonly { slot: number }[]): void {
    const slots = new Set(fields.map(({ slot }) => slot));
    this.has = FIELDS.map((_, slot) => slots.has(slot));
  }

  append(out: ByteOutput, record: LineRecord): void {
    this.text(out, record, SLOT.host, WORD);
    out.mark(MARK.space);
    this.text(out, record, SLOT.ident, WORD);
    out.mark(MARK.space);
    this.text(out, record, SLOT.user, USER);
    out.text(printed` [`);
    this.time(out, record);
    out.text(printed`] "`);
    this.request(out, record);
    out.text(printed`" `);
    this.number(out, record, SLOT.status);
    out.mark(MARK.space);
    this.number(out, record, SLOT.bytes);
    out.text(printed` "`);
    this.text(out, record, SLOT.referrer, IN_QUOTES);
    out.text(printed`" "`);
    this.text(out, record, SLOT.agent, IN_QUOTES);
    out.mark(MARK.quote);
    out.mark(MARK.newline);
  }

  private time(out: ByteOutput, record: LineRecord): void {
    if (!this.has[SLOT.time] || !record.has(SLOT.time)) {
      out.mark(MARK.dash);
      return;
    }
    const { bytes } = record.line;
    const from = record.spans[SLOT.time * 2]!;
    const to = record.spans[SLOT.time * 2 + 1]!;
    const isClf = to - from === 26 && bytes[from + 2] === SLASH && bytes[from + 6] === SLASH && bytes[from + 11] === COLON && bytes[from + 20] === SPACE;
    if (isClf) out.copy(bytes, from, to);
    else out.text(clfText(record.second));
  }

  /** Puts the request line together as it was; one that is no HTTP request is its path. */
  private request(out: ByteOutput, record: LineRecord): void {
    const { spans } = record;
    const start = out.length;
    const { method, path, query, protocol } = SLOT;
    if (this.isThere(record, method)) {
      this.text(out, record, method, IN_QUOTES);
      out.mark(MARK.space);
    }
    const isEmpty = this.has[path] && spans[path * 2]! >= 0 && spans[path * 2] === spans[path * 2 + 1];
    if (!isEmpty) this.text(out, record, path, IN_QUOTES);
    if (this.has[query] && spans[query * 2]! >= 0) {
      out.mark(MARK.question);
      if (record.has(query)) this.text(out, record, query, IN_QUOTES);
    }
    if (this.isThere(record, protocol) && out.length > start) {
      out.mark(MARK.space);
      this.text(out, record, protocol, IN_QUOTES);
    }
  }

  private isThere(record: LineRecord, slot: number): boolean {
    return this.has[slot]! && record.has(slot);
  }

  private number(out: ByteOutput, record: LineRecord, slot: number): void {
    if (!this.isThere(record, slot) || !hasNumber(record, slot)) {
      out.mark(MARK.dash);
      return;
    }
    const { bytes } = record.line;
    const from = record.spans[slot * 2]!;
    const to = record.spans[slot * 2 + 1]!;
    if (isDigits(bytes, from, to)) out.copy(bytes, from, to);
    else out.number(record.numbers[slot]!);
  }

  private text(out: ByteOutput, record: LineRecord, slot: number, classes: typeof WORD): void {
    if (!this.isThere(record, slot)) {
      out.mark(MARK.dash);
      return;
    }
    const { bytes } = record.line;
    const from = record.spans[slot * 2]!;
    const to = record.spans[slot * 2 + 1]!;
    const escape = record.escapeOf(slot);
    if (classOf(bytes, from, to, classes[escape]) === PLAIN) {
      out.copy(bytes, from, to);
      return;
    }
    const isRaw = escape === 'none' || escape === 'apache' || escape === 'nginx';
    if (isRaw) writeEscaped(out, bytes, from, to, escape, classes.none);
    else {
      const text = Buffer.from(record.text(slot) ?? '');
      writeEscaped(out, text, 0, text.length, 'none', classes.none);
    }
  }
}

/** Appends bytes as httpd writes them; escapes that are there already are kept. */
const writeEscaped = (out: ByteOutput, bytes: Buffer, from: number, to: number, escape: Escape, classes: Uint8Array): void => {
  for (let at = from; at < to; ) {
    const length = escapeAt(bytes, at, to, escape);
    const byte = bytes[at]!;
    if (length > 0) out.copy(bytes, at, at + length);
    else if (classes[byte] === PLAIN) out.copy(bytes, at, at + 1);
    else out.text(ESCAPES[byte]!);
    at += Math.max(1, length);
  }
};
