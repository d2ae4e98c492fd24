import { formatOfHead } from '../app/head-format.js';
import { PartedLines } from '../app/parted-lines.js';
import { PartReader } from '../app/part-reader.js';
import type { KnownFormat } from '../app/part-reader.js';
import type { SourceEventName } from '../core/report.js';
import type { Detector } from '../formats/detection.js';
import type { Format } from '../formats/format.js';
import { formatNamed } from '../formats/registry.js';
import { RecordFault } from '../reports/record-fault.js';
import type { Counter } from '../reports/report-kind.js';
import type { TimeWindow } from '../reports/time-window.js';
import { openSame } from '../sources/file-identity.js';
import type { FileSystem } from '../sources/file-system.js';
import { openFilePart } from '../sources/finished/file-part.js';
import { openFinishedFile, SourceError } from '../sources/finished/finished-file.js';
import type { ReadBuffer } from '../sources/read-buffer.js';
import { createReadBuffer } from '../sources/read-buffer.js';
import type { LineSink, PullSource } from '../sources/source.js';
import { OtherFileError, troubleOf } from '../sources/trouble.js';
import type { PartTask, RunSettings } from './part-task.js';
import type { Reading } from './report-request.js';
import type { SharedSigns } from './shared-signs.js';
import { TextParts } from './text-parts.js';
import type { LentText, TaskNews } from './thread-messages.js';

/** What a thread reads by, and where that goes. */
export interface TaskReaderParts {
  reading: Reading<unknown>;
  settings: RunSettings;
  files: FileSystem;
  detector: Detector;
  signs: SharedSigns;
  /** the thread's number among the signs */
  thread: number;
  onNews: (news: TaskNews) => void;
  onEvent: (source: number, name: SourceEventName, detail: string | null) => void;
  onRemark: (source: number, text: string) => void;
  /** Resolves when the gate may have been opened, or the run been stopped. */
  look: () => Promise<void>;
  /** Lets others have their turn. Called each few reads. */
  breathe: (() => Promise<void>) | null;
  /** Has another thread count a text, if one can just now: gives other memory for the next one. Null when none can. */
  lend: (lent: LentText) => ArrayBuffer | null;
  /** Opens what is no file, for the main thread. */
  openStream: (task: PartTask, sink: LineSink, buffer: ReadBuffer) => PullSource;
}

/** Others have their turn after so many reads, and ends of tasks. */
const BREATH = 4;

/** What is told of a log by its end alone, or means nothing to people. */
const SILENT: ReadonlySet<SourceEventName> = new Set(['opened', 'ended'] as const);

const NOTHING = Buffer.alloc(0);
const NO_MEMORY = new ArrayBuffer(0);

/** What is known of the format of a task's lines, from the user or from its log's first lines. */
export const knownFormatOf = ({ path, format }: PartTask, formatOf: (path: string) => Format | null): KnownFormat => {
  const said = formatOf(path);
  return { format: said ?? (format === null ? null : formatNamed(format)), isSaid: said !== null };
};

/** The error, with the log in which it came about where it is one of a user's report. */
const faultIn = ({ path }: PartTask, error: unknown): unknown => (error instanceof RecordFault ? error.in(path) : error);

/** Reads tasks in one thread, one after the other. */
export class TaskReader {
  private readonly buffer: ReadBuffer;
  private readonly counter: Counter<unknown>;
  private reader: PartReader<unknown>;
  private source = 0;
  private task = 0;
  /** of the next part of the task */
  private number = 0;
  /** of the part: lines that have been told of as progress */
  private told = 0;
  private sinceBreath = 0;
  private textMemory = NO_MEMORY;

  constructor(private readonly parts: TaskReaderParts) {
    const { settings, reading } = parts;
    this.buffer = createReadBuffer(settings.readSize, settings.maxLine);
    this.counter = reading.kind.newCounter(settings.seed);
    this.reader = this.newReader(null);
  }

  /** The tasks to come belong to a pass: see Pass.window. */
  begin(window: TimeWindow | null): void {
    this.reader = this.newReader(window);
  }

  /** Reads a task to its end, or until the run is stopped. */
  async read(task: number, what: PartTask): Promise<void> {
    this.task = task;
    this.number = 0;
    this.source = what.source;
    await this.waitAtGate();
    this.reader.start(knownFormatOf(what, this.parts.reading.formatOf));
    let isWhole: boolean;
    try {
      isWhole = await (what.range === null ? this.readWhole(what) : this.readPart(what));
    } catch (error) {
      throw faultIn(what, error);
    }
    this.hand(true, !isWhole);
    await this.breathe();
  }

  private newReader(window: TimeWindow | null): PartReader<unknown> {
    const { settings, reading, onEvent, onRemark } = this.parts;
    return new PartReader({
      detector: this.parts.detector,
      maxLine: settings.maxLine,
      filter: reading.filter,
      counter: window === null ? null : this.counter,
      window: window ?? { from: null, to: null },
      onRemark: (text) => {
        onRemark(this.source, text);
      },
      onEvent: (name, detail) => {
        if (!SILENT.has(name)) onEvent(this.source, name, detail);
      },
    });
  }

  /** Whether it was read to its end. */
  private async readPart(task: PartTask): Promise<boolean> {
    const { signs } = this.parts;
    const files = this.filesOf(task);
    let descriptor: number;
    try {
      descriptor = files.open(task.path);
    } catch (error) {
      this.fail(task, error);
      return true;
    }
    try {
      const part = openFilePart(files, descriptor, task.range!, this.reader, this.buffer);
      while (part.read()) {
        this.tellLines();
        if (signs.isStopped) return false;
        await this.breathe();
      }
    } finally {
      files.close(descriptor);
    }
    return true;
  }

  private async readWhole(task: PartTask): Promise<boolean> {
    const { signs, settings } = this.parts;
    const inOrder = new PartedLines(this.reader, settings.maxLine, settings.partSize, () => {
      this.hand(false, false);
    });
    const texts = task.isPacked ? this.newTexts(task, inOrder) : null;
    let source: PullSource;
    try {
      source = this.open(task, texts ?? inOrder);
    } catch (error) {
      this.fail(task, error);
      return true;
    }
    let more = true;
    try {
      while (more && !signs.isStopped) {
        more = await source.read();
        this.tellLines();
        await this.waitAtGate();
        await this.breathe();
      }
    } finally {
      source.close();
    }
    if (texts !== null) this.textMemory = texts.finish();
    // A stream may have been closed by whoever stopped the run.
    return !more && !(task.isOfMain && signs.isStopped);
  }

  /** Counts a part of a log that another thread decodes. */
  count(what: PartTask, lent: LentText): void {
    try {
      this.readText(what, lent);
    } catch (error) {
      throw faultIn(what, error);
    }
  }

  private readText(what: PartTask, { task, number, text, format }: LentText): void {
    const { reader } = this;
    this.task = task;
    this.number = number;
    this.source = what.source;
    reader.start(knownFormatOf({ ...what, format }, this.parts.reading.formatOf));
    for (let n = 0; n < text.tooLong; n += 1) reader.tooLong(NOTHING);
    reader.lines(Buffer.from(text.memory), 0, text.length);
    this.hand(false, false);
  }

  /** What takes the text of a compressed log. `inOrder` takes lines that can only be read one after the other. */
  private newTexts(task: PartTask, inOrder: LineSink): TextParts {
    const { settings, lend, onEvent, onRemark } = this.parts;
    const { source } = task;
    if (this.textMemory.byteLength === 0) this.textMemory = new ArrayBuffer(Math.max(settings.packedPartSize, 2 * this.buffer.bytes.length));
    let format: string | null = null;
    return new TextParts({
      memory: this.textMemory,
      onOpened: (head) => {
        const said = this.parts.reading.formatOf(task.path);
        const found = said ?? formatOfHead(this.parts.detector, head, (text) => {
          onRemark(source, text);
        });
        format = found?.name ?? null;
        return found?.isInOrder === true ? inOrder : null;
      },
      onPart: (text) => {
        const lent = { task: this.task, number: this.number, text, format };
        const memory = lend(lent);
        if (memory === null) this.readText(task, lent);
        else this.number += 1;
        return memory ?? text.memory;
      },
      onEvent: (name, detail) => {
        if (!SILENT.has(name)) onEvent(source, name, detail);
      },
    });
  }

  private open(task: PartTask, sink: LineSink): PullSource {
    if (task.isOfMain) return this.parts.openStream(task, sink, this.buffer);
    return openFinishedFile(task.path, sink, { files: this.filesOf(task), buffer: this.buffer });
  }

  private fail({ source, path }: PartTask, error: unknown): void {
    const { event, detail } = error instanceof SourceError ? error.trouble : troubleOf(error, () => this.parts.files.stat(path));
    this.parts.onEvent(source, event, detail);
  }

  /** The file system, in which a task's file is the one that was planned, and what is read of it is progress. */
  private filesOf({ descriptor, identity }: PartTask): FileSystem {
    const { files, signs, thread } = this.parts;
    return {
      ...files,
      open: (path) => {
        const opened = descriptor ?? (identity === null ? files.open(path) : openSame(files, path, identity));
        if (opened === null) throw new OtherFileError();
        return opened;
      },
      close: (opened) => {
        if (opened !== descriptor) files.close(opened);
      },
      read: (opened, buffer, offset, length, position) => {
        const bytes = files.read(opened, buffer, offset, length, position);
        signs.add(thread, bytes, 0);
        return bytes;
      },
    };
  }

  private hand(isLast: boolean, isCut: boolean): void {
    this.tellLines();
    this.told = 0;
    this.parts.onNews({ task: this.task, number: this.number, counted: this.reader.cut(), isLast, isCut });
    this.number += 1;
  }

  private tellLines(): void {
    const { read } = this.reader;
    this.parts.signs.add(this.parts.thread, 0, read - this.told);
    this.told = read;
  }

  private async waitAtGate(): Promise<void> {
    const { signs, look } = this.parts;
    while (!signs.isOpenFor(this.task) && !signs.isStopped) await look();
  }

  private async breathe(): Promise<void> {
    const { breathe } = this.parts;
    if (breathe === null) return;
    this.sinceBreath += 1;
    if (this.sinceBreath < BREATH) return;
    this.sinceBreath = 0;
    await breathe();
  }
}
