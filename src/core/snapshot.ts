import type { AlertsView } from './alert/alert.js';
import type { LineCounts, RejectedBy, RejectReason } from './line-counts.js';
import type { SourceCounts, SourceEventName, TopKeys, Traffic } from './report.js';
import type { Bytes, EpochSeconds, Seconds } from './units.js';

/** The reporting windows that a view can choose: their length in seconds, or the whole run. */
export const SPANS = [10, 60, 300, 'all'] as const;
export type Span = (typeof SPANS)[number];

/** One window of traffic with its top lists. */
export interface WindowView extends Traffic {
  span: Span;
  hosts: TopKeys;
  /** `status method path`, such as `404 GET /favicon.ico` */
  failing: TopKeys;
}

/** Requests/s and errors/s in equal steps; the last step ends at the snapshot's `now`. */
export interface Series {
  /** the length of one step; a rate is the mean over its step */
  step: Seconds;
  /** oldest first */
  hits: readonly number[];
  errors: readonly number[];
}

/** A line as it stood in the log. */
export interface RawLine {
  /** decoded as UTF-8, not yet made printable */
  text: string;
  source: string;
  /** its status, or null when it was rejected */
  status: number | null;
}

/** A line that was no record. */
export interface RejectedLine {
  /** decoded as UTF-8, cut to 1 KiB, not yet made printable */
  text: string;
  source: string;
  reason: RejectReason;
}

export interface SourceStatus extends SourceCounts {
  /** the last thing that happened to it */
  event: SourceEventName;
  detail: string | null;
}

/** The monitor's state at a tick, as plain values: what a view draws. */
export interface Snapshot {
  /** the last tick's instant */
  now: EpochSeconds;
  startedAt: EpochSeconds;
  rates: {
    /** hits of the last closed second */
    lastSecond: number;
    /** mean requests/s over the last 10 s */
    mean10: number;
    /** mean requests/s over the alert window: what the rule judges */
    alertMean: number;
    /** bytes/s over the last 10 s */
    bytes10: Bytes;
    /** share of errors among the hits of the last 10 s; 0 when there were none */
    errorShare10: number;
  };
  threshold: number;
  alertWindow: Seconds;
  window: WindowView;
  /** 900 steps of one second, the newest last */
  seconds: Series;
  /** 1,440 steps of a minute, the newest last */
  minutes: Series;
  alerts: AlertsView;
  lines: LineCounts;
  rejectedBy: RejectedBy;
  sources: readonly SourceStatus[];
  /** hits over the whole run */
  totalHits: number;
}
