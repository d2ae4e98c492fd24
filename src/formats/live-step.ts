import { CivilTime } from './time/civil-time.js';
import { OP, slotsOf } from './step.js';
import type { Step } from './step.js';
import { createTimeReader } from './time/time-reader.js';
import type { TimeReader } from './time/time-reader.js';

const QUOTE = 34;
const NUMBERS: ReadonlySet<Step['op']> = new Set([OP.status, OP.bytes, OP.number, OP.numbers]);

/**
 * A step with what one reader remembers for it between lines. A class, and bytes in plain arrays of one kind, because the
 * reader's loop is twice as fast when all steps have one hidden shape.
 */
export class LiveStep implements Step {
  readonly op: Step['op'];
  readonly literal: Uint8Array;
  readonly other: Uint8Array | null;
  readonly slot: number;
  readonly secondSlot: number;
  readonly quoted: Step['quoted'];
  readonly per: number;
  readonly lenient: boolean;
  readonly time: Step['time'];
  readonly begins: boolean;
  readonly completes: boolean;
  readonly expected: string;
  /** see slotsOf */
  readonly slots: readonly number[];
  readonly inner: readonly LiveStep[];
  readonly otherwise: readonly LiveStep[];
  readonly clock: TimeReader | null;
  /** what the parts of one time say together */
  readonly civil: CivilTime | null;
  /** a number that stands in quotes, and may be missing there */
  readonly mayBeEmpty: boolean;

  /** `civils` are those of the reader, by slot. */
  constructor(step: Step, civils: Map<number, CivilTime>) {
    this.op = step.op;
    this.literal = Uint8Array.from(step.literal);
    this.other = step.other === null ? null : Uint8Array.from(step.other);
    this.slot = step.slot;
    this.secondSlot = step.secondSlot;
    this.quoted = step.quoted;
    this.per = step.per;
    this.lenient = step.lenient;
    this.time = step.time;
    this.begins = step.begins;
    this.completes = step.completes;
    this.expected = step.expected;
    this.slots = slotsOf(step);
    this.inner = step.inner.map((inner) => new LiveStep(inner, civils));
    this.otherwise = step.otherwise.map((inner) => new LiveStep(inner, civils));
    this.clock = step.time === null ? null : createTimeReader(step.time, step.begins && step.completes);
    this.civil = step.time === null ? null : (civils.get(step.slot) ?? new CivilTime());
    if (this.civil !== null) civils.set(step.slot, this.civil);
    this.mayBeEmpty = step.literal[0] === QUOTE && NUMBERS.has(step.op);
  }
}
