import type { SourceEventName } from '../../core/report.js';
import { UserError } from '../../core/user-error.js';

/** Events by which lines may be missing, or would be read twice. */
const TOLD: ReadonlySet<SourceEventName> = new Set(['missing', 'unreadable', 'damaged', 'duplicate', 'returned', 'truncated'] as const);

/** Events by which lines of a source are missing. */
const GAPS: ReadonlySet<SourceEventName> = new Set(['missing', 'unreadable', 'damaged', 'truncated'] as const);

/** Events of a source of which nothing may have been read. */
const UNREAD: ReadonlySet<SourceEventName> = new Set(['missing', 'unreadable', 'damaged'] as const);

/** What went wrong with the sources of a command that reads them to their ends. */
export interface Troubles {
  open(path: string): void;
  note(path: string, event: SourceEventName, detail: string | null): void;
  /** Something else that people should know of a source; once each. */
  remark(path: string, text: string): void;
  /** Tells what has been noted. Until then it is kept, since a run that cannot begin tells it as a whole. */
  tell(): void;
  /** a source could not be read, or not whole */
  readonly hasGaps: boolean;
  /** What is to be said when not a line of any source could be read; null when one was empty. */
  failure(): UserError | null;
}

export const createTroubles = (tell: (message: string) => void): Troubles => {
  const opened = new Set<string>();
  const unread = new Map<string, string>();
  const untold: string[] = [];
  const remarks = new Set<string>();
  let hasGaps = false;
  return {
    open: (path) => {
      opened.add(path);
    },
    note: (path, event, detail) => {
      if (GAPS.has(event)) hasGaps = true;
      if (UNREAD.has(event)) unread.set(path, detail ?? event);
      if (TOLD.has(event)) untold.push(`${path}: ${detail ?? event}`);
    },
    remark: (path, text) => {
      const message = `${path}: ${text}`;
      if (!remarks.has(message)) untold.push(message);
      remarks.add(message);
    },
    tell: () => {
      for (const message of untold.splice(0)) tell(message);
    },
    get hasGaps() {
      return hasGaps;
    },
    failure: () => {
      if (opened.size === 0 || [...opened].some((path) => !unread.has(path))) return null;
      return new UserError(`nothing could be read: ${[...unread].map(([path, detail]) => `${path}: ${detail}`).join('; ')}`);
    },
  };
};
