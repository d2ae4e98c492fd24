import { createAlerts } from '../../src/core/alert/alerts.js';
import type { AlertTransition } from '../../src/core/alert/alert.js';
import type { RejectReason } from '../../src/core/line-counts.js';
import { Monitor } from '../../src/core/monitor.js';
import { FILTERED, RecordRing, rejectCode } from '../../src/core/record-ring.js';
import type { MonitorEvent, ReportEvent } from '../../src/core/report.js';
import type { Tables } from '../../src/core/tables.js';
import { internKey, smallTables } from './small-tables.js';

/** A line that has been scanned. */
export interface Entry {
  at: number;
  status?: number;
  bytes?: number;
  section?: string;
  host?: string;
  path?: string;
  source?: number;
  catchUp?: boolean;
  reject?: RejectReason;
  /** a record that the filter left out */
  filtered?: boolean;
}

/** Puts a line into the ring as a scanner would. */
export const pushEntry = (ring: RecordRing, tables: Tables, entry: Entry): void => {
  const { at, status = 200, bytes = 0, section = 'food', host = 'h', path = `/${section}`, source = 0, catchUp = false } = entry;
  if (entry.reject !== undefined) {
    ring.pushRejected(rejectCode(entry.reject), source, catchUp);
    return;
  }
  const row = ring.index(ring.length);
  const failed = status >= 400 && status <= 599;
  ring.seconds[row] = at;
  ring.statuses[row] = status;
  ring.bytes[row] = bytes;
  ring.rejects[row] = entry.filtered === true ? FILTERED : 0;
  ring.catchUps[row] = catchUp ? 1 : 0;
  ring.sources[row] = source;
  ring.sections[row] = internKey(tables.sections, section, tables.seed);
  ring.hosts[row] = internKey(tables.hosts, host, tables.seed);
  ring.paths[row] = internKey(tables.paths, path, tables.seed);
  ring.failing[row] = failed ? internKey(tables.failing, `${status} GET ${path}`, tables.seed) : 0;
  ring.push();
};

export interface MonitorOptions {
  threshold: number;
  alertWindow: number;
  reportInterval: number;
  sources: number;
  maxSources: number;
  tables: Tables;
}

/** A monitor with small tables whose events are kept, and a hand to feed it. */
export interface MonitorBench {
  monitor: Monitor;
  tables: Tables;
  events: MonitorEvent[];
  reports: () => ReportEvent[];
  transitions: () => AlertTransition[];
  /** counts a record in the second that is open */
  count: (entry?: Partial<Entry>) => void;
  /** counts a record of a second that is over */
  late: (entry: Entry) => void;
  catchUp: (entry: Entry) => void;
  reject: (reason: RejectReason, source?: number) => void;
}

export const monitorBench = (options: Partial<MonitorOptions> = {}): MonitorBench => {
  const { threshold = 10, alertWindow = 120, reportInterval = 10, sources = 1, maxSources = 100_000, tables = smallTables() } = options;
  const events: MonitorEvent[] = [];
  const alerts = createAlerts({ name: 'high-traffic', threshold, window: alertWindow, holdFor: 0, keepFiringFor: 0 });
  const monitor = new Monitor({
    threshold,
    alertWindow,
    reportInterval,
    maxSources,
    tables,
    keepLists: true,
    alerts,
    emit: (event) => {
      events.push(event);
    },
  });
  for (let i = 0; i < sources; i += 1) monitor.addSource(`${i}.log`);
  const ring = new RecordRing(1);
  const withRow = (entry: Entry, use: (row: number) => void): void => {
    pushEntry(ring, tables, entry);
    use(ring.index(0));
    ring.shift(1);
  };
  return {
    monitor,
    tables,
    events,
    reports: () => events.filter((event) => event.type === 'report'),
    transitions: () => events.filter((event) => event.type === 'alert'),
    count: (entry = {}) => {
      withRow({ at: monitor.openAt, ...entry }, (row) => {
        monitor.add(ring, row);
      });
    },
    late: (entry) => {
      withRow(entry, (row) => {
        monitor.addLate(ring, row);
      });
    },
    catchUp: (entry) => {
      withRow({ ...entry, catchUp: true }, (row) => {
        monitor.addCatchUp(ring, row);
      });
    },
    reject: (reason, source = 0) => {
      withRow({ at: 0, reject: reason, source }, (row) => {
        monitor.reject(ring, row);
      });
    },
  };
};
