import { isError } from '../../core/bucket.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { MAX_KEY_BYTES } from '../../core/key-table.js';
import { SLOT } from '../../formats/field.js';
import type { Wanted } from '../../formats/line-reader.js';
import type { LineRecord } from '../../formats/line-record.js';
import { createRowFields, takeRecord } from '../../formats/row-fields.js';
import type { RowFields } from '../../formats/row-fields.js';
import type { TrafficChoice } from '../report-choice.js';
import type { Counter } from '../report-kind.js';
import { DurationRows } from './duration-rows.js';
import type { PackedDurations } from './duration-rows.js';
import type { KeySums } from './key-sums.js';
import { MethodKeys } from './method-keys.js';
import { createPathTemplates } from './path-template.js';
import { SecondCounts } from './second-counts.js';
import { SectionKeys } from './section-keys.js';
import { StatusSums } from './status-sums.js';
import { TemplateKeys } from './template-keys.js';
import { TextIds } from './text-ids.js';
import { buffersOf } from './traffic-part.js';
import type { TrafficPart } from './traffic-part.js';
import { roomFor, TABLES, TrafficTables } from './traffic-tables.js';
import type { TableName, TrafficLimits } from './traffic-tables.js';
import { UniqueHosts } from './unique-hosts.js';

const NOT_FOUND = 404;

/** The slots whose values each panel needs, besides time, status and bytes. */
const SLOTS_OF: Readonly<Record<TableName, readonly number[]>> = {
  sections: [SLOT.path],
  paths: [SLOT.path],
  methods: [SLOT.method],
  hosts: [SLOT.host],
  vhosts: [SLOT.vhost],
  referrers: [SLOT.referrer],
  agents: [SLOT.agent],
};

/** Counts records for the panels that were asked for; no more than these need is looked at. */
export class TrafficCounter implements Counter<TrafficPart> {
  private readonly tables: TrafficTables;
  private readonly statuses = new StatusSums();
  private readonly seconds = new SecondCounts();
  private readonly uniqueHosts = new UniqueHosts();
  private readonly sectionKeys: SectionKeys | null;
  private readonly templateKeys: TemplateKeys | null;
  private readonly durations: DurationRows | null;
  private readonly methodKeys: MethodKeys | null;
  private readonly vhosts: TextIds | null;
  private readonly referrers: TextIds | null;
  private readonly agents: TextIds | null;
  private readonly wanted: Wanted;
  private readonly hasNotFound: boolean;
  private readonly fields = createRowFields();

  constructor({ panels, pathTemplates }: TrafficChoice, limits: TrafficLimits, readonly seed: number) {
    this.tables = new TrafficTables(panels, limits, seed, (id) => this.durations?.drop(id));
    const { sums } = this.tables;
    const texts = (keys: KeySums | null, slot: number): TextIds | null => (keys === null ? null : new TextIds(keys, slot, seed));
    this.durations = panels.includes('slowest') ? new DurationRows() : null;
    this.templateKeys = sums.paths === null || pathTemplates === null ? null : new TemplateKeys(roomFor(limits.paths), sums.paths, createPathTemplates(pathTemplates), seed);
    const paths = this.templateKeys?.paths ?? sums.paths;
    this.sectionKeys = sums.sections === null ? null : new SectionKeys(sums.sections, paths?.table ?? null, seed);
    this.methodKeys = sums.methods === null ? null : new MethodKeys(sums.methods, seed);
    this.vhosts = texts(sums.vhosts, SLOT.vhost);
    this.referrers = texts(sums.referrers, SLOT.referrer);
    this.agents = texts(sums.agents, SLOT.agent);
    const needed = TABLES.filter((name) => sums[name] !== null).flatMap((name) => SLOTS_OF[name]);
    this.wanted = new Set([SLOT.time, SLOT.status, SLOT.bytes, ...needed, ...(this.durations === null ? [] : [SLOT.duration])]);
    this.hasNotFound = panels.includes('notFound');
  }

  /** Another reader may escape texts in another way. */
  bind(): Wanted {
    for (const texts of [this.vhosts, this.referrers, this.agents]) texts?.reset();
    return this.wanted;
  }

  add(record: LineRecord): void {
    takeRecord(this.fields, record, this.seed);
    this.addUsual(record.line, this.fields, record);
  }

  addUsual(line: ByteChunk, fields: RowFields, record: LineRecord): void {
    const { status, bytes } = fields;
    const failed = isError(status);
    const { sections, paths, methods, hosts, vhosts, referrers, agents } = this.tables.sums;
    this.statuses.add(status, bytes);
    this.seconds.add(fields.second, bytes, failed);
    const path = paths === null ? 0 : this.addPath(paths, line, fields, record, failed);
    if (sections !== null) sections.add(this.sectionKeys!.idOf(line, fields, path), failed, bytes);
    if (hosts !== null) this.addHost(hosts, line, fields, failed);
    if (methods !== null) methods.add(this.methodKeys!.idOf(line, fields), failed, bytes);
    if (vhosts !== null) vhosts.add(this.vhosts!.idOf(line, record), failed, bytes);
    if (referrers !== null) referrers.add(this.referrers!.idOf(line, record), failed, bytes);
    if (agents !== null) agents.add(this.agents!.idOf(line, record), failed, bytes);
  }

  cut(): { part: TrafficPart; transfer: ArrayBuffer[] } {
    const { sums } = this.tables;
    for (const name of TABLES) sums[name]?.trim();
    const part: TrafficPart = {
      seconds: this.seconds.cut(),
      statuses: this.statuses.cut(),
      tables: Object.fromEntries(TABLES.map((name) => [name, sums[name]?.pack() ?? null])) as TrafficPart['tables'],
      durations: this.cutDurations(),
      hosts: sums.hosts === null ? null : this.uniqueHosts.cut(),
    };
    for (const name of TABLES) sums[name]?.clear();
    this.templateKeys?.clear();
    return { part, transfer: buffersOf(part) };
  }

  /** Counts a record's path, and gives the id that its section is noted by. */
  private addPath(paths: KeySums, line: ByteChunk, fields: RowFields, record: LineRecord, failed: boolean): number {
    const { templateKeys, durations } = this;
    const { status, bytes } = fields;
    const own = this.keyId(templateKeys?.paths ?? paths, line, fields.pathFrom, fields.pathTo, fields.pathHash);
    const id = templateKeys === null ? own : templateKeys.idOf(own);
    paths.add(id, failed, bytes);
    if (status === NOT_FOUND && this.hasNotFound) paths.addNotFound(id, bytes);
    if (durations !== null && !Number.isNaN(record.duration)) durations.add(id, record.duration);
    return own;
  }

  private cutDurations(): PackedDurations | null {
    const { durations } = this;
    const keys = this.tables.sums.paths;
    if (durations === null || keys === null) return null;
    const numbers = new Int32Array(keys.table.ids);
    keys.ids().forEach((id, n) => (numbers[id] = n + 1));
    const packed = durations.cut();
    for (let n = 0; n < packed.paths.length; n += 1) packed.paths[n] = numbers[packed.paths[n]!]!;
    return packed;
  }

  private addHost(hosts: KeySums, line: ByteChunk, { hostFrom, hostTo, hostHash, bytes }: RowFields, failed: boolean): void {
    const { table } = hosts;
    const { size } = table;
    const id = this.keyId(hosts, line, hostFrom, hostTo, hostHash);
    hosts.add(id, failed, bytes);
    // What has been dropped may come anew: that is no other host.
    if (table.size !== size && hostFrom < hostTo) this.uniqueHosts.add(line, hostFrom, Math.min(hostTo, hostFrom + MAX_KEY_BYTES));
  }

  /** The id of the key in bytes [from, to), of which only what a key may hold counts; that of `-` where nothing is there. */
  private keyId(keys: KeySums, line: ByteChunk, from: number, to: number, hash: number): number {
    if (from >= to) return keys.absentId();
    return keys.idOf(line, from, to - from > MAX_KEY_BYTES ? from + MAX_KEY_BYTES : to, hash);
  }
}
