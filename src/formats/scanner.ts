import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { MAX_LINE_BYTES } from '../core/line-counts.js';
import type { RejectReason } from '../core/line-counts.js';
import { FILTERED, rejectCode } from '../core/record-ring.js';
import { SLOT } from './field.js';
import { heedHead } from './file-head.js';
import type { Scanner, ScannerConfig } from './format.js';
import { KeyLookup } from './key-lookup.js';
import type { LineReader, Wanted } from './line-reader.js';
import { QuickRecord } from './quick-record.js';
import { createRowFields, takeRecord } from './row-fields.js';
import { UsualLines } from './usual-lines.js';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

const EMPTY = rejectCode('empty');
const TOO_LONG = rejectCode('too-long');

/** The slots that a row of the ring is made of: what a scanner wants of its reader. */
export const ROW_SLOTS: Wanted = new Set([SLOT.time, SLOT.host, SLOT.method, SLOT.path, SLOT.status, SLOT.bytes]);

/** The slots that a scanner's reader is to read: those, and what the filter looks at. */
export const scannerSlots = ({ filter }: ScannerConfig): Wanted => (filter ? new Set([...ROW_SLOTS, ...filter.wanted]) : ROW_SLOTS);

/** Whether bytes [from, to) are white space alone. */
export const isBlank = (chunk: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) {
    const byte = chunk[at]!;
    if (byte !== SPACE && (byte < 9 || byte > RETURN)) return false;
  }
  return true;
};

/**
 * The scanner over a line reader, which must give at least ROW_SLOTS: finds the lines and writes each record into its row. No
 * string is made. A line of more than `maxLine` bytes is rejected unread.
 */
export const createScanner = (
  format: string,
  reader: LineReader,
  { tables, source, onReject, maxLine = MAX_LINE_BYTES, head, filter = null }: ScannerConfig,
): Scanner => {
  const { seed } = tables;
  const keys = new KeyLookup(tables);
  if (head !== undefined) heedHead(reader, head);
  const { record } = reader;
  const usual = reader.usualPlace === null ? null : new UsualLines(reader.usualPlace, seed);
  const fields = usual?.fields ?? createRowFields();
  let bound = reader.fields;
  filter?.bind(bound);
  const quickRecord = new QuickRecord(record, filter?.wanted ?? new Set());
  /** the record that was read last does not count */
  let isLeftOut = false;

  /** Reads one line into `fields`, of a record that does not count only its time; returns what their offsets are into, null when it is no record. */
  const readLine = (line: ByteChunk, from: number, end: number): ByteChunk | null => {
    if (usual?.read(line, from, end) === true) {
      if (filter !== null) {
        quickRecord.take(line, fields);
        usual.place.readRest(line, fields.usualTo, end);
        isLeftOut = !filter.accepts(record, line, from, end);
      }
      return line;
    }
    if (!reader.read(line, from, end)) return null;
    if (filter !== null) {
      if (reader.fields !== bound) {
        bound = reader.fields;
        filter.bind(bound);
      }
      isLeftOut = !filter.accepts(record, line, from, end);
      if (isLeftOut) {
        fields.second = record.second;
        return line;
      }
    }
    takeRecord(fields, record, seed);
    return record.line;
  };

  return {
    format,
    scan(chunk, from, to, ring, catchUp, rows = ring.capacity) {
      const line = chunkOf(chunk);
      const flag = catchUp ? 1 : 0;
      let at = from;
      while (at < to && ring.length < rows) {
        let newline = chunk.indexOf(NEWLINE, at);
        if (newline < 0 || newline > to) newline = to;
        const end = newline > at && chunk[newline - 1] === RETURN ? newline - 1 : newline;
        const row = ring.index(ring.length);
        let code = 0;
        let reason: RejectReason = 'layout';
        if (newline - at > maxLine) {
          code = TOO_LONG;
          reason = 'too-long';
        } else if (chunk[at]! <= SPACE && isBlank(chunk, at, end)) {
          code = EMPTY;
          reason = 'empty';
        } else {
          const read = readLine(line, at, end);
          if (isLeftOut) {
            isLeftOut = false;
            code = FILTERED;
            ring.seconds[row] = fields.second;
          } else if (read !== null) keys.add(read, ring, row, fields);
          else {
            ({ reason } = reader);
            code = rejectCode(reason);
          }
        }
        ring.rejects[row] = code;
        ring.sources[row] = source;
        ring.catchUps[row] = flag;
        ring.push();
        const isLast = code !== 0 && code !== FILTERED && onReject(chunk, at, end, reason);
        at = newline + 1;
        if (isLast) break;
      }
      return Math.min(at, to);
    },
  };
};
