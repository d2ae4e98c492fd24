import type { CountedPart } from '../app/part-reader.js';
import type { SourceEventName } from '../core/report.js';
import type { TimeWindow } from '../reports/time-window.js';
import type { PartTask, RunSettings } from './part-task.js';
import type { TextPart } from './text-parts.js';

/** A thread that helps, as its owner sees it. */
export interface ThreadPort {
  postMessage: (message: ToThread, transfer?: readonly ArrayBuffer[]) => void;
  /** Sets who is told what it posts. */
  onMessage: (listener: (message: FromThread) => void) => void;
  /** Sets who is told that it died: by an error, or because it ended before it was asked to. */
  onDeath: (listener: (error: Error) => void) => void;
  /** Ends it at once. */
  terminate: () => Promise<void>;
}

/** The way back to its owner, as a thread sees it. */
export interface OwnerPort {
  postMessage: (message: FromThread, transfer: readonly ArrayBuffer[]) => void;
  onMessage: (listener: (message: ToThread) => void) => void;
}

/** One way through the logs. */
export interface Pass {
  tasks: readonly PartTask[];
  /** of the records to be counted; null looks at the times of all records, and counts nothing */
  window: TimeWindow | null;
  /** shared: of each task whether somebody has taken it */
  claims: SharedArrayBuffer;
}

export type ToThread =
  | {
      type: 'pass';
      pass: Pass;
      /** how many passes there were with it */
      number: number;
      settings: RunSettings;
      /** of SharedSigns */
      signs: SharedArrayBuffer;
      /** the thread's number there */
      thread: number;
    }
  /** counts a part of a task that another thread decodes */
  | ({ type: 'text' } & LentText)
  /** a gate was opened, or the run is to stop: look again */
  | { type: 'look' };

/** A part of a decoded log that another thread may count. */
export interface LentText {
  task: number;
  /** among the parts of the task */
  number: number;
  text: TextPart;
  /** the name of the format that the log's first lines have */
  format: string | null;
}

/** What has been read of a task. */
export interface TaskNews {
  task: number;
  /** of the part among those of the task */
  number: number;
  counted: CountedPart<unknown>;
  /** nothing more will come of it */
  isLast: boolean;
  /** there was more to read: it was stopped */
  isCut: boolean;
}

export type FromThread =
  | ({ type: 'part' } & TaskNews)
  /** a lent text was counted: its memory, back again */
  | { type: 'returned'; memory: ArrayBuffer }
  /** there is no task left to be taken: texts can be */
  | { type: 'idle'; number: number }
  | { type: 'event'; source: number; name: SourceEventName; detail: string | null }
  | { type: 'remark'; source: number; text: string }
  | { type: 'failed'; error: unknown }
  /** a UserError: of a class of ours no more than its texts would arrive */
  | { type: 'mistake'; message: string; hint: string | null };
