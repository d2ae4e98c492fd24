import { chunkOf } from '../core/byte-chunk.js';
import { hashBytes, MAX_KEY_BYTES } from '../core/key-table.js';
import type { KeyTable } from '../core/key-table.js';
import { isError } from '../core/bucket.js';
import { NO_STATUS } from '../core/record-ring.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Tables } from '../core/tables.js';
import { SLOT } from './field.js';
import type { LineRecord } from './line-record.js';
import { SectionIds } from './section-ids.js';

const SPACE = 32;
const DASH = 45;

/** A method is known by this many of its first bytes. */
const METHOD_BYTES = 60;

const HOST = SLOT.host * 2;
const METHOD = SLOT.method * 2;
const PATH = SLOT.path * 2;

/** How a field that a line lacks is known. */
const ABSENT = chunkOf(Buffer.of(DASH));

/** The hashes (see hashBytes) of a record's host and path, each cut to what a key may hold. */
export interface RowHashes {
  host: number;
  path: number;
}

/** Finds the ids of a record's texts and writes them into its row, with its numbers. */
export class KeyLookup {
  private readonly sections: SectionIds;
  private readonly failing = chunkOf(Buffer.allocUnsafeSlow(MAX_KEY_BYTES));

  constructor(private readonly tables: Tables) {
    this.sections = new SectionIds(tables);
  }

  /** Hashes host and path of a record. */
  hash({ line, spans }: LineRecord, hashes: RowHashes): void {
    const { seed } = this.tables;
    const hostFrom = spans[HOST]!;
    const pathFrom = spans[PATH]!;
    if (hostFrom >= 0) hashes.host = hashBytes(line, hostFrom, Math.min(spans[HOST + 1]!, hostFrom + MAX_KEY_BYTES), seed);
    if (pathFrom >= 0) hashes.path = hashBytes(line, pathFrom, Math.min(spans[PATH + 1]!, pathFrom + MAX_KEY_BYTES), seed);
  }

  /** Writes a record into row `row` of the ring. A size that is absent counts 0. */
  add(record: LineRecord, hashes: RowHashes, ring: RecordRing, row: number): void {
    const { tables } = this;
    const { line, spans } = record;
    const { hosts, paths } = tables;
    const { second, bytes } = record;
    const status = record.status >= 0 ? record.status : NO_STATUS;
    ring.seconds[row] = second;
    ring.bytes[row] = bytes >= 0 ? bytes : 0;
    ring.statuses[row] = status;
    const hostFrom = spans[HOST]!;
    const hostTo = spans[HOST + 1]!;
    ring.hosts[row] =
      hostFrom < 0 ? this.absent(hosts) : hosts.intern(line, hostFrom, hostTo - hostFrom > MAX_KEY_BYTES ? hostFrom + MAX_KEY_BYTES : hostTo, hashes.host);
    const pathFrom = spans[PATH]!;
    const pathTo = spans[PATH + 1]!;
    const path =
      pathFrom < 0 ? this.absent(paths) : paths.intern(line, pathFrom, pathTo - pathFrom > MAX_KEY_BYTES ? pathFrom + MAX_KEY_BYTES : pathTo, hashes.path);
    ring.paths[row] = path;
    ring.sections[row] = record.http ? this.sections.ofPath(path, line, pathFrom, pathTo) : this.sections.none();
    ring.failing[row] = isError(status) ? this.failingId(record, status) : 0;
  }

  private absent(table: KeyTable): number {
    return table.intern(ABSENT, 0, 1, hashBytes(ABSENT, 0, 1, this.tables.seed));
  }

  /** The id of `status method path`, such as `404 GET /favicon.ico`. */
  private failingId({ line, spans }: LineRecord, status: number): number {
    const { failing } = this.tables;
    const { bytes } = line;
    const methodFrom = spans[METHOD]!;
    const methodTo = spans[METHOD + 1]!;
    const pathFrom = spans[PATH]!;
    const pathTo = spans[PATH + 1]!;
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
