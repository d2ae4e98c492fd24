import { REJECT_REASONS } from './line-counts.js';
import type { MonitorMemory } from './monitor-memory.js';

/** Says whether a value read from somewhere has a shape. */
type Shape = (value: unknown) => boolean;

const isNumber: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Shape = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isInstant: Shape = Number.isSafeInteger;
const isText: Shape = (value) => typeof value === 'string';

const nullOr =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);

const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

const row =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape(value[i]));

/** Has all of these keys; others do no harm. */
const object =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shapes).every(([key, shape]) => shape((value as Readonly<Record<string, unknown>>)[key]));

const one =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));

const is =
  (expected: unknown): Shape =>
  (value) =>
    value === expected;

/** A second, bytes, and hits by six classes. */
const second = row(isInstant, ...Array.from({ length: 7 }, () => isCount));

const table = object({ keys: list(row(isText, isCount, isCount)), error: isCount, other: isCount });

const alert = object({
  id: isCount,
  rule: is('high-traffic'),
  threshold: isNumber,
  triggeredAt: isInstant,
  valueAtTrigger: isNumber,
  resolvedAt: nullOr(isInstant),
});

const alertState = one(
  object({ phase: is('inactive') }),
  object({ phase: is('pending'), since: isInstant }),
  object({ phase: is('firing'), alert, below: nullOr(isInstant) }),
);

const absentOrCount: Shape = one(is(undefined), isCount);

const memory = object({
  startedAt: nullOr(isInstant),
  openAt: nullOr(isInstant),
  open: nullOr(second),
  seconds: object({ busiest: isCount, seconds: list(second), minutes: list(row(isInstant, isCount, isCount)) }),
  totals: object({
    hits: isCount,
    bytes: isCount,
    classes: row(...Array.from({ length: 6 }, () => isCount)),
    sections: table,
    sectionErrors: list(isCount),
    sectionBytes: list(isCount),
    hosts: table,
    paths: table,
    failing: table,
  }),
  sources: object({
    accounts: list(object({ path: isText, accepted: isCount, rejected: isCount, filtered: absentOrCount, late: isCount, future: isCount })),
    rejectedBy: object(Object.fromEntries(REJECT_REASONS.map((reason) => [reason, absentOrCount]))),
  }),
  alerts: object({ alerts: list(alert), earlier: isCount, state: alertState, value: isNumber }),
});

/** Whether a value has the shape of what a monitor remembers. */
export const isMonitorMemory = (value: unknown): value is MonitorMemory => memory(value);
