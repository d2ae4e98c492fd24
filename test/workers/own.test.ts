import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { MAX_LINE_BYTES } from '../../src/core/line-counts.js';
import { FIELDS } from '../../src/formats/field.js';
import { formatNamed } from '../../src/formats/registry.js';
import { ownKind } from '../../src/reports/own/own-kind.js';
import { readOwnModule } from '../../src/reports/own/own-module.js';
import type { Report, ReportRecord } from '../../src/reports/own/own-report.js';
import type { OwnResult } from '../../src/reports/own/own-result.js';
import { RecordView } from '../../src/reports/own/record-view.js';
import { runReport } from '../../src/workers/run-report.js';
import type { Reading } from '../../src/workers/report-request.js';
import { ALL_TIME, quietHooks, threadHere } from './report.js';

const NAMES = FIELDS.map(({ name }) => name);

/** All that a record tells. */
const allOf = (record: ReportRecord): unknown[] => [...NAMES.map((name) => record.text(name)), ...NAMES.map((name) => record.number(name)), record.time, record.section, record.line];

const everything: Report<{ rows: unknown[][] }, unknown[][]> = {
  name: 'everything',
  empty: () => ({ rows: [] }),
  add: ({ rows }, record) => {
    rows.push(allOf(record));
  },
  merge: (into, from) => {
    into.rows.push(...from.rows);
  },
  finish: ({ rows }) => rows,
};

describe('a report of your own', () => {
  it.each([
    ['combined', 'combined.log'],
    ['combined', 'nasty.log'],
    ['vhost-combined', 'vhost-combined.log'],
    ['vhost-common', 'vhost-common.log'],
    ['nginx-ingress', 'nginx-ingress.log'],
    ['csv', 'requests.csv'],
    ['json', 'nginx.json'],
    ['connections', 'connections.log'],
  ])('sees in lines of %s what the reader reads, in the order of %s, by however many threads and the fast path', async (name, file) => {
    const format = formatNamed(name)!;
    const path = fileURLToPath(new URL(`../../sample-logs/${file}`, import.meta.url));
    const kind = ownKind(readOwnModule('everything.js', 'file:///everything.js', { default: everything }));
    const reading: Reading<OwnResult> = { kind, formatOf: () => format, filter: null };
    const { result } = await runReport({ reading, window: ALL_TIME, paths: [path], maxLine: MAX_LINE_BYTES, workers: 2, newThread: () => threadHere(reading) }, quietHooks, { worthThreads: 0, partSize: 5000 });

    const view = new RecordView(null);
    const reader = format.newReader(view.bind(format.fields));
    const rows: unknown[][] = [];
    for (const text of readFileSync(path, 'latin1').split('\n')) {
      const line = Buffer.from(text.replace(/\r$/, ''), 'latin1');
      if (line.length > 0 && reader.read(chunkOf(line), 0, line.length)) rows.push(allOf(view.show(reader.record, chunkOf(line), 0, line.length)));
    }
    expect(rows.length).toBeGreaterThan(10);
    expect(result.value).toEqual(rows);
  });
});
