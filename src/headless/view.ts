import type { GateResult } from '../core/gate.js';
import type { MonitorEvent, RunSummary } from '../core/report.js';
import type { EpochSeconds } from '../core/units.js';

/** What a headless run tells, and in which form. Nothing is sure to be out before `flush` has resolved. */
export interface View {
  event(event: MonitorEvent): void;
  /** A `[MONITOR]` line: on stdout in text, on stderr beside JSON. */
  monitor(at: EpochSeconds, message: string): void;
  /**
   * The end of the run, told once; what was held back comes before it. Null when there is nothing to sum up, or nobody
   * wants it. Which gates were hit is told on stderr by the command, in every mode.
   */
  summary(summary: RunSummary | null, gates: readonly GateResult[], exitCode: number): void;
  /** Resolves when everything told so far has been taken. Rejects as the writers do. */
  flush(): Promise<void>;
}

/** What depends on whether a log is read to its end, or followed. */
export interface ViewOptions {
  /** silent intervals in a row are told as one, instead of each by itself: for reading by log time */
  mergeSilence: boolean;
  /** characters that may wait for the reader before reports and source events are left out; a log that is read to its end waits for him instead */
  maxWaiting?: number;
}
