import type { ByteChunk } from '../core/byte-chunk.js';
import type { FieldSlot } from '../formats/field.js';
import type { Escape } from '../formats/layouts/layout.js';
import type { JsonMapping } from '../formats/json/json-mapping.js';
import type { LineRecord } from '../formats/line-record.js';
import type { Wanted } from '../formats/line-reader.js';
import { toJsonText } from '../render/json-line.js';
import { printed } from '../render/printable.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';
import { columnsOf, hasNumber, keyedColumns, KIND, slotsOf } from './column.js';
import type { KeyedColumns } from './column.js';
import { writeMember } from './member-text.js';
import type { KeyText, OwnMembers } from './own-members.js';
import type { Selection } from './selection.js';
import type { Stamp } from './stamp.js';
import { IsoText } from './time-text.js';

const PERCENT = 37;
const PLUS = 43;

const hasByte = (bytes: Uint8Array, from: number, to: number, byte: number): boolean => {
  for (let at = from; at < to; at += 1) if (bytes[at] === byte) return true;
  return false;
};

/** Whether a text without backslashes and quotes may have an escape all the same. */
const hasMark = (bytes: Uint8Array, from: number, to: number, escape: Escape): boolean => {
  if (escape === 'percent') return hasByte(bytes, from, to, PERCENT);
  return escape === 'plus' && hasByte(bytes, from, to, PLUS);
};

/** Appends a field's text as a string of JSON, behind what stands before it: `before` without its quote, `quoted` with it. */
export const writeJsonText = (out: ByteOutput, record: LineRecord, slot: number, before: Stamp, quoted: Stamp): void => {
  const { line, spans } = record;
  const from = spans[slot * 2]!;
  const to = spans[slot * 2 + 1]!;
  const start = out.length;
  out.stamp(quoted);
  if (!hasMark(line.bytes, from, to, record.escapeOf(slot)) && out.plain(line, from, to)) {
    out.mark(MARK.quote);
    return;
  }
  out.cutTo(start);
  out.stamp(before);
  out.text(toJsonText(record.text(slot) ?? ''));
};

/** The same with bytes [from, to), which have no escapes. */
export const writeJsonBytes = (out: ByteOutput, line: ByteChunk, from: number, to: number, before: Stamp, quoted: Stamp): void => {
  const start = out.length;
  out.stamp(quoted);
  if (out.plain(line, from, to)) {
    out.mark(MARK.quote);
    return;
  }
  out.cutTo(start);
  out.stamp(before);
  out.text(toJsonText(line.bytes.toString('utf8', from, to)));
};

const keyText: KeyText = (name) => printed`,${toJsonText(name)}:`;
const quotedText: KeyText = (name) => printed`${keyText(name)}"`;

/** Appends the column of an own key if the line has it; for -1 all others. */
const writeOwn = (out: ByteOutput, members: OwnMembers, column: number, key: Stamp): void => {
  if (column >= 0) {
    const member = members.named(column);
    if (member === null) return;
    out.stamp(key);
    writeMember(out, members.line, member);
    return;
  }
  for (let i = 0; i < members.count; i += 1) {
    const other = members.other(i);
    if (other === null) continue;
    out.stamp(other);
    writeMember(out, members.line, members.member(i));
  }
};

/** Writes records as objects of JSON, one a line. A field that a record lacks has no key. `mapping` as in Format. */
export class JsonWriter {
  private columns: KeyedColumns['columns'] = [];
  private members: OwnMembers | null = null;
  private readonly time = new IsoText();

  constructor(
    private readonly selection: Selection,
    private readonly mapping: JsonMapping | null = null,
  ) {}

  wanted(fields: readonly FieldSlot[]): Wanted {
    return slotsOf(columnsOf(this.selection, fields));
  }

  bind(fields: readonly FieldSlot[]): void {
    ({ columns: this.columns, members: this.members } = keyedColumns(this.selection, fields, this.mapping, keyText, quotedText));
  }

  append(out: ByteOutput, record: LineRecord, line: ByteChunk, from: number, to: number): void {
    const start = out.length;
    const { members } = this;
    members?.read(record, line, from, to);
    for (const { kind, slot, key, quoted } of this.columns) {
      if (members !== null && kind >= KIND.own) writeOwn(out, members, kind === KIND.own ? slot : -1, key);
      else if (kind === KIND.raw) writeJsonBytes(out, line, from, to, key, quoted);
      else if (!record.has(slot)) continue;
      else if (kind === KIND.number && hasNumber(record, slot)) {
        out.stamp(key);
        out.number(record.numbers[slot]!);
      } else if (kind === KIND.time) {
        out.stamp(quoted);
        this.time.append(out, record);
        out.mark(MARK.quote);
      } else writeJsonText(out, record, slot, key, quoted);
    }
    if (out.length === start) out.mark(MARK.comma);
    // Each key has a comma before it, of which the first is no comma.
    out.setMark(start, MARK.open);
    out.mark(MARK.close);
    out.mark(MARK.newline);
  }
}
