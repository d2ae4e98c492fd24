import { FieldBook, SLOT } from './field.js';
import type { FieldSlot, FieldType } from './field.js';
import type { Escape, Layout, LayoutPart, ValueKind } from './layouts/layout.js';
import { OP, QUOTED, slotsOf } from './step.js';
import type { Step } from './step.js';
import { timeExpectation } from './time/time-reader.js';
import { usualStep } from './usual-steps.js';

/** A layout compiled for a reader. */
export interface Program {
  name: string;
  steps: readonly Step[];
  /** how many of the steps a line must have: up to the last field that a view needs, or all */
  needed: number;
  /** the step from which the needed ones are `%h %l %u %t "%r" %>s %b`, which has a fast path; -1 when they are others */
  usualFrom: number;
  /** in quoted fields a quote is written `""`, not `\"` */
  doubledQuotes: boolean;
  /** a line must have all steps, and nothing behind them */
  strict: boolean;
  /** the bytes of Layout.header, or null */
  header: Uint8Array | null;
  fields: readonly FieldSlot[];
  escapes: readonly { slot: number; escape: Escape }[];
  /** the slots that a line may lack because the parts that have them are optional */
  optional: readonly number[];
  /** how many slots a record has */
  slots: number;
}

const NEEDED: ReadonlySet<number> = new Set([SLOT.time, SLOT.host, SLOT.path, SLOT.status, SLOT.bytes, SLOT.level, SLOT.message]);

/** Whether a field is one without which a line is no record, if the layout has it. */
export const isNeeded = (slot: number): boolean => NEEDED.has(slot);

const encode = (text: string): Buffer => Buffer.from(text);

const NO_BYTES = new Uint8Array(0);
const QUOTE = '"';

const TYPES: Readonly<Record<ValueKind['kind'], FieldType>> = {
  text: 'text',
  word: 'text',
  words: 'text',
  request: 'text',
  target: 'text',
  url: 'text',
  status: 'status',
  bytes: 'bytes',
  number: 'number',
  numbers: 'number',
  'host-port': 'address',
  time: 'time',
};

const OPS: Readonly<Record<ValueKind['kind'], Step['op']>> = { ...OP, 'host-port': OP.hostPort };

const EXPECTED: Readonly<Record<Exclude<ValueKind['kind'], 'time'>, string>> = {
  text: 'a text',
  word: 'a word',
  words: 'words',
  request: 'a request such as GET /path HTTP/1.1',
  target: 'a target such as /path?query',
  url: 'a URL',
  status: 'a status of up to three digits, or -',
  bytes: 'a size, or -',
  number: 'a number, or -',
  numbers: 'numbers, or -',
  'host-port': 'a host and a port such as 192.0.2.1:443',
};

const expectationOf = (name: string, value: ValueKind): string =>
  value.kind === 'time' ? timeExpectation(value.time) : `${EXPECTED[value.kind]} (${name})`;

const FIXED: Omit<Step, 'op' | 'literal' | 'expected'> = {
  other: null,
  slot: -1,
  secondSlot: -1,
  quoted: QUOTED.no,
  per: 1,
  lenient: false,
  time: null,
  begins: false,
  completes: false,
  inner: [],
  otherwise: [],
};

/** The first text that may stand at the start of parts, and the one that may instead because parts are missing. */
interface Beginning {
  literal: string;
  other: string | null;
}

const beginningOf = (parts: readonly LayoutPart[]): Beginning => {
  const [first, ...rest] = parts;
  if (first === undefined) return { literal: '', other: null };
  if ('literal' in first) return { literal: first.literal, other: null };
  if ('blanks' in first) return { literal: ' ', other: null };
  if ('optional' in first) return { literal: beginningOf(first.optional).literal, other: beginningOf(first.otherwise ?? rest).literal };
  // What begins with a slash may follow a host at once: `$host$request_uri`.
  return { literal: first.value.kind === 'target' || first.field === 'path' ? '/' : '', other: null };
};

/** Compiles the parts of a layout into steps. */
class Compiler {
  readonly book = new FieldBook();
  readonly escapes: { slot: number; escape: Escape }[] = [];
  private readonly lastTimes = new Map<string, Step>();

  steps(parts: readonly LayoutPart[], behind: readonly LayoutPart[] = []): Step[] {
    return parts.map((part, i): Step => {
      const following = [...parts.slice(i + 1), ...behind];
      if ('literal' in part) return { ...FIXED, op: OP.literal, literal: encode(part.literal), expected: `'${part.literal}'` };
      if ('blanks' in part) return { ...FIXED, op: OP.blanks, literal: NO_BYTES, expected: 'a blank' };
      if ('optional' in part) {
        const [inner, otherwise] = [this.steps(part.optional, following), this.steps(part.otherwise ?? [], following)];
        return { ...FIXED, op: OP.group, literal: NO_BYTES, inner, otherwise, expected: '' };
      }
      return this.fieldStep(part, parts[i - 1], beginningOf(following));
    });
  }

  private fieldStep(part: Extract<LayoutPart, { field: string }>, before: LayoutPart | undefined, { literal, other }: Beginning): Step {
    const { value, escape } = part;
    // What is taken apart has no field of its own.
    const isTakenApart = value.kind === 'request' || value.kind === 'target' || value.kind === 'url';
    const slot = isTakenApart ? -1 : this.book.add(part.field, part.type ?? TYPES[value.kind]).slot;
    if (slot >= 0) this.escapes.push({ slot, escape });
    const isQuoted = before !== undefined && 'literal' in before && before.literal.endsWith(QUOTE) && literal.startsWith(QUOTE);
    const step: Step = {
      ...FIXED,
      // In quotes nothing but the quote ends a text.
      op: isQuoted && value.kind === 'words' ? OP.text : OPS[value.kind],
      literal: encode(literal),
      other: other === null ? null : encode(other),
      slot,
      quoted: !isQuoted || escape === 'none' || escape === 'percent' || escape === 'plus' ? QUOTED.no : escape === 'doubled' ? QUOTED.doubled : QUOTED.backslash,
      expected: expectationOf(part.field, value),
    };
    this.addParts(step, value, escape);
    return step;
  }

  /** What a kind has besides: fields within the field, units, the parts of a time. */
  private addParts(step: Step, value: ValueKind, escape: Escape): void {
    const addText = (...names: readonly string[]): void => {
      for (const name of names) this.escapes.push({ slot: this.book.add(name, 'text').slot, escape });
    };
    switch (value.kind) {
      case 'request':
        addText('method', 'path', 'query', 'protocol', 'section');
        if (value.absolute) addText('scheme', 'vhost');
        step.lenient = value.absolute === true;
        if (value.absolute) step.secondSlot = this.book.add('port', 'number').slot;
        break;
      case 'url':
        addText('scheme', 'vhost', 'path', 'query', 'section');
        step.secondSlot = this.book.add('port', 'number').slot;
        break;
      case 'target':
        addText('path', 'query', 'section');
        break;
      case 'host-port':
        step.secondSlot = this.book.add(value.port, 'number').slot;
        step.lenient = value.lenient === true;
        break;
      case 'number':
        step.per = value.per;
        break;
      case 'numbers':
        step.per = value.per;
        step.lenient = value.take === 'last';
        break;
      case 'time': {
        const name = String(step.slot);
        const last = this.lastTimes.get(name);
        if (last !== undefined) last.completes = false;
        step.time = value.time;
        step.begins = last === undefined;
        step.completes = true;
        this.lastTimes.set(name, step);
        break;
      }
      case 'text':
      case 'word':
        step.lenient = value.kind === 'text' && value.mark === true;
        if (step.slot === SLOT.path) addText('section');
        break;
      case 'words':
      case 'status':
      case 'bytes':
        break;
    }
  }
}

/** How many of the steps must be there: up to the last one that has a needed field. */
const neededSteps = (steps: readonly Step[]): number =>
  steps.findLastIndex(({ op, slot }) => isNeeded(slot) || op === OP.request || op === OP.target || op === OP.url) + 1;

/** Compiles a layout. */
export const compileLayout = (layout: Layout): Program => {
  const compiler = new Compiler();
  const steps = compiler.steps(layout.parts);
  const strict = layout.rest === 'refused';
  const needed = strict ? steps.length : neededSteps(steps);
  const { book, escapes } = compiler;
  return {
    name: layout.name,
    steps,
    needed,
    usualFrom: usualStep(steps, needed),
    doubledQuotes: steps.some(({ quoted }) => quoted === QUOTED.doubled),
    strict,
    header: layout.header === null ? null : encode(layout.header),
    fields: book.fields,
    escapes,
    optional: [...new Set(steps.filter(({ op }) => op === OP.group).flatMap(slotsOf))],
    slots: book.slots,
  };
};
