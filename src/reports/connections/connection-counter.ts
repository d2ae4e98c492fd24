import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { SLOT } from '../../formats/field.js';
import type { Wanted } from '../../formats/line-reader.js';
import type { LineRecord } from '../../formats/line-record.js';
import type { QuickFields } from '../../formats/quick-lines.js';
import { sectionOf } from '../../formats/request.js';
import type { SectionPlace } from '../../formats/request.js';
import { ABSENT } from '../../formats/row-fields.js';
import type { RowFields } from '../../formats/row-fields.js';
import type { ConnectionsChoice } from '../report-choice.js';
import type { Counter } from '../report-kind.js';
import { SecondCounts } from '../traffic/second-counts.js';
import type { ConnectionsPart } from './connections-part.js';
import { HostPairs } from './host-pairs.js';
import { HostTable } from './host-table.js';

const WANTED: Wanted = new Set([SLOT.host, SLOT.vhost, SLOT.section]);
const WANTED_WITH_TIME: Wanted = new Set([...WANTED, SLOT.time]);
const ROOT = chunkOf(Buffer.from('/'));

/** Counts who connected to whom: the client to the virtual host that it asked for or, where the line tells none, to the section. */
export class ConnectionCounter implements Counter<ConnectionsPart> {
  private readonly from: HostTable;
  private readonly to: HostTable;
  private readonly pairs = new HostPairs((from, to, connections) => {
    this.count(this.from.idOf(chunkOf(from), 0, from.length), this.to.idOf(chunkOf(to), 0, to.length), connections);
  });
  /** null where intervals are not asked for */
  private readonly seconds: SecondCounts | null;
  private readonly place: SectionPlace = { kind: 'none', from: 0, to: 0 };

  constructor(
    { fromHosts, toHosts, groupingSeconds }: ConnectionsChoice,
    readonly seed: number,
  ) {
    this.seconds = groupingSeconds === null ? null : new SecondCounts();
    // What gives way in one table is forgotten by the other.
    this.from = new HostTable(fromHosts, seed, (id) => {
      this.to.forget(id);
    });
    this.to = new HostTable(toHosts, seed, (id) => {
      this.from.forget(id);
    });
  }

  bind(): Wanted {
    return this.seconds === null ? WANTED : WANTED_WITH_TIME;
  }

  add(record: LineRecord): void {
    const { from, to } = this;
    this.seconds?.add(record.second, 0, false);
    this.count(from.idOfField(record, SLOT.host), to.idOfField(record, record.has(SLOT.vhost) ? SLOT.vhost : SLOT.section));
  }

  readonly addUsual = (line: ByteChunk, fields: RowFields, record: LineRecord): void => {
    const { from, to } = this;
    this.seconds?.add(fields.second, 0, false);
    const host = from.idByHash(line, fields.hostFrom, fields.hostTo, fields.hostHash);
    if (record.has(SLOT.vhost)) this.count(host, to.idOfField(record, SLOT.vhost));
    else this.count(host, this.sectionIn(line, fields.pathFrom, fields.pathTo));
  };

  readonly addQuick = (line: ByteChunk, fields: QuickFields): void => {
    this.seconds?.add(Math.floor(fields.time / 1000), 0, false);
    if (this.pairs.add(line, fields)) return;
    const { from, between, to } = fields;
    this.count(this.from.idOf(line, from, between), this.to.idOf(line, between + 1, to));
  };

  cut(): { part: ConnectionsPart; transfer: ArrayBuffer[] } {
    const { from, to } = this;
    this.pairs.flush();
    const part = { from: from.counts(), to: to.counts(), connectedTo: to.metIn(from), receivedFrom: from.metIn(to), seconds: this.seconds?.cut() ?? null };
    // Which hosts give way in a part must not depend on those of another.
    from.clear();
    to.clear();
    return { part, transfer: [part.from.counts.buffer, part.to.counts.buffer] };
  }

  private count(from: number, to: number, connections = 1): void {
    this.from.count(from, to, connections);
    this.to.count(to, from, connections);
  }

  private sectionIn(line: ByteChunk, from: number, to: number): number {
    const { place } = this;
    sectionOf(line.bytes, from, to, place);
    if (place.kind === 'segment') return this.to.idOf(line, place.from, place.to);
    return this.to.idOf(place.kind === 'root' ? ROOT : ABSENT, 0, 1);
  }
}
