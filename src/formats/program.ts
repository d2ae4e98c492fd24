import { parseLayout } from './layout.js';
import type { FieldKind, Layout } from './layout.js';

/** What the scanner does at one place of a line. */
export const OP = {
  /** the bytes of `literal` stand here */
  literal: 0,
  /** the client: text up to the literal that follows */
  host: 1,
  /** text that nobody needs, up to the literal that follows */
  skip: 2,
  clfTime: 3,
  epochTime: 4,
  /** up to the closing quote */
  request: 5,
  status: 6,
  bytes: 7,
  /** a virtual host and its port, up to the literal that follows */
  vhostPort: 8,
} as const;

export interface Step {
  op: (typeof OP)[keyof typeof OP];
  /** for `literal` its own bytes, else those of the literal that ends the field (none: the line's end or white space) */
  literal: Uint8Array;
}

/** A layout compiled for the scanner. What follows the last field that anybody needs is not looked at. */
export interface Program {
  name: string;
  steps: readonly Step[];
  /** the step from which the rest is `%h %l %u %t "%r" %>s %b`, which has a fast path; -1 when it is another */
  usualFrom: number;
  /** in quoted fields a quote is written `""`, not `\"` */
  doubledQuotes: boolean;
  /** the bytes of a line that names the columns, or null */
  header: Uint8Array | null;
}

const NEEDED: ReadonlySet<FieldKind> = new Set(['host', 'time-clf', 'time-epoch', 'request', 'status', 'bytes']);

/** Whether the scanner reads a field; the others are skipped. */
export const isNeeded = (field: FieldKind): boolean => NEEDED.has(field);

const OPS: Readonly<Partial<Record<FieldKind, Step['op']>>> = {
  host: OP.host,
  'time-clf': OP.clfTime,
  'time-epoch': OP.epochTime,
  request: OP.request,
  status: OP.status,
  bytes: OP.bytes,
  vhost: OP.vhostPort,
};

const encode = (text: string): Buffer => Buffer.from(text, "latin1");

/** The steps of `%h %l %u %t "%r" %>s %b`. */
const USUAL = [
  [OP.host, ' '],
  [OP.literal, ' '],
  [OP.skip, ' '],
  [OP.literal, ' '],
  [OP.skip, ' ['],
  [OP.literal, ' ['],
  [OP.clfTime, '] "'],
  [OP.literal, '] "'],
  [OP.request, '" '],
  [OP.literal, '" '],
  [OP.status, ' '],
  [OP.literal, ' '],
  [OP.bytes, ''],
] as const;

/** Where the steps end in the usual ones, or -1. */
const usualStep = (steps: readonly Step[]): number => {
  const from = steps.length - USUAL.length;
  const isUsual =
    from >= 0 &&
    USUAL.every(([op, literal], i) => {
      const step = steps[from + i]!;
      return step.op === op && Buffer.from(step.literal).toString('latin1') === literal;
    });
  return isUsual ? from : -1;
};

/** Compiles a layout into the steps of a scanner. Throws an Error that names the column when it cannot. */
export const compileLayout = (layout: Layout): Program => {
  const parts = parseLayout(layout.text);
  const lastNeeded = parts.findLastIndex((part) => 'field' in part && isNeeded(part.field));
  const steps: Step[] = [];
  for (let i = 0; i <= lastNeeded; i += 1) {
    const part = parts[i]!;
    if ('literal' in part) {
      steps.push({ op: OP.literal, literal: encode(part.literal) });
      continue;
    }
    // A virtual host and its port are one field of the line, because an IPv6 address has colons of its own.
    if (part.field === 'vhost') i += 2;
    const next = i === lastNeeded ? undefined : parts[i + 1];
    if (next !== undefined && 'field' in next) throw new Error(`layout of ${layout.name}: nothing stands between two fields`);
    steps.push({ op: OPS[part.field] ?? OP.skip, literal: encode(next?.literal ?? '') });
  }
  return {
    name: layout.name,
    steps,
    usualFrom: usualStep(steps),
    doubledQuotes: layout.quoteEscape === 'double',
    header: layout.header === null ? null : encode(layout.header),
  };
};
