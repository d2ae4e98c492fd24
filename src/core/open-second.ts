import { BUCKET_SECTIONS, BUCKET_TOP, classOf, createBucket, isError, mergeBuckets } from './bucket.js';
import type { Bucket, TopList } from './bucket.js';
import { OTHER } from './key-table.js';
import type { KeyTable } from './key-table.js';
import { selectTop } from './ranking.js';
import type { Candidates } from './ranking.js';
import type { RecordRing } from './record-ring.js';
import type { Tables } from './tables.js';
import type { Totals } from './totals.js';

/** Counts by id within the open second, and the ids that have one. */
class OpenCounts implements Candidates {
  readonly counts: Int32Array;
  size = 0;
  private readonly touched: Int32Array;

  constructor(readonly table: KeyTable) {
    this.counts = new Int32Array(table.limits.room + 1);
    this.touched = new Int32Array(table.limits.room + 1);
  }

  add(id: number): void {
    if (this.counts[id]!++ === 0) this.touched[this.size++] = id;
  }

  idAt = (n: number): number => this.touched[n]!;

  countOf = (id: number): number => this.counts[id]!;

  /** The most frequent keys; `hits` is what all add up to. */
  top(limit: number, hits: number): TopList {
    const { counts, table } = this;
    const list: TopList = { keys: [], rest: 0, error: 0 };
    const { ids, cut } = selectTop(this, limit);
    let kept = 0;
    for (const id of ids) {
      if (id === OTHER) continue;
      const count = counts[id]!;
      list.keys.push({ key: table.text(id), count });
      kept += count;
    }
    list.rest = hits - kept;
    list.error = Math.max(cut, counts[OTHER]!);
    return list;
  }

  /** Starts anew. */
  clear(): void {
    const { counts, touched } = this;
    for (let i = 0; i < this.size; i += 1) counts[touched[i]!] = 0;
    this.size = 0;
  }
}

/**
 * The second that is being filled. Records are counted by the ids of their values in dense arrays; closing makes a bucket
 * of texts out of them, so that ids may be given anew afterwards.
 */
export class OpenSecond {
  private hits = 0;
  private bytes = 0;
  private readonly classes = new Int32Array(6);
  private readonly sections: OpenCounts;
  private readonly sectionErrors: Int32Array;
  private readonly sectionBytes: Float64Array;
  /** absent when nobody asks for the top lists of a window */
  private readonly lists: { hosts: OpenCounts; failing: OpenCounts } | null;
  private partial: Bucket | null = null;

  constructor(
    private readonly tables: Tables,
    private readonly totals: Totals,
    keepLists: boolean,
  ) {
    this.sections = new OpenCounts(tables.sections);
    this.lists = keepLists ? { hosts: new OpenCounts(tables.hosts), failing: new OpenCounts(tables.failing) } : null;
    this.sectionErrors = new Int32Array(this.sections.counts.length);
    this.sectionBytes = new Float64Array(this.sections.counts.length);
  }

  /** Counts the record in row `row` of the ring. */
  add(ring: RecordRing, row: number): void {
    const status = ring.statuses[row]!;
    const bytes = ring.bytes[row]!;
    const section = ring.sections[row]!;
    this.hits += 1;
    this.bytes += bytes;
    this.classes[classOf(status)]! += 1;
    this.sections.add(section);
    this.sectionBytes[section]! += bytes;
    const { lists, tables } = this;
    const host = ring.hosts[row]!;
    tables.hosts.add(host, 1);
    tables.paths.add(ring.paths[row]!, 1);
    lists?.hosts.add(host);
    if (isError(status)) {
      const failing = ring.failing[row]!;
      this.sectionErrors[section]! += 1;
      tables.failing.add(failing, 1);
      lists?.failing.add(failing);
    }
  }

  /** Hits that are not part of the totals yet. */
  get unsettled(): number {
    return this.hits;
  }

  /** Errors among those. */
  get unsettledErrors(): number {
    return this.classes[4]! + this.classes[5]!;
  }

  /** What has been counted so far, by itself; null when there was no hit. */
  soFar(): Bucket | null {
    this.settle();
    return this.partial;
  }

  /** Goes on with what an earlier run counted in this second and in its totals. */
  recall(bucket: Bucket): void {
    this.partial = bucket;
  }

  /** Gives the second's bucket and starts the next second; null when there was no hit. */
  close(): Bucket | null {
    if (this.hits > 0) this.settle();
    const bucket = this.partial;
    this.partial = null;
    return bucket;
  }

  /** Turns what was counted by id into texts and totals. To be called before a table drops keys. */
  settle(): void {
    if (this.hits === 0) return;
    const bucket = createBucket();
    const { sections, totals } = this;
    bucket.hits = this.hits;
    bucket.bytes = this.bytes;
    for (let i = 0; i < 6; i += 1) bucket.classes[i as 0] = this.classes[i]!;
    const errors = this.classes[4]! + this.classes[5]!;
    if (this.lists !== null) {
      bucket.hosts = this.lists.hosts.top(BUCKET_TOP, this.hits);
      bucket.failing = this.lists.failing.top(BUCKET_TOP, errors);
      this.lists.hosts.clear();
      this.lists.failing.clear();
    }
    this.settleSections(bucket);
    totals.add(bucket.hits, bucket.bytes, bucket.classes);
    sections.clear();
    this.hits = 0;
    this.bytes = 0;
    this.classes.fill(0);
    if (this.partial === null) this.partial = bucket;
    else mergeBuckets(this.partial, bucket);
  }

  private settleSections(bucket: Bucket): void {
    const { sections, sectionErrors, sectionBytes, totals } = this;
    const few = sections.size <= BUCKET_SECTIONS;
    const kept = few ? null : new Set(selectTop(sections, BUCKET_SECTIONS).ids);
    for (let i = 0; i < sections.size; i += 1) {
      const id = sections.idAt(i);
      const hits = sections.counts[id]!;
      const errors = sectionErrors[id]!;
      const bytes = sectionBytes[id]!;
      totals.addSection(id, hits, errors, bytes);
      sectionErrors[id] = 0;
      sectionBytes[id] = 0;
      if (id !== OTHER && (kept === null || kept.has(id))) {
        bucket.sections.push({ section: sections.table.text(id), hits, errors, bytes });
      } else {
        bucket.sectionsRest.hits += hits;
        bucket.sectionsRest.errors += errors;
        bucket.sectionsRest.bytes += bytes;
      }
    }
  }
}
