import type { ByteChunk } from '../../core/byte-chunk.js';
import { DEAD, ROOT } from './json-keys.js';
import type { JsonKeys } from './json-keys.js';
import { JsonShape } from './json-shape.js';
import { plainEnd, skipBlanks, skipNested, textClose } from './json-span.js';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const OPEN = 123;
const CLOSE = 125;

/** What stands in an object for a field. */
export const TOKEN = { none: 0, text: 1, number: 2, word: 3 } as const;

/**
 * Finds the values of some keys in an object's bytes, in one pass that makes no strings. Values that nobody looks for are
 * skipped to their ends, not judged. Of several keys of one field the best that has a value counts.
 */
export class JsonTokens {
  /** by field: where the value stands, without its quotes; its kind is TOKEN.none when there is none */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly kinds: Uint8Array;
  /** by field: the entry whose value it is */
  readonly entries: Int16Array;
  /** by field: 1 for a text with a backslash in it */
  readonly escaped: Uint8Array;
  /** the last object needs JSON.parse: a key has escapes in it, or comes twice */
  isOdd = false;
  /** where the last object ceased to be one, and what was expected there */
  failedAt = 0;
  expected = '';
  /** by node: the object that had its key last */
  private readonly stamps: Int32Array;
  private stamp = 0;
  private readonly shape = new JsonShape();

  constructor(
    private readonly keys: JsonKeys,
    fields: number,
  ) {
    this.from = new Int32Array(fields);
    this.to = new Int32Array(fields);
    this.kinds = new Uint8Array(fields);
    this.entries = new Int16Array(fields);
    this.escaped = new Uint8Array(fields);
    this.stamps = new Int32Array(keys.nodes);
  }

  /** Reads the object whose brace stands at `at`, with nothing but blanks behind it. False: see `isOdd`, else `failedAt`. */
  scan(line: ByteChunk, at: number, end: number): boolean {
    const { bytes } = line;
    this.shape.begin();
    this.kinds.fill(TOKEN.none);
    this.isOdd = false;
    this.stamp = (this.stamp + 1) | 0;
    const behind = this.members(line, at + 1, end, ROOT);
    if (behind < 0) {
      if (this.failedAt > end) this.failedAt = end;
      return false;
    }
    const rest = behind > end ? end : skipBlanks(bytes, behind, end);
    if (behind <= end && rest === end) return true;
    this.fail(rest, behind > end ? "'}'" : "the line's end");
    return false;
  }

  /** The members of an object, from behind its brace on. The offset behind it, or -1; what lies behind `end` may count as it. */
  private members(line: ByteChunk, start: number, end: number, root: number): number {
    const { bytes } = line;
    const { shape } = this;
    const { next, classes, width, entries, inner } = this.keys;
    let at = start;
    if (bytes[at] !== QUOTE) {
      at = skipBlanks(bytes, at, end);
      if (bytes[at] === CLOSE) return at + 1;
    }
    for (;;) {
      if (bytes[at] !== QUOTE || at >= end) return this.fail(at, 'a key in quotes');
      at += 1;
      let node = root;
      const behind = shape.behindKey(line, at, end, root);
      if (behind >= 0) {
        ({ node } = shape);
        at = behind;
      } else {
        const from = at;
        while (at < end && node !== DEAD) {
          const byte = bytes[at]!;
          if (byte === QUOTE || byte === BACKSLASH) break;
          node = next[node * width + classes[byte]!]!;
          at += 1;
        }
        if (node === DEAD) at = plainEnd(line, at, end);
        if (at >= end) return this.fail(end, "'\"'");
        if (bytes[at] === BACKSLASH) return this.oddity(at);
        at += 1;
        shape.remember(line, from, at, root, node);
      }
      if (bytes[at] !== COLON) at = skipBlanks(bytes, at, end);
      if (bytes[at] !== COLON) return this.fail(at, "':'");
      at += 1;
      if (bytes[at]! <= SPACE) at = skipBlanks(bytes, at, end);
      const first = bytes[at]!;
      const entry = entries[node]!;
      const below = inner[node]!;
      if (entry >= 0 || below !== DEAD) {
        if (this.stamps[node] === this.stamp) return this.oddity(at);
        this.stamps[node] = this.stamp;
      }
      if (first === QUOTE) {
        const from = at + 1;
        at = plainEnd(line, from, end);
        const isPlain = bytes[at] === QUOTE;
        if (!isPlain) at = textClose(bytes, at, end);
        if (at >= end) return this.fail(end, "'\"'");
        if (entry >= 0) this.put(bytes, entry, from, at, TOKEN.text, isPlain ? 0 : 1);
        at += 1;
      } else if (first === OPEN) {
        at = below === DEAD ? skipNested(bytes, at, end) : this.members(line, at + 1, end, below);
        if (at < 0) return -1;
      } else if (first === OPEN_BRACKET) {
        if (entry >= 0) this.putFirst(bytes, entry, at + 1, end);
        at = skipNested(bytes, at, end);
      } else {
        const from = at;
        at = this.bareEnd(bytes, at, end);
        if (at < 0) return -1;
        if (entry >= 0) this.put(bytes, entry, from, at, first < 64 ? TOKEN.number : TOKEN.word, 0);
      }
      if (bytes[at]! <= SPACE) at = skipBlanks(bytes, at, end);
      if (at >= end) return this.fail(end, "',' or '}'");
      const byte = bytes[at];
      if (byte === CLOSE) return at + 1;
      if (byte !== COMMA) return this.fail(at, "',' or '}'");
      at += 1;
      if (bytes[at] !== QUOTE) at = skipBlanks(bytes, at, end);
    }
  }

  /** Where a number, true, false or null ends; -1 when it is none by its first byte. */
  private bareEnd(bytes: Uint8Array, from: number, end: number): number {
    const first = bytes[from]!;
    // A digit, `-`, `t`, `f`, `n`.
    if (!((first >= 48 && first <= 57) || first === DASH || first === 116 || first === 102 || first === 110)) return this.fail(from, 'a value');
    let at = from + 1;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === COMMA || byte === CLOSE || byte <= SPACE || byte === 93) break;
    }
    return at;
  }

  /** The first of a list's values, such as a header's, if it is a text or a number. */
  private putFirst(bytes: Uint8Array, entry: number, start: number, end: number): void {
    const at = skipBlanks(bytes, start, end);
    const first = bytes[at]!;
    if (first === QUOTE) {
      const to = textClose(bytes, at + 1, end);
      if (to < end) this.put(bytes, entry, at + 1, to, TOKEN.text, 1);
    } else if (first === DASH || (first >= 48 && first <= 57)) {
      let to = at;
      while (to < end && bytes[to] !== COMMA && bytes[to] !== 93 && bytes[to]! > SPACE) to += 1;
      this.put(bytes, entry, at, to, TOKEN.number, 0);
    }
  }

  private put(bytes: Uint8Array, entry: number, from: number, to: number, kind: number, escaped: number): void {
    const isAbsent = from === to || (to === from + 1 && bytes[from] === DASH) || (kind === TOKEN.word && bytes[from] === 110);
    const field = this.keys.fieldOf[entry]!;
    if (isAbsent || (this.kinds[field] !== TOKEN.none && this.entries[field]! < entry)) return;
    this.from[field] = from;
    this.to[field] = to;
    this.kinds[field] = kind;
    this.entries[field] = entry;
    this.escaped[field] = escaped;
  }

  private oddity(at: number): -1 {
    this.isOdd = true;
    return this.fail(at, 'an object that can be parsed');
  }

  private fail(at: number, expected: string): -1 {
    this.failedAt = at;
    this.expected = expected;
    return -1;
  }
}
