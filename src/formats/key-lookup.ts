import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../core/key-table.js';
import type { KeyTable } from '../core/key-table.js';
import { isError } from '../core/bucket.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Tables } from '../core/tables.js';
import { ABSENT } from './row-fields.js';
import type { RowFields } from './row-fields.js';
import { SectionIds } from './section-ids.js';

const SPACE = 32;
const DASH = 45;

/** A method is known by this many of its first bytes. */
const METHOD_BYTES = 60;

/** The id of the key in bytes [from, to), of which only what a key may hold counts; of what is absent when `from` is below 0. */
const internKey = (table: KeyTable, chunk: ByteChunk, from: number, to: number, hash: number): number => {
  if (from < 0) return table.intern(ABSENT, 0, 1, hash);
  return table.intern(chunk, from, to - from > MAX_KEY_BYTES ? from + MAX_KEY_BYTES : to, hash);
};

/** Finds the ids of a record's texts and writes them into its row, with its numbers. */
export class KeyLookup {
  private readonly sections: SectionIds;
  private readonly failing = chunkOf(Buffer.allocUnsafeSlow(MAX_KEY_BYTES));

  constructor(private readonly tables: Tables) {
    this.sections = new SectionIds(tables);
  }

  /** The record in row `row` is what `fields` says, in `chunk`. */
  add(chunk: ByteChunk, ring: RecordRing, row: number, fields: RowFields): void {
    const { tables } = this;
    const { hostFrom, hostTo, pathFrom, pathTo, status } = fields;
    ring.seconds[row] = fields.second;
    ring.bytes[row] = fields.bytes;
    ring.statuses[row] = status;
    ring.hosts[row] = internKey(tables.hosts, chunk, hostFrom, hostTo, fields.hostHash);
    const path = internKey(tables.paths, chunk, pathFrom, pathTo, fields.pathHash);
    ring.paths[row] = path;
    ring.sections[row] = fields.http ? this.sections.ofPath(path, chunk, pathFrom, pathTo) : this.sections.none();
    ring.failing[row] = isError(status) ? this.failingId(chunk.bytes, fields) : 0;
  }

  /** The id of `status method path`, such as `404 GET /favicon.ico`. */
  private failingId(bytes: Uint8Array, { status, methodFrom, methodTo, pathFrom, pathTo }: RowFields): number {
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
