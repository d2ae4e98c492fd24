import type { ByteChunk } from '../core/byte-chunk.js';
import type { RecordRing } from '../core/record-ring.js';
import type { LineFields } from './line-fields.js';
import { CLF_TIME_LENGTH } from './timestamp.js';
import type { ClfClock } from './timestamp.js';

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const DASH = 45;
const SLASH = 47;
const QUESTION = 63;
const BRACKET = 91;
const BACKSLASH = 92;
const END_BRACKET = 93;

/** `HTTP` as four bytes, lowest first. */
const HTTP = 0x50545448;

/** Where the fast path through a request's target stops. */
const TARGET_STOPS = new Uint8Array(256);
for (const byte of [NEWLINE, SPACE, QUOTE, QUESTION, BACKSLASH]) TARGET_STOPS[byte] = 1;

/**
 * The seven fields that all of the web's common layouts share, `%h %l %u %t "%r" %>s %b`, in the shape that nearly all
 * lines have: `HOST - - [time] "METHOD /path?query HTTP/x.y" NNN N`. Writes time and size into the row, the rest into
 * `fields`. False when the line looks otherwise in any way: then it is for the steps of the layout to say what it is.
 */
export const scanUsualLine = (
  line: ByteChunk,
  start: number,
  end: number,
  ring: RecordRing,
  row: number,
  fields: LineFields,
  clock: ClfClock,
): boolean => {
  const chunk = line.bytes;
  let at = start;
  let byte = chunk[at]!;
  while (byte > SPACE) byte = chunk[++at]!;
  const hostTo = at;
  if (
    hostTo === start ||
    hostTo + CLF_TIME_LENGTH + 12 > end ||
    byte !== SPACE ||
    chunk[at + 1] !== DASH ||
    chunk[at + 2] !== SPACE ||
    chunk[at + 3] !== DASH ||
    chunk[at + 4] !== SPACE ||
    chunk[at + 5] !== BRACKET
  ) {
    return false;
  }
  at += 6;
  const second = clock.read(line, at);
  if (Number.isNaN(second)) return false;
  at += CLF_TIME_LENGTH;
  if (chunk[at] !== END_BRACKET || chunk[at + 1] !== SPACE || chunk[at + 2] !== QUOTE) return false;

  at += 3;
  const methodFrom = at;
  byte = chunk[at]!;
  while (byte >= 65 && byte <= 90) byte = chunk[++at]!;
  if (byte !== SPACE || at === methodFrom || chunk[at + 1] !== SLASH) return false;
  const pathFrom = at + 1;
  at += 2;
  while (TARGET_STOPS[chunk[at]!] === 0) at += 1;
  const pathTo = at;
  if (chunk[at] === QUESTION) {
    byte = chunk[++at]!;
    while (byte > QUOTE && byte !== BACKSLASH) byte = chunk[++at]!;
  }
  // ` HTTP/1.1" 200 0`
  if (
    at + 16 > end ||
    chunk[at] !== SPACE ||
    line.view.getInt32(at + 1, true) !== HTTP ||
    chunk[at + 5] !== SLASH ||
    chunk[at + 9] !== QUOTE ||
    chunk[at + 10] !== SPACE ||
    chunk[at + 14] !== SPACE
  ) {
    return false;
  }
  const hundreds = chunk[at + 11]! - 48;
  const tens = chunk[at + 12]! - 48;
  const ones = chunk[at + 13]! - 48;
  if (hundreds < 0 || hundreds > 9 || tens < 0 || tens > 9 || ones < 0 || ones > 9) return false;

  at += 15;
  const sizeFrom = at;
  let size = 0;
  for (; at < end; at += 1) {
    const digit = chunk[at]! - 48;
    if (digit < 0 || digit > 9) break;
    size = size * 10 + digit;
  }
  if (at === sizeFrom || at - sizeFrom > 15 || (at < end && chunk[at] !== SPACE)) return false;

  ring.seconds[row] = second;
  ring.bytes[row] = size;
  fields.hostFrom = start;
  fields.hostTo = hostTo;
  fields.methodFrom = methodFrom;
  fields.methodTo = pathFrom - 1;
  fields.pathFrom = pathFrom;
  fields.pathTo = pathTo;
  fields.http = true;
  fields.status = hundreds * 100 + tens * 10 + ones;
  return true;
};
