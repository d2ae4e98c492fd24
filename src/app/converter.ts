import { chunkOf } from '../core/byte-chunk.js';
import type { ByteChunk } from '../core/byte-chunk.js';
import type { RejectReason } from '../core/line-counts.js';
import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';
import type { Account } from '../convert/account.js';
import type { ByteOutput } from '../convert/byte-output.js';
import type { RecordWriter } from '../convert/record-writer.js';
import type { Predicate } from '../filter/predicate.js';
import type { Detector } from '../formats/detection.js';
import type { FieldSlot } from '../formats/field.js';
import { heedHead } from '../formats/file-head.js';
import type { Format } from '../formats/format.js';
import type { LineReader } from '../formats/line-reader.js';
import { isBlank } from '../formats/scanner.js';
import type { LineSink } from '../sources/source.js';
import { Recognition } from './recognition.js';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

const NOTHING = Buffer.alloc(0);

/** What all sources of a conversion share, and what is told of each. */
export interface ConverterConfig {
  path: string;
  /** as the user said it; null is to be recognised */
  format: Format | null;
  detector: Detector;
  /** a line with more bytes is `too-long` */
  maxLine: Bytes;
  /** the lines are counted from the file's first one */
  isNumbered: boolean;
  account: Account;
  /** where records go; another one may take its place between two calls */
  output: () => ByteOutput;
  newWriter: (format: Format) => RecordWriter;
  /** says which records of a format are left out; null for none */
  newFilter: (format: Format) => Predicate | null;
  /** Some conditions of the filter never hold in the lines to come: why, see Predicate. */
  onIdle: (idle: readonly string[]) => void;
  /** The lines to come have these fields. */
  onFields: (format: Format, fields: readonly FieldSlot[]) => void;
  /** Takes a rejected line: bytes [from, to) without their newline; of one that is too long perhaps only its beginning. */
  onReject: (chunk: Buffer, from: number, to: number) => void;
  /** A format was recognised: its name, and behind it what else there is to be said. */
  onFormat: (format: Format, detail: string) => void;
  onEvent: (name: SourceEventName, detail: string | null) => void;
  /** lines wait: `convert` takes them. Called by `lines` and `tooLong` */
  onWaiting: (converter: Converter) => void;
}

/** Bytes that wait to be converted, or the beginning of a line that was too long to be kept. */
interface Piece {
  line: ByteChunk;
  at: number;
  end: number;
  isOverlong: boolean;
  /** its lines have been looked at for their format */
  isLearnt: boolean;
}

/** Writes the lines of one source as records in another notation, and counts what it could not read. */
export class Converter implements LineSink {
  private readonly pieces: Piece[] = [];
  private format: Format | null = null;
  private reader: LineReader | null = null;
  private writer: RecordWriter | null = null;
  private filter: Predicate | null = null;
  /** the fields that the writer has been told of */
  private fields: readonly FieldSlot[] = [];
  private readonly recognition: Recognition | null;
  /** lines of the source so far, and of the file */
  private linesRead = 0;
  private lineNumber = 0;

  constructor(private readonly config: ConverterConfig) {
    const { detector, format } = config;
    const onFormat = (found: Format, detail: string, head?: Buffer): void => {
      this.use(found, head ?? NOTHING);
      config.onFormat(found, detail);
    };
    this.recognition = format === null ? new Recognition({ detector, lineNumber: () => this.linesRead, onFormat }) : null;
  }

  opened(head: Buffer): void {
    this.lineNumber = 0;
    if (this.config.format !== null) this.use(this.config.format, head);
    this.recognition?.opened(head);
  }

  lines(chunk: Buffer, from: number, to: number): void {
    if (from === to) return;
    this.pieces.push({ line: chunkOf(chunk), at: from, end: to, isOverlong: false, isLearnt: false });
    this.config.onWaiting(this);
  }

  tooLong(head: Buffer): void {
    this.pieces.push({ line: chunkOf(Buffer.from(head)), at: 0, end: head.length, isOverlong: true, isLearnt: true });
    this.config.onWaiting(this);
  }

  event(name: SourceEventName, detail: string | null): void {
    this.config.onEvent(name, detail);
  }

  /** Converts waiting lines until none waits, or the output holds so many bytes. Whether lines wait still. */
  convert(enough: Bytes): boolean {
    const { account } = this.config;
    const out = this.config.output();
    for (let piece = this.pieces[0]; piece !== undefined; piece = this.pieces[0]) {
      if (!piece.isLearnt && this.reader !== null) {
        piece.isLearnt = true;
        this.recognition?.learn(piece.line.bytes, piece.at, piece.end);
      }
      while (piece.at < piece.end) {
        if (out.length >= enough) return true;
        account.read += 1;
        this.linesRead += 1;
        this.lineNumber += 1;
        if (piece.isOverlong) {
          this.reject(piece.line.bytes, 0, piece.end, piece.end, 'too-long');
          piece.at = piece.end;
        } else piece.at = this.convertLine(out, piece);
      }
      this.pieces.shift();
    }
    return false;
  }

  /** Converts the line at an offset; returns that of the next one. */
  private convertLine(out: ByteOutput, piece: Piece): number {
    const { account, maxLine } = this.config;
    const { line, at, end: to } = piece;
    const { bytes } = line;
    let newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0 || newline > to) newline = to;
    const end = newline > at && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (newline - at > maxLine) this.reject(bytes, at, end, newline, 'too-long');
    else if (bytes[at]! <= SPACE && isBlank(bytes, at, end)) this.reject(bytes, at, end, newline, 'empty');
    else {
      const reader = this.reader ?? this.recognise(piece, end, newline);
      if (reader === null) this.reject(bytes, at, end, newline, 'unknown-format');
      else if (!reader.read(line, at, end)) this.reject(bytes, at, end, newline, reader.reason);
      else {
        if (reader.fields !== this.fields) this.bind(reader.fields);
        if (this.filter !== null && !this.filter.accepts(reader.record, line, at, end)) account.filtered += 1;
        else {
          this.writer!.append(out, reader.record, line, at, end);
          account.written += 1;
        }
      }
    }
    return newline + 1;
  }

  /** `to` is where the line's own bytes end, `newline` where its newline stands. */
  private reject(bytes: Buffer, from: number, to: number, newline: number, reason: RejectReason): void {
    const { account, path, isNumbered, onReject } = this.config;
    account.reject(reason, { path, line: isNumbered ? this.lineNumber : null });
    onReject(bytes, from, newline);
    this.recognition?.reject(bytes, from, to, reason);
  }

  /** The reader for the line at the start of a piece and those behind it; null when it fits no format. */
  private recognise(piece: Piece, end: number, newline: number): LineReader | null {
    const { recognition } = this;
    const { bytes } = piece.line;
    if (recognition === null) this.use(this.config.format!, NOTHING);
    else if (recognition.fitsAny(bytes, piece.at, end)) {
      piece.isLearnt = true;
      recognition.learn(bytes, newline + 1, piece.end);
    }
    return this.reader;
  }

  private use(format: Format, head: Buffer): void {
    if (this.format?.name === format.name) return;
    this.format = format;
    this.writer = this.config.newWriter(format);
    this.filter = this.config.newFilter(format);
    this.reader = format.newReader(new Set([...this.writer.wanted(format.fields), ...(this.filter?.wanted ?? [])]));
    heedHead(this.reader, head);
    this.bind(this.reader.fields);
  }

  private bind(fields: readonly FieldSlot[]): void {
    this.fields = fields;
    this.writer?.bind(fields);
    if (this.format !== null) this.config.onFields(this.format, fields);
    this.filter?.bind(fields);
    if (this.filter !== null && this.filter.idle.length > 0) this.config.onIdle(this.filter.idle);
  }
}
