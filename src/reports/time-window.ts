import type { EpochMs, Seconds } from '../core/units.js';

/** The records that a report is about: those of these instants and between them. Null is no bound. */
export interface TimeWindow {
  from: EpochMs | null;
  to: EpochMs | null;
}

/** A bound as somebody said it. */
export type TimeBound =
  | { kind: 'at'; at: EpochMs }
  /** a time of day in UTC, on the day of the newest record */
  | { kind: 'clock'; ms: number }
  /** so long before the newest record, or before `now` if that was said */
  | { kind: 'ago'; ms: number };

/** What was said of the window. */
export interface WindowChoice {
  from: TimeBound | null;
  to: TimeBound | null;
  /** look back so far from `to`, else from `now`, else from the newest record; null is not said */
  seconds: Seconds | null;
  now: EpochMs | null;
}

/** Whether the newest record must be known before the window is. */
export const needsNewest = ({ from, to, seconds, now }: WindowChoice): boolean => {
  const isOpen = (bound: TimeBound | null): boolean => bound?.kind === 'clock' || (bound?.kind === 'ago' && now === null);
  return isOpen(from) || isOpen(to) || (seconds !== null && to === null && now === null);
};

const DAY = 86_400_000;

const instantOf = (bound: TimeBound | null, now: EpochMs | null, newest: EpochMs | null): EpochMs | null => {
  if (bound === null) return null;
  if (bound.kind === 'at') return bound.at;
  if (bound.kind === 'ago') {
    const base = now ?? newest;
    return base === null ? null : base - bound.ms;
  }
  return newest === null ? null : Math.floor(newest / DAY) * DAY + bound.ms;
};

/**
 * The window that was asked for.
 *
 * @param newest the time of the newest record; null when there is none, or it does not matter (see needsNewest)
 */
export const resolveWindow = ({ from, to, seconds, now }: WindowChoice, newest: EpochMs | null): TimeWindow => {
  const last = instantOf(to, now, newest);
  if (seconds === null) return { from: instantOf(from, now, newest), to: last };
  const end = last ?? now ?? newest;
  return end === null ? { from: null, to: null } : { from: end - seconds * 1000, to: end };
};
