import { LineAccounts } from './line-accounts.js';
import type { LinesReport } from './line-accounts.js';
import type { SourceCounts, SourceEvent, SourceEventName } from './report.js';
import type { SourceStatus } from './snapshot.js';
import type { EpochSeconds } from './units.js';

interface SourceState {
  path: string;
  format: string | null;
  event: SourceEventName;
  detail: string | null;
}

/** What is known of each source, and its account of lines. Sources are numbered as they are added. */
export class SourceBook {
  readonly accounts = new LineAccounts();
  private readonly states: SourceState[] = [];

  /** Makes a source known; gives its number. */
  add(path: string): number {
    this.accounts.addSource();
    return this.states.push({ path, format: null, event: 'missing', detail: null }) - 1;
  }

  /** Notes the source's format; gives the event of it, or null when it had that one already. */
  setFormat(source: number, format: string, at: EpochSeconds): SourceEvent | null {
    const state = this.states[source]!;
    if (state.format === format) return null;
    state.format = format;
    return { type: 'source', at, path: state.path, event: 'format', detail: format };
  }

  /** Notes what happened to a source; gives the event of it. */
  setEvent(source: number, event: SourceEventName, detail: string | null, at: EpochSeconds): SourceEvent {
    const state = this.states[source]!;
    // It says nothing about whether the source can be read.
    if (event !== 'line-too-long') {
      state.event = event;
      state.detail = detail;
    }
    return { type: 'source', at, path: state.path, event, detail };
  }

  /** The sources beside their share of an account. */
  counts(lines: LinesReport): SourceCounts[] {
    return this.states.map(({ path, format }, i) => ({ path, format, ...lines.sources[i]! }));
  }

  /** The same with the last thing that happened to each. */
  statuses(lines: LinesReport): SourceStatus[] {
    return this.states.map((state, i) => ({ ...state, ...lines.sources[i]! }));
  }
}
