import type { Alert } from '../core/alert/alert.js';
import type { GateResult } from '../core/gate.js';
import type { RunSummary, TopKeys } from '../core/report.js';
import { trafficJson } from './report-json.js';
import { formatIso } from './time-text.js';

const topJson = ({ top, rest, error }: TopKeys) => ({
  top: top.map(({ key, count }) => ({ key, count })),
  rest,
  error,
});

/** An alert's whole life. */
export const alertLifeJson = ({ id, rule, triggeredAt, valueAtTrigger, resolvedAt, threshold }: Alert) => ({
  id,
  rule,
  triggeredAt: formatIso(triggeredAt),
  valueAtTrigger,
  resolvedAt: resolvedAt === null ? null : formatIso(resolvedAt),
  threshold,
});

const gateJson = ({ gate, hit, value }: GateResult) => ({ gate: gate.text, hit, value });

/** `{"type":"summary",...}`: a report's keys over the whole run, and what only a run has. */
export const summaryJson = (summary: RunSummary, gates: readonly GateResult[], exitCode: number) => ({
  type: 'summary',
  ...trafficJson(summary),
  maxRate: summary.maxRate,
  hosts: topJson(summary.hosts),
  paths: topJson(summary.paths),
  failing: topJson(summary.failing),
  alerts: summary.alerts.map(alertLifeJson),
  earlierAlerts: summary.earlierAlerts,
  gates: gates.map(gateJson),
  exitCode,
});
