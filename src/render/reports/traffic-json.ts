import type { Peak, TrafficPanelResult, TrafficResult, TrafficTotals } from '../../reports/traffic/traffic-result.js';
import { alertLifeJson } from '../summary-json.js';
import { formatIso } from '../time-text.js';

const peakJson = (peak: Peak | null) => (peak === null ? null : { at: formatIso(peak.at), hits: peak.hits });

const totalsJson = (totals: TrafficTotals) => {
  const { hits, bytes, successes, errors, other, uniqueHosts, meanRate, peakRate, uniqueHostsError, peakSecond, peakMinute, resolution } = totals;
  return {
    ...{ hits, bytes, successes, errors, other, uniqueHosts, meanRate, peakRate, uniqueHostsError },
    peakSecond: peakJson(peakSecond),
    peakMinute: peakJson(peakMinute),
    resolution,
  };
};

const rowsJson = (panel: TrafficPanelResult): object[] => {
  switch (panel.kind) {
    case 'timeline':
      return panel.rows.map(({ from, hits, bytes, errors }) => ({ from: formatIso(from), hits, bytes, errors }));
    case 'keys':
      return panel.rows.map(({ key, hits, errors, bytes }) => ({ key, hits, errors, bytes }));
    case 'slow':
      return panel.rows.map(({ key, hits, p50, p90, p95, p99, max }) => ({ key, hits, p50, p90, p95, p99, max }));
    case 'bursts':
      return panel.rows.map(({ from, to, hits, errors }) => ({ from: formatIso(from), to: formatIso(to), hits, errors }));
    case 'alerts':
      return panel.rows.map(alertLifeJson);
  }
};

/** What its rows leave out of a panel, and how exact they are. */
const noteJson = (panel: TrafficPanelResult): object => {
  switch (panel.kind) {
    case 'timeline':
      return { interval: panel.interval };
    case 'keys': {
      const { distinct, error, rest } = panel;
      return { distinct, error, rest: { hits: rest.hits, errors: rest.errors, bytes: rest.bytes } };
    }
    case 'slow':
      return { relativeError: panel.relativeError, rest: panel.rest };
    case 'bursts':
    case 'alerts':
      return { others: panel.others };
  }
};

/** The keys of what happened; `timeline` is there even if nobody asked for it, the panels are those that were asked for. */
export const trafficJson = ({ totals, panels }: TrafficResult) => {
  const timeline = panels.find(({ kind }) => kind === 'timeline');
  const others = panels.filter((panel) => panel !== timeline);
  return {
    totals: totalsJson(totals),
    timeline: timeline === undefined ? [] : rowsJson(timeline),
    panels: Object.fromEntries(others.map((panel) => [panel.name, rowsJson(panel)])),
  };
};

/** What there is to say of the panels beside their rows, by panel. */
export const notesJson = ({ panels }: TrafficResult) => Object.fromEntries(panels.map((panel) => [panel.name, noteJson(panel)]));
