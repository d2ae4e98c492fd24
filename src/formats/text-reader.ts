import type { ByteChunk } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import { putPort, splitAbsolute, splitAuthority } from './authority.js';
import { CivilTime } from './civil-time.js';
import { readDecimal, readDecimals, readWhole } from './decimal.js';
import type { Decimal } from './decimal.js';
import { SLOT } from './field.js';
import type { FieldSlot } from './field.js';
import type { Failure, LineReader, Wanted } from './line-reader.js';
import { LineRecord } from './line-record.js';
import type { Program } from './program.js';
import { LiveStep } from './live-step.js';
import { portColon, splitRequest, splitTarget } from './request.js';
import { putSection } from './section-span.js';
import { OP, QUOTED, slotsOf } from './step.js';
import type { Step } from './step.js';
import { bareRequestEnd, closingQuote, startsWith, textEnd, wordEnd, wordsEnd } from './text-end.js';

const SPACE = 32;
const COMMA = 44;
const DASH = 45;

const LARGEST_SIZE = Number.MAX_SAFE_INTEGER;

/** No line, no program, and so no failure. */
const NOWHERE = -1;

/** Reads lines of a text layout by its steps: one pass over the bytes. */
export class TextReader implements LineReader {
  readonly record: LineRecord;
  readonly fields: readonly FieldSlot[];
  reason: RejectReason = 'layout';
  whole = false;

  /** how many steps are looked at */
  private readonly last: number;
  private readonly steps: readonly LiveStep[];
  private readonly civil = new CivilTime();
  private readonly decimal: Decimal = { value: 0 };
  private readonly wantsSection: boolean;
  private start = 0;
  /** the step at which the last line ceased to fit, and the place; NOWHERE when it did not */
  private failedStep: Step | null = null;
  private failedAt = NOWHERE;
  private failedIndex = 0;

  constructor(
    private readonly program: Program,
    wanted?: Wanted,
  ) {
    const { needed } = program;
    const steps = program.steps.map((step) => new LiveStep(step));
    this.steps = steps;
    this.record = new LineRecord(program.slots);
    this.fields = program.fields;
    for (const { slot, escape } of program.escapes) this.record.setEscape(slot, escape);
    this.last = wanted === undefined ? steps.length : Math.max(needed, steps.findLastIndex((step) => slotsOf(step).some((slot) => wanted.has(slot))) + 1);
    this.wantsSection = wanted === undefined || wanted.has(SLOT.section);
  }

  get failure(): Failure | null {
    const { failedStep, failedAt, start } = this;
    if (failedAt === NOWHERE) return null;
    return { at: failedAt - start, expected: failedStep === null ? "the line's end" : failedStep.expected };
  }

  read(line: ByteChunk, from: number, to: number): boolean {
    const { program, record, steps } = this;
    const { needed } = program;
    record.line = line;
    record.http = false;
    record.fraction = 0;
    this.start = from;
    this.failedAt = NOWHERE;
    const behind = this.run(line, steps, 0, needed, from, to);
    if (behind < 0) return this.refuse(line.bytes, from, to);
    let at = behind;
    if (program.strict) {
      if (at < to) {
        this.fail(null, at, 'layout');
        return this.refuse(line.bytes, from, to);
      }
    } else if (at < to && !this.mayFollow(line.bytes[at]!)) {
      this.fail(steps[needed] ?? null, at, needed > 0 && steps[needed - 1]!.op === OP.bytes ? 'bytes' : 'layout');
      return this.refuse(line.bytes, from, to);
    }
    if (needed < this.last) {
      at = this.run(line, steps, needed, this.last, at, to);
      if (at < 0) this.clear(steps, this.failedIndex);
    }
    this.whole = at === to && this.last === steps.length;
    if (at >= 0 && at < to && this.last === steps.length) this.fail(null, at, 'layout');
    if (this.wantsSection) putSection(record);
    return true;
  }

  /** Where the usual steps (see Program.usualFrom) begin in a line, or -1. What stands before them has been read. */
  usualStart(line: ByteChunk, from: number, to: number): number {
    const { usualFrom } = this.program;
    if (usualFrom <= 0) return usualFrom === 0 ? from : -1;
    return this.run(line, this.steps, 0, usualFrom, from, to);
  }

  /** Whether the last of the needed fields may end before this byte. */
  private mayFollow(byte: number): boolean {
    const { steps, needed, doubledQuotes } = this.program;
    const next = steps[needed];
    if (byte === SPACE || (doubledQuotes && byte === COMMA)) return true;
    if (next === undefined) return false;
    return next.literal.length === 0 || next.literal[0] === byte || (next.op !== OP.literal && next.op !== OP.blanks);
  }

  private refuse(bytes: Uint8Array, from: number, to: number): false {
    const { header } = this.program;
    if (header !== null && to - from === header.length && startsWith(bytes, from, header)) this.reason = 'header';
    return false;
  }

  private fail(step: Step | null, at: number, reason: RejectReason): -1 {
    this.failedStep = step;
    this.failedAt = at;
    this.reason = reason;
    return -1;
  }

  /** Sets the fields of the steps from index `from` on to be absent. */
  private clear(steps: readonly Step[], from: number): void {
    for (let i = from; i < steps.length; i += 1) for (const slot of slotsOf(steps[i]!)) this.record.clear(slot);
  }

  private put(slot: number, from: number, to: number): void {
    const { spans } = this.record;
    spans[slot * 2] = from;
    spans[slot * 2 + 1] = to;
  }

  /** Runs the steps in [first, last) from `at` on. The offset behind them, or -1: `failedIndex` is then the step's that failed. */
  private run(line: ByteChunk, steps: readonly LiveStep[], first: number, last: number, at: number, end: number): number {
    const { bytes } = line;
    const { spans } = this.record;
    let place = at;
    for (let s = first; s < last; s += 1) {
      const step = steps[s]!;
      const { op, literal } = step;
      // The two that make up half of all steps stand here: a call for each costs as much as what it does.
      if (op === OP.literal) {
        const { length } = literal;
        let i = 0;
        while (i < length && bytes[place + i] === literal[i]) i += 1;
        place = i < length || place + length > end ? this.fail(step, place, 'layout') : place + length;
      } else if (op === OP.word && step.other === null && literal.length > 0) {
        const stop = literal[0]!;
        const from = place;
        while (place < end && bytes[place] !== stop) place += 1;
        const isAbsent = place === from + 1 && bytes[from] === DASH;
        spans[step.slot * 2] = isAbsent ? -1 : from;
        spans[step.slot * 2 + 1] = isAbsent ? -1 : place;
        if (place === from) place = this.fail(step, from, 'layout');
      } else place = this.step(line, step, place, end);
      if (place < 0) {
        this.failedIndex = s;
        return -1;
      }
    }
    return place;
  }

  private step(line: ByteChunk, step: LiveStep, at: number, end: number): number {
    const { bytes } = line;
    const { record, decimal } = this;
    switch (step.op) {
      case OP.text:
      case OP.words: {
        const to = step.op === OP.text ? textEnd(bytes, at, end, step) : wordsEnd(bytes, at, end, step);
        if (to < 0) return this.fail(step, at, 'layout');
        if (to === at + 1 && bytes[at] === DASH) this.put(step.slot, -1, -1);
        else this.put(step.slot, at, to);
        if (step.slot === SLOT.path) record.http = true;
        return to;
      }
      case OP.word: {
        const to = wordEnd(bytes, at, end, step);
        if (to === at) return this.fail(step, at, 'layout');
        if (to === at + 1 && bytes[at] === DASH) this.put(step.slot, -1, -1);
        else this.put(step.slot, at, to);
        return to;
      }
      case OP.request: {
        const to = step.quoted === QUOTED.no ? bareRequestEnd(bytes, at, end, step) : closingQuote(bytes, at, end, step.quoted === QUOTED.doubled);
        if (to < 0) return this.fail(step, at, 'layout');
        record.http = splitRequest(bytes, at, to, record.spans);
        if (step.lenient) splitAbsolute(record, step.secondSlot);
        return to;
      }
      case OP.target:
      case OP.url: {
        const to = textEnd(bytes, at, end, step);
        if (to < 0) return this.fail(step, at, 'layout');
        record.http = to > at && !(to === at + 1 && bytes[at] === DASH);
        splitTarget(bytes, at, record.http ? to : at, record.spans);
        if (step.op === OP.url) splitAuthority(record, at, to, step.secondSlot);
        return to;
      }
      case OP.status: {
        const to = readWhole(bytes, at, end, 3, decimal);
        return to < 0 || !this.mayEnd(bytes, step, to, end) ? this.fail(step, at, 'status') : this.putNumber(step.slot, at, to);
      }
      case OP.bytes: {
        const to = readWhole(bytes, at, end, Infinity, decimal);
        const isOdd = to < 0 || decimal.value > LARGEST_SIZE || !this.mayEnd(bytes, step, to, end);
        return isOdd ? this.fail(step, at, 'bytes') : this.putNumber(step.slot, at, to);
      }
      case OP.number: {
        const to = readDecimal(bytes, at, end, step.per, decimal);
        return to < 0 ? this.fail(step, at, 'layout') : this.putNumber(step.slot, at, to);
      }
      case OP.numbers: {
        const to = readDecimals(bytes, at, end, step.per, step.lenient, decimal);
        return to < 0 ? this.fail(step, at, 'layout') : this.putNumber(step.slot, at, to);
      }
      case OP.hostPort:
        return this.hostPort(bytes, step, at, end);
      case OP.time:
        return this.time(line, step, at, end);
      case OP.blanks: {
        let to = at;
        while (to < end && bytes[to] === SPACE) to += 1;
        return to === at ? this.fail(step, at, 'layout') : to;
      }
      case OP.literal: // run has seen to it
        return at;
      case OP.group: {
        const behind = this.run(line, step.inner, 0, step.inner.length, at, end);
        if (behind >= 0) return behind;
        this.clear(step.inner, 0);
        return at;
      }
    }
  }

  /** Whether a number of this step may end here. */
  private mayEnd(bytes: Uint8Array, { literal, other }: Step, at: number, end: number): boolean {
    if (at >= end) return true;
    const byte = bytes[at];
    if (byte === literal[0] || byte === SPACE || (byte === COMMA && this.program.doubledQuotes)) return true;
    return other !== null && byte === other[0];
  }

  private putNumber(slot: number, from: number, to: number): number {
    const { value } = this.decimal;
    this.record.numbers[slot] = value;
    if (Number.isNaN(value)) this.put(slot, -1, -1);
    else this.put(slot, from, to);
    return to;
  }

  private time(line: ByteChunk, step: LiveStep, at: number, end: number): number {
    const { civil, record } = this;
    if (step.begins) civil.reset();
    const to = step.clock!.read(line, at, end, civil);
    if (to < 0) return this.fail(step, at, 'time');
    const { slot } = step;
    this.put(slot, step.begins ? at : record.spans[slot * 2]!, to);
    if (step.completes) {
      const second = civil.toSecond();
      if (Number.isNaN(second)) return this.fail(step, at, 'time');
      record.numbers[slot] = second;
      if (slot === SLOT.time) record.fraction = civil.fraction;
    }
    return to;
  }

  /** An address and its port; of an address without one, where it may lack it, all. */
  private hostPort(bytes: Uint8Array, step: Step, at: number, end: number): number {
    const to = wordEnd(bytes, at, end, step);
    const colon = portColon(bytes, at, to);
    const isNone = to === at + 1 && bytes[at] === DASH;
    if (to === at || (colon < 0 && !step.lenient)) return this.fail(step, at, 'layout');
    putPort(this.record, step.secondSlot, colon, to);
    if (isNone) this.put(step.slot, -1, -1);
    else this.put(step.slot, at, colon < 0 ? to : colon);
    return to;
  }
}
