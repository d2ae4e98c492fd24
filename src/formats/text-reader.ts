import type { ByteChunk } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import type { CivilTime } from './time/civil-time.js';
import { SLOT } from './field.js';
import type { FieldSlot } from './field.js';
import { LINE_END } from './line-reader.js';
import type { Failure, LineReader, Wanted } from './line-reader.js';
import type { LineRecord } from './line-record.js';
import { LiveStep } from './live-step.js';
import type { Program } from './program.js';
import { putSection } from './section-span.js';
import { OP, slotsOf } from './step.js';
import { StepRunner } from './step-runner.js';
import { startsWith } from './text-end.js';
import type { UsualPlace } from './usual-lines.js';

const SPACE = 32;
const COMMA = 44;

/** Reads lines of a text layout by its steps: one pass over the bytes. */
export class TextReader implements LineReader {
  readonly record: LineRecord;
  readonly fields: readonly FieldSlot[];
  whole = false;

  private readonly runner: StepRunner;
  private readonly steps: readonly LiveStep[];
  /** how many steps are looked at */
  private readonly last: number;
  private readonly wantsSection: boolean;
  private start = 0;
  private isHeader = false;
  /** the last line ceased to fit somewhere */
  private hasFailed = false;

  constructor(
    private readonly program: Program,
    wanted?: Wanted,
  ) {
    const { needed, steps } = program;
    const civils = new Map<number, CivilTime>();
    this.runner = new StepRunner(program);
    this.record = this.runner.record;
    this.fields = program.fields;
    this.steps = steps.map((step) => new LiveStep(step, civils));
    this.last = wanted === undefined ? steps.length : Math.max(needed, steps.findLastIndex((step) => slotsOf(step).some((slot) => wanted.has(slot))) + 1);
    this.wantsSection = wanted === undefined || wanted.has(SLOT.section);
  }

  get usualPlace(): UsualPlace | null {
    return this.program.usualFrom < 0 ? null : this;
  }

  get reason(): RejectReason {
    return this.isHeader ? 'header' : this.runner.reason;
  }

  get failure(): Failure | null {
    if (!this.hasFailed) return null;
    const { failedStep, failedAt, failedBytes } = this.runner;
    const at = failedAt - this.start;
    if (failedStep === null) return { at, expected: LINE_END };
    if (failedStep.op === OP.literal) return { at, expected: `'${Buffer.from(failedStep.literal.subarray(failedBytes)).toString()}'` };
    return { at, expected: failedStep.expected };
  }

  read(line: ByteChunk, from: number, to: number): boolean {
    const { record, runner, steps, last } = this;
    const { needed, optional } = this.program;
    record.line = line;
    record.http = false;
    record.fraction = 0;
    record.fractionDigits = 0;
    this.start = from;
    this.hasFailed = false;
    for (const slot of optional) record.clear(slot);
    let at = runner.run(line, steps, 0, needed, from, to);
    if (at < 0 || !this.mayEnd(line.bytes, at, to)) return this.refuse(line.bytes, from, to);
    if (needed < last) {
      at = runner.run(line, steps, needed, last, at, to);
      if (at < 0) runner.clear(steps, runner.failedIndex);
    }
    if (at >= 0 && at < to && last === steps.length) at = runner.fail(null, at, 'layout');
    this.hasFailed = at < 0;
    this.whole = at === to && last === steps.length;
    if (this.wantsSection) putSection(record);
    return true;
  }

  /** Where the usual steps (see Program.usualFrom) begin in a line, or -1. What stands before them has been read. */
  usualStart(line: ByteChunk, from: number, to: number): number {
    const { usualFrom, optional } = this.program;
    this.record.line = line;
    for (const slot of optional) this.record.clear(slot);
    if (usualFrom <= 0) return usualFrom === 0 ? from : -1;
    return this.runner.run(line, this.steps, 0, usualFrom, from, to);
  }

  /** Reads what is wanted behind the needed steps, which end at `at`. */
  readRest(line: ByteChunk, at: number, to: number): void {
    const { runner, steps, last } = this;
    const { needed } = this.program;
    if (needed < last && runner.run(line, steps, needed, last, at, to) < 0) runner.clear(steps, runner.failedIndex);
  }

  /** Whether the needed fields may end at an offset: what stands there may be of another format, but parted from them. */
  private mayEnd(bytes: Uint8Array, at: number, to: number): boolean {
    if (at === to) return true;
    const { steps, needed, doubledQuotes, strict } = this.program;
    const byte = bytes[at]!;
    const next = steps[needed];
    if (strict) {
      this.runner.fail(null, at, 'layout');
      return false;
    }
    if (byte === SPACE || (doubledQuotes && byte === COMMA)) return true;
    if (next !== undefined && (next.op !== OP.literal || next.literal[0] === byte)) return true;
    this.runner.fail(next ?? null, at, 'layout');
    return false;
  }

  private refuse(bytes: Uint8Array, from: number, to: number): false {
    const { header } = this.program;
    this.hasFailed = true;
    const length = header?.length ?? 0;
    this.isHeader = header !== null && (header[length - 1] === COMMA ? to - from > length : to - from === length) && startsWith(bytes, from, header);
    return false;
  }
}
