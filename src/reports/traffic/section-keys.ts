import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../../core/key-table.js';
import type { KeyTable } from '../../core/key-table.js';
import { sectionOf } from '../../formats/request.js';
import type { SectionPlace } from '../../formats/request.js';
import type { RowFields } from '../../formats/row-fields.js';
import type { KeySums } from './key-sums.js';

const ROOT = chunkOf(Buffer.from('/'));

/** Finds the ids of sections: where paths have ids, once for each distinct path, whose note it becomes. */
export class SectionKeys {
  private readonly place: SectionPlace = { kind: 'none', from: 0, to: 0 };
  private readonly rootHash: number;
  /** that of the sections when the notes of paths were true */
  private epoch = 0;

  constructor(
    private readonly sections: KeySums,
    private readonly paths: KeyTable | null,
    private readonly seed: number,
  ) {
    this.rootHash = hashBytes(ROOT, 0, 1, seed);
  }

  /** The id of a record's section. `path` is the id of its path, which matters only where paths have ids. */
  idOf(line: ByteChunk, fields: RowFields, path: number): number {
    const { paths, sections } = this;
    if (!fields.http) return sections.absentId();
    if (paths === null) return this.find(line, fields);
    if (sections.epoch !== this.epoch) {
      this.epoch = sections.epoch;
      paths.clearNotes();
    }
    const known = paths.note(path);
    if (known > 0) return known;
    const id = this.find(line, fields);
    paths.setNote(path, id);
    return id;
  }

  private find(line: ByteChunk, { pathFrom, pathTo }: RowFields): number {
    const { sections, place } = this;
    if (pathFrom < pathTo) {
      sectionOf(line.bytes, pathFrom, pathTo, place);
      if (place.kind === 'segment') {
        const end = place.to - place.from > MAX_KEY_BYTES ? place.from + MAX_KEY_BYTES : place.to;
        return sections.idOf(line, place.from, end, hashBytes(line, place.from, end, this.seed));
      }
      if (place.kind === 'root') return sections.idOf(ROOT, 0, 1, this.rootHash);
    }
    return sections.absentId();
  }
}
