import { LogOrder } from '../core/log-order.js';
import type { Lane } from '../core/log-order.js';
import type { Monitor } from '../core/monitor.js';
import { RecordRing } from '../core/record-ring.js';
import type { EpochSeconds } from '../core/units.js';

/** Rings that are kept for the next source that has rows. */
const SPARE_RINGS = 16;

/**
 * The rings between many sources and the order of their records. A source has one only while it has rows: an idle one costs
 * neither memory nor time.
 */
export class LaneRings {
  private readonly order: LogOrder;
  /** those that have rows, by source */
  private readonly lanes = new Map<number, Lane>();
  /** the largest time seen in each source that has no rows just now */
  private readonly newest = new Map<number, EpochSeconds>();
  private readonly spare: RecordRing[] = [];

  /** @param capacity rows of each ring; a power of two */
  constructor(
    private readonly monitor: Monitor,
    private readonly capacity: number,
  ) {
    this.order = new LogOrder(monitor, []);
  }

  /** All rows have been counted. */
  get isEmpty(): boolean {
    return this.lanes.size === 0;
  }

  /** The ring that takes rows of a source until the next drain. */
  of(source: number): RecordRing {
    const known = this.lanes.get(source);
    if (known !== undefined) return known.ring;
    const lane = this.order.join(this.spare.pop() ?? new RecordRing(this.capacity), this.newest.get(source));
    this.lanes.set(source, lane);
    return lane.ring;
  }

  /** Whether the source's ring is three quarters full, or all rings together hold so many rows. */
  isCrowded(source: number, rows: number): boolean {
    if (this.of(source).length >= (this.capacity / 4) * 3) return true;
    let held = 0;
    for (const { ring } of this.lanes.values()) held += ring.length;
    return held >= rows;
  }

  /** Counts all rows that can be judged. */
  drain(): void {
    this.order.run(Number.POSITIVE_INFINITY, false);
    const empty = new Set(this.order.leaveEmpty());
    for (const [source, lane] of this.lanes) {
      if (!empty.has(lane)) continue;
      this.lanes.delete(source);
      this.newest.set(source, lane.newest);
      if (this.spare.length < SPARE_RINGS) this.spare.push(lane.ring);
    }
    this.monitor.relieve([...this.lanes.values()].map(({ ring }) => ring));
  }

  /** Nothing more will come from a source: all its rows are counted, and nothing is remembered of it. */
  end(source: number): void {
    const lane = this.lanes.get(source);
    if (lane !== undefined) lane.ended = true;
    this.drain();
    this.newest.delete(source);
  }

  /** Nothing more will come from any; what comes all the same begins anew. */
  endAll(): void {
    for (const lane of this.lanes.values()) lane.ended = true;
    this.drain();
  }
}
