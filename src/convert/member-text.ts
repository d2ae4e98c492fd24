import type { ByteChunk } from '../core/byte-chunk.js';
import { decodeText } from '../formats/escape.js';
import { MEMBER } from '../formats/json/json-members.js';
import type { JsonMember } from '../formats/json/json-members.js';
import { toJsonText, withUnitEscapes } from '../render/json-line.js';
import type { Printable } from '../render/printable.js';
import { MARK } from './byte-output.js';
import type { ByteOutput } from './byte-output.js';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

const WORDS: ReadonlySet<string> = new Set(['true', 'false']);

/** The list or object in a text, on one line and harmless; null when it is none. */
const nestedText = (text: string): Printable | null => {
  try {
    return withUnitEscapes(JSON.stringify(JSON.parse(text)));
  } catch {
    return null;
  }
};

/** Digits and a point: what most numbers are made of. */
const isPlainNumber = (bytes: Uint8Array, from: number, to: number): boolean => {
  const first = bytes[from]!;
  if (first < 49 || first > 57) return false;
  for (let at = from + 1; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte < 48 || byte > 57) return false;
  }
  return true;
};

/** Whether a value is a number, true or false as JSON has them: bytes that can be copied. */
export const isBareValue = ({ bytes }: ByteChunk, { kind, from, to }: JsonMember): boolean => {
  if (kind === MEMBER.number) return isPlainNumber(bytes, from, to) || NUMBER.test(bytes.toString('latin1', from, to));
  return kind === MEMBER.word && WORDS.has(bytes.toString('latin1', from, to));
};

/** A value that is not bare as a text: of a list or object its JSON. */
export const memberText = ({ bytes }: ByteChunk, { kind, from, to }: JsonMember): string => {
  if (kind === MEMBER.text) return decodeText(bytes, from, to, 'json');
  const text = bytes.toString('utf8', from, to);
  return (kind === MEMBER.nested ? nestedText(text) : null) ?? text;
};

/** Appends a value as JSON, lists as lists; what is no JSON as a text. */
export const writeMember = (out: ByteOutput, line: ByteChunk, member: JsonMember): void => {
  const { kind, from, to } = member;
  if (isBareValue(line, member)) {
    out.copy(line.bytes, from, to);
    return;
  }
  if (kind === MEMBER.text) {
    const start = out.length;
    out.mark(MARK.quote);
    if (out.plain(line, from, to)) {
      out.mark(MARK.quote);
      return;
    }
    out.cutTo(start);
  }
  const nested = kind === MEMBER.nested ? nestedText(line.bytes.toString('utf8', from, to)) : null;
  out.text(nested ?? toJsonText(memberText(line, member)));
};
