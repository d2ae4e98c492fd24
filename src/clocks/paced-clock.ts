import type { EpochSeconds } from '../core/units.js';

/** A log's time as it passes in a replay. Milliseconds are those of a clock that never goes back. */
export interface PacedClock {
  /** log time at a moment of the viewer's, in seconds, with fractions */
  at(milliseconds: number): EpochSeconds;
  /** how many milliseconds after `milliseconds` log time reaches `instant`; 0 when it has */
  until(instant: EpochSeconds, milliseconds: number): number;
}

/**
 * A clock that shows `first` at `startedAt` and runs `speed` times as fast as the viewer's.
 *
 * @example
 * const clock = pacedClock({ first: 1_000, speed: 60, startedAt: 0 });
 * clock.at(500); // 1030: half a second later, half a minute of the log has passed
 */
export const pacedClock = (options: { first: EpochSeconds; speed: number; startedAt: number }): PacedClock => {
  const { first, speed, startedAt } = options;
  return {
    at: (milliseconds) => first + ((milliseconds - startedAt) / 1000) * speed,
    until: (instant, milliseconds) => Math.max(0, startedAt + ((instant - first) / speed) * 1000 - milliseconds),
  };
};
