import { SLOT } from './field.js';
import type { TimeShape } from './layouts/layout.js';

/** What a reader does at one place of a line. */
export const OP = {
  /** the bytes of `literal` stand here */
  literal: 0,
  text: 1,
  word: 2,
  words: 3,
  request: 4,
  target: 5,
  url: 6,
  status: 7,
  bytes: 8,
  number: 9,
  numbers: 10,
  hostPort: 11,
  time: 12,
  blanks: 13,
  /** all of `inner` stands here, or else all of `otherwise`, which may be nothing */
  group: 14,
} as const;

/** How a text inside quotes ends: at what follows; at a quote without a backslash before it; at a quote that is not doubled. */
export const QUOTED = { no: 0, backslash: 1, doubled: 2 } as const;

export interface Step {
  op: (typeof OP)[keyof typeof OP];
  /** for `literal` its own bytes, else those of the literal that ends the field (none: the line's end) */
  literal: Uint8Array;
  /** the field may end with these instead, because what stands between may be missing; empty: at the line's end. Null: it may not */
  other: Uint8Array | null;
  /** the field's, -1 for what is none, or is taken apart into several */
  slot: number;
  /** of a port or another field that stands within this one, else -1 */
  secondSlot: number;
  quoted: (typeof QUOTED)[keyof typeof QUOTED];
  /** see `per` of ValueKind */
  per: number;
  /** `numbers` gives the last one, `hostPort` may lack the port, `request` may be absolute, `text` may begin with a question mark that is none of it */
  lenient: boolean;
  time: TimeShape | null;
  /** the first and the last of the parts that make one time */
  begins: boolean;
  completes: boolean;
  inner: readonly Step[];
  otherwise: readonly Step[];
  /** what should stand here, in words */
  expected: string;
}

/** The slots that a step writes. */
export const slotsOf = (step: Step): readonly number[] => {
  const second = step.secondSlot < 0 ? [] : [step.secondSlot];
  switch (step.op) {
    case OP.request:
      return [SLOT.method, SLOT.path, SLOT.query, SLOT.protocol, SLOT.section, ...(step.lenient ? [SLOT.scheme, SLOT.vhost] : []), ...second];
    case OP.url:
      return [SLOT.scheme, SLOT.vhost, SLOT.path, SLOT.query, SLOT.section, ...second];
    case OP.target:
      return [SLOT.path, SLOT.query, SLOT.section];
    case OP.group:
      return [...step.inner, ...step.otherwise].flatMap(slotsOf);
    default:
      return step.slot < 0 ? [] : [step.slot, ...second];
  }
};
