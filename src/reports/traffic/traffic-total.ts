import type { Total } from '../report-kind.js';
import type { TrafficChoice } from '../report-choice.js';
import { OTHER } from '../../core/key-table.js';
import type { FamilyOf } from './agent-family.js';
import { agentPanels } from './agent-panels.js';
import { findBursts } from './bursts.js';
import { DurationRows } from './duration-rows.js';
import { firedAlerts } from './fired-alerts.js';
import { panelOfKeys, sumsOf } from './key-panels.js';
import type { KeySums } from './key-sums.js';
import { SecondCounts } from './second-counts.js';
import { slowPanel } from './slow-panel.js';
import { classPanel, statusPanel } from './status-panels.js';
import { StatusSums } from './status-sums.js';
import type { TrafficPart } from './traffic-part.js';
import { TRAFFIC_PANELS } from './traffic-result.js';
import type { TrafficPanel, TrafficPanelResult, TrafficResult, TrafficTotals } from './traffic-result.js';
import { TABLES, TrafficTables } from './traffic-tables.js';
import type { TrafficLimits } from './traffic-tables.js';
import { STANDARD_ERROR, UniqueHosts } from './unique-hosts.js';

const NOT_FOUND = 404;

/** Where the parts of a report on traffic come together. */
export class TrafficTotal implements Total<TrafficPart, TrafficResult> {
  private readonly tables: TrafficTables;
  private readonly statuses = new StatusSums();
  private readonly seconds = new SecondCounts();
  private readonly uniqueHosts = new UniqueHosts();
  private readonly durations = new DurationRows();

  constructor(
    private readonly choice: TrafficChoice,
    limits: TrafficLimits,
    seed: number,
    private readonly familyOf: FamilyOf | null,
  ) {
    this.tables = new TrafficTables(choice.panels, limits, seed, (id) => {
      this.durations.drop(id);
    });
  }

  merge({ seconds, statuses, tables, durations, hosts }: TrafficPart): void {
    this.seconds.merge(seconds);
    this.statuses.merge(statuses);
    for (const name of TABLES) {
      const packed = tables[name];
      const ids = packed === null ? null : this.tables.sums[name]!.merge(packed);
      if (name === 'paths' && ids !== null && durations !== null) this.durations.merge(durations, (number) => ids[number - 1] ?? OTHER);
    }
    if (hosts !== null) this.uniqueHosts.merge(hosts);
  }

  finish(): TrafficResult {
    const { panels, top } = this.choice;
    const { agents } = this.tables.sums;
    const families = agents === null ? null : agentPanels(agents, this.familyOf!, top, sumsOf(this.statuses));
    const asked = TRAFFIC_PANELS.filter((name) => panels.includes(name));
    return { report: 'traffic', totals: this.totals(), panels: asked.flatMap((name) => this.panel(name, families) ?? []) };
  }

  clear(): void {
    for (const name of TABLES) this.tables.sums[name]?.clear();
    this.statuses.cut();
    this.seconds.cut();
    this.uniqueHosts.cut();
    this.durations.cut();
  }

  private totals(): TrafficTotals {
    const { statuses, seconds, uniqueHosts } = this;
    const { hosts } = this.tables.sums;
    const { hits, bytes, errors } = sumsOf(statuses);
    const successes = sumsOf(statuses, (status) => status >= 200 && status < 400).hits;
    const { resolution, first, last } = seconds;
    const peakSecond = seconds.peak(1);
    const isExact = hosts === null || hosts.error === 0;
    return {
      hits,
      bytes,
      successes,
      errors,
      other: hits - successes - errors,
      uniqueHosts: hosts === null ? null : isExact ? namedKeys(hosts) : uniqueHosts.estimate(),
      uniqueHostsError: isExact ? 0 : STANDARD_ERROR,
      meanRate: first === null || last === null ? 0 : hits / (last + resolution - first),
      peakRate: peakSecond === null ? 0 : peakSecond.hits / resolution,
      peakSecond,
      peakMinute: seconds.peak(60),
      resolution,
    };
  }

  /** Null where the log's seconds cannot be told apart, and the panel needs them. */
  private panel(name: TrafficPanel, families: ReturnType<typeof agentPanels> | null): TrafficPanelResult | null {
    const { statuses, seconds } = this;
    const { top, groupingSeconds, alertThreshold, alertWindow } = this.choice;
    const { sums } = this.tables;
    switch (name) {
      case 'timeline':
        return { kind: 'timeline', name, ...seconds.timeline(groupingSeconds) };
      case 'status':
        return statusPanel(statuses, top);
      case 'classes':
        return classPanel(statuses, top);
      case 'bytes':
        return panelOfKeys(name, sums.paths!, top, sumsOf(statuses), 'bytes');
      case 'notFound':
        return panelOfKeys(name, sums.paths!, top, sumsOf(statuses, (status) => status === NOT_FOUND), 'notFound');
      case 'sections':
      case 'paths':
      case 'methods':
      case 'hosts':
      case 'vhosts':
      case 'referrers':
        return panelOfKeys(name, sums[name]!, top, sumsOf(statuses));
      case 'slowest':
        return slowPanel(sums.paths!, this.durations, top);
      case 'agents':
      case 'bots':
        return families![name];
      case 'bursts':
        return { kind: 'bursts', name, ...findBursts(seconds, top) };
      case 'alerts': {
        const fired = firedAlerts(seconds, { threshold: alertThreshold, window: alertWindow }, top);
        return fired === null ? null : { kind: 'alerts', name, ...fired };
      }
    }
  }
}

/** How many keys there are, that of what is absent aside. */
const namedKeys = ({ table }: KeySums): number => {
  let absent = 0;
  for (let id = 1; id < table.ids; id += 1) if (table.keyLength(id) === 1 && table.text(id) === '-') absent += 1;
  return table.size - absent;
};
