/** The timers that sources and clocks run on; a test gives its own. */
export interface Timers {
  /** the timer keeps the process alive */
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  setImmediate(run: () => void): unknown;
  /** milliseconds on a clock that never goes back */
  now(): number;
}

/** Node's. */
export const nodeTimers: Timers = {
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout);
  },
  setImmediate: (run) => setImmediate(run),
  now: () => performance.now(),
};
