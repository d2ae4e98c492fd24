import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { SLOT } from '../../formats/field.js';
import type { Wanted } from '../../formats/line-reader.js';
import type { LineRecord } from '../../formats/line-record.js';
import { sectionOf } from '../../formats/request.js';
import type { SectionPlace } from '../../formats/request.js';
import { ABSENT } from '../../formats/row-fields.js';
import type { RowFields } from '../../formats/row-fields.js';
import type { ConnectionsChoice } from '../report-choice.js';
import type { Counter } from '../report-kind.js';
import type { ConnectionsPart } from './connections-part.js';
import { HostTable } from './host-table.js';

interface Ends {
  from: HostTable;
  to: HostTable;
}

/** Tables in which nothing is counted. What gives way in one is forgotten by the other. */
const newEnds = ({ fromHosts, toHosts }: ConnectionsChoice, seed: number): Ends => {
  const from = new HostTable(fromHosts, seed, (id) => {
    to.forget(id);
  });
  const to = new HostTable(toHosts, seed, (id) => {
    from.forget(id);
  });
  return { from, to };
};

const WANTED: Wanted = new Set([SLOT.host, SLOT.vhost, SLOT.section]);
const ROOT = chunkOf(Buffer.from('/'));

/** Counts who connected to whom: the client to the virtual host that it asked for or, where the line tells none, to the section. */
export class ConnectionCounter implements Counter<ConnectionsPart> {
  private ends: Ends;
  private readonly place: SectionPlace = { kind: 'none', from: 0, to: 0 };

  constructor(
    private readonly choice: ConnectionsChoice,
    readonly seed: number,
  ) {
    this.ends = newEnds(choice, seed);
  }

  bind(): Wanted {
    return WANTED;
  }

  add(record: LineRecord): void {
    const { from, to } = this.ends;
    this.count(from.idOfField(record, SLOT.host), to.idOfField(record, record.has(SLOT.vhost) ? SLOT.vhost : SLOT.section));
  }

  readonly addUsual = (line: ByteChunk, fields: RowFields, record: LineRecord): void => {
    const { from, to } = this.ends;
    const host = from.idByHash(line, fields.hostFrom, fields.hostTo, fields.hostHash);
    if (fields.vhostFrom >= 0) this.count(host, to.idByHash(line, fields.vhostFrom, fields.vhostTo, fields.vhostHash));
    else if (record.has(SLOT.vhost)) this.count(host, to.idOfField(record, SLOT.vhost));
    else this.count(host, this.sectionIn(line, fields.pathFrom, fields.pathTo));
  };

  cut(): { part: ConnectionsPart; transfer: ArrayBuffer[] } {
    const { from, to } = this.ends;
    const part = { from: from.counts(), to: to.counts(), connectedTo: to.metIn(from), receivedFrom: from.metIn(to) };
    // Which hosts give way in a part must not depend on another's.
    this.ends = newEnds(this.choice, this.seed);
    return { part, transfer: [part.from.counts.buffer, part.to.counts.buffer] };
  }

  private count(from: number, to: number): void {
    const { ends } = this;
    ends.from.count(from, to);
    ends.to.count(to, from);
  }

  private sectionIn(line: ByteChunk, from: number, to: number): number {
    const { place, ends } = this;
    sectionOf(line.bytes, from, to, place);
    if (place.kind === 'segment') return ends.to.idOf(line, place.from, place.to);
    return ends.to.idOf(place.kind === 'root' ? ROOT : ABSENT, 0, 1);
  }
}
