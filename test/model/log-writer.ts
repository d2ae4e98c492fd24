import { closeSync, openSync, writeSync } from 'node:fs';
import type { Disk } from './disk.js';
import type { DiskFile, LoggedLine } from './disk-file.js';
import type { LineStyle } from './line-maker.js';
import { LineMaker } from './line-maker.js';

/** How a server writes. */
export interface WriterStyle extends LineStyle {
  /** with O_APPEND; or at the position where it wrote last, wherever the file ends */
  writer: 'append' | 'position';
  /** each file begins with a byte order mark */
  mark: boolean;
}

interface OpenFile {
  descriptor: number;
  file: DiskFile;
  position: number;
}

/** The server that writes a log. It keeps its descriptor, whatever happens to the name, until it is told to let go. */
export class LogWriter {
  /** all that it wrote, in order */
  readonly lines: LoggedLine[] = [];
  readonly maker: LineMaker;
  readonly #style: WriterStyle;
  readonly #disk: Disk;
  readonly #path: () => string;
  readonly #now: () => number;
  #open: OpenFile | null = null;
  /** what is left to write of a line that was begun */
  #rest = '';

  /** @param path where the log stands at the moment */
  constructor(style: WriterStyle, disk: Disk, path: () => string, now: () => number) {
    this.#style = style;
    this.#disk = disk;
    this.#path = path;
    this.#now = now;
    this.maker = new LineMaker(style);
  }

  /** What it writes to; null when it will open the name for its next line. */
  get file(): DiskFile | null {
    return this.#open?.file ?? null;
  }

  /** Finishes the line that was begun, and writes some more. */
  write(count: number): void {
    this.finishLine();
    for (let i = 0; i < count; i += 1) this.#append(this.#next());
  }

  /** Writes at most so many bytes of a line, and never its newline. */
  writePart(bytes: number): void {
    if (this.#rest === '') this.#rest = this.#next();
    const part = this.#rest.slice(0, Math.min(bytes, this.#rest.length - 1));
    this.#rest = this.#rest.slice(part.length);
    if (part !== '') this.#append(part);
  }

  finishLine(): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#append(rest);
  }

  /** Writes lines until the file is longer than so many bytes. */
  writeBeyond(bytes: number): void {
    do this.write(1);
    while (this.#opened().file.content.length <= bytes);
  }

  /** Leaves the line that it began as it is. */
  forgetLine(): void {
    this.#rest = '';
  }

  /** Closes its file. It opens the name anew, and creates it where it is missing, with its next line. */
  letGo(): void {
    if (this.#open !== null) closeSync(this.#open.descriptor);
    this.#open = null;
    this.#rest = '';
  }

  /** Closes its file, and opens what stands at the name, or creates it. */
  reopen(): void {
    this.letGo();
    this.#opened();
  }

  #next(): string {
    const { file } = this.#opened();
    return this.maker.next(file.number, file.lines.length === 0);
  }

  #opened(): OpenFile {
    if (this.#open !== null) return this.#open;
    const path = this.#path();
    const there = this.#disk.at(path);
    const descriptor = openSync(path, this.#style.writer === 'append' ? 'a' : there === null ? 'w' : 'r+');
    const file = there ?? this.#disk.found(path);
    this.#open = { descriptor, file, position: file.content.length };
    return this.#open;
  }

  #append(line: string): void {
    const open = this.#opened();
    const { file, descriptor } = open;
    const appends = this.#style.writer === 'append';
    const at = appends ? file.content.length : open.position;
    const text = at === 0 && this.#style.mark ? `\xef\xbb\xbf${line}` : line;
    open.position = at + writeSync(descriptor, text, appends ? null : at, 'latin1');
    const lines = file.write(text, at);
    if (file.isLoose) for (const whole of lines) whole.lost = 'its file may have been given up';
    const [joined] = lines;
    if (joined !== undefined && file.remnant > 0) {
      // Behind the rest of a line that was read before comes a new one: it may be read with that rest or without.
      joined.lost ??= 'it stands behind the rest of another line';
      this.#disk.pieces.push(joined.text.slice(file.remnant));
      file.remnant = 0;
    }
    this.lines.push(...lines);
    file.lastSign = this.#now();
  }
}
