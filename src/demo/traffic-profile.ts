import type { Seconds } from '../core/units.js';

/** What the simulated site goes through in one second, on average. */
export interface TrafficMoment {
  /** requests/s of ordinary visitors */
  visitors: number;
  /** share of the visitors' requests that fail for ordinary reasons */
  errorShare: number;
  /** requests/s on a checkout that is down; nearly all get a 5xx */
  checkoutFailures: number;
  /** requests/s of a stranger who looks for open doors; nearly all get a 404 */
  probes: number;
}

/** The story repeats after this long. */
export const CYCLE: Seconds = 480;

const WAVE: Seconds = 600;
const SURGE = { start: 3, rise: 5, plateau: 17, fade: 20, peak: 62 };
const CHECKOUT_DOWN = { start: 45, end: 65, rate: 4 };
const PROBING = { start: 250, end: 264, rate: 5 };

/**
 * The surge's share of the requests/s. It lasts long enough for the mean over 120 s to pass 10/s while the seconds
 * before the start still count as zero, and its slow fade keeps that mean up for two minutes more.
 */
const surgeAt = (second: Seconds): number => {
  const since = second - SURGE.start;
  if (since < 0) return 0;
  if (since < SURGE.rise) return (SURGE.peak * (since + 1)) / SURGE.rise;
  const fading = Math.max(0, since - SURGE.rise - SURGE.plateau);
  return SURGE.peak * Math.exp(-fading / SURGE.fade);
};

const during = (second: Seconds, event: { start: Seconds; end: Seconds; rate: number }): number =>
  second >= event.start && second < event.end ? event.rate : 0;

/**
 * The traffic in the given second since the start: a slow wave between 5 and 8 requests/s, and in each cycle of eight
 * minutes a surge, a checkout that breaks under it, and later a stranger who probes for open doors.
 */
export const trafficAt = (second: Seconds): TrafficMoment => {
  const inCycle = second % CYCLE;
  const surge = surgeAt(inCycle);
  return {
    visitors: 6.5 + 1.5 * Math.sin((2 * Math.PI * second) / WAVE) + surge,
    errorShare: 0.02 + 0.03 * (surge / SURGE.peak),
    checkoutFailures: during(inCycle, CHECKOUT_DOWN),
    probes: during(inCycle, PROBING),
  };
};

/** All requests/s of a moment. */
export const requestRate = (moment: TrafficMoment): number =>
  moment.visitors + moment.checkoutFailures + moment.probes;
