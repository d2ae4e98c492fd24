import type { ConnectionsResult } from '../../reports/connections/connections-result.js';
import type { OwnResult } from '../../reports/own/own-result.js';
import type { ReportResult, ReportRun } from '../../reports/report-run.js';
import type { Peak, TrafficPanelResult, TrafficResult, TrafficTotals } from '../../reports/traffic/traffic-result.js';
import type { Printable } from '../printable.js';
import { formatIso } from '../time-text.js';
import { accountRows, csvTable, windowRows } from './csv-row.js';
import type { CommonColumn, CsvRow } from './csv-row.js';
import { leavesOf } from './own-value.js';

const TRAFFIC_COLUMNS = ['panel', 'key', 'from', 'to', 'hits', 'errors', 'bytes', 'p50', 'p90', 'p95', 'p99', 'max', 'value'] as const;
type TrafficRow = CsvRow<Exclude<(typeof TRAFFIC_COLUMNS)[number], 'panel'>>;

const CONNECTIONS_COLUMNS = ['panel', 'key', 'host', 'from', 'to', 'value'] as const;
const OWN_COLUMNS = ['panel', 'key', 'from', 'to', 'value', 'text'] as const;

const peakRow = (key: string, peak: Peak | null): TrafficRow[] =>
  peak === null ? [] : [{ panel: 'totals', key, from: formatIso(peak.at), hits: peak.hits }];

const totalRows = ({ hits, errors, bytes, peakSecond, peakMinute, uniqueHosts, ...values }: TrafficTotals): TrafficRow[] => {
  const value = (key: keyof typeof values): TrafficRow => ({ panel: 'totals', key, value: values[key] });
  return [
    { panel: 'totals', hits, errors, bytes },
    value('successes'),
    value('other'),
    ...(uniqueHosts === null ? [] : [{ panel: 'totals', key: 'uniqueHosts', value: uniqueHosts }, value('uniqueHostsError')]),
    ...(['meanRate', 'peakRate', 'resolution'] as const).map(value),
    ...peakRow('peakSecond', peakSecond),
    ...peakRow('peakMinute', peakMinute),
  ];
};

/** A panel's rows. Of what they leave out there are rows of `NAME.rest`, `NAME.distinct` and the like. */
const panelRows = (panel: TrafficPanelResult): TrafficRow[] => {
  const { name } = panel;
  const about = (what: string, value: number): TrafficRow => ({ panel: `${name}.${what}`, value });
  switch (panel.kind) {
    case 'timeline':
      return panel.rows.map(({ from, hits, errors, bytes }) => ({ panel: name, from: formatIso(from), to: formatIso(from + panel.interval), hits, errors, bytes }));
    case 'keys':
      return [
        ...panel.rows.map((row) => ({ panel: name, ...row })),
        { panel: `${name}.rest`, ...panel.rest },
        about('distinct', panel.distinct),
        about('error', panel.error),
      ];
    case 'slow':
      return [...panel.rows.map((row) => ({ panel: name, ...row })), { panel: `${name}.rest`, hits: panel.rest }, about('relativeError', panel.relativeError)];
    case 'bursts':
      return [
        ...panel.rows.map(({ from, to, hits, errors }) => ({ panel: name, from: formatIso(from), to: formatIso(to), hits, errors })),
        about('others', panel.others),
      ];
    case 'alerts':
      return [
        ...panel.rows.map(({ id, triggeredAt, resolvedAt, valueAtTrigger }) => ({
          panel: name,
          key: String(id),
          from: formatIso(triggeredAt),
          ...(resolvedAt === null ? {} : { to: formatIso(resolvedAt) }),
          value: valueAtTrigger,
        })),
        about('others', panel.others),
      ];
  }
};

const trafficRows = ({ totals, panels }: TrafficResult): TrafficRow[] => [...totalRows(totals), ...panels.flatMap(panelRows)];

const connectionsRows = ({ connectedTo, receivedFrom, mostReceived, mostGenerated, timeline, error }: ConnectionsResult): CsvRow<CommonColumn | 'host'>[] => {
  const most = (panel: string, found: ConnectionsResult['mostReceived']) => (found === null ? [] : [{ panel, host: found.host, value: found.count }]);
  const lists = (panel: string, of: ConnectionsResult['connectedTo']) => of.flatMap(({ host: key, hosts }) => hosts.map((host) => ({ panel, key, host })));
  const counts = (panel: string, of: ConnectionsResult['connectedTo']) => of.map(({ host, connections }) => ({ panel, key: host, value: connections }));
  return [
    ...most('mostReceived', mostReceived),
    ...most('mostGenerated', mostGenerated),
    ...counts('counts.to', connectedTo),
    ...counts('counts.from', receivedFrom),
    ...lists('connectedTo', connectedTo),
    ...lists('receivedFrom', receivedFrom),
    ...(timeline?.rows ?? []).map(({ from, connections }) => ({ panel: 'timeline', from: formatIso(from), to: formatIso(from + timeline!.interval), value: connections })),
    { panel: 'error', value: error },
  ];
};

const ownRows = ({ value }: OwnResult): CsvRow<CommonColumn | 'text'>[] =>
  leavesOf(value).map((leaf) => ({
    panel: 'result',
    key: leaf.path,
    ...(typeof leaf.value === 'number' ? { value: leaf.value } : leaf.value === null ? {} : { text: String(leaf.value) }),
  }));

/**
 * A report as one table of CSV: a line that names the columns, then a row for each thing that there is to say, of which `panel`
 * says what it is about. A column holds numbers alone, times alone, or texts alone, which are written as in csvCell.
 */
export const reportAsCsv = (run: ReportRun<ReportResult>): Printable => {
  const { result } = run;
  switch (result.report) {
    case 'traffic':
      return csvTable(TRAFFIC_COLUMNS, [...windowRows(run), ...trafficRows(result), ...accountRows(run)]);
    case 'connections':
      return csvTable(CONNECTIONS_COLUMNS, [...windowRows(run), ...connectionsRows(result), ...accountRows(run)]);
    case 'own':
      return csvTable(OWN_COLUMNS, [...windowRows(run), ...ownRows(result), ...accountRows(run)]);
  }
};
