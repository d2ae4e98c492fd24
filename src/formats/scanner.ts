import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { MAX_LINE_BYTES } from '../core/line-counts.js';
import type { RejectReason } from '../core/line-counts.js';
import { NO_STATUS, rejectCode } from '../core/record-ring.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Tables } from '../core/tables.js';
import type { Bytes } from '../core/units.js';
import { OP } from './program.js';
import type { Program } from './program.js';
import { KeyLookup } from './key-lookup.js';
import { scanUsualLine } from './fast-path.js';
import { createLineFields, hashFields } from './line-fields.js';
import { splitRequest } from './request.js';
import { ClfClock, CLF_TIME_LENGTH } from './timestamp.js';

/** Told of each rejected line: bytes [from, to) of `chunk`, without the newline. Valid only during the call. */
export type RejectListener = (chunk: Uint8Array, from: number, to: number, reason: RejectReason) => void;

/** Scans lines of one source in one format into rows of a ring. */
export interface Scanner {
  readonly format: string;
  /**
   * Scans the lines in bytes [from, to) of `chunk` until they are used up or the ring holds `rows` (it is full unless said
   * otherwise). Each ends in a newline, the last one may lack it. Returns the offset of the first byte that was not consumed.
   */
  scan(chunk: Buffer, from: number, to: number, ring: RecordRing, catchUp: boolean, rows?: number): number;
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const DASH = 45;
const BACKSLASH = 92;
const LARGEST_SIZE = Number.MAX_SAFE_INTEGER;

const EMPTY = rejectCode('empty');
const TOO_LONG = rejectCode('too-long');
const HEADER = rejectCode('header');
const LAYOUT = rejectCode('layout');
const TIME = rejectCode('time');
const STATUS = rejectCode('status');
const BYTES = rejectCode('bytes');
const REASONS: readonly RejectReason[] = ['layout', 'empty', 'too-long', 'header', 'unknown-format', 'layout', 'time', 'status', 'bytes'];

const startsWith = (chunk: Uint8Array, at: number, literal: Uint8Array): boolean => {
  for (let i = 0; i < literal.length; i += 1) if (chunk[at + i] !== literal[i]) return false;
  return true;
};

const isBlank = (chunk: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) {
    const byte = chunk[at]!;
    if (byte !== SPACE && (byte < 9 || byte > RETURN)) return false;
  }
  return true;
};

/**
 * The scanner of a compiled layout. One pass over the bytes: no string is made. The fields stand in the order of the
 * program; after the last one that is needed anything may follow a space (or a comma, in CSV). A line of more than `maxLine`
 * bytes is rejected unread.
 */
export const createScanner = (
  program: Program,
  tables: Tables,
  source: number,
  onReject: RejectListener,
  maxLine: Bytes = MAX_LINE_BYTES,
): Scanner => {
  const { seed } = tables;
  const keys = new KeyLookup(tables);
  const { steps } = program;
  const stepCount = steps.length;
  const ops = Uint8Array.from(steps, ({ op }) => op);
  const literals = steps.map(({ literal }) => literal);
  // The first byte of the literal that ends a field; 256, which no byte is, where the line's end does.
  const stops = Int16Array.from(literals, (literal) => literal[0] ?? 256);
  const { usualFrom, doubledQuotes: doubled } = program;
  const fields = createLineFields();
  const clock = new ClfClock();

  const isHeader = (chunk: Uint8Array, from: number, to: number): boolean =>
    program.header !== null && to - from === program.header.length && startsWith(chunk, from, program.header);

  /** The offset of the quote that closes a quoted field, or -1. */
  const closingQuote = (chunk: Uint8Array, from: number, end: number): number => {
    for (let at = from; at < end; at += 1) {
      const byte = chunk[at];
      if (byte === BACKSLASH && !doubled) at += 1;
      else if (byte === QUOTE) {
        if (doubled && chunk[at + 1] === QUOTE && at + 1 < end) at += 1;
        else return at;
      }
    }
    return -1;
  };

  /** Scans one line into the row at `row`; returns 0, or the code of the reason why it is no record. */
  const scanLine = (line: ByteChunk, start: number, end: number, ring: RecordRing, row: number): number => {
    const chunk = line.bytes;
    let at = start;
    for (let s = 0; s < stepCount; s += 1) {
      if (s === usualFrom && scanUsualLine(line, at, end, ring, row, fields, clock, seed)) {
        keys.add(line, ring, row, fields);
        return 0;
      }
      const stop = stops[s]!;
      switch (ops[s]!) {
        case OP.literal: {
          const literal = literals[s]!;
          for (let i = 0; i < literal.length; i += 1) if (chunk[at + i] !== literal[i]) return LAYOUT;
          at += literal.length;
          if (at > end) return LAYOUT;
          break;
        }
        case OP.host: {
          fields.hostFrom = at;
          while (at < end && chunk[at] !== stop) at += 1;
          fields.hostTo = at;
          if (at === fields.hostFrom) return LAYOUT;
          break;
        }
        case OP.skip: {
          const literal = literals[s]!;
          for (;;) {
            while (at < end && chunk[at] !== stop) at += 1;
            if (at >= end) return LAYOUT;
            if (literal.length === 1 || startsWith(chunk, at, literal)) break;
            at += 1;
          }
          break;
        }
        case OP.clfTime: {
          if (at + CLF_TIME_LENGTH > end) return TIME;
          const second = clock.read(line, at);
          if (Number.isNaN(second)) return TIME;
          ring.seconds[row] = second;
          at += CLF_TIME_LENGTH;
          break;
        }
        case OP.epochTime: {
          let second = 0;
          const from = at;
          for (; at < end; at += 1) {
            const digit = chunk[at]! - 48;
            if (digit < 0 || digit > 9) break;
            second = second * 10 + digit;
          }
          if (at === from || at - from > 11) return TIME;
          ring.seconds[row] = second;
          break;
        }
        case OP.request: {
          const close = closingQuote(chunk, at, end);
          if (close < 0) return LAYOUT;
          splitRequest(chunk, at, close, fields);
          at = close;
          break;
        }
        case OP.status: {
          const from = at;
          if (chunk[at] === DASH && at < end) {
            fields.status = NO_STATUS;
            at += 1;
          } else {
            let number = 0;
            for (; at < end && at - from < 3; at += 1) {
              const digit = chunk[at]! - 48;
              if (digit < 0 || digit > 9) break;
              number = number * 10 + digit;
            }
            if (at === from) return STATUS;
            fields.status = number;
          }
          // A digit too many, or another character within the number.
          if (at < end && chunk[at] !== stop) return STATUS;
          break;
        }
        case OP.bytes: {
          let size = 0;
          if (chunk[at] === DASH && at < end) {
            at += 1;
          } else {
            const from = at;
            for (; at < end; at += 1) {
              const digit = chunk[at]! - 48;
              if (digit < 0 || digit > 9) break;
              size = size * 10 + digit;
            }
            if (at === from || size > LARGEST_SIZE) return BYTES;
          }
          const next = chunk[at];
          if (at < end && next !== SPACE && next !== stop && !(doubled && next === 44)) return BYTES;
          ring.bytes[row] = size;
          break;
        }
        case OP.vhostPort: {
          const from = at;
          while (at < end && chunk[at] !== stop) at += 1;
          let colon = at - 1;
          while (colon > from && chunk[colon]! >= 48 && chunk[colon]! <= 57) colon -= 1;
          if (colon <= from || colon === at - 1 || chunk[colon] !== 58) return LAYOUT;
          break;
        }
      }
    }

    hashFields(fields, line, seed);
    keys.add(line, ring, row, fields);
    return 0;
  };

  return {
    format: program.name,
    scan(chunk, from, to, ring, catchUp, rows = ring.capacity) {
      const bytes = chunkOf(chunk);
      const flag = catchUp ? 1 : 0;
      let at = from;
      while (at < to && ring.length < rows) {
        let newline = chunk.indexOf(NEWLINE, at);
        if (newline < 0 || newline > to) newline = to;
        const end = newline > at && chunk[newline - 1] === RETURN ? newline - 1 : newline;
        const row = ring.index(ring.length);
        let code = 0;
        if (newline - at > maxLine) code = TOO_LONG;
        else if (chunk[at]! <= SPACE && isBlank(chunk, at, end)) code = EMPTY;
        else {
          code = scanLine(bytes, at, end, ring, row);
          if (code !== 0 && isHeader(chunk, at, end)) code = HEADER;
        }
        ring.rejects[row] = code;
        ring.sources[row] = source;
        ring.catchUps[row] = flag;
        ring.push();
        if (code !== 0) onReject(chunk, at, end, REASONS[code] ?? 'layout');
        at = newline + 1;
      }
      return Math.min(at, to);
    },
  };
};
