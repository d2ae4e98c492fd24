import type { Alert } from '../../src/core/alert/alert.js';
import { noLines } from '../../src/core/line-counts.js';
import type { LineCounts } from '../../src/core/line-counts.js';
import type { IntervalReport, RunSummary, StatusClasses } from '../../src/core/report.js';

/** 2018-11-22T15:52:25Z */
export const REPORT_AT = 1_542_901_945;

type ReportChanges = Partial<Omit<IntervalReport, 'lines' | 'statusClasses'>> & {
  lines?: Partial<LineCounts>;
  statusClasses?: Partial<StatusClasses>;
};

/** Ten seconds without anything, and what is said of them otherwise. */
export const intervalOf = ({ lines, statusClasses, ...changes }: ReportChanges = {}): IntervalReport => ({
  from: REPORT_AT - 10,
  to: REPORT_AT,
  hits: 0,
  bytes: 0,
  successes: 0,
  errors: 0,
  other: 0,
  sections: [],
  otherSections: { hits: 0, errors: 0, bytes: 0 },
  rejectedBy: {},
  sources: [],
  ...changes,
  statusClasses: { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, other: 0, ...statusClasses },
  lines: { ...noLines(), ...lines },
});

type RunChanges = ReportChanges & Partial<Omit<RunSummary, keyof IntervalReport>>;

/** A run without anything, and what is said of it otherwise. */
export const runOf = ({ maxRate, hosts, paths, failing, alerts, earlierAlerts, ...changes }: RunChanges = {}): RunSummary => ({
  ...intervalOf(changes),
  maxRate: maxRate ?? 0,
  hosts: hosts ?? { top: [], rest: 0, error: 0 },
  paths: paths ?? { top: [], rest: 0, error: 0 },
  failing: failing ?? { top: [], rest: 0, error: 0 },
  alerts: alerts ?? [],
  earlierAlerts: earlierAlerts ?? 0,
});

/** An alert of the rule of the house. */
export const alertOf = (changes: Partial<Alert> = {}): Alert => ({
  id: 1,
  rule: 'high-traffic',
  threshold: 10,
  triggeredAt: REPORT_AT - 60,
  valueAtTrigger: 11,
  resolvedAt: null,
  ...changes,
});
