import type { Monitor } from './monitor.js';
import { FILTERED, isRejected } from './record-ring.js';
import type { RecordRing } from './record-ring.js';
import type { EpochSeconds, Seconds } from './units.js';

/** A jump ahead by more than this must be confirmed. */
export const JUMP: Seconds = 3600;

/** Records that must agree before a jump is believed. */
export const WITNESSES = 10;

/** One source's rows, in the order of its lines. */
export interface Lane {
  ring: RecordRing;
  /** nothing more will come */
  ended: boolean;
  /** the largest time seen in this source; NaN before there was any */
  newest: EpochSeconds;
}

/** What comes next in the order of all sources. */
export type Next =
  /** a record, or an outlier, that counts at `key`; a rejected line, which counts at once, has -Infinity */
  | { kind: 'row'; key: EpochSeconds }
  /** source number `lane` must bring more rows before the order is known */
  | { kind: 'starved'; lane: number }
  /** nothing, or nothing that can be judged yet */
  | { kind: 'empty' };

interface Choice {
  kind: 'row';
  lane: Lane;
  key: EpochSeconds;
  outlier: boolean;
  /** the first key of any other source */
  bound: EpochSeconds;
}

type Head =
  | { kind: 'row'; key: number; outlier: boolean }
  /** it holds rows that cannot be judged yet */
  | { kind: 'undecided' }
  | { kind: 'empty' };

const EMPTY = { kind: 'empty' } as const;
const UNDECIDED: Head = { kind: 'undecided' };

/**
 * The clock of log time: drains the rings of all sources in the order of their timestamps and moves the monitor to the
 * largest timestamp seen. A jump ahead of more than an hour moves the clock only when the 10 records that follow it in its
 * source agree (none of them lies more than an hour before it); else it is counted as `future`. Where a source ends before
 * there are 10, the other sources may bring the clock near enough until its turn comes. In the same way a source's first
 * record is an outlier when the 10 after it all lie more than an hour before it.
 */
export class LogOrder {
  private lanes: Lane[] = [];

  /** @param rings of the lanes that are there from the beginning, in the order of their numbers */
  constructor(
    private readonly monitor: Monitor,
    rings: readonly RecordRing[],
  ) {
    for (const ring of rings) this.join(ring);
  }

  /** Another source is merged from now on; `newest` is the largest time that was seen in it before. */
  join(ring: RecordRing, newest: EpochSeconds = Number.NaN): Lane {
    const lane = { ring, ended: false, newest };
    this.lanes.push(lane);
    return lane;
  }

  /** Merges no longer what has no rows: it costs nothing until it joins again. */
  leaveEmpty(): Lane[] {
    const empty = this.lanes.filter(({ ring }) => ring.length === 0);
    if (empty.length > 0) this.lanes = this.lanes.filter(({ ring }) => ring.length > 0);
    return empty;
  }

  /** Nothing more will come from a source. */
  end(lane: number): void {
    this.lanes[lane]!.ended = true;
  }

  /**
   * Looks at what comes next. With `wait`, a source that has no rows but has not ended is waited for, so that all sources
   * are merged exactly; without, what is there is merged, and an unconfirmed jump holds only its own source.
   */
  next(wait: boolean): Next {
    return this.choose(wait);
  }

  /** Counts rows of seconds before `until`, until there are none or a source must be waited for. */
  run(until: EpochSeconds, wait: boolean): void {
    for (;;) {
      const choice = this.choose(wait);
      if (choice.kind !== 'row' || choice.key >= until) return;
      const { lane, bound } = choice;
      this.take(lane, choice.outlier, bound, choice.key);
      // The lane stays the first one until its rows pass the next lane's.
      for (;;) {
        const head = this.head(lane, wait);
        // Whether an outlier is one depends on where the other sources bring the clock.
        if (head.kind !== 'row' || head.outlier || head.key > bound || head.key >= until) break;
        this.take(lane, head.outlier, bound, head.key);
      }
    }
  }

  private choose(wait: boolean): Choice | Extract<Next, { kind: 'starved' | 'empty' }> {
    let best: Lane | null = null;
    let key = Number.POSITIVE_INFINITY;
    let outlier = false;
    let bound = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.lanes.length; i += 1) {
      const lane = this.lanes[i]!;
      const head = this.head(lane, wait);
      if (head.kind !== 'row') {
        if (wait && !lane.ended) return { kind: 'starved', lane: i };
      } else if (best === null || head.key < key || (head.key === key && outlier && !head.outlier)) {
        bound = key;
        ({ key, outlier } = head);
        best = lane;
      } else if (head.key < bound) bound = head.key;
    }
    if (best === null) return EMPTY;
    // Nothing comes before it that could still move the clock: an outlier counts where that stands.
    if (outlier && key > this.monitor.openAt) key = this.monitor.openAt;
    return { kind: 'row', lane: best, key, outlier, bound };
  }

  /** Counts the first row of a lane, and all after it that belong to the same second. */
  private take(lane: Lane, outlier: boolean, bound: number, key: EpochSeconds): void {
    const { monitor } = this;
    const { ring } = lane;
    const row = ring.index(0);
    const second = ring.seconds[row]!;
    const code = ring.rejects[row]!;
    if (isRejected(code)) monitor.reject(ring, row);
    else {
      if (Number.isNaN(monitor.openAt)) monitor.begin(key);
      const isLate = !outlier && second < monitor.openAt;
      if (!outlier) {
        if (!(second <= lane.newest)) lane.newest = second;
        if (!isLate) monitor.advanceTo(second);
      }
      // Time passes in records that are left out, too.
      if (code === FILTERED) monitor.leaveOut(ring, row);
      else if (outlier) monitor.addFuture(ring, row);
      else if (isLate) monitor.addLate(ring, row);
      else monitor.add(ring, row);
    }
    let n = 1;
    const open = monitor.openAt;
    // A row of the open second needs no judgement.
    for (const rows = ring.length; n < rows; n += 1) {
      const next = ring.index(n);
      const other = ring.rejects[next]!;
      if (isRejected(other)) monitor.reject(ring, next);
      else if (ring.seconds[next] === open && open <= bound) {
        if (other === 0) monitor.add(ring, next);
        else monitor.leaveOut(ring, next);
        if (!(open <= lane.newest)) lane.newest = open;
      } else break;
    }
    ring.shift(n);
  }

  private head(lane: Lane, wait: boolean): Head {
    const { ring, newest } = lane;
    if (ring.length === 0) return EMPTY;
    const row = ring.index(0);
    if (isRejected(ring.rejects[row]!)) return { kind: 'row', key: Number.NEGATIVE_INFINITY, outlier: false };
    const second = ring.seconds[row]!;
    if (Number.isNaN(newest)) return this.firstHead(lane, second, wait);
    return second <= this.monitor.openAt + JUMP ? { kind: 'row', key: second, outlier: false } : this.jumpHead(lane, second);
  }

  /** A source's first record. */
  private firstHead(lane: Lane, second: EpochSeconds, wait: boolean): Head {
    const { ring } = lane;
    let earlier = 0;
    let key = second;
    for (let n = 1; n < ring.length; n += 1) {
      const row = ring.index(n);
      if (isRejected(ring.rejects[row]!)) continue;
      const other = ring.seconds[row]!;
      if (other >= second - JUMP) return { kind: 'row', key: second, outlier: false };
      if (earlier === 0) key = other;
      earlier += 1;
      if (earlier === WITNESSES) return { kind: 'row', key, outlier: true };
    }
    if (wait && !lane.ended && ring.free > 0) return UNDECIDED;
    return { kind: 'row', key: second, outlier: false };
  }

  /** A record more than an hour ahead of the clock. */
  private jumpHead(lane: Lane, second: EpochSeconds): Head {
    const { ring } = lane;
    let agreed = 0;
    for (let n = 1; n < ring.length; n += 1) {
      const row = ring.index(n);
      if (isRejected(ring.rejects[row]!)) continue;
      if (ring.seconds[row]! < second - JUMP) return { kind: 'row', key: lane.newest, outlier: true };
      agreed += 1;
      if (agreed === WITNESSES) return { kind: 'row', key: second, outlier: false };
    }
    if (!lane.ended && ring.free > 0) return UNDECIDED;
    return { kind: 'row', key: second, outlier: true };
  }
}
