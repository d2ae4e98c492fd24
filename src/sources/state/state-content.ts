import { isMonitorMemory } from '../../core/memory-shape.js';
import type { MonitorMemory } from '../../core/monitor-memory.js';
import type { EpochSeconds, Seconds } from '../../core/units.js';
import type { LedgerData } from '../following/ledger.js';
import { parseLedger } from '../following/ledger.js';

/** What the alert was judged by. */
export interface JudgedBy {
  /** requests/s */
  threshold: number;
  window: Seconds;
  /** which records it judges; null, or absent as in what was kept before there were filters, is all */
  filter?: string | null;
}

/** What a run leaves for the next one, all of one instant: what the ledger says was read has been counted. */
export interface StateContent {
  savedAt: EpochSeconds;
  judgedBy: JudgedBy;
  /** the logs as they were named, globs too */
  logs: readonly string[];
  monitor: MonitorMemory;
  ledger: LedgerData;
}

type Shape<K extends string> = Readonly<Partial<Record<K, unknown>>>;

const isShape = <K extends string>(value: unknown): value is Shape<K> => typeof value === 'object' && value !== null;

const isJudgedBy = (value: unknown): value is JudgedBy =>
  isShape<keyof JudgedBy>(value) && Number.isFinite(value.threshold) && Number.isFinite(value.window) && (typeof value.filter === 'string' || value.filter === undefined || value.filter === null);

/** What `JSON.parse` gave, when it is a state; null when any part of it is not what it should be. */
export const parseStateContent = (value: unknown): StateContent | null => {
  if (!isShape<keyof StateContent>(value)) return null;
  const { savedAt, judgedBy, logs, monitor } = value;
  const ledger = parseLedger(value.ledger);
  if (!Array.isArray(logs) || !logs.every((name) => typeof name === 'string')) return null;
  if (!Number.isSafeInteger(savedAt) || !isJudgedBy(judgedBy) || !isMonitorMemory(monitor) || ledger === null) return null;
  return { savedAt: savedAt as EpochSeconds, judgedBy, logs, monitor, ledger };
};
