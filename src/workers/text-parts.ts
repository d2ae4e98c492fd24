import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';
import type { LineSink } from '../sources/source.js';

const NEWLINE = 10;

/** A part of a decoded log: whole lines. */
export interface TextPart {
  /** the lines are its first `length` bytes */
  memory: ArrayBuffer;
  length: Bytes;
  /** lines that were too long to be kept */
  tooLong: number;
}

/** What becomes of a log that is decoded. */
export interface TextPartsConfig {
  /** where the first part goes: it has room for more than a chunk */
  memory: ArrayBuffer;
  /** What is known of the format by the first bytes, and where the lines go if they can only be read one after the other; else null. */
  onOpened: (head: Buffer) => LineSink | null;
  /** Takes a part; gives the memory for another one. */
  onPart: (part: TextPart) => ArrayBuffer;
  onEvent: (name: SourceEventName, detail: string | null) => void;
}

/** Collects the lines of a decoded log into parts, which anybody can read: as many whole lines as there is room for. */
export class TextParts implements LineSink {
  private memory: ArrayBuffer;
  private bytes: Buffer;
  private length: Bytes = 0;
  private tooLongLines = 0;
  private inOrder: LineSink | null = null;

  constructor(private readonly config: TextPartsConfig) {
    this.memory = config.memory;
    this.bytes = Buffer.from(this.memory);
  }

  opened(head: Buffer): void {
    this.inOrder = this.config.onOpened(head);
    this.inOrder?.opened(head);
  }

  lines(chunk: Buffer, from: number, to: number): void {
    if (this.inOrder !== null) this.inOrder.lines(chunk, from, to, false);
    else {
      for (let at = from; at < to; ) at = this.keep(chunk, at, to);
    }
  }

  tooLong(head: Buffer, catchUp: boolean, length: Bytes): void {
    if (this.inOrder === null) this.tooLongLines += 1;
    else this.inOrder.tooLong(head, catchUp, length);
  }

  event(name: SourceEventName, detail: string | null): void {
    this.config.onEvent(name, detail);
  }

  /** Nothing more will come: hands over what there is. Gives the memory back. */
  finish(): ArrayBuffer {
    if (this.length > 0 || this.tooLongLines > 0) this.flush();
    return this.memory;
  }

  private flush(): void {
    const { memory, length, tooLongLines: tooLong } = this;
    this.length = 0;
    this.tooLongLines = 0;
    this.memory = this.config.onPart({ memory, length, tooLong });
    this.bytes = Buffer.from(this.memory);
  }

  /** Keeps as many lines as there is room for; gives the offset of the next one. */
  private keep(chunk: Buffer, from: number, to: number): number {
    const room = this.bytes.length - this.length;
    const end = to - from <= room ? to : chunk.lastIndexOf(NEWLINE, from + room - 1) + 1;
    if (end <= from) {
      this.flush();
      return from;
    }
    this.length += chunk.copy(this.bytes, this.length, from, end);
    if (end < to) this.flush();
    return end;
  }
}
