import type { Engine } from '../../app/engine.js';
import type { GateResult } from '../../core/gate.js';
import type { MonitorEvent } from '../../core/report.js';

/** How a run is shown: one of the views, with what the run asks of it. */
export interface Output {
  /** a person looks at it, with raw lines and windows of his choice */
  readonly isDashboard: boolean;
  /** its reader has gone: nothing is judged any more */
  readonly closed: boolean;
  event: (event: MonitorEvent) => void;
  /** A line of the monitor's about itself. */
  monitor: (message: string) => void;
  /** The same, of something that a person at the dashboard must know of too. */
  notice: (message: string) => void;
  /** The run begins. `isReplay` as long as a log is read by its own time. */
  open(engine: Engine, mode: { isReplay: boolean; hasEnded(): boolean }): Promise<void>;
  /** A second is over, or a block was read: show what is new. Resolves when the reader is ready for more. */
  refresh(): Promise<void>;
  /** The source has ended. Resolves when the user has seen enough. */
  linger(): Promise<void>;
  /** The run is over. */
  close(engine: Engine, gates: readonly GateResult[], exitCode: number): Promise<void>;
}
