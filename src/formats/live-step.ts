import type { Step } from './step.js';
import { createTimeReader } from './time-reader.js';
import type { TimeReader } from './time-reader.js';

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
  readonly inner: readonly LiveStep[];
  readonly clock: TimeReader | null;

  constructor(step: Step) {
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
    this.inner = step.inner.map((inner) => new LiveStep(inner));
    this.clock = step.time === null ? null : createTimeReader(step.time);
  }
}
