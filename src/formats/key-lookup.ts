import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../core/key-table.js';
import { isError } from '../core/bucket.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Tables } from '../core/tables.js';
import type { LineFields } from './line-fields.js';
import { SectionIds } from './section-ids.js';

const SPACE = 32;
const DASH = 45;

/** A method is known by this many of its first bytes. */
const METHOD_BYTES = 60;

/** Finds the ids of a record's texts and writes them into its row. */
export class KeyLookup {
  private readonly sections: SectionIds;
  private readonly failing = chunkOf(Buffer.allocUnsafeSlow(MAX_KEY_BYTES));

  constructor(private readonly tables: Tables) {
    this.sections = new SectionIds(tables);
  }

  /** The record in row `row` has the texts that `fields` says, in `chunk`. */
  add(chunk: ByteChunk, ring: RecordRing, row: number, fields: LineFields): void {
    const { tables } = this;
    const { hosts, paths } = tables;
    const host = hosts.intern(chunk, fields.hostFrom, fields.hostTo, fields.hostHash);
    ring.hosts[row] = host;
    const { pathFrom, pathTo, status } = fields;
    const pathEnd = pathTo - pathFrom > MAX_KEY_BYTES ? pathFrom + MAX_KEY_BYTES : pathTo;
    const path = paths.intern(chunk, pathFrom, pathEnd, fields.pathHash);
    ring.paths[row] = path;
    ring.sections[row] = fields.http ? this.sections.ofPath(path, chunk, pathFrom, pathTo) : this.sections.none();
    ring.statuses[row] = status;
    ring.failing[row] = isError(status) ? this.failingId(chunk.bytes, fields) : 0;
  }

  /** The id of `status method path`, such as `404 GET /favicon.ico`. */
  private failingId(bytes: Uint8Array, { status, methodFrom, methodTo, pathFrom, pathTo }: LineFields): number {
    const { failing } = this.tables;
    const key = this.failing.bytes;
    key[0] = 48 + ((status / 100) | 0);
    key[1] = 48 + (((status / 10) | 0) % 10);
    key[2] = 48 + (status % 10);
    key[3] = SPACE;
    let length = 4;
    if (methodTo === methodFrom) key[length++] = DASH;
    for (let at = methodFrom; at < methodTo && length < METHOD_BYTES; at += 1) key[length++] = bytes[at]!;
    key[length++] = SPACE;
    if (pathTo === pathFrom) key[length++] = DASH;
    for (let at = pathFrom; at < pathTo && length < MAX_KEY_BYTES; at += 1) key[length++] = bytes[at]!;
    return failing.intern(this.failing, 0, length, hashBytes(this.failing, 0, length, this.tables.seed));
  }
}
