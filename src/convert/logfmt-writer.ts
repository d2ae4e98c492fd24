import type { ByteChunk } from '../core/byte-chunk.js';
import type { FieldSlot } from '../formats/field.js';
import type { JsonMapping } from '../formats/json/json-mapping.js';
import { MEMBER } from '../formats/json/json-members.js';
import type { JsonMember } from '../formats/json/json-members.js';
import type { LineRecord } from '../formats/line-record.js';
import type { Wanted } from '../formats/line-reader.js';
import { toJsonText } from '../render/json-line.js';
import { printable, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { byteClasses, classOf, PLAIN } from './byte-class.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';
import { columnsOf, hasNumber, keyedColumns, KIND, slotsOf } from './column.js';
import type { KeyedColumns } from './column.js';
import { writeJsonBytes, writeJsonText } from './json-writer.js';
import { isBareValue, memberText } from './member-text.js';
import type { OwnMembers } from './own-members.js';
import type { Selection } from './selection.js';
import type { Stamp } from './stamp.js';
import { IsoText } from './time-text.js';

const CLASSES = byteClasses(' =', '"\\');

/** A name as a key: what would end it, or nobody would see, becomes `_`. */
export const logfmtKey = (name: string): Printable => printable(name.replace(/[^!#-<>-[\]-~]/gu, '_'));

/** Whether a text can stand without quotes. */
const isBare = (record: LineRecord, slot: number): boolean =>
  classOf(record.line.bytes, record.spans[slot * 2]!, record.spans[slot * 2 + 1]!, CLASSES[record.escapeOf(slot)]) === PLAIN;

/** Appends a pair, with a blank before it unless the record begins at `start`. */
const writePair = (out: ByteOutput, start: number, line: ByteChunk, key: Stamp, member: JsonMember): void => {
  if (out.length > start) out.mark(MARK.space);
  out.stamp(key);
  const isPlain = member.kind === MEMBER.text && classOf(line.bytes, member.from, member.to, CLASSES.json) === PLAIN;
  if (isPlain || isBareValue(line, member)) out.copy(line.bytes, member.from, member.to);
  else out.text(toJsonText(memberText(line, member)));
};

/** The same of the column of an own key if the line has it; for -1 of all others. */
const writeOwn = (out: ByteOutput, start: number, members: OwnMembers, column: number, key: Stamp): void => {
  if (column >= 0) {
    const member = members.named(column);
    if (member !== null) writePair(out, start, members.line, key, member);
    return;
  }
  for (let i = 0; i < members.count; i += 1) {
    const other = members.other(i);
    if (other !== null) writePair(out, start, members.line, other, members.member(i));
  }
};

const keyText = (name: string): Printable => printed`${logfmtKey(name)}=`;
const quotedText = (name: string): Printable => printed`${keyText(name)}"`;

/** Writes records as lines of `key=value`. A value with blanks, `=` or anything odd in it is a string as JSON has them. */
export class LogfmtWriter {
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
      if (members !== null && kind >= KIND.own) {
        writeOwn(out, start, members, kind === KIND.own ? slot : -1, key);
        continue;
      }
      if (kind !== KIND.raw && !record.has(slot)) continue;
      if (out.length > start) out.mark(MARK.space);
      if (kind === KIND.raw) writeJsonBytes(out, line, from, to, key, quoted);
      else if (kind === KIND.number && hasNumber(record, slot)) {
        out.stamp(key);
        out.number(record.numbers[slot]!);
      } else if (kind === KIND.time) {
        out.stamp(key);
        this.time.append(out, record);
      } else if (isBare(record, slot)) {
        out.stamp(key);
        out.copy(record.line.bytes, record.spans[slot * 2]!, record.spans[slot * 2 + 1]!);
      } else writeJsonText(out, record, slot, key, quoted);
    }
    out.mark(MARK.newline);
  }
}
