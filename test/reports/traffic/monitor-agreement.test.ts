import { describe, expect, it } from 'vitest';
import { chunkOf } from '../../../src/core/byte-chunk.js';
import { Detector } from '../../../src/formats/detection.js';
import type { Format } from '../../../src/formats/format.js';
import type { KeyPanelName } from '../../../src/reports/traffic/traffic-result.js';
import { smallTables } from '../../core/small-tables.js';
import { scan } from '../../formats/scan.js';
import { made } from '../../generate/made-log.js';
import { sampleLogs } from '../../support/sample-logs.js';
import { panelOf, reportOn } from './counted-log.js';
import { plainOrder } from './plain-traffic.js';
import type { PlainRow } from './plain-traffic.js';

const detector = new Detector();

const formatOf = (log: Buffer): Format | null => {
  const sample = detector.newSample();
  for (const line of log.toString('latin1').split('\n').slice(0, 200)) sample.add(chunkOf(Buffer.from(line, 'latin1')), 0, line.length);
  return sample.choose()?.format ?? null;
};

/** What the monitor counts by a key of its rows: hits, and errors and bytes. */
const monitorRows = (format: Format, log: Buffer, column: 'section' | 'host' | 'path'): PlainRow[] => {
  const rows = new Map<string, PlainRow>();
  const { lines } = scan(format, log, { tables: smallTables(7, { keys: 1 << 14, room: 1 << 16 }) });
  for (const line of lines) {
    if (!('section' in line)) continue;
    // The monitor shows what is empty as it is.
    const key = line[column] === '' ? '-' : line[column];
    const row = rows.get(key) ?? { key, hits: 0, errors: 0, bytes: 0 };
    row.hits += 1;
    row.bytes += line.bytes;
    if (line.failing !== null) row.errors += 1;
    rows.set(key, row);
  }
  return [...rows.values()].sort(plainOrder('hits'));
};

const logs = new Map([...sampleLogs(), ['a log with hostile lines', made({ hostile: 0.3 })]]);

describe('what a report counts is what the monitor counts', () => {
  it.each([...logs.keys()])('in %s', (name) => {
    const log = logs.get(name)!;
    const format = formatOf(log);
    if (format === null) throw new Error('no format');
    const result = reportOn(log, { format });
    expect(result.totals.hits).toBeGreaterThan(0);
    const columns: [KeyPanelName, 'section' | 'host' | 'path'][] = [['sections', 'section'], ['hosts', 'host'], ['paths', 'path']];
    for (const [panel, column] of columns) expect(panelOf(result, panel).rows).toEqual(monitorRows(format, log, column));
  });
});
