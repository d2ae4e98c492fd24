import type { ByteChunk } from '../core/byte-chunk.js';
import type { FieldSlot } from './field.js';
import type { Wanted } from './line-reader.js';
import type { LineRecord } from './line-record.js';

/** Says which records count. Serves one reader, as it knows where the fields of that one stand. */
export interface RecordFilter {
  /** the slots whose values it looks at */
  readonly wanted: Wanted;
  /** Whether a record counts. Bytes [from, to) of `line` are its line as it was logged. */
  readonly accepts: (record: LineRecord, line: ByteChunk, from: number, to: number) => boolean;
  /** The reader's fields have become others. */
  bind(fields: readonly FieldSlot[]): void;
}
