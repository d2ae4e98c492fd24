import type { ByteChunk } from '../core/byte-chunk.js';
import type { FieldSlot } from '../formats/field.js';
import type { JsonMapping } from '../formats/json/json-mapping.js';
import type { LineRecord } from '../formats/line-record.js';
import type { Wanted } from '../formats/line-reader.js';
import { csvCell } from '../render/csv-cell.js';
import { joined, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { byteClasses, classOf, ODD, PLAIN } from './byte-class.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';
import { columnsOf, hasNumber, KIND, membersOf, slotsOf } from './column.js';
import type { Column } from './column.js';
import { isBareValue, memberText } from './member-text.js';
import type { OwnMembers } from './own-members.js';
import { namesOf } from './selection.js';
import type { Selection } from './selection.js';
import { IsoText } from './time-text.js';

const CLASSES = byteClasses(',', '"');

/** What a formula begins with, of what is read byte by byte; the others are not plain, or not one byte. */
const FORMULA_BYTES: ReadonlySet<number> = new Set(Buffer.from('=+-@'));

/** The columns are settled before any record is there: `*` stands for the usual fields. */
const settled = (selection: Selection): string[] => namesOf(selection, []);

/** The line that names the columns. */
export const csvHeader = (selection: Selection): Printable => printed`${joined(settled(selection).map(csvCell), printed`,`)}\n`;

/** Writes records as lines of CSV. A cell of a field that a record lacks is empty. */
export class CsvWriter {
  private columns: readonly Column[] = [];
  private readonly names: Selection;
  private readonly time = new IsoText();

  private members: OwnMembers | null = null;

  constructor(
    selection: Selection,
    private readonly mapping: JsonMapping | null = null,
  ) {
    this.names = settled(selection);
  }

  wanted(fields: readonly FieldSlot[]): Wanted {
    return slotsOf(columnsOf(this.names, fields));
  }

  bind(fields: readonly FieldSlot[]): void {
    this.columns = columnsOf(this.names, fields, this.mapping !== null);
    this.members = membersOf(this.columns, fields, this.mapping, csvCell);
  }

  append(out: ByteOutput, record: LineRecord, line: ByteChunk, from: number, to: number): void {
    const start = out.length;
    this.members?.read(record, line, from, to);
    for (let i = 0; i < this.columns.length; i += 1) {
      const { kind, slot } = this.columns[i]!;
      if (i > 0) out.mark(MARK.comma);
      if (kind === KIND.own) writeOwn(out, this.members, slot);
      else if (kind === KIND.raw) writeCell(out, line.bytes, from, to, CLASSES.none, null, slot);
      else if (slot < 0 || !record.has(slot)) continue;
      else if (kind === KIND.number && hasNumber(record, slot)) out.number(record.numbers[slot]!);
      else if (kind === KIND.time) this.time.append(out, record);
      else writeCell(out, record.line.bytes, record.spans[slot * 2]!, record.spans[slot * 2 + 1]!, CLASSES[record.escapeOf(slot)], record, slot);
    }
    // An empty line is none: a reader would skip it.
    if (out.length === start) out.text(printed`""`);
    out.mark(MARK.newline);
  }
}

/** Appends the value of an own key, if the line has it. */
const writeOwn = (out: ByteOutput, members: OwnMembers | null, column: number): void => {
  const member = members?.named(column) ?? null;
  if (members === null || member === null) return;
  const { line } = members;
  if (isBareValue(line, member)) out.copy(line.bytes, member.from, member.to);
  else out.text(csvCell(memberText(line, member)));
};

/** Appends a text, which stands in bytes [from, to): that of the record's slot, or without a record the bytes themselves. */
const writeCell = (out: ByteOutput, bytes: Buffer, from: number, to: number, classes: Uint8Array, record: LineRecord | null, slot: number): void => {
  const found = classOf(bytes, from, to, classes);
  if ((found & ODD) !== 0 || FORMULA_BYTES.has(bytes[from]!)) {
    out.text(csvCell(record === null ? bytes.toString('utf8', from, to) : (record.text(slot) ?? '')));
    return;
  }
  if (found !== PLAIN) out.mark(MARK.quote);
  out.copy(bytes, from, to);
  if (found !== PLAIN) out.mark(MARK.quote);
};
