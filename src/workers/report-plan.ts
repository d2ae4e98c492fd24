import { formatOfHead } from '../app/head-format.js';
import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';
import type { Detector } from '../formats/detection.js';
import type { Format } from '../formats/format.js';
import { compressionOfFile } from '../sources/compressed/compression.js';
import { descriptorLimit } from '../sources/descriptor-limit.js';
import type { FileStat, FileSystem } from '../sources/file-system.js';
import { textStart } from '../sources/finished/file-part.js';
import { orderFinished } from '../sources/finished/finished-order.js';
import type { OrderedFile } from '../sources/finished/finished-order.js';
import { createReadBuffer } from '../sources/read-buffer.js';
import { troubleOf } from '../sources/trouble.js';
import type { PartTask, RunSettings } from './part-task.js';

const STDIN = '-';

/** Files that stay open at most: one that is renamed meanwhile is read all the same. */
const MOST_OPEN = 256;

/** The bytes of a log's beginning in which its format is recognised. */
const HEAD: Bytes = 64 * 1024;

/** Compressed logs hold about so many times more. */
const PACKED = 8;

export interface PlanParts {
  paths: readonly string[];
  settings: RunSettings;
  formatOf: (path: string) => Format | null;
  detector: Detector;
  files: FileSystem;
  /** descriptors of files that hold what came from a pipe, by its path */
  spooled: ReadonlyMap<string, number>;
  onEvent: (source: number, name: SourceEventName, detail: string | null) => void;
  onRemark: (source: number, text: string) => void;
}

/** What is to be read, in the order in which it counts. */
export interface ReportPlan {
  tasks: PartTask[];
  /** about how much text there is in files */
  text: Bytes;
  /** bytes that are stored in files */
  stored: Bytes;
  /** there is a pipe, too */
  hasStream: boolean;
  /** Closes all files that are held open. */
  close: () => void;
}

/** Finds out what is to be read: files in the order of FinishedOrder, stdin before or behind them as it was named. */
export const planReport = (parts: PlanParts): ReportPlan => new Planner(parts).plan();

class Planner {
  private readonly tasks: PartTask[] = [];
  private readonly held: number[] = [];
  private readonly mostHeld = Math.min(MOST_OPEN, Math.floor(descriptorLimit() / 2));
  private readonly buffer;
  private text: Bytes = 0;
  private stored: Bytes = 0;

  constructor(private readonly parts: PlanParts) {
    this.buffer = createReadBuffer(HEAD, parts.settings.maxLine);
  }

  plan(): ReportPlan {
    const { paths, files, spooled } = this.parts;
    const named = paths.filter((path) => path !== STDIN && !spooled.has(path));
    const { groups } = orderFinished(files, named, (path, event, detail) => {
      this.parts.onEvent(this.sourceOf(path), event, detail);
    });
    const isFirst = paths[0] === STDIN;
    if (isFirst) this.addStdin();
    for (const path of paths) if (path !== STDIN && spooled.has(path)) this.addSpooled(path);
    for (const file of groups.flat()) this.addFile(file);
    if (!isFirst && paths.includes(STDIN)) this.addStdin();
    return {
      tasks: this.tasks,
      text: this.text,
      stored: this.stored,
      hasStream: this.tasks.some(({ isOfMain }) => isOfMain),
      close: () => {
        for (const descriptor of this.held.splice(0)) files.close(descriptor);
      },
    };
  }

  private sourceOf(path: string): number {
    return this.parts.paths.indexOf(path);
  }

  private addStdin(): void {
    if (this.parts.spooled.has(STDIN)) this.addSpooled(STDIN);
    else this.addStream(STDIN, null);
  }

  private addStream(path: string, stat: FileStat | null): void {
    this.tasks.push({ source: this.sourceOf(path), path, descriptor: null, identity: stat, size: 0, isOfMain: true, isPacked: false, range: null, format: null });
  }

  private addSpooled(path: string): void {
    const descriptor = this.parts.spooled.get(path)!;
    this.addOpen(path, descriptor, this.parts.files.fstat(descriptor), true);
  }

  private addFile({ path, stat, twin }: OrderedFile): void {
    const { files, onEvent } = this.parts;
    if (stat.kind !== 'file') {
      this.addStream(path, stat);
      return;
    }
    let descriptor: number | null = null;
    try {
      descriptor = files.open(path);
      const isHeld = this.held.length < this.mostHeld;
      this.addOpen(path, descriptor, files.fstat(descriptor), isHeld);
      if (isHeld) this.held.push(descriptor);
      else files.close(descriptor);
    } catch (error) {
      if (descriptor !== null) files.close(descriptor);
      const { event, detail } = troubleOf(error, () => files.stat(path));
      onEvent(this.sourceOf(path), event, detail);
      if (twin !== null) this.addFile(twin);
    }
  }

  private addOpen(path: string, descriptor: number, { device, inode, size }: FileStat, isHeld: boolean): void {
    const { files, settings } = this.parts;
    const source = this.sourceOf(path);
    const isPacked = compressionOfFile(files, descriptor) !== null;
    const task: PartTask = { source, path, descriptor: isHeld ? descriptor : null, identity: { device, inode }, size, isOfMain: false, isPacked, range: null, format: null };
    const parted = isPacked || size <= settings.partSize ? null : this.divide(task, descriptor);
    this.tasks.push(...(parted ?? [task]));
    this.stored += size;
    this.text += isPacked ? size * PACKED : size;
  }

  /** The parts of a file; null when its lines can only be read one after the other. */
  private divide(task: PartTask, descriptor: number): PartTask[] | null {
    const { files, settings, formatOf, onEvent } = this.parts;
    const { source, path, size } = task;
    const said = formatOf(path);
    if (said?.isInOrder === true) return null;
    const start = textStart(files, descriptor, size, this.buffer, (detail) => {
      onEvent(source, 'unreadable', detail);
    });
    const format = said === null ? this.recognise(source, descriptor, start) : null;
    if (format?.isInOrder === true) return null;
    const { partSize } = settings;
    const parts: PartTask[] = [];
    // A file of NUL bytes alone has no text.
    for (let at = Math.floor(start / partSize) * partSize; at < size && start < size; at += partSize) {
      const from = Math.max(at, start);
      const to = Math.min(at + partSize, size);
      parts.push({ ...task, size: to - from, range: { from, to, isLineStart: from === start, size }, format: format?.name ?? null });
    }
    return parts;
  }

  private recognise(source: number, descriptor: number, start: Bytes): Format | null {
    const { bytes } = this.buffer;
    const { files, onRemark } = this.parts;
    return formatOfHead(this.parts.detector, bytes.subarray(0, files.read(descriptor, bytes, 0, HEAD, start)), (text) => {
      onRemark(source, text);
    });
  }
}
