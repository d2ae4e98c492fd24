import type { Alert, AlertsView, AlertTransition } from './alert/alert.js';
import { BucketRing, MIN_SECONDS } from './bucket-ring.js';
import { addToClosedSecond } from './late-record.js';
import { OpenSecond } from './open-second.js';
import type { RecordRing } from './record-ring.js';
import type { IntervalReport, MonitorEvent, RunSummary, SourceEventName, Traffic } from './report.js';
import type { Snapshot, Span, WindowView } from './snapshot.js';
import { SourceBook } from './source-book.js';
import { shrinkTables } from './tables.js';
import type { Tables } from './tables.js';
import { Totals } from './totals.js';
import type { EpochSeconds, Seconds } from './units.js';
import { outcomes, statusClasses, sumWindow } from './window.js';

/** Keys in a list of a view or a summary. */
const LIST_LIMIT = 100;

/** Sections in a window over the whole run. */
const SECTION_LIMIT = 1000;

/** Resolved alerts in a report. */
const REPORT_ALERTS = 10;

/** What judges the rule at each tick and remembers. */
export interface AlertJudge {
  judge(at: EpochSeconds, value: number): AlertTransition | null;
  /** the newest `limit` resolved alerts and the active one */
  view(limit: number): AlertsView;
  /** every alert that is still kept, oldest first, and how many are older */
  all(): { alerts: Alert[]; earlier: number };
}

export interface MonitorConfig {
  /** requests/s, for views */
  threshold: number;
  alertWindow: Seconds;
  reportInterval: Seconds;
  tables: Tables;
  /** keep the top hosts and failing requests of each second, because somebody shows those of a window */
  keepLists: boolean;
  alerts: AlertJudge;
  /** told of each event, in the order of their times */
  emit: (event: MonitorEvent) => void;
}

/**
 * The core of every mode: counts records second by second, judges the alert at each tick, closes intervals, and tells.
 * It knows no clock: `begin` and `advanceTo` say what time it is, and who calls them decides whether that is the time of
 * arrival or of the log.
 */
export class Monitor {
  /** the second that records are counted in; NaN before `begin` */
  openAt: EpochSeconds = Number.NaN;
  private startedAt: EpochSeconds = Number.NaN;
  /** where the current reporting interval begins */
  private reportFrom: EpochSeconds = Number.NaN;
  private silentBefore = false;
  private readonly buckets: BucketRing;
  private readonly totals: Totals;
  private readonly open: OpenSecond;
  private readonly sources = new SourceBook();

  constructor(private readonly config: MonitorConfig) {
    const { alertWindow, reportInterval, tables } = config;
    this.buckets = new BucketRing(Math.max(MIN_SECONDS, alertWindow, reportInterval), alertWindow);
    this.totals = new Totals(tables);
    this.open = new OpenSecond(tables, this.totals, config.keepLists);
  }

  /** Seconds that the ring of buckets keeps. */
  get capacity(): Seconds {
    return this.buckets.capacity;
  }

  /** Makes a source known; gives its number. */
  addSource(path: string): number {
    return this.sources.add(path);
  }

  /** The source's format is known, or another one than before. */
  setFormat(source: number, format: string, at: EpochSeconds): void {
    const event = this.sources.setFormat(source, format, at);
    if (event !== null) this.config.emit(event);
  }

  /** Something happened to a source. */
  sourceEvent(source: number, event: SourceEventName, detail: string | null, at: EpochSeconds): void {
    this.config.emit(this.sources.setEvent(source, event, detail, at));
  }

  /** Opens the first second. */
  begin(second: EpochSeconds): void {
    const { reportInterval } = this.config;
    this.openAt = second;
    this.startedAt = second;
    this.reportFrom = Math.floor(second / reportInterval) * reportInterval;
    this.buckets.begin(second);
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

  /** Counts a rejected line. */
  reject(ring: RecordRing, row: number): void {
    this.sources.accounts.reject(ring.sources[row]!, ring.rejects[row]!);
  }

  /** Drains the ring by arrival: every row belongs to the open second, whatever its own time. */
  drain(ring: RecordRing): void {
    const rows = ring.length;
    for (let n = 0; n < rows; n += 1) {
      const row = ring.index(n);
      if (ring.rejects[row] !== 0) this.reject(ring, row);
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
    shrinkTables(this.config.tables, rings, () => {
      this.open.settle();
    }, this.totals);
  }

  /** The state at the last tick; `now` is used while there has been none. */
  snapshot(span: Span, now: EpochSeconds): Snapshot {
    const { buckets, config } = this;
    const end = Number.isNaN(this.openAt) ? now : this.openAt;
    const last10 = sumWindow(buckets, end - 10, end, 0).traffic;
    const lines = this.sources.accounts.run();
    return {
      now: end,
      startedAt: Number.isNaN(this.startedAt) ? now : this.startedAt,
      rates: {
        lastSecond: buckets.at(end - 1)?.hits ?? 0,
        mean10: last10.hits / 10,
        alertMean: buckets.windowHits / config.alertWindow,
        bytes10: last10.bytes / 10,
        errorShare10: last10.hits === 0 ? 0 : last10.errors / last10.hits,
      },
      threshold: config.threshold,
      alertWindow: config.alertWindow,
      window: this.window(span, end),
      seconds: buckets.secondSeries(MIN_SECONDS),
      minutes: buckets.minuteSeries(),
      alerts: config.alerts.view(Number.POSITIVE_INFINITY),
      lines: lines.lines,
      rejectedBy: lines.rejectedBy,
      sources: this.sources.statuses(lines),
      totalHits: this.totals.hits + this.open.unsettled,
    };
  }

  /** The whole run; `now` stands for its time when no second was ever open. */
  summary(now: EpochSeconds): RunSummary {
    const { config, totals } = this;
    const { tables } = config;
    const lines = this.sources.accounts.run();
    const kept = config.alerts.all();
    return {
      ...this.runTraffic(now),
      lines: lines.lines,
      rejectedBy: lines.rejectedBy,
      sources: this.sources.counts(lines),
      maxRate: this.buckets.busiest,
      hosts: totals.top(tables.hosts, LIST_LIMIT, totals.hits),
      paths: totals.top(tables.paths, LIST_LIMIT, totals.hits),
      failing: totals.top(tables.failing, LIST_LIMIT, totals.classes[4] + totals.classes[5]),
      alerts: kept.alerts,
      earlierAlerts: kept.earlier,
    };
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

  private runTraffic(now: EpochSeconds): Traffic {
    const { totals } = this;
    const { sections, others } = totals.sections(SECTION_LIMIT);
    return {
      from: Number.isNaN(this.startedAt) ? now : this.startedAt,
      to: Number.isNaN(this.openAt) ? now : this.openAt,
      hits: totals.hits,
      bytes: totals.bytes,
      ...outcomes(totals.classes),
      statusClasses: statusClasses(totals.classes),
      sections,
      otherSections: others,
    };
  }

  private window(span: Span, end: EpochSeconds): WindowView {
    const { totals, config } = this;
    if (span === 'all') {
      return {
        span,
        ...this.runTraffic(end),
        hosts: totals.top(config.tables.hosts, LIST_LIMIT, totals.hits),
        failing: totals.top(config.tables.failing, LIST_LIMIT, totals.classes[4] + totals.classes[5]),
      };
    }
    const { traffic, hosts, failing } = sumWindow(this.buckets, end - span, end, LIST_LIMIT);
    return { span, ...traffic, hosts, failing };
  }
}
