import { KeyTable } from './key-table.js';
import type { RecordRing } from './record-ring.js';

/**
 * The tables of one run: every source's scanner interns into them, so that all sources make one picture. They
 * are counted where rows are drained.
 */
export interface Tables {
  /** random for each run, so that nobody can write logs that make the tables slow */
  seed: number;
  sections: KeyTable;
  hosts: KeyTable;
  /** paths without their query; the note holds the id of the path's section, -1 until it is known */
  paths: KeyTable;
  /** `status method path` of errors */
  failing: KeyTable;
}

const KEYS = 1 << 16;

/** Exceeds what may stay by the rows at which a ring is drained. It leaves an eighth of the slots free. */
const ROOM = KEYS + (KEYS / 4) * 3;

/** Tables with the product's limits. */
export const createTables = (seed: number): Tables => ({
  seed,
  sections: new KeyTable({ keys: 1 << 14, room: ROOM, arena: 1 << 22 }),
  hosts: new KeyTable({ keys: KEYS, room: ROOM, arena: 1 << 23 }),
  paths: new KeyTable({ keys: KEYS, room: ROOM, arena: 1 << 24 }),
  failing: new KeyTable({ keys: KEYS, room: ROOM, arena: 1 << 24 }),
});

/** Marks the ids that rows of the rings still hold, so that their keys stay. */
const pinnedIds = (table: KeyTable, rings: readonly RecordRing[], column: 'sections' | 'hosts' | 'paths' | 'failing'): Uint8Array => {
  const pinned = new Uint8Array(table.ids);
  for (const ring of rings) {
    for (let n = 0; n < ring.length; n += 1) {
      const row = ring.index(n);
      if (ring.rejects[row] === 0) pinned[ring[column][row]!] = 1;
    }
  }
  return pinned;
};

/**
 * Lets crowded tables drop the keys that matter least. Ids that rows of `rings` hold stay valid; `settle` is called
 * first, to turn all other ids that somebody holds into texts; `dropSection` for each section that goes.
 */
export const shrinkTables = (tables: Tables, rings: readonly RecordRing[], settle: () => void, dropSection: (id: number) => void): void => {
  const { sections, hosts, paths, failing } = tables;
  if (!(sections.crowded || hosts.crowded || paths.crowded || failing.crowded)) return;
  settle();
  if (hosts.crowded) hosts.shrink(pinnedIds(hosts, rings, 'hosts'));
  if (paths.crowded) paths.shrink(pinnedIds(paths, rings, 'paths'));
  if (failing.crowded) failing.shrink(pinnedIds(failing, rings, 'failing'));
  if (sections.crowded) {
    sections.shrink(pinnedIds(sections, rings, 'sections'), dropSection);
    // Every path must find its section anew.
    paths.clearNotes();
  }
};
