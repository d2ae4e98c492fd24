import type { ReportResult, ReportRun, SourceLines } from '../../reports/report-run.js';
import type { TimeWindow } from '../../reports/time-window.js';
import type { EpochMs } from '../../core/units.js';
import { formatIsoMs } from '../time-text.js';

const timeJson = (at: EpochMs | null): string | null => (at === null ? null : formatIsoMs(at));

export const windowJson = ({ from, to }: TimeWindow) => ({ from: timeJson(from), to: timeJson(to) });

const linesJson = ({ read, accepted, rejected, filtered, late }: ReportRun<ReportResult>['lines']) => ({ read, accepted, rejected, filtered, late });

const sourceJson = ({ path, format, ...lines }: SourceLines) => ({ path, format, ...linesJson(lines) });

/** What every report tells of the lines that it is made from. */
export const accountJson = ({ sources, lines, rejectedBy, held, isPartial, isOpen }: ReportRun<ReportResult>) => ({
  sources: sources.map(sourceJson),
  lines: linesJson(lines),
  rejectedBy: { ...rejectedBy },
  held: held === null ? null : windowJson(held),
  partial: isPartial,
  open: isOpen,
});
