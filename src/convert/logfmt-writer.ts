import type { ByteChunk } from '../core/byte-chunk.js';
import type { FieldSlot } from '../formats/field.js';
import type { LineRecord } from '../formats/line-record.js';
import type { Wanted } from '../formats/line-reader.js';
import { printable, printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import { byteClasses, classOf, PLAIN } from './byte-class.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';
import { columnsOf, hasNumber, KIND, slotsOf } from './column.js';
import type { Column } from './column.js';
import { writeJsonBytes, writeJsonText } from './json-writer.js';
import type { Selection } from './selection.js';
import { Stamp } from './stamp.js';
import { IsoText } from './time-text.js';

const CLASSES = byteClasses(' =', '"\\');

/** A name as a key: what would end it, or nobody would see, becomes `_`. */
export const logfmtKey = (name: string): Printable => printable(name.replace(/[^!#-<>-[\]-~]/gu, '_'));

/** Whether a text can stand without quotes. */
const isBare = (record: LineRecord, slot: number): boolean =>
  classOf(record.line.bytes, record.spans[slot * 2]!, record.spans[slot * 2 + 1]!, CLASSES[record.escapeOf(slot)]) === PLAIN;

/** Writes records as lines of `key=value`. A value with blanks, `=` or anything odd in it is a string as JSON has them. */
export class LogfmtWriter {
  private columns: readonly (Column & { key: Stamp; quoted: Stamp })[] = [];
  private readonly time = new IsoText();

  constructor(private readonly selection: Selection) {}

  wanted(fields: readonly FieldSlot[]): Wanted {
    return slotsOf(columnsOf(this.selection, fields));
  }

  bind(fields: readonly FieldSlot[]): void {
    const columns = columnsOf(this.selection, fields).filter(({ slot, kind }) => slot >= 0 || kind === KIND.raw);
    this.columns = columns.map(({ name, kind, slot }) => ({ name, kind, slot, key: new Stamp(printed`${logfmtKey(name)}=`), quoted: new Stamp(printed`${logfmtKey(name)}="`) }));
  }

  append(out: ByteOutput, record: LineRecord, line: ByteChunk, from: number, to: number): void {
    const start = out.length;
    for (const { kind, slot, key, quoted } of this.columns) {
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
