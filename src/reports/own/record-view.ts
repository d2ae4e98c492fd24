import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { FIELDS, isShared, SLOT } from '../../formats/field.js';
import type { FieldSlot } from '../../formats/field.js';
import { isKeyName, JsonOwn } from '../../formats/json/json-own.js';
import type { Wanted } from '../../formats/line-reader.js';
import { LineRecord } from '../../formats/line-record.js';
import type { ReportRecord } from './own-report.js';

/** Fields that need not be asked for. */
const ALWAYS: ReadonlySet<string> = new Set(['time'] as const);

const NOTHING = chunkOf(Buffer.alloc(0));

/** Shows one record after the other to a report of the user's. */
export class RecordView implements ReportRecord {
  private record = new LineRecord(0);
  private chunk = NOTHING;
  private from = 0;
  private to = 0;
  private fields: ReadonlyMap<string, FieldSlot> = new Map();
  /** by slot of the shared fields: whether it may be looked at */
  private readonly isAsked: readonly boolean[];
  private readonly asked: ReadonlySet<string> | null;
  /** keys of lines in JSON that are no fields, by their slot in `own` */
  private keys: string[] = [];
  private own: JsonOwn | null = null;

  /** `asked`: the names of the fields that may be looked at; null for all. */
  constructor(asked: readonly string[] | null) {
    this.asked = asked === null ? null : new Set([...ALWAYS, ...asked]);
    this.isAsked = FIELDS.map(({ name }) => this.asked === null || this.asked.has(name));
  }

  /** The records to come have these fields. The slots whose values may be looked at. */
  bind(fields: readonly FieldSlot[]): Wanted {
    const { asked } = this;
    this.fields = new Map(fields.map((field) => [field.name, field]));
    this.keys = [];
    this.own = null;
    return new Set(fields.filter(({ name }) => asked === null || asked.has(name)).map(({ slot }) => slot));
  }

  /** Shows a record, of the line in bytes [from, to). */
  show(record: LineRecord, chunk: ByteChunk, from: number, to: number): this {
    this.record = record;
    this.chunk = chunk;
    this.from = from;
    this.to = to;
    this.own?.next();
    return this;
  }

  get time(): number {
    return this.record.second * 1000 + Math.floor(this.record.fraction / 1e6);
  }

  get second(): number {
    return this.record.second;
  }

  get host(): string | null {
    return this.sharedText(SLOT.host);
  }

  get method(): string | null {
    return this.sharedText(SLOT.method);
  }

  get path(): string | null {
    return this.sharedText(SLOT.path);
  }

  get query(): string | null {
    return this.sharedText(SLOT.query);
  }

  get section(): string | null {
    return this.sharedText(SLOT.section);
  }

  get status(): number | null {
    return this.sharedNumber(SLOT.status);
  }

  get bytes(): number | null {
    return this.sharedNumber(SLOT.bytes);
  }

  get duration(): number | null {
    return this.sharedNumber(SLOT.duration);
  }

  get vhost(): string | null {
    return this.sharedText(SLOT.vhost);
  }

  get referrer(): string | null {
    return this.sharedText(SLOT.referrer);
  }

  get agent(): string | null {
    return this.sharedText(SLOT.agent);
  }

  get line(): string {
    return this.chunk.bytes.toString('utf8', this.from, this.to);
  }

  text(name: string): string | null {
    if (this.asked?.has(name) === false) return refuse(name);
    const field = this.fields.get(name);
    if (field === undefined) return isShared(name) ? null : this.keyText(name);
    // Where a number or a time stood in the line nobody says of one that the fast path read.
    if (field.type === 'text' || field.type === 'address') return this.record.text(field.slot);
    const value = numberOr(this.record.numbers[field.slot]);
    if (value === null) return null;
    return field.type === 'time' ? new Date(name === 'time' ? this.time : value * 1000).toISOString() : String(value);
  }

  number(name: string): number | null {
    if (this.asked?.has(name) === false) return refuse(name);
    const field = this.fields.get(name);
    if (field === undefined) {
      const text = isShared(name) ? null : this.keyText(name);
      return text === null || text.trim() === '' ? null : numberOr(Number(text));
    }
    return numberOr(this.record.numbers[field.slot]);
  }

  private sharedText(slot: number): string | null {
    return this.isAsked[slot]! ? this.record.text(slot) : refuse(FIELDS[slot]!.name);
  }

  private sharedNumber(slot: number): number | null {
    return this.isAsked[slot]! ? numberOr(this.record.numbers[slot]) : refuse(FIELDS[slot]!.name);
  }

  /** The value of a key of a line in JSON. Which keys are wanted shows when they are. */
  private keyText(name: string): string | null {
    let slot = this.keys.indexOf(name);
    if (slot < 0) {
      if (!isKeyName(name)) return null;
      slot = this.keys.push(name) - 1;
      this.own = new JsonOwn(this.keys);
    }
    const own = this.own!;
    own.read(this.chunk, this.from, this.to);
    return own.record.text(slot);
  }
}

const numberOr = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

const refuse = (name: string): never => {
  throw new Error(`'${name}' is not among the report's fields`);
};
