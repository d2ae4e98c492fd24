import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import { BATCH, createKeyBatch, hashBytes, MAX_KEY_BYTES } from '../core/key-table.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Tables } from '../core/tables.js';
import type { LineFields } from './line-fields.js';
import type { RequestParts } from './request.js';
import { SectionIds } from './section-ids.js';

const SPACE = 32;
const DASH = 45;

/** Room for the text of a batch of failing requests. */
const FAILING_ROOM = BATCH * MAX_KEY_BYTES;

/**
 * Gathers the texts of up to a batch of records and finds their ids together, because a lookup by itself mostly waits for
 * memory. Between `add` and `resolve` the rows hold no ids yet.
 */
export class KeyLookup {
  /** records that wait */
  size = 0;
  private ring: RecordRing | null = null;
  private readonly rows = new Int32Array(BATCH);
  private readonly hosts = createKeyBatch();
  private readonly paths = createKeyBatch();
  /** where each path really ends: a key is cut */
  private readonly pathEnds = new Int32Array(BATCH);
  private readonly http = new Uint8Array(BATCH);
  private readonly failing = createKeyBatch();
  private readonly failingRows = new Int32Array(BATCH);
  private failingSize = 0;
  private failingUsed = 0;
  private readonly failingText = chunkOf(Buffer.allocUnsafeSlow(FAILING_ROOM));
  private readonly sections: SectionIds;

  constructor(private readonly tables: Tables) {
    this.sections = new SectionIds(tables);
  }

  /** The ring that rows are of from now on. */
  open(ring: RecordRing): void {
    this.ring = ring;
  }

  /** Adds the record in row `row`, whose texts are in `chunk`. There must be room in the batch. */
  add(chunk: ByteChunk, row: number, fields: LineFields): void {
    const { hosts, paths, tables } = this;
    const i = this.size++;
    this.rows[i] = row;
    const { hostFrom, hostTo, pathFrom, pathTo, status } = fields;
    const hostEnd = hostTo - hostFrom > MAX_KEY_BYTES ? hostFrom + MAX_KEY_BYTES : hostTo;
    hosts.from[i] = hostFrom;
    hosts.to[i] = hostEnd;
    hosts.hash[i] = hashBytes(chunk, hostFrom, hostEnd, tables.seed);
    const pathEnd = pathTo - pathFrom > MAX_KEY_BYTES ? pathFrom + MAX_KEY_BYTES : pathTo;
    paths.from[i] = pathFrom;
    paths.to[i] = pathEnd;
    paths.hash[i] = hashBytes(chunk, pathFrom, pathEnd, tables.seed);
    this.pathEnds[i] = pathTo;
    this.http[i] = fields.http ? 1 : 0;
    if (status >= 400 && status <= 599) this.addFailing(chunk, row, status, fields);
    else this.ring!.failing[row] = 0;
  }

  /** Finds the ids of all that wait and writes them into their rows. */
  resolve(chunk: ByteChunk): void {
    const { ring, hosts, paths, failing, tables, sections } = this;
    if (this.size === 0 || ring === null) return;
    tables.hosts.internBatch(chunk, hosts, this.size);
    tables.paths.internBatch(chunk, paths, this.size);
    tables.failing.internBatch(this.failingText, failing, this.failingSize);
    for (let i = 0; i < this.size; i += 1) {
      const row = this.rows[i]!;
      const host = hosts.id[i]!;
      const path = paths.id[i]!;
      ring.hosts[row] = host;
      ring.paths[row] = path;
      tables.hosts.add(host, 1);
      tables.paths.add(path, 1);
      ring.sections[row] =
        this.http[i] === 1 ? sections.ofPath(path, chunk, paths.from[i]!, this.pathEnds[i]!) : sections.none();
    }
    for (let i = 0; i < this.failingSize; i += 1) {
      const id = failing.id[i]!;
      ring.failing[this.failingRows[i]!] = id;
      tables.failing.add(id, 1);
    }
    this.size = 0;
    this.failingSize = 0;
    this.failingUsed = 0;
  }

  /** Writes `status method path`, such as `404 GET /favicon.ico`. */
  private addFailing({ bytes }: ByteChunk, row: number, status: number, parts: RequestParts): void {
    const { failing } = this;
    const text = this.failingText.bytes;
    const from = this.failingUsed;
    const end = from + MAX_KEY_BYTES;
    let at = from;
    text[at++] = 48 + ((status / 100) | 0);
    text[at++] = 48 + (((status / 10) | 0) % 10);
    text[at++] = 48 + (status % 10);
    text[at++] = SPACE;
    if (parts.methodTo === parts.methodFrom) text[at++] = DASH;
    for (let i = parts.methodFrom; i < parts.methodTo && at < from + 64; i += 1) text[at++] = bytes[i]!;
    text[at++] = SPACE;
    if (parts.pathTo === parts.pathFrom) text[at++] = DASH;
    for (let i = parts.pathFrom; i < parts.pathTo && at < end; i += 1) text[at++] = bytes[i]!;
    const i = this.failingSize++;
    this.failingUsed = at;
    this.failingRows[i] = row;
    failing.from[i] = from;
    failing.to[i] = at;
    failing.hash[i] = hashBytes(this.failingText, from, at, this.tables.seed);
  }
}
