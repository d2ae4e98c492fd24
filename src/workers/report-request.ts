import type { Readable } from 'node:stream';
import type { SourceEventName } from '../core/report.js';
import type { Bytes } from '../core/units.js';
import type { Filter } from '../filter/filter.js';
import type { Format } from '../formats/format.js';
import type { ReportKind } from '../reports/report-kind.js';
import type { WindowChoice } from '../reports/time-window.js';
import type { ThreadPort } from './thread-messages.js';

/** How lines become records, and those a report. Each thread makes its own of what the user wrote. */
export interface Reading<Result> {
  kind: ReportKind<unknown, Result>;
  /** what the user said of the log at a path; null is to be recognised */
  formatOf: (path: string) => Format | null;
  /** which records count; null for all */
  filter: Filter | null;
}

/** What to report on. */
export interface ReportRequest<Result> {
  reading: Reading<Result>;
  window: WindowChoice;
  /** in the order of the command line, each once; `-` is stdin */
  paths: readonly string[];
  /** a line with more bytes is `too-long` */
  maxLine: Bytes;
  /** how many threads read, this one included; fewer do where more would not pay. 1 at least */
  workers: number;
  /** Starts a thread that reads by the same choices. Called only when one is needed. */
  newThread: () => ThreadPort;
}

/** How far a report has come. */
export interface ReportProgress {
  /** as they are stored: of a compressed log before it is decompressed */
  bytes: Bytes;
  /** how many there will be, by what is known; null while a pipe is read */
  total: Bytes | null;
  /** lines that were read for it, those that had to be read twice counted twice */
  lines: number;
}

/** What a report is told by whoever asks for it, and what it tells him. */
export interface ReportHooks {
  /** with that the report ends with what is known */
  stop: { readonly promise: Promise<void> };
  /** opened when it is to be read, and only then */
  stdin: () => Readable;
  /** Called some times a second while it works. */
  onProgress: (progress: ReportProgress) => void;
  /** What happened to a log, each thing once. One that cannot be read is told of, and the others are read all the same. */
  onEvent: (path: string, name: SourceEventName, detail: string | null) => void;
  /** What else people should know of a log, such as the format that was chosen of several; each once. */
  onRemark: (path: string, text: string) => void;
}
