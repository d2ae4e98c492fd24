import { LogOrder } from '../core/log-order.js';
import type { Monitor } from '../core/monitor.js';
import { RecordRing } from '../core/record-ring.js';
import type { EpochSeconds, Seconds } from '../core/units.js';
import type { PullSource } from '../sources/source.js';
import type { Intake } from './intake.js';
import { ringRowsFor } from './pump.js';

/** Rows of the rings: nobody has to be caught up with, and so many stay in the processor's cache. */
const ROWS = 1 << 11;

/** No ring is smaller: enough rows to judge a record by those behind it. */
const LEAST_ROWS = 1 << 6;

/** Rows of all rings together, but for that. */
const ALL_ROWS = 1 << 16;

/** The same at a pace: it is not worth while to be far ahead of the clock. */
const PACED_ROWS = 1 << 6;

/** A source that is read when its lines are wanted. Its chunk stays untouched until it is read again. */
export interface ReplayInput {
  source: PullSource;
  intake: Intake;
}

/** Sources that are read one after the other, as if they were one: the generations of a log. */
export interface ReplayLane {
  /** Opens the next one; null when there is none. */
  next(): ReplayInput | null;
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
  lanes: readonly ReplayLane[];
  /** null reads as fast as it can */
  pace: Pace | null;
  /** asked for to stop: what was counted so far is what counts */
  stopped: () => boolean;
  /** Lets signals, keys and the screen have their turn; `idle` when there is nothing to do but wait for a writer. */
  breathe: (idle: boolean) => Promise<void>;
}

const hasLines = ({ intake }: ReplayInput): boolean => intake.waiting;

const rowsFor = (lanes: number): number => {
  let rows = ringRowsFor(lanes, ROWS);
  while (rows > LEAST_ROWS && rows * lanes > ALL_ROWS) rows /= 2;
  return rows;
};

/**
 * Reads sources to their ends by log time: pulls lines only when the order of the records asks for them, so that a full ring
 * stops the reading. Lanes are merged; what follows in a lane is opened when what stands before it has been read. Leaves the
 * last second open. The pace changes when things are told, never what.
 */
export const replay = async ({ monitor, lanes, pace, stopped, breathe }: ReplayConfig): Promise<void> => {
  const capacity = pace === null ? rowsFor(lanes.length) : PACED_ROWS;
  const rings = lanes.map(() => new RecordRing(capacity));
  const order = new LogOrder(monitor, rings);
  /** what is read in each lane; null before the first source, and behind the last one */
  const current: (ReplayInput | null)[] = lanes.map(() => null);
  const exhausted = lanes.map(() => true);

  /** Brings rows into a ring that has been drained: as many as fit, so that nothing depends on the size of blocks. */
  const pull = async (lane: number): Promise<void> => {
    const ring = rings[lane]!;
    while (ring.free > 0) {
      const input = current[lane] ?? null;
      if (input?.intake.waiting === true) input.intake.fill(ring);
      else if (input === null || exhausted[lane]) {
        current[lane] = lanes[lane]!.next();
        exhausted[lane] = false;
        if (current[lane] !== null) continue;
        order.end(lane);
        return;
      } else {
        const reading = input.source.read();
        const more = typeof reading === 'boolean' ? reading : await reading;
        exhausted[lane] = !more;
        // Whoever writes to a pipe wants to see what he wrote: it is not made to wait for a full ring.
        if (input.source.isLive && more) {
          input.intake.fill(ring);
          return;
        }
        // A line that never ends, or is longer than many blocks: nothing is counted meanwhile, and signals have their turn.
        if (more && !hasLines(input)) await breathe(false);
        if (stopped()) return;
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
      await breathe(current[next.lane]?.source.isLive ?? false);
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
