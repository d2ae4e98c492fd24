import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES, OTHER } from '../core/key-table.js';
import type { Tables } from '../core/tables.js';
import { sectionOf } from './request.js';
import type { SectionPlace } from './request.js';

const NONE = chunkOf(Buffer.of(45)); // '-'
const ROOT = chunkOf(Buffer.of(47)); // '/'

/** Finds the id of a path's section, once for each distinct path. */
export class SectionIds {
  private readonly place: SectionPlace = { kind: 'none', from: 0, to: 0 };

  constructor(private readonly tables: Tables) {}

  /** The section of the path with id `path` (OTHER: not remembered) in bytes [from, to) of the chunk. */
  ofPath(path: number, chunk: ByteChunk, from: number, to: number): number {
    const { paths } = this.tables;
    const known = paths.note(path);
    if (known > 0 && path !== OTHER) return known;
    const { place } = this;
    sectionOf(chunk.bytes, from, to, place);
    const id =
      place.kind === 'segment' ? this.intern(chunk, place.from, place.to) : this.intern(place.kind === 'root' ? ROOT : NONE, 0, 1);
    paths.setNote(path, id);
    return id;
  }

  /** The section of what is no HTTP request. */
  none(): number {
    return this.intern(NONE, 0, 1);
  }

  private intern(chunk: ByteChunk, from: number, to: number): number {
    const end = Math.min(to, from + MAX_KEY_BYTES);
    return this.tables.sections.intern(chunk, from, end, hashBytes(chunk, from, end, this.tables.seed));
  }
}
