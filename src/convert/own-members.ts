import type { ByteChunk } from '../core/byte-chunk.js';
import { FIELDS, SLOT } from '../formats/field.js';
import type { FieldSlot } from '../formats/field.js';
import type { JsonMapping } from '../formats/json/json-mapping.js';
import { JsonMembers, MEMBER } from '../formats/json/json-members.js';
import type { JsonMember } from '../formats/json/json-members.js';
import type { LineRecord } from '../formats/line-record.js';
import type { Printable } from '../render/printable.js';
import { RAW } from './selection.js';
import { Stamp } from './stamp.js';

/** What is known of a path of keys. */
interface Told {
  /** which of the columns that were asked for by name, -1 for none */
  column: number;
  /** the field that may be read there, -1 for none, and how many keys are better for it */
  field: number;
  rank: number;
  /** what stands in front of its value among all others */
  key: Stamp;
}

/** How names become keys of an output, each with all that stands in front of the value. */
export type KeyText = (name: string) => Printable;

/** Whether a list has a single value. */
const isSingle = (text: string): boolean => {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.length === 1 && typeof list[0] !== 'object';
  } catch {
    return false;
  }
};

/**
 * The members of lines in JSON that are no fields of the records: those that were asked for by name, and all others. A key that
 * a field of the record was read from is no other. One that is called as a field but is none has a number behind its name.
 */
export class OwnMembers {
  private readonly reader = new JsonMembers();
  private readonly fieldAt = new Map<string, { field: number; rank: number }>();
  /** by field: its slot, and its best key's rank in the line */
  private readonly slots: readonly number[];
  private readonly best: Int32Array;
  private readonly columns: readonly string[];
  private readonly found: (JsonMember | null)[];
  private told: (Told | undefined)[] = [];
  private era = 0;
  private taken = new Set<string>();
  private record: LineRecord | null = null;

  constructor(
    { fields: mapped }: JsonMapping,
    private readonly fields: readonly FieldSlot[],
    columns: readonly string[],
    private readonly keyText: KeyText,
  ) {
    this.columns = columns;
    this.found = columns.map(() => null);
    mapped.forEach(({ keys }, field) => {
      keys.forEach(({ path }, rank) => {
        if (!this.fieldAt.has(path)) this.fieldAt.set(path, { field, rank });
      });
    });
    this.slots = mapped.map(({ name }) => (name === 'request' ? SLOT.path : (fields.find((each) => each.name === name)?.slot ?? -1)));
    this.best = new Int32Array(mapped.length);
  }

  /** what the members are in */
  get line(): ByteChunk {
    return this.reader.line;
  }

  /** Reads the line in bytes [from, to), of which `record` was read. */
  read(record: LineRecord, line: ByteChunk, from: number, to: number): void {
    const { reader, best, found } = this;
    this.record = record;
    reader.read(line, from, to);
    if (reader.era !== this.era) this.forget();
    best.fill(-1);
    found.fill(null);
    for (let i = 0; i < reader.count; i += 1) {
      const member = reader.members[i]!;
      const { field, rank, column } = this.toldOf(member.node);
      if (column >= 0) found[column] = member;
      if (field >= 0 && (best[field] === -1 || rank < best[field]!) && this.isRead(member)) best[field] = rank;
    }
  }

  /** The value of a column that was asked for by name, or null. */
  named(column: number): JsonMember | null {
    return this.found[column] ?? null;
  }

  /** how many members there are to ask `other` for */
  get count(): number {
    return this.reader.count;
  }

  /** What stands in front of a member among the others; null for one that is not among them. */
  other(index: number): Stamp | null {
    const member = this.reader.members[index]!;
    const { column, field, rank, key } = this.toldOf(member.node);
    if (column >= 0) return null;
    if (field < 0 || this.best[field] !== rank || !this.hasField(field)) return key;
    return member.kind === MEMBER.nested && !isSingle(this.line.bytes.toString('utf8', member.from, member.to)) ? key : null;
  }

  member(index: number): JsonMember {
    return this.reader.members[index]!;
  }

  private hasField(field: number): boolean {
    const slot = this.slots[field]!;
    return slot >= 0 && this.record?.has(slot) === true;
  }

  /** Whether a reader would look at it: of a list at its first value, at no object. */
  private isRead({ kind, from }: JsonMember): boolean {
    return kind !== MEMBER.nested || /^\[[ \t]*(?:"(?!-?")|[-\d])/.test(this.line.bytes.toString('latin1', from, from + 64));
  }

  private toldOf(node: number): Told {
    const known = this.told[node];
    if (known !== undefined) return known;
    const path = this.reader.pathOf(node);
    const { field, rank } = this.fieldAt.get(path) ?? { field: -1, rank: 0 };
    const column = this.columns.indexOf(path);
    let key = this.keyText(path);
    for (let n = 2; column < 0 && this.taken.has(key); n += 1) key = this.keyText(`${path}_${n}`);
    this.taken.add(key);
    const told = { column, field, rank, key: new Stamp(key) };
    this.told[node] = told;
    return told;
  }

  private forget(): void {
    this.era = this.reader.era;
    this.told = [];
    this.taken = new Set([...FIELDS, ...this.fields].map(({ name }) => this.keyText(name)));
    for (const name of [RAW, ...this.columns]) this.taken.add(this.keyText(name));
  }
}
