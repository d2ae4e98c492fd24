import type { ByteChunk } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import { putPort, splitAbsolute, splitAuthority } from './layouts/authority.js';
import { readDecimal, readDecimals, readWhole } from './decimal.js';
import type { Decimal } from './decimal.js';
import { SLOT } from './field.js';
import { LineRecord } from './line-record.js';
import type { LiveStep } from './live-step.js';
import type { Program } from './program.js';
import { isBareAddress, portColon, splitRequest, splitTarget } from './request.js';
import { OP, QUOTED } from './step.js';
import type { Step } from './step.js';
import { bareRequestEnd, closingQuote, findLiteral, plainQuote, textEnd, wordEnd, wordsEnd } from './text-end.js';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const DASH = 45;
const QUESTION = 63;

const LARGEST_SIZE = Number.MAX_SAFE_INTEGER;

/** Whether bytes [from, to) are a dash alone: nothing is there. */
const isDash = (bytes: Uint8Array, from: number, to: number): boolean => to === from + 1 && bytes[from] === DASH;

/** Runs the steps of a text layout over a line and writes what they find into a record. */
export class StepRunner {
  readonly record: LineRecord;
  /** where steps failed last, the step (null: anything but the line's end), and the reason */
  failedAt = 0;
  failedStep: Step | null = null;
  reason: RejectReason = 'layout';
  /** the index of that step among those that were run */
  failedIndex = 0;
  /** how many bytes of a literal were there */
  failedBytes = 0;
  private readonly doubledQuotes: boolean;
  private readonly decimal: Decimal = { value: 0 };

  constructor({ slots, escapes, doubledQuotes }: Program) {
    this.record = new LineRecord(slots);
    for (const { slot, escape } of escapes) this.record.setEscape(slot, escape);
    this.doubledQuotes = doubledQuotes;
  }

  /** Runs the steps in [first, last) from `at` on. The offset behind them, or -1: `failedIndex` is then the step's that failed. */
  run(line: ByteChunk, steps: readonly LiveStep[], first: number, last: number, at: number, end: number): number {
    const { bytes } = line;
    const { spans } = this.record;
    let place = at;
    for (let s = first; s < last; s += 1) {
      const step = steps[s]!;
      const { op, literal } = step;
      // Those that make up most of all steps stand here: a call for each costs as much as what it does.
      if (op === OP.literal) {
        const { length } = literal;
        let i = 0;
        while (i < length && bytes[place + i] === literal[i]) i += 1;
        if (place + i > end) i = end - place;
        place = i < length || place + length > end ? this.fail(step, place + i, 'layout', i) : place + length;
      } else if (op === OP.word && step.other === null && literal.length > 0) {
        const stop = literal[0]!;
        const from = place;
        while (place < end && bytes[place] !== stop) place += 1;
        const isAbsent = isDash(bytes, from, place);
        spans[step.slot * 2] = isAbsent ? -1 : from;
        spans[step.slot * 2 + 1] = isAbsent ? -1 : place;
        if (place === from) place = this.fail(step, from, 'layout');
      } else if (op === OP.text && step.other === null && step.quoted === QUOTED.no && !step.lenient) {
        const from = place;
        place = findLiteral(bytes, from, end, literal);
        if (place < 0) place = this.fail(step, from, 'layout');
        else this.putText(bytes, step.slot, from, place);
      } else if (op === OP.text && step.quoted === QUOTED.backslash && !step.lenient) {
        const from = place;
        place = plainQuote(line, from, end);
        if (place < 0) place = this.fail(step, from, 'layout');
        else this.putText(bytes, step.slot, from, place);
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
    // A number in quotes may be missing: `"status":""`.
    if (step.mayBeEmpty && bytes[at] === QUOTE && at < end) {
      record.clear(step.slot);
      return at;
    }
    switch (step.op) {
      case OP.text:
      case OP.words: {
        const to = step.op === OP.text ? textEnd(line, at, end, step) : wordsEnd(bytes, at, end, step);
        if (to < 0) return this.fail(step, at, 'layout');
        return this.putText(bytes, step.slot, step.lenient && at < to && bytes[at] === QUESTION ? at + 1 : at, to);
      }
      case OP.word: {
        const to = wordEnd(bytes, at, end, step);
        return to === at ? this.fail(step, at, 'layout') : this.putText(bytes, step.slot, at, to);
      }
      case OP.request: {
        const to = step.quoted === QUOTED.no ? bareRequestEnd(line, at, end, step) : closingQuote(line, at, end, step.quoted === QUOTED.doubled);
        if (to < 0) return this.fail(step, at, 'layout');
        record.http = splitRequest(bytes, at, to, record.spans);
        if (step.lenient) splitAbsolute(record, step.secondSlot);
        return to;
      }
      case OP.target:
      case OP.url: {
        const to = textEnd(line, at, end, step);
        if (to < 0) return this.fail(step, at, 'layout');
        record.http = to > at && !isDash(bytes, at, to);
        record.clear(SLOT.path);
        record.clear(SLOT.query);
        if (record.http) splitTarget(bytes, at, to, record.spans);
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
        // What the line did not come to is absent already.
        this.clear(step.inner, 0, this.failedIndex + 1);
        return this.run(line, step.otherwise, 0, step.otherwise.length, at, end);
      }
    }
  }

  /** Whether a number of this step may end here. */
  private mayEnd(bytes: Uint8Array, { literal, other }: Step, at: number, end: number): boolean {
    if (at >= end) return true;
    const byte = bytes[at];
    if (byte === literal[0] || byte === SPACE || (byte === COMMA && this.doubledQuotes)) return true;
    return other !== null && byte === other[0];
  }

  private putText(bytes: Uint8Array, slot: number, from: number, to: number): number {
    const isAbsent = isDash(bytes, from, to);
    if (isAbsent) this.put(slot, -1, -1);
    else this.put(slot, from, to);
    if (slot === SLOT.path) this.record.http = from < to && !isAbsent;
    return to;
  }

  private putNumber(slot: number, from: number, to: number): number {
    const { value } = this.decimal;
    this.record.numbers[slot] = value;
    if (Number.isNaN(value)) this.put(slot, -1, -1);
    else this.put(slot, from, to);
    return to;
  }

  private time(line: ByteChunk, step: LiveStep, at: number, end: number): number {
    const { record } = this;
    const { civil, clock } = step;
    if (civil === null || clock === null) return at;
    if (step.begins) civil.reset();
    const to = clock.read(line, at, end, civil);
    if (to < 0) return this.fail(step, at, 'time');
    const { slot } = step;
    this.put(slot, step.begins ? at : record.spans[slot * 2]!, to);
    if (step.completes) {
      const second = civil.toSecond();
      if (Number.isNaN(second)) return this.fail(step, at, 'time');
      record.numbers[slot] = second;
      if (slot === SLOT.time) {
        record.fraction = civil.fraction;
        record.fractionDigits = civil.fractionDigits;
      }
    }
    return to;
  }

  /** An address and its port; of an address without one, where it may lack it, all. */
  private hostPort(bytes: Uint8Array, step: Step, at: number, end: number): number {
    const to = wordEnd(bytes, at, end, step);
    const last = portColon(bytes, at, to);
    const colon = step.lenient && isBareAddress(bytes, at, to, last) ? -1 : last;
    if (to === at || (colon < 0 && !step.lenient)) return this.fail(step, at, 'layout');
    putPort(this.record, step.secondSlot, colon, to);
    const behind = colon < 0 ? to : colon;
    if (isDash(bytes, at, to)) this.put(step.slot, -1, -1);
    // A client's brackets are there for its port's sake; in a host that was asked for they are a part of its name.
    else if (step.slot === SLOT.host && bytes[at] === 91 && bytes[behind - 1] === 93) this.put(step.slot, at + 1, behind - 1);
    else this.put(step.slot, at, behind);
    return to;
  }

  /** Notes where a line ceased to fit. */
  fail(step: Step | null, at: number, reason: RejectReason, matched = 0): -1 {
    this.failedBytes = matched;
    this.failedStep = step;
    this.failedAt = at;
    this.reason = reason;
    return -1;
  }

  /** Sets the fields of the steps in [from, to) to be absent. */
  clear(steps: readonly LiveStep[], from: number, to = steps.length): void {
    for (let i = from; i < to; i += 1) for (const slot of steps[i]!.slots) this.record.clear(slot);
  }

  private put(slot: number, from: number, to: number): void {
    const { spans } = this.record;
    spans[slot * 2] = from;
    spans[slot * 2 + 1] = to;
  }
}
