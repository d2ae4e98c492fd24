import type { KeyPanel, TrafficPanel } from '../../reports/traffic/traffic-result.js';

/** What a panel is called, and what its keys are. */
export interface PanelWords {
  title: string;
  key: string;
}

export const PANEL_WORDS: Readonly<Record<TrafficPanel, PanelWords>> = {
  timeline: { title: 'Timeline', key: 'from' },
  sections: { title: 'Sections', key: 'section' },
  paths: { title: 'Paths', key: 'path' },
  status: { title: 'Status codes', key: 'status' },
  classes: { title: 'Status classes', key: 'class' },
  methods: { title: 'Methods', key: 'method' },
  hosts: { title: 'Hosts', key: 'host' },
  vhosts: { title: 'Virtual hosts', key: 'virtual host' },
  referrers: { title: 'Referrers', key: 'referrer' },
  agents: { title: 'User agents', key: 'agent' },
  bots: { title: 'Bots', key: 'bot' },
  bytes: { title: 'Paths by bytes', key: 'path' },
  slowest: { title: 'Slowest paths', key: 'path' },
  notFound: { title: 'Not found', key: 'path' },
  bursts: { title: 'Error bursts', key: 'from' },
  alerts: { title: 'Alerts', key: 'id' },
};

/** Panels in which a row's errors are all of its hits, or none. */
const SAYS_ERRORS_ITSELF: ReadonlySet<TrafficPanel> = new Set(['status', 'classes', 'notFound'] as const);

/** Whether a column of errors would tell a reader of the panel anything. */
export const tellsErrors = (panel: TrafficPanel): boolean => !SAYS_ERRORS_ITSELF.has(panel);

/** Whether no record tells anything that a panel lists: what is absent is its only key. */
export const tellsNothing = ({ rows, distinct }: KeyPanel): boolean => distinct <= 1 && rows[0]?.key === '-';
