import type { AlertsView, AlertTransition } from './alert/alert.js';
import type { LineCounts, RejectedBy } from './line-counts.js';
import type { Bytes, EpochSeconds } from './units.js';

/** Hits by status class. `other` is a status outside 100-599 or `-`; it does not include 1xx. */
export interface StatusClasses {
  '1xx': number;
  '2xx': number;
  '3xx': number;
  '4xx': number;
  '5xx': number;
  other: number;
}

/** One section's share of an interval. */
export interface SectionCount {
  section: string;
  hits: number;
  /** hits with a status of 400-599 */
  errors: number;
  bytes: Bytes;
}

/** What one source contributed to an interval. */
export interface SourceCounts extends LineCounts {
  /** as the user named it; `-` is stdin */
  path: string;
  /** the recognised format's name, or null while nothing has been recognised */
  format: string | null;
}

/** A count of something with a text: a host, a failing request, a path. */
export interface KeyCount {
  key: string;
  count: number;
}

/** The most frequent keys of a bounded table. */
export interface TopKeys {
  /** most frequent first, ties by key */
  top: readonly KeyCount[];
  /** hits of keys that are not in `top` */
  rest: number;
  /** how far any count may be too low, and the most that a key missing altogether may have; 0 is exact */
  error: number;
}

/** Traffic summed over `[from, to)`. `hits = successes + errors + other`. */
export interface Traffic {
  from: EpochSeconds;
  to: EpochSeconds;
  hits: number;
  bytes: Bytes;
  /** status 200-399 */
  successes: number;
  /** status 400-599 */
  errors: number;
  /** everything else: 1xx, `-`, and odd ones */
  other: number;
  statusClasses: StatusClasses;
  /** all that are known, most hits first, ties by name */
  sections: readonly SectionCount[];
  /** hits whose section was lost to the bound on distinct sections */
  otherSections: Omit<SectionCount, 'section'>;
}

/** An interval's traffic and its account of lines. */
export interface IntervalReport extends Traffic {
  lines: LineCounts;
  rejectedBy: RejectedBy;
  sources: readonly SourceCounts[];
}

/** A closed reporting interval. */
export interface ReportEvent {
  type: 'report';
  report: IntervalReport;
  /** the newest 10 resolved alerts, and the active one */
  alerts: AlertsView;
  /**
   * `full`: to be shown whole. `silent`: no hits, and the interval before it had none either; a reader by log time
   * shows a row of these as one line.
   */
  kind: 'full' | 'silent';
}

/** What happened to a source. `detail` is a sentence for people, safe only after it was made printable. */
export interface SourceEvent {
  type: 'source';
  at: EpochSeconds;
  /** as the user named it; `-` is stdin */
  path: string;
  event: SourceEventName;
  detail: string | null;
  /** about how many bytes may be missing; absent where nothing is */
  missingBytes?: Bytes;
}

export const SOURCE_EVENTS = [
  'opened', // reading has begun
  'format', // the format was recognised, or changed; detail begins with its name
  'missing', // the file is not there (yet)
  'returned', // a missing or unreadable file can be read again
  'rotated', // another file stands at the name; the old one was read to its end
  'replaced', // the same, and the old one has no name any more
  'truncated', // the file became shorter, or was written anew; it is read from its beginning, or from where its end was cut off
  'drained', // a file that does not stand at the name any more was read to its end, and is given up; a pipe's writer has left
  'resumed', // reading goes on where an earlier run stopped
  'duplicate', // another followed name leads to the same file, or to the one that it is a copy of; it is read there
  'unreadable', // permission, a directory, an error of the disk; detail says which
  'line-too-long', // a line has more bytes than the limit; of many only the first is told at once, then each 10 s how many
  'no-field', // the filter asks for what is no field of the file's format, or can never be its value; detail says what
  'joined', // a file came that matches a glob
  'left', // a file that matched a glob is gone, and was read to its end
  'damaged', // part of a compressed file could not be read; detail says where
  'ended', // stdin, a finished file: nothing more will come
] as const;

export type SourceEventName = (typeof SOURCE_EVENTS)[number];

/** The whole run, told once at its end. */
export interface RunSummary extends IntervalReport {
  /** the busiest second's hits */
  maxRate: number;
  hosts: TopKeys;
  paths: TopKeys;
  /** `status method path`, such as `404 GET /favicon.ico` */
  failing: TopKeys;
  /** every alert that is still kept (the newest 10,000), oldest first */
  alerts: AlertsView['resolved'];
  /** alerts older than those */
  earlierAlerts: number;
}

/** All that the monitor tells. */
export type MonitorEvent = ReportEvent | AlertTransition | SourceEvent;
