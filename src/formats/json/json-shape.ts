import type { ByteChunk } from '../../core/byte-chunk.js';

/** So many keys of a line are remembered, each with its quote in at most so many words of four bytes. */
const KEYS = 64;
const WORDS = 16;

/**
 * The keys of the last object, in their order: the lines of a log mostly have the same, and comparing is faster than walking a
 * tree. Call `begin` for each object, then `behindKey` once for each key.
 */
export class JsonShape {
  /** of the key that was found: the node it leads to */
  node = 0;
  private place = 0;
  private readonly words = new Int32Array(KEYS * WORDS);
  /** the last four bytes of each key with its quote, which may overlap the words */
  private readonly ends = new Int32Array(KEYS);
  /** with the quote; 0 for a key that is not remembered */
  private readonly lengths = new Int32Array(KEYS);
  private readonly roots = new Int32Array(KEYS);
  private readonly nodes = new Int32Array(KEYS);

  begin(): void {
    this.place = -1;
  }

  /** The offset behind the key at `at` and its quote if the last object had it in this place, below the same node; else -1. */
  behindKey({ view }: ByteChunk, at: number, end: number, root: number): number {
    this.place += 1;
    const { place, words } = this;
    if (place >= KEYS) return -1;
    const length = this.lengths[place]!;
    const last = at + length - 4;
    if (length === 0 || at + length > end || this.roots[place] !== root || view.getInt32(last, true) !== this.ends[place]) return -1;
    for (let from = at, word = place * WORDS; from < last; from += 4, word += 1) if (view.getInt32(from, true) !== words[word]) return -1;
    this.node = this.nodes[place]!;
    return at + length;
  }

  /** The key that behindKey did not find stands with its quote in bytes [from, to), and leads to a node. */
  remember({ view }: ByteChunk, from: number, to: number, root: number, node: number): void {
    const { place, words } = this;
    if (place >= KEYS) return;
    const length = to - from;
    this.lengths[place] = length < 4 || length > WORDS * 4 ? 0 : length;
    if (this.lengths[place] === 0) return;
    for (let at = from, word = place * WORDS; at < to - 4; at += 4, word += 1) words[word] = view.getInt32(at, true);
    this.ends[place] = view.getInt32(to - 4, true);
    this.roots[place] = root;
    this.nodes[place] = node;
  }
}
