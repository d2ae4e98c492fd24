import type { KeyTableLimits } from '../../core/key-table.js';
import { KeySums } from './key-sums.js';
import type { TrafficPanel } from './traffic-result.js';

/** What is summed by key. */
export const TABLES = ['sections', 'paths', 'methods', 'hosts', 'vhosts', 'referrers', 'agents'] as const;

export type TableName = (typeof TABLES)[number];

/** How many distinct keys of each table are told apart, and bytes beyond the first 40 of each. */
export type TrafficLimits = Readonly<Record<TableName, { keys: number; arena: number }>>;

const KiB = 1024;

export const TRAFFIC_LIMITS: TrafficLimits = {
  sections: { keys: 64 * KiB, arena: 1024 * KiB },
  paths: { keys: 64 * KiB, arena: 4096 * KiB },
  methods: { keys: KiB, arena: 64 * KiB },
  hosts: { keys: 64 * KiB, arena: 1024 * KiB },
  vhosts: { keys: 16 * KiB, arena: 512 * KiB },
  referrers: { keys: 16 * KiB, arena: 2048 * KiB },
  agents: { keys: 16 * KiB, arena: 2048 * KiB },
};

const TABLE_OF: Readonly<Partial<Record<TrafficPanel, TableName>>> = {
  sections: 'sections',
  paths: 'paths',
  bytes: 'paths',
  slowest: 'paths',
  notFound: 'paths',
  methods: 'methods',
  hosts: 'hosts',
  vhosts: 'vhosts',
  referrers: 'referrers',
  agents: 'agents',
  bots: 'agents',
};

/** The table that a panel is made from, if any. */
export const tableOf = (panel: TrafficPanel): TableName | null => TABLE_OF[panel] ?? null;

/** A table has room for a quarter more keys than are told apart in the end: those that came last had no time to become many. */
export const roomFor = ({ keys, arena }: { keys: number; arena: number }): KeyTableLimits => ({ keys, room: keys + Math.floor(keys / 4), arena });

/** The tables that some panels need. */
export class TrafficTables {
  /** null where no panel needs it */
  readonly sums: Readonly<Record<TableName, KeySums | null>>;

  constructor(panels: readonly TrafficPanel[], limits: TrafficLimits, seed: number, droppedPath: (id: number) => void) {
    const needed = new Set(panels.map(tableOf));
    const create = (name: TableName): KeySums | null => {
      if (!needed.has(name)) return null;
      const room = roomFor(limits[name]);
      return name === 'paths' ? new KeySums(room, seed, panels.includes('notFound') ? 4 : 2, droppedPath) : new KeySums(room, seed);
    };
    this.sums = Object.fromEntries(TABLES.map((name) => [name, create(name)])) as Record<TableName, KeySums | null>;
  }
}
