import { chunkOf } from '../core/byte-chunk.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Tables } from '../core/tables.js';
import type { Bytes, EpochSeconds } from '../core/units.js';
import type { FieldSlot } from './field.js';
import { heedHead } from './file-head.js';
import type { Format } from './format.js';
import { KeyLookup } from './key-lookup.js';
import type { RecordFilter } from './record-filter.js';
import { createRowFields, takeRecord } from './row-fields.js';
import { isBlank, ROW_SLOTS } from './scanner.js';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

/** Told of the records that a scanner finds, in the order of their lines. */
export interface MatchTarget {
  /** the second that the row of the record that was told of last belongs to */
  readonly second: EpochSeconds;
  /**
   * A record of second `own`, in bytes [from, to) of the chunk, its line's end included. Gives the ring with room where its row
   * goes, or null when it has none.
   */
  found(own: EpochSeconds, isMatch: boolean, from: number, to: number): RecordRing | null;
}

/** Scans lines of one source in one format for the records that a filter lets through. */
export interface MatchScanner {
  /** Reads the lines in bytes [from, to); each ends in a newline, the last one may lack it. What is no record is passed over. */
  scan(chunk: Buffer, from: number, to: number, target: MatchTarget): void;
}

export interface MatchScannerConfig {
  /** where texts get their ids */
  tables: Tables;
  maxLine: Bytes;
  /** what makes the filter for a reader of these fields */
  filter: (fields: readonly FieldSlot[]) => RecordFilter;
  /** the same of the records that count at all; null is all of them */
  among: ((fields: readonly FieldSlot[]) => RecordFilter) | null;
  /** lines in front that name columns */
  head: Buffer;
}

/** Makes a scanner that reads of each line what a row and the filter need. No string is made. */
export const createMatchScanner = (format: Format, { tables, maxLine, filter, among, head }: MatchScannerConfig): MatchScanner => {
  const match = filter(format.fields);
  const base = among?.(format.fields) ?? null;
  const reader = format.newReader(new Set([...ROW_SLOTS, ...match.wanted, ...(base?.wanted ?? [])]));
  heedHead(reader, head);
  const { record } = reader;
  const keys = new KeyLookup(tables);
  const fields = createRowFields();
  let bound = format.fields;

  const bind = (): void => {
    bound = reader.fields;
    match.bind(bound);
    base?.bind(bound);
  };

  return {
    scan(chunk, from, to, target) {
      const line = chunkOf(chunk);
      for (let at = from; at < to; ) {
        let newline = chunk.indexOf(NEWLINE, at);
        if (newline < 0 || newline > to) newline = to;
        const end = newline > at && chunk[newline - 1] === RETURN ? newline - 1 : newline;
        const begin = at;
        at = newline + 1;
        if (newline - begin > maxLine || (chunk[begin]! <= SPACE && isBlank(chunk, begin, end)) || !reader.read(line, begin, end)) continue;
        if (reader.fields !== bound) bind();
        if (base !== null && !base.accepts(record, line, begin, end)) continue;
        const ring = target.found(record.second, match.accepts(record, line, begin, end), begin, Math.min(at, to));
        if (ring === null) continue;
        const row = ring.index(ring.length);
        takeRecord(fields, record, tables.seed);
        fields.second = target.second;
        keys.add(record.line, ring, row, fields);
        ring.rejects[row] = 0;
        ring.catchUps[row] = 0;
        ring.sources[row] = 0;
        ring.push();
      }
    },
  };
};
