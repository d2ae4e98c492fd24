import { createBucket, errorsOf } from './bucket.js';
import type { Bucket } from './bucket.js';
import type { Series } from './snapshot.js';
import type { Bytes, EpochSeconds, Seconds } from './units.js';

/** How long seconds are kept at least. */
export const MIN_SECONDS = 900;

/** Minutes that are kept: 24 hours. */
export const MINUTES = 1440;

/** What is remembered of a second: itself, its bytes, and its hits by status class as in a bucket. */
export type SecondMemory = readonly [second: EpochSeconds, bytes: Bytes, ...classes: number[]];

/** What is remembered of a ring of buckets; its `end` is its owner's to remember. */
export interface BucketRingMemory {
  busiest: number;
  /** the seconds that were not silent, oldest first */
  seconds: SecondMemory[];
  /** the minutes that were not silent: the number since the epoch, hits, errors */
  minutes: (readonly [minute: number, hits: number, errors: number])[];
}

/** What is remembered of a second's bucket. */
export const rememberSecond = (second: EpochSeconds, { bytes, classes }: Bucket): SecondMemory => [second, bytes, ...classes];

/** The bucket of a second that is remembered; which sections, hosts and requests it had is not known. */
export const recallSecond = ([, bytes, ...classes]: SecondMemory): Bucket => {
  const bucket = createBucket();
  for (let i = 0; i < bucket.classes.length; i += 1) bucket.classes[i as 0] = classes[i] ?? 0;
  const hits = bucket.classes.reduce((sum, count) => sum + count, 0);
  const errors = errorsOf(bucket);
  bucket.hits = hits;
  bucket.bytes = bytes;
  bucket.sectionsRest = { hits, errors, bytes };
  bucket.hosts = { keys: [], rest: hits, error: hits };
  bucket.failing = { keys: [], rest: errors, error: errors };
  return bucket;
};

/** The remainder that is never negative, so that times before 1970 have a place too. */
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/**
 * The buckets of the last `capacity` seconds, and hits and errors of the last 24 hours by the minute. Seconds are closed in
 * order; a closed one may still be added to while it is here.
 */
export class BucketRing {
  /** the second after the last closed one; NaN before there is any */
  end: EpochSeconds = Number.NaN;
  /** the largest number of hits that any second has had */
  busiest = 0;
  /** hits of the last `window` seconds up to `end`, always up to date */
  windowHits = 0;
  private readonly buckets: (Bucket | null)[];
  private readonly minuteHits = new Float64Array(MINUTES);
  private readonly minuteErrors = new Float64Array(MINUTES);

  /** Keeps `capacity` seconds, of which the last `window` (at most as many) are summed. */
  constructor(
    readonly capacity: Seconds,
    private readonly window: Seconds,
  ) {
    this.buckets = new Array<Bucket | null>(capacity).fill(null);
  }

  /** Closes `second`, which is not before `end`; null when it was silent. All seconds skipped since `end` were silent. */
  close(second: EpochSeconds, bucket: Bucket | null): void {
    const first = Number.isNaN(this.end) ? second : this.end;
    if (second - first > this.capacity) {
      this.buckets.fill(null);
      this.windowHits = 0;
    }
    for (let at = Math.max(first, second - this.capacity); at <= second; at += 1) {
      this.windowHits -= this.buckets[modulo(at - this.window, this.capacity)]?.hits ?? 0;
      this.put(at, null);
    }
    this.clearMinutes(first, second + 1);
    this.put(second, bucket);
    this.end = second + 1;
    if (bucket !== null) this.note(second, bucket.hits, bucket.hits, errorsOf(bucket));
  }

  /** Says that `second` is the first to be closed: what comes before it may be added at once. */
  begin(second: EpochSeconds): void {
    this.end = second;
    this.clearMinutes(second - MINUTES * 60, second);
  }

  /** Says that `second` is the next to be closed; all that were skipped since `end` were silent so far. */
  skipTo(second: EpochSeconds): void {
    if (second > this.end) this.close(second - 1, null);
  }

  /** What is here, to go on with in another run. */
  memory(): BucketRingMemory {
    const seconds: SecondMemory[] = [];
    this.forEach(this.end - this.capacity, this.end, (bucket, second) => seconds.push(rememberSecond(second, bucket)));
    const minutes: BucketRingMemory['minutes'] = [];
    const newest = Math.floor((this.end - 1) / 60);
    for (let minute = newest - MINUTES + 1; minute <= newest; minute += 1) {
      const at = modulo(minute, MINUTES);
      const hits = this.minuteHits[at]!;
      if (hits > 0) minutes.push([minute, hits, this.minuteErrors[at]!]);
    }
    return { busiest: this.busiest, seconds, minutes };
  }

  /** Goes on from another run's ring that ended at `end`, if it had an end. Nothing has been closed here yet. */
  recall({ busiest, seconds, minutes }: BucketRingMemory, end: EpochSeconds): void {
    this.busiest = busiest;
    if (Number.isNaN(end)) return;
    this.begin(end);
    for (const memory of seconds) {
      const [second] = memory;
      if (!this.holds(second)) continue;
      const bucket = recallSecond(memory);
      this.put(second, bucket);
      if (second >= end - this.window) this.windowHits += bucket.hits;
    }
    const newest = Math.floor((end - 1) / 60);
    for (const [minute, hits, errors] of minutes) {
      if (minute > newest || minute <= newest - MINUTES) continue;
      this.minuteHits[modulo(minute, MINUTES)] = hits;
      this.minuteErrors[modulo(minute, MINUTES)] = errors;
    }
  }

  /** Whether a second has been closed, or came shortly before the first, and is still here. */
  holds(second: EpochSeconds): boolean {
    return second < this.end && second >= this.end - this.capacity;
  }

  /** The bucket of a second that `holds`; null when it was silent. */
  at(second: EpochSeconds): Bucket | null {
    return this.holds(second) ? (this.buckets[modulo(second, this.capacity)] ?? null) : null;
  }

  /** Puts a bucket at a second that `holds` and was silent. */
  put(second: EpochSeconds, bucket: Bucket | null): void {
    this.buckets[modulo(second, this.capacity)] = bucket;
  }

  /** A second that `holds` has `hits` by now, of which `more` (with `errors` among them) have just been added. */
  note(second: EpochSeconds, hits: number, more: number, errors: number): void {
    if (hits > this.busiest) this.busiest = hits;
    if (second >= this.end - this.window) this.windowHits += more;
    const minute = Math.floor(second / 60);
    if (minute <= Math.floor((this.end - 1) / 60) - MINUTES) return;
    this.minuteHits[modulo(minute, MINUTES)]! += more;
    this.minuteErrors[modulo(minute, MINUTES)]! += errors;
  }

  /** Hits in [from, to), as far as it is here. */
  hitsIn(from: EpochSeconds, to: EpochSeconds): number {
    let hits = 0;
    this.forEach(from, to, (bucket) => {
      hits += bucket.hits;
    });
    return hits;
  }

  /** Visits the buckets in [from, to) that are here and not silent, oldest first. */
  forEach(from: EpochSeconds, to: EpochSeconds, visit: (bucket: Bucket, second: EpochSeconds) => void): void {
    const last = Math.min(to, this.end);
    for (let second = Math.max(from, this.end - this.capacity); second < last; second += 1) {
      const bucket = this.buckets[modulo(second, this.capacity)] ?? null;
      if (bucket !== null) visit(bucket, second);
    }
  }

  /** Requests/s of the last `n` seconds up to `end`. */
  secondSeries(n: number): Series {
    const hits = new Array<number>(n).fill(0);
    const errors = new Array<number>(n).fill(0);
    const from = this.end - n;
    this.forEach(from, this.end, (bucket, second) => {
      hits[second - from] = bucket.hits;
      errors[second - from] = errorsOf(bucket);
    });
    return { step: 1, hits, errors };
  }

  /** Mean requests/s of each of the last 24 hours' minutes; the last is the minute that `end` is in, as far as it has come. */
  minuteSeries(): Series {
    const hits = new Array<number>(MINUTES).fill(0);
    const errors = new Array<number>(MINUTES).fill(0);
    const newest = Math.floor((this.end - 1) / 60);
    for (let i = 0; i < MINUTES && !Number.isNaN(newest); i += 1) {
      const minute = newest - (MINUTES - 1) + i;
      const elapsed = minute === newest ? this.end - newest * 60 : 60;
      hits[i] = this.minuteHits[modulo(minute, MINUTES)]! / elapsed;
      errors[i] = this.minuteErrors[modulo(minute, MINUTES)]! / elapsed;
    }
    return { step: 60, hits, errors };
  }

  /** Empties the minutes that begin in [from, to): what stands there is a day old. */
  private clearMinutes(from: EpochSeconds, to: EpochSeconds): void {
    const first = Math.max(Math.ceil(from / 60), Math.floor(to / 60) - MINUTES);
    for (let minute = first; minute * 60 < to; minute += 1) {
      this.minuteHits[modulo(minute, MINUTES)] = 0;
      this.minuteErrors[modulo(minute, MINUTES)] = 0;
    }
  }
}
