import { FILTERED, NO_STATUS, RecordRing, rejectReason } from '../../src/core/record-ring.js';
import type { RejectReason } from '../../src/core/line-counts.js';
import type { Tables } from '../../src/core/tables.js';
import type { Filter } from '../../src/filter/filter.js';
import type { Format } from '../../src/formats/format.js';
import { FORMATS } from '../../src/formats/registry.js';
import { smallTables } from '../core/small-tables.js';

/** A row of the ring with its texts. */
export type ScannedLine =
  | {
      second: number;
      /** null for `-` */
      status: number | null;
      bytes: number;
      section: string;
      host: string;
      path: string;
      /** of an error, else null */
      failing: string | null;
    }
  | { reason: RejectReason }
  /** the second of a record that the filter left out */
  | { reason: 'filtered'; leftOut: number };

export const formatNamed = (name: string): Format => FORMATS.find((format) => format.name === name)!;

/** What stands in a row. */
export const readRow = (ring: RecordRing, row: number, tables: Tables): ScannedLine => {
  if (ring.rejects[row] === FILTERED) return { reason: 'filtered', leftOut: ring.seconds[row]! };
  if (ring.rejects[row] !== 0) return { reason: rejectReason(ring.rejects[row]!) };
  const status = ring.statuses[row]!;
  return {
    second: ring.seconds[row]!,
    status: status === NO_STATUS ? null : status,
    bytes: ring.bytes[row]!,
    section: tables.sections.text(ring.sections[row]!),
    host: tables.hosts.text(ring.hosts[row]!),
    path: tables.paths.text(ring.paths[row]!),
    failing: ring.failing[row] === 0 ? null : tables.failing.text(ring.failing[row]!),
  };
};

export interface Scan {
  lines: ScannedLine[];
  /** what the listener was told */
  rejected: { text: string; reason: RejectReason }[];
  tables: Tables;
  ring: RecordRing;
}

export interface ScanOptions {
  rows?: number;
  tables?: Tables;
  /** where the bytes are cut: each part is scanned from a chunk of its own */
  cuts?: readonly number[];
  filter?: Filter;
  /** nothing lies beside a part */
  bare?: boolean;
}

/** Scans bytes in a format; whenever the ring is full it is read and emptied. */
export const scan = (format: string | Format, input: string | Uint8Array, options: ScanOptions = {}): Scan => {
  const { rows = 1 << 10, tables = smallTables(), cuts = [], bare = false, filter } = options;
  const bytes = typeof input === 'string' ? Buffer.from(input) : Buffer.from(input);
  const ring = new RecordRing(rows);
  const rejected: Scan['rejected'] = [];
  const onReject = (chunk: Uint8Array, from: number, to: number, reason: RejectReason): boolean => {
    rejected.push({ text: Buffer.from(chunk.subarray(from, to)).toString(), reason });
    return false;
  };
  const used = typeof format === 'string' ? formatNamed(format) : format;
  const scanner = used.newScanner({ tables, source: 0, onReject, filter: filter?.newPredicate(used) ?? null });
  const lines: ScannedLine[] = [];
  const edges = [0, ...cuts, bytes.length];
  for (let part = 0; part + 1 < edges.length; part += 1) {
    // What lies beside the part must not matter: it looks like the rest of a line.
    const before = Buffer.from(bare ? '' : 'x" 200 77\n"');
    const after = Buffer.from(bare ? '' : '" 200 77 "-"\n');
    const chunk = Buffer.concat([before, bytes.subarray(edges[part], edges[part + 1]), after]);
    let at = before.length;
    const to = chunk.length - after.length;
    while (at < to) {
      at = scanner.scan(chunk, at, to, ring, false);
      for (let n = 0; n < ring.length; n += 1) lines.push(readRow(ring, ring.index(n), tables));
      ring.shift(ring.length);
    }
  }
  return { lines, rejected, tables, ring };
};
