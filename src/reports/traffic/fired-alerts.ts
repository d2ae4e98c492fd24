import { createAlerts } from '../../core/alert/alerts.js';
import type { Rule } from '../../core/alert/alert.js';
import { MIN_SECONDS } from '../../core/bucket-ring.js';
import type { EpochSeconds } from '../../core/units.js';
import type { SecondCounts } from './second-counts.js';
import type { AlertPanel } from './traffic-result.js';

/** The hits of the seconds that a window may still hold, oldest first. */
class WindowSum {
  sum = 0;
  private readonly seconds: number[] = [];
  private readonly hits: number[] = [];
  private head = 0;

  /** the oldest second; NaN when there is none */
  get oldest(): EpochSeconds {
    return this.seconds[this.head] ?? Number.NaN;
  }

  add(second: EpochSeconds, hits: number): void {
    this.seconds.push(second);
    this.hits.push(hits);
    this.sum += hits;
  }

  /** Forgets what is before `from`. */
  dropBefore(from: EpochSeconds): void {
    while (this.oldest < from) this.sum -= this.hits[this.head++]!;
    if (this.head * 2 < this.seconds.length) return;
    this.seconds.splice(0, this.head);
    this.hits.splice(0, this.head);
    this.head = 0;
  }
}

/**
 * The alerts of the rule *high traffic* that the monitor would have told of, had it replayed these seconds in their order: it judges
 * the end of each second, but of a silence that is longer than 15 minutes, or than the window, only the last part. What
 * changes nothing is passed over, so that silence costs nothing. Null where the resolution is too coarse to tell.
 *
 * @param top the newest of them that are wanted
 */
export const firedAlerts = (counts: SecondCounts, rule: Pick<Rule, 'threshold' | 'window'>, top: number): Pick<AlertPanel, 'rows' | 'others'> | null => {
  if (counts.resolution > 1) return null;
  const { window } = rule;
  const alerts = createAlerts({ name: 'high-traffic', ...rule, holdFor: 0, keepFiringFor: 0 });
  const inWindow = new WindowSum();
  const judge = (tick: EpochSeconds): void => {
    inWindow.dropBefore(tick - window);
    alerts.judge(tick, inWindow.sum / window);
  };
  const longest = Math.max(MIN_SECONDS, window);
  let last: EpochSeconds = Number.NaN;

  counts.forEach((second, hits) => {
    // In silence the value changes when a second leaves the window, and only an active alert may change with it.
    const resumed = second - longest;
    while (alerts.active !== null) {
      const leaves = inWindow.oldest + window + 1;
      const tick = resumed > last + 1 ? Math.max(leaves, resumed + 1) : leaves;
      if (!(tick <= second)) break;
      judge(tick);
    }
    inWindow.add(second, hits);
    judge(second + 1);
    last = second;
  });
  const all = alerts.all();
  const rows = all.alerts.slice(Math.max(0, all.alerts.length - top));
  return { rows, others: alerts.triggeredCount - rows.length };
};
