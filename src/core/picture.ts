import { MIN_SECONDS } from './bucket-ring.js';
import type { BucketRing } from './bucket-ring.js';
import type { MonitorConfig } from './monitor-config.js';
import type { OpenSecond } from './open-second.js';
import type { RunSummary, Traffic } from './report.js';
import type { Snapshot, Span, WindowView } from './snapshot.js';
import type { SourceBook } from './source-book.js';
import type { Totals } from './totals.js';
import type { EpochSeconds } from './units.js';
import { outcomes, statusClasses, sumWindow } from './window.js';

/** Keys in a list of a view or a summary. */
const LIST_LIMIT = 100;

/** Sections in a window over the whole run. */
const SECTION_LIMIT = 1000;

/** What a monitor counts in. */
export interface PictureParts {
  config: MonitorConfig;
  buckets: BucketRing;
  totals: Totals;
  open: OpenSecond;
  sources: SourceBook;
}

/** Where a run stands in time: its first second, and the one that is open. NaN before there is any. */
export interface RunTimes {
  startedAt: EpochSeconds;
  openAt: EpochSeconds;
}

/** What is told of a monitor's state when somebody looks. Changes nothing. */
export class Picture {
  constructor(private readonly parts: PictureParts) {}

  /** The state at the last tick; `now` is used while there has been none. */
  snapshot(span: Span, times: RunTimes, now: EpochSeconds): Snapshot {
    const { buckets, config, sources } = this.parts;
    const end = Number.isNaN(times.openAt) ? now : times.openAt;
    const last10 = sumWindow(buckets, end - 10, end, 0).traffic;
    const lines = sources.accounts.run();
    return {
      now: end,
      startedAt: Number.isNaN(times.startedAt) ? now : times.startedAt,
      rates: {
        lastSecond: buckets.at(end - 1)?.hits ?? 0,
        mean10: last10.hits / 10,
        alertMean: buckets.windowHits / config.alertWindow,
        bytes10: last10.bytes / 10,
        errorShare10: last10.hits === 0 ? 0 : last10.errors / last10.hits,
      },
      threshold: config.threshold,
      alertWindow: config.alertWindow,
      window: this.window(span, times, end),
      seconds: buckets.secondSeries(MIN_SECONDS),
      minutes: buckets.minuteSeries(),
      alerts: config.alerts.view(Number.POSITIVE_INFINITY),
      lines: lines.lines,
      rejectedBy: lines.rejectedBy,
      sources: sources.statuses(lines),
      totalHits: this.hits,
    };
  }

  /** The whole run; `now` stands for its time when no second was ever open. */
  summary(times: RunTimes, now: EpochSeconds): RunSummary {
    const { buckets, config, sources, totals } = this.parts;
    const lines = sources.accounts.run();
    const kept = config.alerts.all();
    return {
      ...this.traffic(times, now),
      lines: lines.lines,
      rejectedBy: lines.rejectedBy,
      sources: sources.counts(lines),
      maxRate: buckets.busiest,
      ...this.lists(),
      paths: totals.top(config.tables.paths, LIST_LIMIT, this.hits),
      alerts: kept.alerts,
      earlierAlerts: kept.earlier,
    };
  }

  private window(span: Span, times: RunTimes, end: EpochSeconds): WindowView {
    if (span === 'all') return { span, ...this.traffic(times, end), ...this.lists() };
    const { traffic, hosts, failing } = sumWindow(this.parts.buckets, end - span, end, LIST_LIMIT);
    return { span, ...traffic, hosts, failing };
  }

  private traffic(times: RunTimes, now: EpochSeconds): Traffic {
    const { totals } = this.parts;
    const { sections, others } = totals.sections(SECTION_LIMIT);
    return {
      from: Number.isNaN(times.startedAt) ? now : times.startedAt,
      to: Number.isNaN(times.openAt) ? now : times.openAt,
      hits: totals.hits,
      bytes: totals.bytes,
      ...outcomes(totals.classes),
      statusClasses: statusClasses(totals.classes),
      sections,
      otherSections: others,
    };
  }

  /** Hits of the whole run, those of the open second included. */
  private get hits(): number {
    return this.parts.totals.hits + this.parts.open.unsettled;
  }

  /** The lists over the whole run; tables count the open second at once. */
  private lists(): Pick<WindowView, 'hosts' | 'failing'> {
    const { totals, open, config } = this.parts;
    const errors = totals.classes[4] + totals.classes[5] + open.unsettledErrors;
    return {
      hosts: totals.top(config.tables.hosts, LIST_LIMIT, this.hits),
      failing: totals.top(config.tables.failing, LIST_LIMIT, errors),
    };
  }
}
