import type { FamilyOf } from './agent-family.js';
import { panelOfRows } from './key-panels.js';
import type { Sums } from './key-panels.js';
import type { KeySums } from './key-sums.js';
import type { KeyPanel, KeyRow } from './traffic-result.js';

const addTo = (rows: Map<string, KeyRow>, key: string, { hits, errors, bytes }: Sums): void => {
  const row = rows.get(key) ?? { key, hits: 0, errors: 0, bytes: 0 };
  row.hits += hits;
  row.errors += errors;
  row.bytes += bytes;
  rows.set(key, row);
};

const sumUp = (rows: Iterable<KeyRow>): Sums => {
  const sums = { hits: 0, errors: 0, bytes: 0 };
  for (const row of rows) {
    sums.hits += row.hits;
    sums.errors += row.errors;
    sums.bytes += row.bytes;
  }
  return sums;
};

/**
 * The panels of the families of user agents: of all, and of those that are bots. `all` is what all agents add up to. Those that
 * were not kept may be of any family: so many hits may each one be short of.
 */
export const agentPanels = (agents: KeySums, familyOf: FamilyOf, top: number, all: Sums): { agents: KeyPanel; bots: KeyPanel } => {
  const families = new Map<string, KeyRow>();
  const bots = new Map<string, KeyRow>();
  for (const id of agents.ids()) {
    const sums = { hits: agents.sum(id, 'hits'), errors: agents.sum(id, 'errors'), bytes: agents.sum(id, 'bytes') };
    const { family, isBot } = familyOf(agents.table.text(id));
    addTo(families, family, sums);
    if (isBot) addTo(bots, family, sums);
  }
  const error = all.hits - sumUp(families.values()).hits;
  return {
    agents: panelOfRows('agents', [...families.values()], top, all, error),
    bots: panelOfRows('bots', [...bots.values()], top, sumUp(bots.values()), error),
  };
};
