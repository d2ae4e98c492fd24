import { createAlerts } from '../core/alert/alerts.js';
import type { Alerts } from '../core/alert/alerts.js';
import { Monitor } from '../core/monitor.js';
import type { MonitorEvent } from '../core/report.js';
import type { FilterLanguage, ShownView } from '../core/shown-view.js';
import type { RawLine, RejectedLine, Snapshot, Span } from '../core/snapshot.js';
import { createTables } from '../core/tables.js';
import type { Bytes, EpochSeconds, Seconds } from '../core/units.js';
import { parseFilter } from '../filter/filter.js';
import type { Filter } from '../filter/filter.js';
import { createFilterLanguage } from '../filter/filter-language.js';
import { Detector } from '../formats/detection.js';
import type { Format } from '../formats/format.js';
import { Intake } from './intake.js';
import { KeptBytes } from './kept-bytes.js';
import { RecentLines } from './recent-lines.js';
import { RejectedLines } from './rejected-lines.js';
import { Shown } from './shown.js';

export interface EngineConfig {
  /** requests/s */
  alertThreshold: number;
  alertWindow: Seconds;
  reportInterval: Seconds;
  /** a random number: the run's seed of all hashes */
  seed: number;
  /** the format of the log at a path, as the user said it; null is to be recognised */
  formatOf: (path: string) => Format | null;
  /** which records count and are judged; null is all */
  filter: Filter | null;
  /** somebody shows the newest raw lines, and the top lists of windows: keep them */
  hasDashboard: boolean;
  /** records belong to the seconds of their own times, not to those in which they arrive */
  byLogTime: boolean;
  /** a line with more bytes is `too-long` */
  maxLine: Bytes;
  /** the machine's clock, for the times of what happens to sources */
  now: () => EpochSeconds;
  emit: (event: MonitorEvent) => void;
  /** lets everything else have its turn, then goes on */
  defer: (step: () => void) => void;
}

/** Seconds that are told apart in the past of all sources together, about. */
const ALL_MARKS = 900_000;

/** Sources whose lines are kept because they cannot be read again. */
const KEPT_SOURCES = 8;

/** All that a run needs between its sources and its view, whatever the clock. */
export interface Engine {
  monitor: Monitor;
  alerts: Alerts;
  /** Makes a source known. `onWaiting` is called when lines wait at the intake. */
  open(path: string, onWaiting?: (intake: Intake) => void): Intake;
  /** A source has left: what it has read is not looked at again. */
  leave(intake: Intake): void;
  snapshot(span: Span): Snapshot;
  /**
   * Shows what a filter lets through beside what is judged, or no longer with null. Only where there is a dashboard.
   *
   * @throws FilterError when the text is no filter; what was shown stays
   */
  show(filter: string | null): void;
  /** What the filter of `show` lets through; null while there is none. */
  shown(span: Span): ShownView | null;
  /** of the filters that `show` takes */
  readonly language: FilterLanguage;
  /** oldest first */
  recentLines(limit: number): RawLine[];
  /** oldest first, at most 100 */
  rejectedLines(): RejectedLine[];
}

export const createEngine = (config: EngineConfig): Engine => {
  const tables = createTables(config.seed);
  const { alertThreshold, alertWindow, reportInterval, maxLine, now, emit, formatOf, filter } = config;
  const alerts = createAlerts({
    name: 'high-traffic',
    threshold: alertThreshold,
    window: alertWindow,
    holdFor: 0,
    keepFiringFor: 0,
  });
  const monitor = new Monitor({ threshold: alertThreshold, alertWindow, reportInterval, tables, keepLists: config.hasDashboard, alerts, emit });
  const detector = new Detector();
  const rejected = new RejectedLines();
  const recent = config.hasDashboard ? new RecentLines() : null;
  let shown: Shown | null = null;
  const startedAt = config.byLogTime ? Infinity : now();
  const intakes = new Map<number, Intake>();
  let kept = 0;
  const marks = (): number => Math.max(30, Math.min(900, Math.floor(ALL_MARKS / Math.max(1, intakes.size))));
  const keep = (): KeptBytes | null => (kept++ < KEPT_SOURCES ? new KeptBytes() : null);
  const observer = (): Shown | null => shown;
  /** those that the user wrote */
  const formats = new Set<Format>();
  /** a log may be in JSON */
  let hasKeys = false;
  return {
    monitor,
    alerts,
    open: (path, onWaiting = () => undefined) => {
      const format = formatOf(path);
      if (format !== null) formats.add(format);
      if (format === null || format.mapping !== undefined) hasKeys = true;
      const intake = new Intake({ path, monitor, tables, rejected, recent, maxLine, now, format, filter, detector, observer, keep, marks, onWaiting });
      if (recent !== null) intakes.set(intake.source, intake);
      return intake;
    },
    leave: ({ source }) => {
      intakes.delete(source);
    },
    snapshot: (span) => monitor.snapshot(span, now()),
    show: (text) => {
      const { byLogTime, seed } = config;
      const next = text === null ? null : parseFilter(text, [...formats], hasKeys);
      shown?.end();
      shown = next === null ? null : new Shown({ filter: next, among: filter, judge: monitor, byLogTime, seed, alertWindow, reportInterval, maxLine });
      shown?.lookBack({ sources: [...intakes.values()].map((intake) => intake.pastLines()), startedAt, defer: config.defer });
    },
    language: createFilterLanguage(
      () => [...formats],
      () => hasKeys,
    ),
    shown: (span) => shown?.view(span, now()) ?? null,
    recentLines: (limit) => recent?.list(limit) ?? [],
    rejectedLines: () => rejected.list(),
  };
};
