import type { Seconds } from '../../core/units.js';
import type { Shell } from '../shell.js';

/** Whether the run shall end, and the means to say so. Asked for by a signal, `q`, `--duration`, a reader that left. */
export interface Stop {
  readonly requested: boolean;
  /** resolves when it is requested */
  readonly promise: Promise<void>;
  request: () => void;
  /** the signal that asked for it; null when none did */
  readonly signal: NodeJS.Signals | null;
}

/** Ends with the shell's signals, and after `duration` if there is one. */
export const createStop = (shell: Shell, duration: Seconds | null): Stop => {
  let requested = false;
  let signal: NodeJS.Signals | null = null;
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const request = (): void => {
    requested = true;
    resolve();
  };
  shell.onStop((by) => {
    signal = by;
    request();
  });
  if (duration !== null) setTimeout(request, Math.min(duration * 1000, 2 ** 31 - 1)).unref();
  return {
    get requested() {
      return requested;
    },
    promise,
    request,
    get signal() {
      return signal;
    },
  };
};
