import type { Monitor } from '../core/monitor.js';
import { RecordRing } from '../core/record-ring.js';
import type { EpochSeconds, Seconds } from '../core/units.js';
import type { Intake } from './intake.js';
import { LaneRings } from './lane-rings.js';

/** Rows of the ring between the tailer and the tick. */
export const RING_ROWS = 1 << 16;

/** Rows at which the ring is drained before the tick: new keys always find room until then. */
export const EARLY = (RING_ROWS / 4) * 3;

/** By log time: how long the log may be silent before the clock goes on by itself. */
const SILENCE: Seconds = 5;

/** The one place where lines and ticks interleave. Lines are pushed in; a clock says when a second is over. */
export interface Pump {
  /** Takes the lines that wait at an intake. To be wired to its `onWaiting`. */
  take(intake: Intake): void;
  /** Nothing more will come from an intake: what came is counted, and its source has left. Another one may take its place. */
  end(intake: Intake): void;
  /**
   * Counts what has come so far, between two ticks; true when that is all of it. By log time a record may have to wait for
   * those behind it; with `force` it is judged by those that are there.
   */
  settle(force: boolean): boolean;
  /** A second of the machine's clock is over; `instant` is its end. */
  tick(instant: EpochSeconds): void;
  /** Counts what is still there and closes the run. */
  finish(): void;
}

/** Records belong to the second in which they arrive. `start` is the second in which the run begins. */
export const createArrivalPump = (monitor: Monitor, start: EpochSeconds): Pump => {
  const ring = new RecordRing(RING_ROWS);
  monitor.begin(start);
  return {
    take(intake) {
      while (intake.waiting) {
        intake.fill(ring, EARLY);
        if (ring.length >= EARLY) monitor.drain(ring);
      }
    },
    end({ source }) {
      monitor.drain(ring);
      monitor.departSource(source);
    },
    settle() {
      monitor.drain(ring);
      return true;
    },
    tick(instant) {
      monitor.drain(ring);
      monitor.advanceTo(instant);
    },
    finish() {
      monitor.drain(ring);
      monitor.finish();
    },
  };
};

/**
 * Records belong to the second of their own timestamps. When no line has come for 5 s, the clock goes on with the machine's,
 * so that windows empty and alerts resolve on a silent log. Each source that has rows has a ring of its own for as long.
 *
 * @param sources how many there may be at a time, about: rings are the smaller, the more there are
 */
export const createLogPump = (monitor: Monitor, sources: number): Pump => {
  const rings = new LaneRings(monitor, ringRowsFor(sources));
  let fresh = false;
  let silentFor: Seconds = 0;
  let lastInstant: EpochSeconds | null = null;

  return {
    take(intake) {
      fresh ||= intake.waiting;
      while (intake.waiting) {
        intake.fill(rings.of(intake.source));
        if (rings.isCrowded(intake.source, EARLY)) rings.drain();
      }
    },
    end({ source }) {
      rings.end(source);
      monitor.departSource(source);
    },
    settle(force) {
      rings.drain();
      if (force) rings.endAll();
      return rings.isEmpty;
    },
    tick(instant) {
      const elapsed = lastInstant === null ? 1 : instant - lastInstant;
      lastInstant = instant;
      rings.drain();
      silentFor = fresh ? 0 : silentFor + elapsed;
      fresh = false;
      if (silentFor > SILENCE) monitor.advanceTo(monitor.openAt + elapsed);
    },
    finish() {
      rings.drain();
      rings.endAll();
      monitor.finish();
    },
  };
};

/** Rows of each ring when every source has its own: together about `rows`, but never too few to be useful. */
export const ringRowsFor = (sources: number, rows = RING_ROWS): number => {
  let share = rows;
  while (share > 1024 && share * sources > rows) share /= 2;
  return share;
};
