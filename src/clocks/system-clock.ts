import type { EpochMs, EpochSeconds, Seconds } from '../core/units.js';

/** What ticks run on. */
export interface TickTimers {
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface TickOptions {
  /** called with each whole second when it has ended: instants rise by one, each is told once */
  onTick: (instant: EpochSeconds) => void;
  /** the machine's clock; may jump */
  now?: () => EpochMs;
  timers?: TickTimers;
  /** after a stall, the newest missed ticks that are made up for: the ring of buckets; 900 unless said otherwise */
  limit?: Seconds;
}

const DEFAULT_LIMIT = 900;
/** A clock that falls behind by no more than this was corrected: it is waited for. */
const SMALL_STEP: EpochMs = 2_000;

const nodeTimers: TickTimers = {
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout);
  },
};

/**
 * Ticks at whole seconds of the machine's clock. Missed ticks come in order, older ones than `limit` are left out. Ticks
 * never go backwards: when the clock is set back they go on at one a second from the last one, until the clock has come
 * past them. Returns what stops it.
 */
export const startTicks = (options: TickOptions): (() => void) => {
  const { onTick, now = Date.now, timers = nodeTimers, limit = DEFAULT_LIMIT } = options;
  let last: EpochSeconds = Math.floor(now() / 1000);
  /** how far the ticks are ahead of a clock that was set back */
  let ahead: EpochMs = 0;
  let timer: unknown = null;
  let stopped = false;

  const read = (): EpochMs => {
    const clock = now();
    if (clock >= last * 1000) ahead = 0;
    else if (clock + ahead < last * 1000 - SMALL_STEP) ahead = last * 1000 - clock;
    return clock + ahead;
  };

  const arm = (): void => {
    timer = timers.setTimeout(run, Math.max(1, Math.ceil((last + 1) * 1000 - read())));
  };

  const run = (): void => {
    const due = Math.floor(read() / 1000);
    last = Math.max(last, due - limit);
    while (last < due && !isStopped()) {
      last += 1;
      onTick(last);
    }
    if (!isStopped()) arm();
  };

  const isStopped = (): boolean => stopped;

  arm();
  return () => {
    stopped = true;
    timers.clearTimeout(timer);
  };
};
