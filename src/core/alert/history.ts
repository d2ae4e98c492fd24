import type { Alert } from './alert.js';

/** Alerts that are kept; older ones are counted. */
export const HISTORY_LIMIT = 10_000;

/** The newest alerts, in a ring: adding costs the same however many have gone by, and memory has a ceiling. */
export class History {
  /** alerts ever added */
  total = 0;
  private readonly ring: Alert[] = [];

  constructor(private readonly limit: number = HISTORY_LIMIT) {}

  /** Alerts that are kept. */
  get length(): number {
    return this.ring.length;
  }

  /** Alerts that were added and are not kept any more. */
  get earlier(): number {
    return this.total - this.length;
  }

  add(alert: Alert): void {
    this.ring[this.total % this.limit] = alert;
    this.total += 1;
  }

  /** Puts `alert` in the place of the one that was added last: the same alert, later in its life. */
  replaceNewest(alert: Alert): void {
    if (this.total === 0) throw new RangeError('an empty history has no newest alert');
    this.ring[(this.total - 1) % this.limit] = alert;
  }

  /** At most `count` alerts, newest first, after passing over the `skip` newest ones. */
  newest(count: number, skip = 0): Alert[] {
    const length = Math.max(0, Math.min(count, this.length - skip));
    return Array.from({ length }, (_, i) => this.ring[(this.total - 1 - skip - i) % this.limit]!);
  }

  /** All that are kept, oldest first. */
  oldestFirst(): Alert[] {
    return Array.from({ length: this.length }, (_, i) => this.ring[(this.earlier + i) % this.limit]!);
  }

  /** Begins with alerts of another run, oldest first, before which there were `earlier` ones. */
  recall(alerts: readonly Alert[], earlier: number): void {
    this.total = earlier + Math.max(0, alerts.length - this.limit);
    for (const alert of alerts.slice(-this.limit)) this.add(alert);
  }
}
