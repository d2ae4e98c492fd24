import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { allMembers } from './json-flat.js';
import { JsonShape } from './json-shape.js';
import { plainEnd, skipBlanks, skipNested, textClose } from './json-span.js';
import { objectStart } from './json-start.js';
import { TOKEN } from './json-tokens.js';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const LETTER_N = 110;
const OPEN = 123;
const CLOSE = 125;

/** What a member's value is: as in TOKEN, or a list, or an object too deep to be looked into. */
export const MEMBER = { text: TOKEN.text, number: TOKEN.number, word: TOKEN.word, nested: 4 } as const;

/** Objects in each other that are looked into. */
const DEEPEST = 16;

/** So many paths are remembered: a log may have ever new ones. */
const MANY = 4096;

/** A value within an object, in bytes [from, to) of a line; a text without its quotes. */
export interface JsonMember {
  /** which path leads there, see `pathOf` */
  node: number;
  from: number;
  to: number;
  kind: number;
}

interface Node {
  path: string;
  children: Map<string, number>;
  /** the object that had it last */
  stamp: number;
}

const keyText = (line: ByteChunk, from: number, to: number): string => {
  const text = line.bytes.toString('utf8', from, to);
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
};

/**
 * Finds all members of lines that are objects in JSON, each by the path of keys that leads to it, with dots between them. What is
 * absent (null, `-`, an empty text) is left out, and so are objects, of which the members count.
 */
export class JsonMembers {
  /** of the last line, in their order */
  readonly members: JsonMember[] = [];
  /** how many of them it has; those behind are of lines before */
  count = 0;
  /** what they are in: the line, or one written anew */
  line: ByteChunk = chunkOf(Buffer.alloc(4));
  /** changes when nodes have got another meaning */
  era = 0;
  private nodes: Node[] = [];
  private byPath = new Map<string, number>();
  private shape = new JsonShape();
  private stamp = 0;
  private isDouble = false;

  constructor() {
    this.forget();
  }

  /** The keys that lead to a node. */
  pathOf(node: number): string {
    return this.nodes[node]!.path;
  }

  /** Reads the line in bytes [from, to): as much of it as is an object. */
  read(line: ByteChunk, from: number, to: number): void {
    if (this.nodes.length > MANY) this.forget();
    const start = objectStart(line.bytes, from, to);
    this.begin(line);
    if (start < 0) return;
    this.object(line, start + 1, to, 0, 0);
    if (!this.isDouble) return;
    const flat = allMembers(line.bytes.toString('utf8', start, to), DEEPEST);
    if (flat === null) return;
    const bytes = Buffer.from(flat);
    this.begin(chunkOf(bytes));
    this.object(this.line, 1, bytes.length, 0, DEEPEST);
  }

  private begin(line: ByteChunk): void {
    this.line = line;
    this.count = 0;
    this.isDouble = false;
    this.stamp += 1;
    this.shape.begin();
  }

  /** The members of an object, from behind its brace on. The offset behind it, or -1. */
  private object(line: ByteChunk, start: number, end: number, root: number, depth: number): number {
    const { bytes } = line;
    let at = start;
    if (bytes[at] !== QUOTE) {
      at = skipBlanks(bytes, at, end);
      if (bytes[at] === CLOSE && at < end) return at + 1;
    }
    for (;;) {
      if (at >= end || bytes[at] !== QUOTE) return -1;
      at += 1;
      let node: number;
      const behind = this.shape.behindKey(line, at, end, root);
      if (behind >= 0) {
        ({ node } = this.shape);
        at = behind;
      } else {
        const close = textClose(bytes, at, end);
        if (close >= end) return -1;
        node = this.child(root, keyText(line, at, close));
        this.shape.remember(line, at, close + 1, root, node);
        at = close + 1;
      }
      const each = this.nodes[node]!;
      if (each.stamp === this.stamp) {
        this.isDouble = true;
        return -1;
      }
      each.stamp = this.stamp;
      if (bytes[at] !== COLON) at = skipBlanks(bytes, at, end);
      if (at >= end || bytes[at] !== COLON) return -1;
      at += 1;
      if (bytes[at]! <= SPACE) at = skipBlanks(bytes, at, end);
      at = this.value(line, at, end, node, depth);
      if (at < 0) return -1;
      if (bytes[at]! <= SPACE) at = skipBlanks(bytes, at, end);
      if (at >= end) return -1;
      if (bytes[at] === CLOSE) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at += 1;
      if (bytes[at] !== QUOTE) at = skipBlanks(bytes, at, end);
    }
  }

  /** The offset behind the value that begins at `from`, or -1. */
  private value(line: ByteChunk, from: number, end: number, node: number, depth: number): number {
    const { bytes } = line;
    const first = bytes[from]!;
    if (first === QUOTE) {
      let at = plainEnd(line, from + 1, end);
      if (bytes[at] !== QUOTE) at = textClose(bytes, at, end);
      if (at >= end) return -1;
      return this.add(bytes, node, from + 1, at, MEMBER.text) + 1;
    }
    if (first === OPEN && depth < DEEPEST) return this.object(line, from + 1, end, node, depth + 1);
    if (first === OPEN || first === OPEN_BRACKET) {
      const to = skipNested(bytes, from, end);
      return to > end ? -1 : this.add(bytes, node, from, to, MEMBER.nested);
    }
    let at = from;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === COMMA || byte === CLOSE || byte === CLOSE_BRACKET || byte <= SPACE) break;
    }
    return at === from ? -1 : this.add(bytes, node, from, at, first < 64 ? MEMBER.number : MEMBER.word);
  }

  private add(bytes: Uint8Array, node: number, from: number, to: number, kind: number): number {
    if (from === to || (to === from + 1 && bytes[from] === DASH) || (kind === MEMBER.word && bytes[from] === LETTER_N)) return to;
    const member = (this.members[this.count] ??= { node, from, to, kind });
    member.node = node;
    member.from = from;
    member.to = to;
    member.kind = kind;
    this.count += 1;
    return to;
  }

  private child(root: number, key: string): number {
    const { nodes, byPath } = this;
    const { path: above, children } = nodes[root]!;
    const known = children.get(key);
    if (known !== undefined) return known;
    const path = root === 0 ? key : `${above}.${key}`;
    const node = byPath.get(path) ?? nodes.length;
    children.set(key, node);
    byPath.set(path, node);
    if (node === nodes.length) nodes.push({ path, children: new Map(), stamp: 0 });
    return node;
  }

  private forget(): void {
    this.era += 1;
    this.nodes = [{ path: '', children: new Map(), stamp: 0 }];
    this.byPath = new Map();
    this.shape = new JsonShape();
    this.members.length = 0;
  }
}
