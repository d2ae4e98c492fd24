import type { RejectReason } from '../core/line-counts.js';
import type { Monitor } from '../core/monitor.js';
import { rejectCode } from '../core/record-ring.js';
import type { RecordRing } from '../core/record-ring.js';
import type { SourceEventName } from '../core/report.js';
import type { Tables } from '../core/tables.js';
import type { Bytes, EpochSeconds } from '../core/units.js';
import { createRecogniser, detectFormat, SAMPLE_LINES } from '../formats/detection.js';
import type { Format, RejectListener, Scanner } from '../formats/format.js';
import { statusReader } from '../formats/status-reader.js';
import type { LineSink } from '../sources/source.js';
import { LongLines } from './long-lines.js';
import type { RecentLines } from './recent-lines.js';
import type { RejectedLines } from './rejected-lines.js';

const NEWLINE = 10;
const RETURN = 13;

/** White space alone, as the scanner has it. */
const BLANK = /^[\t-\r ]*$/;

export interface IntakeConfig {
  path: string;
  monitor: Monitor;
  tables: Tables;
  rejected: RejectedLines;
  /** as the user said it; null is to be recognised */
  format: Format | null;
  /** kept only where somebody shows them */
  recent: RecentLines | null;
  /** a line with more bytes is `too-long` */
  maxLine: Bytes;
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
}

/** Complete lines at the start of some bytes, at most SAMPLE_LINES, without line ends. A last one without newline counts when it is alone. */
const sampleLines = (bytes: Buffer, from: number, to: number): string[] => {
  const lines: string[] = [];
  let at = from;
  while (at < to && lines.length < SAMPLE_LINES) {
    const newline = bytes.indexOf(NEWLINE, at);
    if ((newline < 0 || newline >= to) && lines.length > 0) break;
    const end = newline < 0 || newline > to ? to : newline;
    lines.push(bytes.toString('latin1', at, end).replace(/\r$/, ''));
    at = end + 1;
  }
  return lines;
};

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
  /** made when it is first needed */
  private isRecognisable: ((line: string) => boolean) | null = null;
  private statusOf: (line: Buffer) => number | null = () => null;

  constructor(private readonly config: IntakeConfig) {
    this.source = config.monitor.addSource(config.path);
    this.linesRead = config.monitor.linesCounted(this.source);
    this.longLines = new LongLines(config.maxLine, config.now, (detail) => {
      this.event('line-too-long', detail);
    });
  }

  opened(head: Buffer): void {
    if (this.config.format !== null) {
      this.use(this.config.format, head);
      return;
    }
    // Another file at the name may have another format; without a hint of it the known one stays.
    const format = detectFormat(sampleLines(head, 0, head.length));
    if (format !== null) this.use(format, head);
  }

  lines(chunk: Buffer, from: number, to: number, catchUp: boolean): void {
    if (from === to) return;
    this.pieces.push({ chunk, at: from, end: to, catchUp, overlong: false });
    this.config.onWaiting(this);
  }

  tooLong(head: Buffer, catchUp: boolean, length: Bytes): void {
    this.config.rejected.add(this.config.path, head, 0, head.length, 'too-long');
    this.longLines.add(length);
    this.pieces.push({ chunk: head, at: 0, end: 0, catchUp, overlong: true });
    this.config.onWaiting(this);
  }

  event(name: SourceEventName, detail: string | null, missingBytes?: Bytes): void {
    this.config.monitor.sourceEvent(this.source, name, detail, this.config.now(), missingBytes);
  }

  /** Lines wait to be scanned. */
  get waiting(): boolean {
    return this.pieces.length > 0;
  }

  /** Scans waiting lines into `ring` until none waits or it holds `rows`: until it is full unless said otherwise. */
  fill(ring: RecordRing, rows = ring.capacity): void {
    while (ring.length < rows) {
      const piece = this.pieces[0];
      if (piece === undefined) break;
      const before = ring.length;
      const from = piece.at;
      if (piece.overlong) ring.pushRejected(rejectCode('too-long'), this.source, piece.catchUp);
      else {
        if (this.scanner === null) this.recognise(piece, ring, rows);
        if (this.scanner !== null) piece.at = this.scanner.scan(piece.chunk, piece.at, piece.end, ring, piece.catchUp, rows);
      }
      this.linesRead += ring.length - before;
      this.keep(piece, from);
      if (piece.at >= piece.end) this.pieces.shift();
    }
  }

  /** Keeps the lines of a piece that were scanned just now for whoever shows them. */
  private keep({ chunk, at, overlong }: Piece, from: number): void {
    const { recent, path, monitor } = this.config;
    if (recent === null || overlong || at === from) return;
    recent.add(path, (line) => this.statusOf(line), chunk, from, at, {
      end: this.linesRead,
      counted: () => monitor.linesCounted(this.source),
    });
  }

  /** Takes lines until one fits a format; those before it are rejected. */
  private recognise(piece: Piece, ring: RecordRing, rows: number): void {
    if (this.config.format !== null) {
      this.use(this.config.format);
      return;
    }
    const { chunk, end } = piece;
    const isRecognisable = (this.isRecognisable ??= createRecogniser());
    while (piece.at < end && ring.length < rows) {
      const newline = chunk.indexOf(NEWLINE, piece.at);
      const stop = newline < 0 || newline > end ? end : newline;
      const lineEnd = stop > piece.at && chunk[stop - 1] === RETURN ? stop - 1 : stop;
      const line = chunk.toString('latin1', piece.at, lineEnd);
      if (isRecognisable(line)) {
        const format = detectFormat(sampleLines(chunk, piece.at, end));
        if (format !== null) this.use(format);
        return;
      }
      const reason: RejectReason = stop - piece.at > this.config.maxLine ? 'too-long' : BLANK.test(line) ? 'empty' : 'unknown-format';
      ring.pushRejected(rejectCode(reason), this.source, piece.catchUp);
      this.reject(chunk, piece.at, lineEnd, reason);
      piece.at = stop + 1;
    }
  }

  private reject(chunk: Uint8Array, from: number, to: number, reason: RejectReason): void {
    this.config.rejected.add(this.config.path, chunk, from, to, reason);
    if (reason === 'too-long') this.longLines.add(to - from);
  }

  private use(format: Format, head?: Buffer): void {
    if (this.scanner?.format === format.name) return;
    const { config } = this;
    const onReject: RejectListener = (chunk, from, to, reason) => {
      this.reject(chunk, from, to, reason);
    };
    this.scanner = format.newScanner({ tables: config.tables, source: this.source, onReject, maxLine: config.maxLine, head });
    this.statusOf = statusReader(format, head);
    config.monitor.setFormat(this.source, format.name, config.now());
  }
}
