import type { Engine } from '../../app/engine.js';
import type { GateResult } from '../../core/gate.js';
import type { MonitorEvent } from '../../core/report.js';
import type { MonitorOptions } from '../options.js';
import type { Shell } from '../shell.js';
import type { Stop } from './stop.js';
import { createDashboardOutput } from './dashboard-output.js';
import { createHeadlessOutput } from './headless-output.js';

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

const isDumb = (shell: Shell): boolean => !shell.stdout.isTTY || shell.env['TERM'] === 'dumb';

const wantsColor = ({ color }: MonitorOptions, shell: Shell): boolean => {
  const noColor = shell.env['NO_COLOR'];
  if (noColor !== undefined && noColor !== '') return false;
  return color === 'always' || (color === 'auto' && !isDumb(shell));
};

/** The dashboard where there is a terminal for it and nobody asked for text; else text or JSON. */
export const createOutput = (options: MonitorOptions, shell: Shell, stop: Stop, readsStdin: boolean): Promise<Output> =>
  options.headless || isDumb(shell)
    ? createHeadlessOutput(options, shell, stop, wantsColor(options, shell))
    : Promise.resolve(createDashboardOutput(shell, stop, readsStdin, wantsColor(options, shell)));
