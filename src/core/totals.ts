import { OTHER } from './key-table.js';
import { classOf, isError } from './bucket.js';
import type { KeyTable } from './key-table.js';
import { everyKey, topIds } from './ranking.js';
import type { RecordRing } from './record-ring.js';
import type { SectionCount, TopKeys } from './report.js';
import { recallTable, REMEMBERED_KEYS, rememberTable } from './table-memory.js';
import type { TableMemory } from './table-memory.js';
import type { Tables } from './tables.js';
import type { Bytes } from './units.js';

/** What is remembered of totals. */
export interface TotalsMemory {
  hits: number;
  bytes: Bytes;
  /** as in a bucket */
  classes: number[];
  sections: TableMemory;
  /** errors and bytes of each key of `sections`, in the same order */
  sectionErrors: number[];
  sectionBytes: Bytes[];
  hosts: TableMemory;
  paths: TableMemory;
  failing: TableMemory;
}

/**
 * The running totals of the whole run. Hits, bytes and classes are exact; what is counted by key is in the tables,
 * and this adds what a table of counts does not hold.
 */
export class Totals {
  hits = 0;
  bytes: Bytes = 0;
  /** as in a bucket */
  readonly classes: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  private readonly sectionErrors: Float64Array;
  private readonly sectionBytes: Float64Array;

  constructor(private readonly tables: Tables) {
    this.sectionErrors = new Float64Array(tables.sections.limits.room + 1);
    this.sectionBytes = new Float64Array(tables.sections.limits.room + 1);
  }

  add(hits: number, bytes: Bytes, classes: readonly number[]): void {
    this.hits += hits;
    this.bytes += bytes;
    for (let i = 0; i < this.classes.length; i += 1) this.classes[i as 0] += classes[i] ?? 0;
  }

  /** Counts one record at once; for those that are not of the open second. */
  addRow(ring: RecordRing, row: number): void {
    const { tables } = this;
    const status = ring.statuses[row]!;
    const bytes = ring.bytes[row]!;
    const section = ring.sections[row]!;
    const failed = isError(status);
    this.hits += 1;
    this.bytes += bytes;
    this.classes[classOf(status) as 0] += 1;
    tables.hosts.add(ring.hosts[row]!, 1);
    tables.paths.add(ring.paths[row]!, 1);
    if (failed) tables.failing.add(ring.failing[row]!, 1);
    this.addSection(section, 1, failed ? 1 : 0, bytes);
  }

  /** Adds to a section; its hits are counted in the table. */
  addSection(id: number, hits: number, errors: number, bytes: Bytes): void {
    this.tables.sections.add(id, hits);
    this.sectionErrors[id]! += errors;
    this.sectionBytes[id]! += bytes;
  }

  /** A section is dropped from the table: what it had is no longer told apart. */
  dropSection(id: number): void {
    this.sectionErrors[id] = 0;
    this.sectionBytes[id] = 0;
  }

  /** The sections with most hits, ties by name; and what all others had. */
  sections(limit: number): { sections: SectionCount[]; others: Omit<SectionCount, 'section'> } {
    const table = this.tables.sections;
    const { ids } = topIds(everyKey(table), limit);
    const sections = ids.map((id) => ({
      section: table.text(id),
      hits: table.count(id),
      errors: this.sectionErrors[id]!,
      bytes: this.sectionBytes[id]!,
    }));
    const sum = (key: 'hits' | 'errors' | 'bytes'): number => sections.reduce((total, section) => total + section[key], 0);
    return {
      sections,
      others: {
        hits: this.hits - sum('hits'),
        errors: this.classes[4] + this.classes[5] - sum('errors'),
        bytes: this.bytes - sum('bytes'),
      },
    };
  }

  /** The most frequent keys of a table over the whole run; `hits` is what all keys add up to. */
  top(table: KeyTable, limit: number, hits: number): TopKeys {
    const { ids } = topIds(everyKey(table), limit);
    const top = ids.map((id) => ({ key: table.text(id), count: table.count(id) }));
    const kept = top.reduce((sum, { count }) => sum + count, 0);
    return { top, rest: hits - kept, error: table.error + table.count(OTHER) };
  }

  /** Everything, to go on with in another run. Of each table the most frequent keys. */
  memory(): TotalsMemory {
    const { sections, hosts, paths, failing } = this.tables;
    const known = this.sections(REMEMBERED_KEYS).sections;
    return {
      hits: this.hits,
      bytes: this.bytes,
      classes: [...this.classes],
      sections: rememberTable(sections),
      sectionErrors: known.map(({ errors }) => errors),
      sectionBytes: known.map(({ bytes }) => bytes),
      hosts: rememberTable(hosts),
      paths: rememberTable(paths),
      failing: rememberTable(failing),
    };
  }

  /** Goes on from another run's. Nothing has been counted yet. */
  recall(memory: TotalsMemory): void {
    const { seed, sections, hosts, paths, failing } = this.tables;
    this.add(memory.hits, memory.bytes, memory.classes);
    for (const [n, id] of recallTable(sections, memory.sections, seed).entries()) {
      this.sectionErrors[id]! += memory.sectionErrors[n] ?? 0;
      this.sectionBytes[id]! += memory.sectionBytes[n] ?? 0;
    }
    recallTable(hosts, memory.hosts, seed);
    recallTable(paths, memory.paths, seed);
    recallTable(failing, memory.failing, seed);
  }
}
