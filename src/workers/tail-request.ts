import type { Bytes, EpochMs, Seconds } from '../core/units.js';
import type { ReportRun } from '../reports/report-run.js';
import type { WindowChoice } from '../reports/time-window.js';
import type { GlobMembersOptions } from '../sources/globs/glob-members.js';
import type { Reading, ReportHooks } from './report-request.js';

/** What to report on again and again. */
export interface TailRequest<Result> {
  reading: Reading<Result>;
  /** `seconds` is the length of windows that follow each other, each at a multiple of it in UTC; bounds are for one window alone */
  window: WindowChoice;
  /** as in ReportRequest */
  paths: readonly string[];
  /** files that come and go: read as long as they match */
  globs: Pick<GlobMembersOptions, 'scan' | 'present'> | null;
  maxLine: Bytes;
  /** between two reports */
  sleep: Seconds;
  /** how long after its end, by the times of records, a window takes records that come out of order */
  maxLag: Seconds;
}

export interface TailHooks<Result> extends Omit<ReportHooks, 'onProgress'> {
  /** the machine's clock: no record moves the time much beyond it */
  now: () => EpochMs;
  /** A line for people. */
  tell: (message: string) => void;
  /** Nothing is read before it resolves. */
  onReport: (run: ReportRun<Result>) => Promise<void>;
}
