import type { MonitorEvent, RunSummary, SourceEvent } from '../../core/report.js';
import { UserError } from '../../core/user-error.js';

/** Notes what could not be read, for a run that reads logs to their ends. */
export interface Unread {
  note(event: MonitorEvent): void;
  /** What is to be said when not a line of any log could be read; null when a log was empty, or had lines. */
  failure(summary: RunSummary): UserError | null;
}

const isTrouble = ({ event }: SourceEvent): boolean => event === 'unreadable' || event === 'damaged' || event === 'missing';

export const createUnread = (): Unread => {
  const troubles = new Map<string, string>();
  return {
    note(event) {
      if (event.type === 'source' && isTrouble(event)) troubles.set(event.path, event.detail ?? event.event);
    },
    failure({ lines, sources }) {
      const isRead = lines.read > 0 || sources.length === 0 || sources.some(({ path }) => !troubles.has(path));
      if (isRead) return null;
      return new UserError(`nothing could be read: ${[...troubles].map(([path, detail]) => `${path}: ${detail}`).join('; ')}`);
    },
  };
};
