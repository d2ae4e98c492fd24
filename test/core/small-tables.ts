import { chunkOf } from '../../src/core/byte-chunk.js';
import { hashBytes, KeyTable } from '../../src/core/key-table.js';
import type { KeyTableLimits } from '../../src/core/key-table.js';
import type { Tables } from '../../src/core/tables.js';

const LIMITS: KeyTableLimits = { keys: 1 << 9, room: 1 << 11, arena: 1 << 20 };

/** Tables as a run has them, but small, so that a test can have many. */
export const smallTables = (seed = 7, limits: Partial<KeyTableLimits> = {}): Tables => ({
  seed,
  sections: new KeyTable({ ...LIMITS, ...limits }),
  hosts: new KeyTable({ ...LIMITS, ...limits }),
  paths: new KeyTable({ ...LIMITS, ...limits }),
  failing: new KeyTable({ ...LIMITS, ...limits }),
});

/** The id of a key given as text or bytes. It stands among other bytes, as it does in a log. */
export const internKey = (table: KeyTable, key: string | Uint8Array, seed = 7): number => {
  const bytes = Buffer.from(key as string);
  const chunk = chunkOf(Buffer.concat([Buffer.from('"'), bytes, Buffer.from('" 200')]));
  return table.intern(chunk, 1, 1 + bytes.length, hashBytes(chunk, 1, 1 + bytes.length, seed));
};
