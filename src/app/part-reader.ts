import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import type { SourceEventName } from '../core/report.js';
import type { Bytes, EpochMs } from '../core/units.js';
import type { Filter } from '../filter/filter.js';
import type { Predicate } from '../filter/predicate.js';
import type { Detector } from '../formats/detection.js';
import { SLOT } from '../formats/field.js';
import type { FieldSlot } from '../formats/field.js';
import { heedHead } from '../formats/file-head.js';
import type { Format } from '../formats/format.js';
import type { LineReader } from '../formats/line-reader.js';
import type { QuickLines } from '../formats/quick-lines.js';
import { QuickRecord } from '../formats/quick-record.js';
import { isBlank } from '../formats/scanner.js';
import { UsualLines } from '../formats/usual-lines.js';
import type { Counter } from '../reports/report-kind.js';
import type { TimeWindow } from '../reports/time-window.js';
import type { LineSink } from '../sources/source.js';
import { PartAccount } from './part-account.js';
import type { PartLines } from './part-lines.js';
import { fitsFirstLines } from './first-fit.js';
import { Recognition } from './recognition.js';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

const NOTHING = Buffer.alloc(0);

/** What is read of each record where nothing but its time matters. */
const TIME_ALONE: ReadonlySet<number> = new Set([SLOT.time]);

export interface PartReaderConfig<Part> {
  detector: Detector;
  /** a line with more bytes is `too-long` */
  maxLine: Bytes;
  /** which records count; null for all */
  filter: Filter | null;
  /** null looks at the times of records alone: all count, whatever the filter says */
  counter: Counter<Part> | null;
  /** the records that count are those of these instants and between them */
  window: TimeWindow;
  /** Something about the log that people should know. */
  onRemark: (text: string) => void;
  onEvent: (name: SourceEventName, detail: string | null) => void;
}

/** What is known of the format of a log's lines. */
export interface KnownFormat {
  /** that the user said, or that was recognised in the log's first lines; null is to be recognised */
  format: Format | null;
  /** it was said */
  isSaid: boolean;
}

/** What a part came to. */
export interface CountedPart<Part> {
  lines: PartLines;
  /** null when no record counts */
  part: Part | null;
  transfer: ArrayBuffer[];
}

/**
 * Reads the lines of parts of logs, one part after the other, and has their records counted. A part in the middle of a log is
 * read in the format that is known of the log if its own first lines fit that, else in the one that they fit.
 */
export class PartReader<Part> implements LineSink {
  /** of lines that were too long and came whole: their bytes beyond the limit */
  excess: Bytes = 0;
  private readonly counter: Counter<Part> | null;
  private readonly maxLine: Bytes;
  private readonly account: PartAccount;
  private recognition: Recognition | null = null;
  private known: KnownFormat = { format: null, isSaid: false };
  private hasBegun = false;
  private format: Format | null = null;
  private reader: LineReader | null = null;
  private usual: UsualLines | null = null;
  private quick: QuickRecord | null = null;
  /** of a format that has a quicker way, where no more is looked at than it reads */
  private quickLines: QuickLines | null = null;
  private predicate: Predicate | null = null;
  private fields: readonly FieldSlot[] = [];
  /** of the log or the place in it: lines that have been cut off */
  private before = 0;

  constructor(private readonly config: PartReaderConfig<Part>) {
    this.counter = config.counter;
    this.maxLine = config.maxLine;
    this.account = new PartAccount(config.window);
  }

  /** how many lines of the part have been read */
  get read(): number {
    return this.account.read;
  }

  /** the time of the newest record that was read, of this part and of those before it; -Infinity when there was none */
  get newest(): EpochMs {
    return this.account.newestHeld;
  }

  /** The lines to come are of another log, or of another place in it. */
  start(known: KnownFormat): void {
    this.known = known;
    this.hasBegun = false;
    this.before = 0;
    this.recognition = null;
    if (known.format === null) {
      this.forget();
      this.recognise();
    } else if (known.format !== this.format || known.format.isInOrder === true) this.use(known.format, NOTHING);
  }

  opened(head: Buffer): void {
    if (this.known.format !== null && this.known.isSaid) heedHead(this.reader!, head);
    this.recognition?.opened(head);
  }

  lines(chunk: Buffer, from: number, to: number): void {
    if (from === to) return;
    if (!this.hasBegun) this.begin(chunk, from, to);
    else if (this.reader !== null) this.recognition?.learn(chunk, from, to);
    const line = chunkOf(chunk);
    for (let at = from; at < to; ) {
      if (this.quickLines !== null) at = this.readQuickly(this.quickLines, line, at, to);
      if (at < to) at = this.readLine(line, at, to);
    }
  }

  tooLong(head: Buffer): void {
    this.reject(head, 0, head.length, 'too-long');
  }

  event(name: SourceEventName, detail: string | null): void {
    this.config.onEvent(name, detail);
  }

  /** Ends the part: what has been counted since the last one ended. */
  cut(): CountedPart<Part> {
    const { account, counter } = this;
    const hasRecords = account.accepted > 0;
    this.before += account.read;
    const lines = account.cut(this.format?.name ?? null);
    return counter !== null && hasRecords ? { lines, ...counter.cut() } : { lines, part: null, transfer: [] };
  }

  /** Looks whether the first lines of a part are in the format of its log; where they are in no format, those behind them may be in that. */
  private begin(chunk: Buffer, from: number, to: number): void {
    this.hasBegun = true;
    const { format, isSaid } = this.known;
    if (isSaid) return;
    if (format === null) {
      this.recognition?.learn(chunk, from, to);
      return;
    }
    const recognition = this.recognise();
    if (!fitsFirstLines(this.reader!, chunk, from, to)) recognition.learn(chunk, from, to);
    if (recognition.format === null) recognition.begin(format);
  }

  /** Reads the line at an offset; returns that of the next one. */
  private readLine(line: ByteChunk, at: number, to: number): number {
    const { bytes } = line;
    const { usual } = this;
    let newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0 || newline > to) newline = to;
    const end = newline > at && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (newline - at > this.maxLine) {
      this.excess += newline - at - this.maxLine;
      this.reject(bytes, at, end, 'too-long');
    } else if (bytes[at]! <= SPACE && isBlank(bytes, at, end)) this.reject(bytes, at, end, 'empty');
    else if (usual?.read(line, at, end) === true) this.takeUsual(usual, line, at, end);
    else this.readFully(line, at, end, to);
    return newline + 1;
  }

  private takeUsual({ fields, place }: UsualLines, line: ByteChunk, at: number, end: number): void {
    const { counter, predicate, quick } = this;
    const time = fields.second * 1000;
    if (!this.account.isInside(time)) return;
    if (counter !== null) {
      const { addUsual } = counter;
      const { record } = this.reader!;
      record.line = line;
      if (predicate !== null || addUsual === null) quick!.take(line, fields);
      place.readRest(line, fields.usualTo, end);
      if (predicate !== null && !predicate.accepts(record, line, at, end)) {
        this.account.filter();
        return;
      }
      if (addUsual === null) counter.add(record, line, at, end);
      else counter.addUsual!(line, fields, record);
    }
    this.account.accept(time);
  }

  /** Reads lines from an offset on as long as the quick way is for them; returns that of the first one for which it is not. */
  private readQuickly(quick: QuickLines, line: ByteChunk, from: number, to: number): number {
    const { account, counter, maxLine } = this;
    const { fields } = quick;
    let at = from;
    for (let next = quick.next(line, at, to); next >= 0 && next - at - 1 <= maxLine; next = quick.next(line, at, to)) {
      const { time } = fields;
      if (account.isInside(time)) {
        counter?.addQuick!(line, fields);
        account.accept(time);
      }
      at = next;
    }
    return at;
  }

  private readFully(line: ByteChunk, at: number, end: number, to: number): void {
    const reader = this.reader ?? this.findFormat(line, at, end, to);
    if (reader === null) this.reject(line.bytes, at, end, 'unknown-format');
    else if (!reader.read(line, at, end)) this.reject(line.bytes, at, end, reader.reason);
    else {
      if (reader.fields !== this.fields) this.bind(reader.fields);
      const { record } = reader;
      const time = record.second * 1000 + Math.floor(record.fraction / 1e6);
      if (!this.account.isInside(time)) return;
      const { counter, predicate } = this;
      if (predicate !== null && !predicate.accepts(record, line, at, end)) {
        this.account.filter();
        return;
      }
      counter?.add(record, line, at, end);
      this.account.accept(time);
    }
  }

  private reject(bytes: Buffer, from: number, to: number, reason: RejectReason): void {
    this.account.reject(reason);
    this.recognition?.reject(bytes, from, to, reason);
  }

  /** The reader for the line at an offset and those behind it, the chunk's last one ending at `to`; null when it fits no format. */
  private findFormat({ bytes }: ByteChunk, at: number, end: number, to: number): LineReader | null {
    if (this.recognition?.fitsAny(bytes, at, end) === true) this.recognition.learn(bytes, Math.min(to, bytes.indexOf(NEWLINE, end) + 1 || to), to);
    return this.reader;
  }

  private recognise(): Recognition {
    const { detector, onRemark } = this.config;
    this.recognition = new Recognition({
      detector,
      lineNumber: () => this.before + this.read,
      onFormat: (format, detail, head) => {
        if (format !== this.format) this.use(format, head ?? NOTHING);
        if (detail !== format.name) onRemark(detail);
      },
    });
    return this.recognition;
  }

  private forget(): void {
    this.format = null;
    this.reader = null;
    this.usual = null;
    this.quickLines = null;
  }

  private use(format: Format, head: Buffer): void {
    const { counter } = this;
    const { filter } = this.config;
    this.format = format;
    this.predicate = counter === null ? null : (filter?.newPredicate(format) ?? null);
    const looks = counter?.bind(format.fields) ?? [];
    const wanted = new Set([...TIME_ALONE, ...looks, ...(this.predicate?.wanted ?? [])]);
    const reader = format.newReader(wanted);
    this.reader = reader;
    this.usual = reader.usualPlace === null ? null : new UsualLines(reader.usualPlace, counter?.seed ?? 0);
    this.quick = new QuickRecord(reader.record, wanted);
    const isForQuick = this.predicate === null && (counter === null || counter.addQuick !== undefined);
    const { from, to } = this.config.window;
    this.quickLines = isForQuick ? (format.newQuickLines?.(wanted, counter?.seed ?? 0, from ?? -Infinity, to ?? Infinity) ?? null) : null;
    heedHead(reader, head);
    this.fields = reader.fields;
    if (reader.fields !== format.fields) this.bind(reader.fields);
    this.tellIdle();
  }

  private bind(fields: readonly FieldSlot[]): void {
    this.fields = fields;
    this.counter?.bind(fields);
    this.predicate?.bind(fields);
    this.tellIdle();
  }

  private tellIdle(): void {
    const idle = this.predicate?.idle ?? [];
    if (idle.length > 0) this.config.onRemark(`the format ${idle.join(', and ')}`);
  }
}
