import { errorsOf, mergeBuckets } from './bucket.js';
import type { BucketRing } from './bucket-ring.js';
import type { OpenSecond } from './open-second.js';
import type { RecordRing } from './record-ring.js';
import type { EpochSeconds } from './units.js';

/**
 * Counts records of seconds that are closed. Those of one second that come one after the other are counted by their ids, as in
 * the open second, and added to its bucket together.
 */
export class EarlierSeconds {
  private second: EpochSeconds = Number.NaN;

  /** @param open of these seconds: nobody else counts in it */
  constructor(
    private readonly buckets: BucketRing,
    private readonly open: OpenSecond,
  ) {}

  /** Counts the record in row `row`. Of a second that is not kept any more it counts in the totals only. */
  add(second: EpochSeconds, ring: RecordRing, row: number): void {
    if (second !== this.second) this.close();
    this.second = second;
    this.open.add(ring, row);
  }

  /** Adds to the bucket of its second what was counted since. To be called before anybody looks, or a table drops keys. */
  close(): void {
    const { buckets, second } = this;
    const bucket = this.open.close();
    if (bucket === null || !buckets.holds(second)) return;
    const known = buckets.at(second);
    if (known === null) buckets.put(second, bucket);
    else mergeBuckets(known, bucket);
    buckets.note(second, (known ?? bucket).hits, bucket.hits, errorsOf(bucket));
  }
}
