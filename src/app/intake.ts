import type { RejectReason } from '../core/line-counts.js';
import type { Monitor } from '../core/monitor.js';
import { rejectCode } from '../core/record-ring.js';
import type { RecordRing } from '../core/record-ring.js';
import type { SourceEventName } from '../core/report.js';
import type { Tables } from '../core/tables.js';
import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import type { Filter } from '../filter/filter.js';
import type { Predicate } from '../filter/predicate.js';
import type { Detector } from '../formats/detection.js';
import type { Format, RejectListener, Scanner } from '../formats/format.js';
import { statusReader } from '../formats/status-reader.js';
import type { LineSink, ReadAgain } from '../sources/source.js';
import { ColumnLines } from './column-lines.js';
import type { KeptBytes } from './kept-bytes.js';
import type { LineObserver, LineOrigin } from './line-origin.js';
import { LongLines } from './long-lines.js';
import { PastFiles } from './past-lines.js';
import type { PastLines } from './past-lines.js';
import type { RecentLines } from './recent-lines.js';
import { lineEnd, Recognition } from './recognition.js';
import type { RejectedLines } from './rejected-lines.js';

/** White space alone, as the scanner has it. */
const BLANK = /^[\t-\r ]*$/;

export interface IntakeConfig {
  path: string;
  monitor: Monitor;
  tables: Tables;
  rejected: RejectedLines;
  /** as the user said it; null is to be recognised */
  format: Format | null;
  detector: Detector;
  /** which records count; null is all */
  filter: Filter | null;
  /** kept only where somebody shows them */
  recent: RecentLines | null;
  /** a line with more bytes is `too-long` */
  maxLine: Bytes;
  /** who looks at lines after they were scanned, at this moment */
  observer?: () => LineObserver | null;
  /** where lines are kept that cannot be read again; null when there is no more room for that */
  keep?: () => KeptBytes | null;
  /** how many seconds may be told apart in the past of each file; as many as are shown unless said otherwise */
  marks?: () => number;
  /** the time of events */
  now: () => EpochSeconds;
  /** lines wait: `fill` takes them. Called by `lines` and `tooLong` */
  onWaiting: (intake: Intake) => void;
}

/** Bytes that wait to be scanned, or a line that was too long to be kept. */
interface Piece {
  chunk: Buffer;
  at: number;
  end: number;
  catchUp: boolean;
  overlong: boolean;
  /** its format has been looked for */
  learnt: boolean;
  /** of its lines that were scanned last; null while no format was known */
  origin: LineOrigin | null;
}

/** Seconds of the past that are shown. */
const MARKS: Seconds = 900;

const NO_STATUS_OF = (): null => null;

/**
 * Between a source and the ring: recognises the source's format, keeps what waits to be scanned, and scans it into rows as
 * far as there is room.
 */
export class Intake implements LineSink {
  readonly source: number;
  /** lines of the source scanned or rejected so far, those of intakes before this one included */
  linesRead: number;
  private scanner: Scanner | null = null;
  /** what waits, in the order in which it came; usually one piece */
  private readonly pieces: Piece[] = [];
  private readonly longLines: LongLines;
  private readonly recognition: Recognition | null;
  private origin: LineOrigin | null = null;
  private readonly columns = new ColumnLines();
  private hasEnded = false;
  private readonly past: PastFiles;
  private kept: KeptBytes | null = null;
  /** what is being filled */
  private ring: RecordRing | null = null;
  /** how many lines there were before the rows of that ring */
  private readBefore = 0;
  private predicate: Predicate | null = null;
  /** the conditions that can never hold, as they were told of */
  private idle: Predicate['idle'] = [];

  constructor(private readonly config: IntakeConfig) {
    this.source = config.monitor.addSource(config.path);
    this.linesRead = config.monitor.linesCounted(this.source);
    this.longLines = new LongLines(config.maxLine, config.now, (detail) => {
      this.event('line-too-long', detail);
    });
    const { detector, format, marks = () => MARKS } = config;
    this.past = new PastFiles(marks);
    this.recognition = format !== null ? null : new Recognition({ detector, lineNumber: () => this.lineNumber, onFormat: this.use.bind(this) });
  }

  opened(head: Buffer, again?: ReadAgain): void {
    const { recent, keep } = this.config;
    if (recent !== null) {
      // A pipe is opened anew for each of its writers, and goes on.
      const before = this.kept;
      this.kept = again === undefined ? (before ?? keep?.() ?? null) : null;
      const past = again ?? this.kept;
      if (past !== null && past !== before) this.past.begin(past);
    }
    if (this.recognition === null) this.useFixed(head);
    else this.recognition.opened(head);
    if (this.origin !== null) this.past.setOrigin(this.origin);
  }

  /** What was scanned so far and can be read again, the newest file first. */
  pastLines(): PastLines[] {
    const waiting = this.kept !== null ? 0 : this.pieces.reduce((sum, { at, end }) => sum + end - at, 0);
    return this.past.list(waiting);
  }

  lines(chunk: Buffer, from: number, to: number, catchUp: boolean): void {
    if (from === to) return;
    this.past.note(this.config.monitor.openAt);
    this.pieces.push({ chunk, at: from, end: to, catchUp, overlong: false, learnt: false, origin: null });
    this.config.onWaiting(this);
  }

  tooLong(head: Buffer, catchUp: boolean, length: Bytes): void {
    this.config.rejected.add(this.config.path, head, 0, head.length, 'too-long');
    this.longLines.add(length);
    this.pieces.push({ chunk: head, at: 0, end: 0, catchUp, overlong: true, learnt: true, origin: null });
    this.config.onWaiting(this);
  }

  event(name: SourceEventName, detail: string | null, missingBytes?: Bytes): void {
    this.hasEnded = name === 'ended';
    this.giveUp();
    this.config.monitor.sourceEvent(this.source, name, detail, this.config.now(), missingBytes);
  }

  /** Lines wait to be scanned. */
  get waiting(): boolean {
    return this.pieces.length > 0;
  }

  /** Scans waiting lines into `ring` until none waits or it holds `rows`: until it is full unless said otherwise. */
  fill(ring: RecordRing, rows = ring.capacity): void {
    this.ring = ring;
    while (ring.length < rows) {
      const piece = this.pieces[0];
      if (piece === undefined) break;
      this.readBefore = this.linesRead - ring.length;
      const from = piece.at;
      if (piece.overlong) ring.pushRejected(rejectCode('too-long'), this.source, piece.catchUp);
      else this.scan(piece, ring, rows);
      this.linesRead = this.lineNumber;
      this.tellIdle();
      if (piece.at >= piece.end) this.pieces.shift();
      if (!piece.overlong) this.keep(piece, from);
    }
    this.ring = null;
    this.giveUp();
  }

  /** Gives up what is of no use when the last line has been read. */
  private giveUp(): void {
    if (!this.hasEnded || this.waiting) return;
    this.recognition?.ended();
    this.scanner = null;
    this.predicate = null;
  }

  /** Scans lines of a piece: all of them, or those that are read in one format. */
  private scan(piece: Piece, ring: RecordRing, rows: number): void {
    const known = this.recognition?.format ?? null;
    if (this.recognition === null) this.useFixed();
    // It had ended, and goes on.
    else if (this.scanner === null && known !== null) this.use(known, known.name);
    else if (this.scanner === null) this.recognise(piece, ring, rows, this.recognition);
    else if (!piece.learnt) this.recognition.learn(piece.chunk, piece.at, piece.end);
    const { scanner, origin } = this;
    piece.learnt = scanner !== null;
    piece.origin = origin;
    if (scanner !== null) piece.at = scanner.scan(piece.chunk, piece.at, piece.end, ring, piece.catchUp, rows);
  }

  private get lineNumber(): number {
    return this.ring === null ? this.linesRead : this.readBefore + this.ring.length;
  }

  /** Keeps the lines of a piece that were scanned just now for whoever shows them. */
  private keep({ chunk, at, catchUp, origin }: Piece, from: number): void {
    const { recent, path, monitor, observer } = this.config;
    if (recent === null || at === from) return;
    this.kept?.add(chunk, from, at, catchUp);
    recent.add(path, origin?.statusOf ?? NO_STATUS_OF, chunk, from, at, {
      end: this.linesRead,
      counted: () => monitor.linesCounted(this.source),
    });
    if (origin !== null) observer?.()?.take(origin, chunk, from, at, catchUp);
  }

  /** Takes lines until one fits a format; those before it are rejected. */
  private recognise(piece: Piece, ring: RecordRing, rows: number, recognition: Recognition): void {
    const { chunk, end } = piece;
    while (piece.at < end && ring.length < rows) {
      const { stop, end: to } = lineEnd(chunk, piece.at, end);
      if (recognition.fitsAny(chunk, piece.at, to)) {
        recognition.learn(chunk, stop + 1, end);
        return;
      }
      const line = chunk.toString('latin1', piece.at, to);
      const reason: RejectReason = stop - piece.at > this.config.maxLine ? 'too-long' : BLANK.test(line) ? 'empty' : 'unknown-format';
      ring.pushRejected(rejectCode(reason), this.source, piece.catchUp);
      this.reject(chunk, piece.at, to, reason);
      piece.at = stop + 1;
    }
  }

  /** Tells of conditions of the filter that can never hold, once the source's fields are known and when they have become others. */
  private tellIdle(): void {
    if (this.predicate === null || this.predicate.idle === this.idle) return;
    this.idle = this.predicate.idle;
    if (this.idle.length > 0) this.event('no-field', `the format ${this.idle.join(', and ')}`);
  }

  private reject(chunk: Uint8Array, from: number, to: number, reason: RejectReason): boolean {
    this.config.rejected.add(this.config.path, chunk, from, to, reason);
    if (reason === 'header') this.columns.add(chunk, from, to);
    if (reason === 'too-long') this.longLines.add(to - from);
    return this.recognition?.reject(chunk, from, to, reason) ?? false;
  }

  private useFixed(head?: Buffer): void {
    const { format } = this.config;
    if (format !== null && this.scanner === null) this.use(format, format.name, head);
  }

  private use(format: Format, detail: string, head?: Buffer): void {
    const { config, source } = this;
    if (this.scanner?.format !== format.name) {
      const onReject: RejectListener = (chunk, from, to, reason) => this.reject(chunk, from, to, reason);
      this.predicate = config.filter?.newPredicate(format) ?? null;
      this.scanner = format.newScanner({ tables: config.tables, source, onReject, maxLine: config.maxLine, filter: this.predicate, head });
      if (head !== undefined) this.columns.begin(head);
      this.origin = { source, path: config.path, format, columns: this.columns, statusOf: statusReader(format, head) };
      this.past.setOrigin(this.origin);
    }
    config.monitor.setFormat(source, format.name, config.now(), detail);
  }
}
