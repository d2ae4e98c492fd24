import type { ByteChunk } from '../core/byte-chunk.js';
import { finishHash, MAX_KEY_BYTES, mixWord } from '../core/key-table.js';
import type { RowFields } from './row-fields.js';
import { CLF_TIME_LENGTH } from './time/timestamp.js';
import type { ClfClock } from './time/timestamp.js';

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const DASH = 45;
const DOT = 46;
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

/** Where it stops in a user's name. */
const USER_STOPS = new Uint8Array(256);
USER_STOPS.fill(1, 0, SPACE + 1);
for (const byte of [QUOTE, BACKSLASH]) USER_STOPS[byte] = 1;

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Non-zero when any of a word's four bytes is `most` or less. */
const atMost = (word: number, most: number): number => (word - Math.imul(most + 1, 0x01010101)) & ~word & 0x80808080;

/** Non-zero when any of a word's four bytes is `byte`. */
const has = (word: number, byte: number): number => atMost(word ^ Math.imul(byte, 0x01010101), 0);

/**
 * The seven fields that all of the web's common layouts share, `%h %l %u %t "%r" %>s %b`, in the shape that nearly all
 * lines have: `HOST - USER [time] "METHOD /path?query HTTP/x.y" NNN N`. Writes all of `fields`. False when the line looks otherwise in any way: then it is for the steps of the layout to say what it is.
 */
export const scanUsualLine = (
  line: ByteChunk,
  start: number,
  end: number,
  fields: RowFields,
  clock: ClfClock,
  seed: number,
): boolean => {
  const chunk = line.bytes;
  const { view } = line;
  // Four bytes are looked at together: no such read may pass the chunk's end.
  const limit = view.byteLength - 4;
  let at = start;
  let hash = seed;
  let word = 0;
  for (; ; at += 4) {
    if (at > limit) return false;
    word = view.getInt32(at, true);
    const stops = atMost(word, SPACE);
    if (stops !== 0) break;
    hash = mixWord(hash, word);
  }
  let count = 0;
  while (chunk[at + count]! > SPACE) count += 1;
  if (count > 0) hash = mixWord(hash, word & ((1 << (count * 8)) - 1));
  at += count;
  const hostHash = finishHash(hash, at - start);
  const hostTo = at;
  if (
    hostTo === start ||
    hostTo + CLF_TIME_LENGTH + 12 > end ||
    hostTo - start > MAX_KEY_BYTES ||
    chunk[at] !== SPACE ||
    chunk[at + 1] !== DASH ||
    chunk[at + 2] !== SPACE
  ) {
    return false;
  }
  at += 3;
  const userFrom = at;
  while (USER_STOPS[chunk[at]!] === 0) at += 1;
  const userTo = at;
  if (userTo === userFrom || chunk[at] !== SPACE || chunk[at + 1] !== BRACKET || at + CLF_TIME_LENGTH + 7 > end) return false;
  at += 2;
  const second = clock.read(line, at);
  if (Number.isNaN(second)) return false;
  at += CLF_TIME_LENGTH;
  if (chunk[at] !== END_BRACKET || chunk[at + 1] !== SPACE || chunk[at + 2] !== QUOTE) return false;

  at += 3;
  const methodFrom = at;
  let byte = chunk[at]!;
  while (byte >= 65 && byte <= 90) byte = chunk[++at]!;
  if (byte !== SPACE || at === methodFrom || chunk[at + 1] !== SLASH) return false;
  const pathFrom = at + 1;
  at += 1;
  hash = seed;
  for (; ; at += 4) {
    if (at > limit) return false;
    word = view.getInt32(at, true);
    if ((atMost(word, QUOTE) | has(word, QUESTION) | has(word, BACKSLASH)) !== 0) {
      count = 0;
      while (count < 4 && TARGET_STOPS[chunk[at + count]!] === 0) count += 1;
      // A `!` looks like a stop and is none.
      if (count < 4) break;
    }
    hash = mixWord(hash, word);
  }
  if (count > 0) hash = mixWord(hash, word & ((1 << (count * 8)) - 1));
  at += count;
  const pathTo = at;
  if (chunk[at] === QUESTION) {
    byte = chunk[++at]!;
    while (byte > QUOTE && byte !== BACKSLASH) byte = chunk[++at]!;
  }
  const targetTo = at;
  // ` HTTP/1.1" 200 0`
  if (
    at + 16 > end ||
    pathTo - pathFrom > MAX_KEY_BYTES ||
    chunk[at] !== SPACE ||
    view.getInt32(at + 1, true) !== HTTP ||
    chunk[at + 5] !== SLASH ||
    !isDigit(chunk[at + 6]!) ||
    chunk[at + 7] !== DOT ||
    !isDigit(chunk[at + 8]!) ||
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

  fields.second = second;
  fields.bytes = size;
  fields.status = hundreds * 100 + tens * 10 + ones;
  fields.hostFrom = start;
  fields.hostTo = hostTo;
  fields.hostHash = hostHash;
  const isAnonymous = userTo === userFrom + 1 && chunk[userFrom] === DASH;
  fields.userFrom = isAnonymous ? -1 : userFrom;
  fields.userTo = isAnonymous ? -1 : userTo;
  fields.methodFrom = methodFrom;
  fields.methodTo = pathFrom - 1;
  fields.pathFrom = pathFrom;
  fields.pathTo = pathTo;
  fields.pathHash = finishHash(hash, pathTo - pathFrom);
  fields.targetTo = targetTo;
  fields.usualTo = at;
  fields.http = true;
  return true;
};
