import { chunkOf } from '../../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../../core/key-table.js';
import type { KeyTableLimits } from '../../core/key-table.js';
import { KeySums } from './key-sums.js';
import type { PathTemplates } from './path-template.js';

/** Finds the ids that paths are counted by where they are grouped: those of their templates, once for each distinct path. */
export class TemplateKeys {
  /** every path by itself, which has hits and no sums */
  readonly paths: KeySums;
  /** the id of each path's template; 0 where it is not known */
  private readonly known: Int32Array;
  /** that of the templates when they were known */
  private epoch = 0;

  constructor(
    limits: KeyTableLimits,
    private readonly keys: KeySums,
    private readonly templates: PathTemplates,
    private readonly seed: number,
  ) {
    this.known = new Int32Array(limits.room + 1);
    this.paths = new KeySums(limits, seed, 2, (id) => (this.known[id] = 0));
  }

  /** The id of a path's template. `path` is the path's own. */
  idOf(path: number): number {
    if (this.keys.epoch !== this.epoch) this.reset();
    this.paths.table.add(path, 1);
    const id = this.known[path]!;
    return id === 0 ? this.find(path) : id;
  }

  /** Forgets all. */
  clear(): void {
    this.reset();
    this.paths.clear();
  }

  private reset(): void {
    this.epoch = this.keys.epoch;
    this.known.fill(0, 0, this.paths.table.ids);
  }

  private find(path: number): number {
    const { keys, paths, seed } = this;
    const bytes = Buffer.from(paths.table.byteText(path), 'latin1');
    const text = this.templates(bytes.toString());
    const template = chunkOf(text === null ? bytes : Buffer.from(text));
    const end = Math.min(template.bytes.length, MAX_KEY_BYTES);
    const id = keys.idOf(template, 0, end, hashBytes(template, 0, end, seed));
    this.known[path] = id;
    return id;
  }
}
