import { chunkOf } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import type { Choice, Detector, FormatSample } from '../formats/detection.js';
import { SLOT } from '../formats/field.js';
import type { Format } from '../formats/format.js';
import { Misfits } from './misfits.js';
import type { Jump } from './misfits.js';

const NEWLINE = 10;
const RETURN = 13;

/** Where the line that begins at an offset ends, and where its own bytes do. */
export const lineEnd = (bytes: Buffer, from: number, to: number): { stop: number; end: number } => {
  const newline = bytes.indexOf(NEWLINE, from);
  const stop = newline < 0 || newline > to ? to : newline;
  return { stop, end: stop > from && bytes[stop - 1] === RETURN ? stop - 1 : stop };
};

/** So many bytes show that lines are those that a file begins with. */
const BEGINNING = 256;
const NOTHING = Buffer.alloc(0);

/** What says nothing of a line's format. */
const MUTE: ReadonlySet<RejectReason> = new Set(['empty', 'too-long', 'header'] as const);

export interface RecognitionConfig {
  detector: Detector;
  /** lines of the source so far */
  lineNumber: () => number;
  /** Lines are to be read in this format from now on; `head` is lines before them that named columns, if any. Or only the detail is new. */
  onFormat: (format: Format, detail: string, head?: Buffer) => void;
}

const textOf = (headers: readonly Buffer[]): Buffer | undefined =>
  headers.length === 0 ? undefined : Buffer.concat(headers.flatMap((header) => [header, Buffer.of(NEWLINE)]));

/** `combined (common fits as many lines)`, `json instead of combined (512 lines were read as combined, 8 rejected)` */
const detailOf = ({ format, others }: Choice, before: { name: string; lines: number; rejected: number } | null): string => {
  const change = before === null ? '' : ` instead of ${before.name}`;
  const account = before === null || before.lines === 0 ? [] : [`${before.lines} ${before.lines === 1 ? 'line was' : 'lines were'} read as ${before.name}, ${before.rejected} rejected`];
  const names = others.map(({ name }) => name);
  const equals = names.length === 0 ? [] : [`${names.join(', ')} ${names.length > 1 ? 'fit' : 'fits'} as many lines`];
  const more = [...account, ...equals];
  return `${format.name}${change}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
};

/**
 * Which format the lines of a source are read in: the one that fits its first lines best, from the first one on that fits any.
 * While they are few that may change; later, when half of the last lines do not fit. No line is read twice: those that came
 * before a change stay what they were.
 */
export class Recognition {
  /** null as long as no line fitted any */
  format: Format | null = null;
  private sample: FormatSample;
  private isSettled = false;
  /** how many lines were in the sample at the last choice */
  private chosenAt = 0;
  private hasToldOthers = false;
  /** of the lines since that choice: how many were read before it, and how many since were rejected */
  private readBefore = 0;
  private rejected = 0;
  private readonly misfits = new Misfits();
  /** how the file begins, and how much of that is in the sample already and may come once more, as lines */
  private beginning = NOTHING;
  private known = 0;

  constructor(private readonly config: RecognitionConfig) {
    this.sample = config.detector.newSample();
  }

  /** Another file begins, of which these are the first bytes; without a hint of its format the known one stays. */
  opened(head: Buffer): void {
    this.sample = this.config.detector.newSample();
    this.chosenAt = 0;
    this.misfits.reset();
    this.known = 0;
    const whole = head.lastIndexOf(NEWLINE) + 1;
    this.learn(head, 0, whole === 0 ? head.length : whole);
    this.beginning = Buffer.from(head.subarray(0, Math.min(whole, BEGINNING)));
    this.known = whole;
  }

  /** The lines to come are known to be in a format, and are not looked at as long as they fit it. */
  begin(format: Format): void {
    this.format = format;
    this.isSettled = true;
  }

  /** Whether a line fits any format. To be asked while none is known. */
  fitsAny(chunk: Buffer, from: number, to: number): boolean {
    this.known = 0;
    return this.sample.add(chunkOf(chunk), from, to);
  }

  /** Looks at lines before they are read, as long as they are of the first ones. */
  learn(chunk: Buffer, from: number, to: number): void {
    const { sample } = this;
    if (this.isSettled || (sample.isFull && this.format !== null)) return;
    const line = chunkOf(chunk);
    for (let at = from + this.knownOf(chunk, from, to); at < to && !sample.isFull; ) {
      const { stop, end } = lineEnd(chunk, at, to);
      sample.add(line, at, end);
      at = stop + 1;
    }
    this.revise();
  }

  /** No more lines will come: what was noted of them is given up. */
  ended(): void {
    this.sample = this.config.detector.newSample();
    this.beginning = NOTHING;
    this.known = 0;
    this.misfits.reset();
  }

  /** A line was rejected. True when those behind it are to be read in another format, which was told. */
  reject(chunk: Uint8Array, from: number, to: number, reason: RejectReason): boolean {
    this.rejected += 1;
    if (this.format === null || MUTE.has(reason)) return false;
    const jump = this.misfits.add(chunk, from, to, this.config.lineNumber());
    return jump !== null && this.lookAgain(jump, this.format);
  }

  /** How many of the bytes were in the first ones of the file, and have been looked at. */
  private knownOf(chunk: Buffer, from: number, to: number): number {
    const { beginning, known } = this;
    if (known === 0) return 0;
    const length = Math.min(beginning.length, to - from);
    this.beginning = NOTHING;
    // Reading may have begun further on.
    const isSame = chunk.compare(beginning, 0, length, from, from + length) === 0;
    const seen = isSame ? Math.min(known, to - from) : 0;
    this.known = isSame ? known - seen : 0;
    return seen;
  }

  private revise(): void {
    const { sample, format } = this;
    const choice = sample.choose();
    if (choice === null) return;
    if (choice.format !== format) {
      // A log of two formats in equal parts shall not go to and fro.
      if (format === null || sample.lines >= this.chosenAt * 2) this.take(choice);
    } else if (choice.others.length > 0 && !this.hasToldOthers) {
      this.hasToldOthers = true;
      this.config.onFormat(format, detailOf(choice, null), textOf(sample.headers));
    }
  }

  /** Looks for a format of the lines that do not fit. */
  private lookAgain({ lines, others }: Jump, format: Format): boolean {
    const sample = this.config.detector.newSample(this.sample.headers);
    for (const line of lines) sample.add(chunkOf(line), 0, line.length);
    const choice = sample.choose();
    const [best] = sample.ranks();
    if (choice === null || best === undefined || choice.format === format) return false;
    // Events among requests (a server's errors in the same stream) are no other format of the requests.
    const fitting = format.fields.some(({ slot }) => slot === SLOT.status) ? best.requests : best.records;
    if (fitting * 2 <= lines.length || fitting < others * 2) return false;
    this.sample = sample;
    this.take(choice);
    return true;
  }

  private take(choice: Choice): void {
    const { config, sample, format, readBefore, rejected } = this;
    const lines = config.lineNumber();
    const detail = detailOf(choice, format === null ? null : { name: format.name, lines: lines - readBefore, rejected });
    this.format = choice.format;
    this.isSettled = false;
    this.chosenAt = sample.lines;
    this.hasToldOthers = choice.others.length > 0;
    this.readBefore = lines;
    this.rejected = 0;
    this.misfits.reset();
    config.onFormat(choice.format, detail, textOf(sample.headers));
  }
}
