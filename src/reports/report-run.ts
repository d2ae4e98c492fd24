import type { LineCounts, RejectedBy } from '../core/line-counts.js';
import type { ConnectionsResult } from './connections/connections-result.js';
import type { OwnResult } from './own/own-result.js';
import type { TimeWindow } from './time-window.js';
import type { TrafficResult } from './traffic/traffic-result.js';

/** What one log contributed. */
export interface SourceLines extends Omit<LineCounts, 'future'> {
  /** as the user named it; `-` is stdin */
  path: string;
  /** the format's name, or null when none was recognised */
  format: string | null;
}

/** A report over logs, as views show it. */
export interface ReportRun<Result> {
  /** the instants of its bounds; where there was no bound those of the oldest and the newest record, null when there is none */
  window: TimeWindow;
  /** the times of the oldest and the newest record in the logs, whatever the window; null when that is not known */
  held: TimeWindow | null;
  /** true when it was cut short: there is more in the logs than was read */
  isPartial: boolean;
  /** true while its window may get more records: of logs that are read on */
  isOpen: boolean;
  result: Result;
  sources: readonly SourceLines[];
  lines: Omit<LineCounts, 'future'>;
  rejectedBy: RejectedBy;
}

export type ReportResult = TrafficResult | ConnectionsResult | OwnResult;
