import { BucketRing, MIN_SECONDS, recallSecond, rememberSecond } from './bucket-ring.js';
import { EarlierSeconds } from './earlier-seconds.js';
import { addToClosedSecond } from './late-record.js';
import type { MonitorConfig } from './monitor-config.js';
import type { MonitorMemory } from './monitor-memory.js';
import { OpenSecond } from './open-second.js';
import { Picture } from './picture.js';
import { FILTERED } from './record-ring.js';
import type { RecordRing } from './record-ring.js';
import type { IntervalReport, RunSummary, SourceEventName } from './report.js';
import type { Snapshot, Span } from './snapshot.js';
import { SourceBook } from './source-book.js';
import { shrinkTables } from './tables.js';
import { Totals } from './totals.js';
import type { Bytes, EpochSeconds, Seconds } from './units.js';
import { sumWindow } from './window.js';

/** Resolved alerts in a report. */
const REPORT_ALERTS = 10;

/**
 * The core of every mode: counts records second by second, judges the alert at each tick, closes intervals, and tells.
 * It knows no clock: `begin` and `advanceTo` say what time it is, and who calls them decides whether that is the time of
 * arrival or of the log.
 */
export class Monitor {
  /** the second that records are counted in; NaN before `begin` */
  openAt: EpochSeconds = Number.NaN;
  /** the first second; NaN before `begin` */
  startedAt: EpochSeconds = Number.NaN;
  /** where the current reporting interval begins */
  private reportFrom: EpochSeconds = Number.NaN;
  private silentBefore = false;
  private readonly buckets: BucketRing;
  private readonly totals: Totals;
  private readonly open: OpenSecond;
  /** made when it is first needed */
  private earlier: EarlierSeconds | null = null;
  private readonly sources: SourceBook;
  private readonly picture: Picture;

  constructor(private readonly config: MonitorConfig) {
    const { alertWindow, reportInterval, tables } = config;
    this.buckets = new BucketRing(Math.max(MIN_SECONDS, alertWindow, reportInterval), alertWindow);
    this.totals = new Totals(tables);
    this.sources = new SourceBook(config.maxSources);
    this.open = new OpenSecond(tables, this.totals, config.keepLists);
    const { buckets, totals, open, sources } = this;
    this.picture = new Picture({ config, buckets, totals, open, sources });
  }

  /** Seconds that the ring of buckets keeps. */
  get capacity(): Seconds {
    return this.buckets.capacity;
  }

  /** Makes a source known; gives its number, which is the one that it had when it has been here before. */
  addSource(path: string): number {
    return this.sources.add(path);
  }

  /** A source has left: reports show it no longer, its counts stay. Its lines must have been counted. */
  departSource(source: number): void {
    this.sources.depart(source);
  }

  /** Lines of a source that have been counted. */
  linesCounted(source: number): number {
    return this.sources.accounts.read(source);
  }

  /** Lines that have been counted, of all sources and runs. */
  get allLinesCounted(): number {
    return this.sources.accounts.run().lines.read;
  }

  /** The source's format is known, or another one than before, or there is more to tell of it than its name. */
  setFormat(source: number, format: string, at: EpochSeconds, detail = format): void {
    const event = this.sources.setFormat(source, format, at, detail);
    if (event !== null) this.config.emit(event);
  }

  /** Something happened to a source. */
  sourceEvent(source: number, event: SourceEventName, detail: string | null, at: EpochSeconds, missingBytes?: Bytes): void {
    this.config.emit(this.sources.setEvent(source, event, detail, at, missingBytes));
  }

  /**
   * Opens the first second. After a `recall` it goes on from the second that was open then: those that were skipped are
   * taken as silent so far, and never judged.
   */
  begin(second: EpochSeconds): void {
    if (Number.isNaN(this.openAt)) {
      this.openAt = second;
      this.startedAt = Number.isNaN(this.startedAt) ? second : Math.min(this.startedAt, second);
      this.reportFrom = this.intervalOf(second);
      this.buckets.begin(second);
    } else if (second > this.openAt) {
      this.buckets.close(this.openAt, this.open.close());
      this.buckets.skipTo(second);
      this.openAt = second;
      this.reportFrom = Math.max(this.reportFrom, this.intervalOf(second));
    }
  }

  /** Everything, to go on with in another run. Rows that have not been drained are not part of it. */
  memory(): MonitorMemory {
    const open = this.open.soFar();
    const known = (second: EpochSeconds): EpochSeconds | null => (Number.isNaN(second) ? null : second);
    return {
      startedAt: known(this.startedAt),
      openAt: known(this.openAt),
      open: open === null ? null : rememberSecond(this.openAt, open),
      seconds: this.buckets.memory(),
      totals: this.totals.memory(),
      sources: this.sources.memory(),
      alerts: this.config.alerts.memory(),
    };
  }

  /** Goes on from another run, before `begin` and before any source is added. Reports tell only of what comes from now on. */
  recall(memory: MonitorMemory): void {
    const { startedAt, openAt, open } = memory;
    if (openAt !== null) {
      this.openAt = openAt;
      this.reportFrom = openAt;
      if (open !== null) this.open.recall(recallSecond(open));
    }
    this.startedAt = startedAt ?? Number.NaN;
    this.buckets.recall(memory.seconds, this.openAt);
    this.totals.recall(memory.totals);
    this.sources.recall(memory.sources);
    this.config.alerts.recall(memory.alerts);
  }

  /** Counts the record in row `row` in the open second. */
  add(ring: RecordRing, row: number): void {
    this.sources.accounts.accept(ring.sources[row]!);
    this.open.add(ring, row);
  }

  /** Counts a record of a second that is closed; in its own bucket if that is still here. */
  addLate(ring: RecordRing, row: number): void {
    this.sources.accounts.late(ring.sources[row]!);
    this.addPast(ring, row);
  }

  /** Counts a record whose time is implausibly far ahead in the open second. */
  addFuture(ring: RecordRing, row: number): void {
    this.sources.accounts.future(ring.sources[row]!);
    this.add(ring, row);
  }

  /** Counts what a file already held when the monitor began, in the second of its own time. */
  addCatchUp(ring: RecordRing, row: number): void {
    const second = ring.seconds[row]!;
    if (second > this.openAt) this.addFuture(ring, row);
    else if (second === this.openAt) this.add(ring, row);
    else this.addPast(ring, row);
  }

  /**
   * Counts a record in the second of its row, which is not after the open one. Those of closed seconds should come about in the
   * order of their times: of each of these seconds the top lists are as good as those of a second that was open.
   */
  addEarlier(ring: RecordRing, row: number): void {
    const second = ring.seconds[row]!;
    if (second === this.openAt) {
      this.add(ring, row);
      return;
    }
    const { config, buckets, totals } = this;
    this.earlier ??= new EarlierSeconds(buckets, new OpenSecond(config.tables, totals, config.keepLists));
    this.sources.accounts.accept(ring.sources[row]!);
    this.earlier.add(second, ring, row);
  }

  /** Counts a rejected line. */
  reject(ring: RecordRing, row: number): void {
    this.sources.accounts.reject(ring.sources[row]!, ring.rejects[row]!);
  }

  /** Counts a record that the filter left out: it is traffic of no second, whatever its time. */
  leaveOut(ring: RecordRing, row: number): void {
    this.sources.accounts.filter(ring.sources[row]!);
  }

  /** Drains the ring by arrival: every row belongs to the open second, whatever its own time. */
  drain(ring: RecordRing): void {
    const rows = ring.length;
    for (let n = 0; n < rows; n += 1) {
      const row = ring.index(n);
      const code = ring.rejects[row]!;
      if (code === FILTERED) this.leaveOut(ring, row);
      else if (code !== 0) this.reject(ring, row);
      else if (ring.catchUps[row] === 1) this.addCatchUp(ring, row);
      else this.add(ring, row);
    }
    ring.shift(rows);
    this.relieve([ring]);
  }

  /**
   * Makes `second` the open one: closes those before it, with a tick at the end of each; of a gap longer than the ring of
   * seconds only the last part is ticked. Does nothing when `second` is not ahead.
   */
  advanceTo(second: EpochSeconds): void {
    this.leap(second);
    while (this.openAt < second) this.closeSecond();
  }

  /**
   * When `second` lies further ahead than the ring of seconds is long: closes the open second and goes on at the last part
   * of the gap. Tells whether it did.
   */
  leap(second: EpochSeconds): boolean {
    const resume = second - this.buckets.capacity;
    if (!(resume > this.openAt + 1)) return false;
    this.closeSecond();
    const { reportInterval } = this.config;
    const boundary = Math.ceil(this.openAt / reportInterval) * reportInterval;
    if (boundary <= resume && this.reportFrom < this.openAt) this.report(boundary);
    // The first silent interval is one like any other; what follows of the gap belongs to the row after it.
    const silent = boundary + reportInterval;
    if (silent <= resume && this.reportFrom === boundary) this.report(silent);
    this.openAt = resume;
    return true;
  }

  /** Closes and judges the open second, and reports the last interval. Nothing may be counted afterwards. */
  finish(): void {
    if (Number.isNaN(this.openAt)) return;
    this.closeSecond();
    if (this.reportFrom < this.openAt) this.report(this.openAt);
  }

  /** Lets crowded tables drop keys. Only right after a drain: rows that are still in `rings` keep their keys. */
  relieve(rings: readonly RecordRing[]): void {
    shrinkTables(
      this.config.tables,
      rings,
      () => {
        this.open.settle();
        this.earlier?.close();
      },
      (id) => {
        this.totals.dropSection(id);
      },
    );
  }

  /** The state at the last tick; `now` is used while there has been none. */
  snapshot(span: Span, now: EpochSeconds): Snapshot {
    this.earlier?.close();
    return this.picture.snapshot(span, this, now);
  }

  /** The whole run; `now` stands for its time when no second was ever open. */
  summary(now: EpochSeconds): RunSummary {
    return this.picture.summary(this, now);
  }

  private addPast(ring: RecordRing, row: number): void {
    this.sources.accounts.accept(ring.sources[row]!);
    this.totals.addRow(ring, row);
    addToClosedSecond(this.buckets, ring.seconds[row]!, ring, row, this.config.tables, this.config.keepLists);
  }

  private closeSecond(): void {
    const { config } = this;
    this.buckets.close(this.openAt, this.open.close());
    this.openAt += 1;
    const transition = config.alerts.judge(this.openAt, this.buckets.windowHits / config.alertWindow);
    if (transition !== null) config.emit(transition);
    if (this.openAt % config.reportInterval === 0) this.report(this.openAt);
  }

  /** Where the reporting interval of a second begins. */
  private intervalOf(second: EpochSeconds): EpochSeconds {
    const { reportInterval } = this.config;
    return Math.floor(second / reportInterval) * reportInterval;
  }

  private report(to: EpochSeconds): void {
    const lines = this.sources.accounts.cut();
    const report: IntervalReport = {
      ...sumWindow(this.buckets, this.reportFrom, to, 0).traffic,
      lines: lines.lines,
      rejectedBy: lines.rejectedBy,
      sources: this.sources.counts(lines),
    };
    this.reportFrom = to;
    const silent = report.hits === 0 && lines.lines.read === 0;
    const kind = silent && this.silentBefore ? 'silent' : 'full';
    this.silentBefore = silent;
    this.config.emit({ type: 'report', report, alerts: this.config.alerts.view(REPORT_ALERTS), kind });
  }
}
