import { createAlerts } from '../core/alert/alerts.js';
import { Monitor } from '../core/monitor.js';
import { RecordRing } from '../core/record-ring.js';
import type { ShownView } from '../core/shown-view.js';
import type { Span } from '../core/snapshot.js';
import { createTables } from '../core/tables.js';
import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import type { Filter } from '../filter/filter.js';
import type { Format } from '../formats/format.js';
import { createMatchScanner } from '../formats/match-scanner.js';
import type { MatchScanner, MatchTarget } from '../formats/match-scanner.js';
import type { LineObserver, LineOrigin } from './line-origin.js';
import { EARLY, RING_ROWS } from './pump.js';
import { KEPT_LINES, RecentLines } from './recent-lines.js';
import { ShownPast } from './shown-past.js';
import type { PastCounter, ShownPastConfig } from './shown-past.js';

/** A record so far ahead of the clock counts where that stands. */
const AHEAD: Seconds = 3600;

export interface ShownConfig {
  filter: Filter;
  /** what is counted and judged at all; null is everything */
  among: Filter | null;
  /** the one that judges: what is shown follows its clock */
  judge: Monitor;
  /** records belong to the seconds of their own times, not to those in which they arrive */
  byLogTime: boolean;
  seed: number;
  alertWindow: Seconds;
  reportInterval: Seconds;
  maxLine: Bytes;
}


/** Where the scanner of live lines puts what it finds. */
class LiveTarget implements MatchTarget {
  second: EpochSeconds = Number.NaN;
  catchUp = false;
  /** bytes of matching lines one after the other that were found last */
  runFrom = 0;
  runTo = 0;

  constructor(
    private readonly shown: Shown,
    private readonly keep: (from: number, to: number) => void,
  ) {}

  found(own: EpochSeconds, isMatch: boolean, from: number, to: number): RecordRing | null {
    this.shown.note(isMatch);
    if (isMatch) this.shown.live += 1;
    if (!isMatch) return null;
    if (from !== this.runTo) this.endRun();
    if (this.runFrom === this.runTo) this.runFrom = from;
    this.runTo = to;
    this.second = this.shown.secondOf(own, this.catchUp);
    return this.shown.liveRing();
  }

  endRun(): void {
    if (this.runTo > this.runFrom) this.keep(this.runFrom, this.runTo);
    this.runFrom = this.runTo;
  }
}

/**
 * What a view shows instead of everything: the records that a filter lets through, counted as the monitor that judges counts
 * all of them, second by second. It begins empty; live lines are given to `take`. Judges and tells nothing.
 */
export class Shown implements LineObserver, PastCounter {
  /** records that the filter lets through */
  matching = 0;
  /** records that it was asked about */
  of = 0;
  readonly tables;
  private readonly monitor: Monitor;
  private readonly ring = new RecordRing(RING_ROWS);
  private readonly recent = new RecentLines();
  /** by format the conditions that can never hold there */
  private readonly idle = new Map<string, readonly string[]>();
  private earlier: ShownPast | null = null;
  /** matching lines since the filter was set */
  live = 0;
  private readonly scanners = new Map<number, { format: Format; scanner: MatchScanner }>();

  constructor(readonly config: ShownConfig) {
    const { alertWindow, reportInterval, seed } = config;
    this.tables = createTables(seed);
    this.monitor = new Monitor({
      threshold: Infinity,
      alertWindow,
      reportInterval,
      tables: this.tables,
      keepLists: true,
      alerts: createAlerts({ name: 'high-traffic', threshold: Infinity, window: alertWindow, holdFor: 0, keepFiringFor: 0 }),
      emit: () => undefined,
    });
    this.monitor.addSource('');
    this.follow();
  }

  /** Takes lines of a source that the judging monitor's scanner has just read: bytes [from, to) of the chunk. */
  take(origin: LineOrigin, chunk: Buffer, from: number, to: number, catchUp: boolean): void {
    const target = new LiveTarget(this, (begin, end) => {
      this.recent.add(origin.path, origin.statusOf, chunk, begin, end);
    });
    target.catchUp = catchUp;
    this.scannerOf(origin).scan(chunk, from, to, target);
    target.endRun();
  }

  newScanner({ format, columns }: LineOrigin, head = columns.text): MatchScanner {
    const { filter, among, maxLine } = this.config;
    const { mapping } = format;
    const as = (fields: Format['fields']): Pick<Format, 'fields' | 'mapping'> => (mapping === undefined ? { fields } : { fields, mapping });
    return createMatchScanner(format, {
      tables: this.tables,
      maxLine,
      head,
      filter: (fields) => {
        const predicate = filter.newPredicate(as(fields));
        this.idle.set(format.name, predicate.idle);
        return predicate;
      },
      among: among === null ? null : (fields) => among.newPredicate(as(fields)),
    });
  }

  /** Begins to look at what was read before, in the background. */
  lookBack(config: Omit<ShownPastConfig, 'shown'>): void {
    this.earlier = new ShownPast({ shown: this, ...config });
    this.earlier.start();
  }

  get maxLine(): Bytes {
    return this.config.maxLine;
  }

  get openAt(): EpochSeconds {
    return this.config.judge.openAt;
  }

  get startedAt(): EpochSeconds {
    return this.config.judge.startedAt;
  }

  /** Nobody looks at it any more. */
  end(): void {
    this.earlier?.cancel();
  }

  countEarlier(ring: RecordRing): void {
    this.count();
    for (let n = 0; n < ring.length; n += 1) this.monitor.addEarlier(ring, ring.index(n));
    ring.shift(ring.length);
    this.monitor.relieve([this.ring]);
  }

  pastSecondOf(own: EpochSeconds, arrival: EpochSeconds | 'before'): EpochSeconds {
    if (this.config.byLogTime) return this.secondOf(own, false);
    const { openAt } = this.config.judge;
    return arrival === 'before' || Number.isNaN(arrival) ? Math.min(own, openAt) : arrival;
  }

  /** A record was asked about. */
  note(isMatch: boolean): void {
    this.of += 1;
    if (isMatch) this.matching += 1;
  }

  /** The second that a record of time `own` that comes now counts in. */
  secondOf(own: EpochSeconds, catchUp: boolean): EpochSeconds {
    const { judge, byLogTime } = this.config;
    const { openAt } = judge;
    if (Number.isNaN(openAt)) return own;
    if (byLogTime) return own > openAt + AHEAD ? openAt : own;
    return catchUp && own < openAt ? own : openAt;
  }

  /** The ring of live rows, with room for one more. */
  liveRing(): RecordRing {
    const { ring } = this;
    if (ring.length >= EARLY) this.count();
    if (ring.length >= EARLY) this.drain(ring.length / 2, Infinity);
    return ring;
  }

  /** All of it at the judging monitor's last tick; `now` is used while there has been none. */
  view(span: Span, now: EpochSeconds): ShownView {
    this.count();
    const { matching, of, monitor, earlier, live } = this;
    if (earlier !== null && !Number.isNaN(earlier.since)) monitor.startedAt = Math.min(earlier.since, monitor.openAt);
    const snapshot = monitor.snapshot(span, now);
    const recent = this.recent.list(KEPT_LINES);
    const lines = [...(earlier?.lines.slice(recent.length - KEPT_LINES) ?? []), ...recent];
    const isGoingBack = earlier?.isGoingBack ?? false;
    const idle = [...this.idle].flatMap(([format, reasons]) => reasons.map((reason) => `${format} ${reason}`));
    return { filter: this.config.filter.text, snapshot, matching, of, since: snapshot.startedAt, isGoingBack, lines, newest: live, idle };
  }

  /** Counts the rows whose time has come, and lets crowded tables drop keys. */
  private count(): void {
    const { openAt } = this.config.judge;
    if (Number.isNaN(openAt)) return;
    this.drain(this.ring.length, openAt);
    this.follow();
    this.monitor.relieve([this.ring]);
  }

  /** Counts at most so many rows, up to the first one of a second after `until`. What is ahead of the clock counts where that stands. */
  private drain(rows: number, until: EpochSeconds): void {
    const { monitor, ring } = this;
    const { openAt } = this.config.judge;
    let n = 0;
    for (; n < rows; n += 1) {
      const row = ring.index(n);
      if (ring.seconds[row]! > until) break;
      if (ring.seconds[row]! > openAt) ring.seconds[row] = openAt;
      // Its clock goes on row by row, so that a second is filled while it is open.
      if (Number.isNaN(monitor.openAt)) monitor.begin(ring.seconds[row]!);
      monitor.advanceTo(ring.seconds[row]!);
      monitor.addEarlier(ring, row);
    }
    ring.shift(n);
  }

  /** Opens the second that is open in the judging monitor. */
  private follow(): void {
    const { openAt } = this.config.judge;
    if (Number.isNaN(openAt)) return;
    if (Number.isNaN(this.monitor.openAt)) this.monitor.begin(openAt);
    this.monitor.advanceTo(openAt);
  }

  private scannerOf(origin: LineOrigin): MatchScanner {
    const known = this.scanners.get(origin.source);
    if (known?.format === origin.format) return known.scanner;
    const scanner = this.newScanner(origin);
    this.scanners.set(origin.source, { format: origin.format, scanner });
    return scanner;
  }
}
