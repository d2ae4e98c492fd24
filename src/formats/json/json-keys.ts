import type { JsonField } from './json-mapping.js';

const DOT = 46;

/** The node that no key leads to, and the one that all keys begin at. */
export const DEAD = 0;
export const ROOT = 1;

/**
 * The keys that fields are looked for at, as a tree of their bytes, with a dot between the key of an object and one within it:
 * so a key that has a dot of its own leads to the same node.
 */
export class JsonKeys {
  /** the node behind node n and a byte at `n * width + classes[byte]` */
  readonly next: Uint16Array;
  /** a number for each byte that any key has; 0 for the others */
  readonly classes = new Uint8Array(256);
  readonly width: number;
  /** by node: which entry ends there, -1 for none */
  readonly entries: Int16Array;
  /** by node: what stands within an object there, DEAD where nobody looks for anything */
  readonly inner: Uint16Array;
  /** by entry: the index of its field; of one field's entries the better has the lower number */
  readonly fieldOf: Int16Array;
  /** by entry: see JsonKey */
  readonly pers: Float64Array;
  readonly nodes: number;

  constructor(fields: readonly JsonField[]) {
    const all = fields.flatMap(({ keys }, field) => keys.map((key) => ({ ...key, field })));
    let width = 1;
    let nodes = 2;
    const texts = all.map(({ path }) => Buffer.from(path));
    for (const text of texts) for (const byte of text) if (this.classes[byte] === 0) this.classes[byte] = width++;
    const children = [new Map<number, number>(), new Map<number, number>()];
    const ends = new Map<number, number>();
    texts.forEach((text, entry) => {
      let node = ROOT;
      for (const byte of text) {
        let child = children[node]!.get(byte);
        if (child === undefined) {
          child = nodes++;
          children[node]!.set(byte, child);
          children.push(new Map());
        }
        node = child;
      }
      // Two fields may not share a key: the first has it.
      if (!ends.has(node)) ends.set(node, entry);
    });
    this.width = width;
    this.nodes = nodes;
    this.next = new Uint16Array(nodes * width);
    this.entries = new Int16Array(nodes).fill(-1);
    this.inner = new Uint16Array(nodes);
    children.forEach((map, node) => {
      for (const [byte, child] of map) this.next[node * width + this.classes[byte]!] = child;
      this.inner[node] = map.get(DOT) ?? DEAD;
    });
    for (const [node, entry] of ends) this.entries[node] = entry;
    this.fieldOf = Int16Array.from(all, ({ field }) => field);
    this.pers = Float64Array.from(all, ({ per }) => per);
  }
}
