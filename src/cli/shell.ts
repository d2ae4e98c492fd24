import type { EpochMs } from '../core/units.js';

/** What a command may know of the process around it. Only `src/main.ts` makes a real one. */
export interface Shell {
  readonly env: NodeJS.ProcessEnv;
  /** opened when first looked at: leave it alone unless the user named `-` or keys are wanted */
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** this process's number */
  readonly pid: number;
  /** Whether there is a process with this number, of whatever user. */
  isRunning(pid: number): boolean;
  /** the machine's clock */
  now(): EpochMs;
  /** milliseconds since some fixed moment, with decimals; never runs backwards */
  monotonic(): number;
  /** Calls `handler`, once, when a signal asks for an orderly end; soon, if one already has. */
  onStop(handler: (signal: NodeJS.Signals) => void): void;
  /**
   * Calls `handler`, once, on every way out, before any last message is printed: give the terminal back here.
   * It must neither throw nor wait. The newest handler is called first.
   */
  onDispose(handler: () => void): void;
}
