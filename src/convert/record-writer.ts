import type { ByteChunk } from '../core/byte-chunk.js';
import type { FieldSlot } from '../formats/field.js';
import type { Wanted } from '../formats/line-reader.js';
import type { JsonMapping } from '../formats/json/json-mapping.js';
import type { LineRecord } from '../formats/line-record.js';
import { printed } from '../render/printable.js';
import type { Printable } from '../render/printable.js';
import type { ByteOutput } from './byte-output.js';
import { CombinedWriter } from './combined-writer.js';
import { CsvWriter, csvHeader } from './csv-writer.js';
import { JsonWriter } from './json-writer.js';
import { LogfmtWriter } from './logfmt-writer.js';
import type { Notation } from './notation.js';
import type { Selection } from './selection.js';

/** Writes the records of one reader, each as a line. */
export interface RecordWriter {
  /** The slots that it looks at in records with these fields. */
  wanted(fields: readonly FieldSlot[]): Wanted;
  /** The records to come have these fields. */
  bind(fields: readonly FieldSlot[]): void;
  /** Appends a record and a newline. Bytes [from, to) of `line` are its line as it was logged. */
  append(out: ByteOutput, record: LineRecord, line: ByteChunk, from: number, to: number): void;
}

/** A writer for the records of one reader. Only fields of the selection are written; `combined` has fields of its own. `mapping` as in Format. */
export const createRecordWriter = (notation: Notation, selection: Selection, mapping: JsonMapping | null = null): RecordWriter => {
  switch (notation) {
    case 'json':
      return new JsonWriter(selection, mapping);
    case 'csv':
      return new CsvWriter(selection, mapping);
    case 'logfmt':
      return new LogfmtWriter(selection, mapping);
    case 'combined':
      return new CombinedWriter();
  }
};

/** What stands before the first record, a newline at its end if there is anything. */
export const headerOf = (notation: Notation, selection: Selection): Printable => (notation === 'csv' ? csvHeader(selection) : printed``);
