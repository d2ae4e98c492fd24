import { classOf, isError } from '../../core/bucket.js';
import { panelOfRows, sumsOf } from './key-panels.js';
import type { StatusSums } from './status-sums.js';
import type { KeyPanel, KeyRow } from './traffic-result.js';

/** The panel of statuses by a name that several may share. */
const panelOf = (name: 'status' | 'classes', statuses: StatusSums, top: number, nameOf: (status: number) => string): KeyPanel => {
  const rows = new Map<string, KeyRow>();
  statuses.forEach((status, hits, bytes) => {
    const key = nameOf(status);
    const row = rows.get(key) ?? { key, hits: 0, errors: 0, bytes: 0 };
    row.hits += hits;
    row.bytes += bytes;
    if (isError(status)) row.errors += hits;
    rows.set(key, row);
  });
  return panelOfRows(name, [...rows.values()], top, sumsOf(statuses));
};

/** Hits by status; `-` is that of records without any. */
export const statusPanel = (statuses: StatusSums, top: number): KeyPanel =>
  panelOf('status', statuses, top, (status) => (status < 0 ? '-' : String(status).padStart(3, '0')));

/** Hits by class of status: `1xx` to `5xx`, and `other`. */
export const classPanel = (statuses: StatusSums, top: number): KeyPanel =>
  panelOf('classes', statuses, top, (status) => {
    const leading = classOf(status);
    return leading === 0 ? 'other' : `${leading}xx`;
  });
