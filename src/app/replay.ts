import { LogOrder } from '../core/log-order.js';
import type { Monitor } from '../core/monitor.js';
import { RecordRing } from '../core/record-ring.js';
import type { EpochSeconds, Seconds } from '../core/units.js';
import type { PullSource } from '../sources/source.js';
import type { Intake } from './intake.js';
import { ringRowsFor } from './pump.js';

/** Rows of the rings: nobody has to be caught up with, and so many stay in the processor's cache. */
const ROWS = 1 << 11;

/** The same at a pace: it is not worth while to be far ahead of the clock. */
const PACED_ROWS = 1 << 6;

/** A source that is read when its lines are wanted. Its chunk stays untouched until it is read again. */
export interface ReplayInput {
  source: PullSource;
  intake: Intake;
}

/** How fast log time may pass. */
export interface Pace {
  /** log time that has passed since some fixed moment; whole or not */
  elapsed(): Seconds;
  /** Waits until a little more has passed, or somebody asked to stop. */
  wait(): Promise<void>;
}

export interface ReplayConfig {
  monitor: Monitor;
  inputs: readonly ReplayInput[];
  /** null reads as fast as it can */
  pace: Pace | null;
  /** asked for to stop: what was counted so far is what counts */
  stopped: () => boolean;
  /** Lets signals, keys and the screen have their turn; `idle` when there is nothing to do but wait for a writer. */
  breathe: (idle: boolean) => Promise<void>;
}

/**
 * Reads sources to their ends by log time: pulls lines only when the order of the records asks for them, so that a full ring
 * stops the reading. Leaves the last second open. The pace changes when things are told, never what.
 */
export const replay = async ({ monitor, inputs, pace, stopped, breathe }: ReplayConfig): Promise<void> => {
  const capacity = pace === null ? ringRowsFor(inputs.length, ROWS) : PACED_ROWS;
  const rings = inputs.map(() => new RecordRing(capacity));
  const order = new LogOrder(monitor, rings);
  const exhausted = inputs.map(() => false);

  /** Brings rows into a ring that has been drained: as many as fit, so that nothing depends on the size of blocks. */
  const pull = async (lane: number): Promise<void> => {
    const { source, intake } = inputs[lane]!;
    const ring = rings[lane]!;
    while (ring.free > 0) {
      if (intake.waiting) intake.fill(ring);
      else if (exhausted[lane]) {
        order.end(lane);
        return;
      } else {
        const more = source.read();
        exhausted[lane] = !(typeof more === 'boolean' ? more : await more);
        // Whoever writes to a pipe wants to see what he wrote: it is not made to wait for a full ring.
        if (source.isLive && !exhausted[lane]) {
          intake.fill(ring);
          return;
        }
      }
    }
  };

  // The log time at which the pace's clock stood at 0.
  let base: EpochSeconds = Number.NaN;
  /** Moves to where log time may be by now; gives the second before which records may be counted. */
  const keepPace = (clock: Pace, next: EpochSeconds): EpochSeconds => {
    if (Number.isNaN(base)) base = next - clock.elapsed();
    if (monitor.leap(next)) base = monitor.openAt - clock.elapsed();
    const until = Math.floor(base + clock.elapsed()) + 1;
    if (!Number.isNaN(monitor.openAt)) monitor.advanceTo(Math.min(next, until - 1));
    return until;
  };

  while (!stopped()) {
    const next = order.next(true);
    if (next.kind === 'starved') {
      await breathe(inputs[next.lane]!.source.isLive);
      await pull(next.lane);
    } else if (next.kind === 'empty') break;
    else if (pace === null) order.run(Number.POSITIVE_INFINITY, true);
    else {
      // A line that is no record has no time to wait for.
      const until = next.key === Number.NEGATIVE_INFINITY ? -Number.MAX_VALUE : keepPace(pace, next.key);
      if (next.key < until) order.run(until, true);
      else await pace.wait();
    }
    monitor.relieve(rings);
  }
};
