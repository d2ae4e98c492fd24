import { describe, expect, test } from 'vitest';
import { RecordRing } from '../../src/core/record-ring.js';
import { LongLines } from '../../src/app/long-lines.js';
import { intakeBench } from './intake-bench.js';
import { logLine } from './log-text.js';

describe('lines that are too long', () => {
  test('are told of at once, then each 10 s with their number', () => {
    let now = 1000;
    const told: [number, string][] = [];
    const lines = new LongLines(65_536, () => now, (detail) => told.push([now, detail]));
    for (; now < 1025; now += 1) {
      lines.add(70_000);
      lines.add(80_000);
    }
    expect(told).toEqual([
      [1000, 'it has 70000 bytes or more, and is skipped to its newline; the limit is 65536 bytes, see --max-line-length'],
      [1010, '20 more were skipped; the limit is 65536 bytes, see --max-line-length'],
      [1020, '20 more were skipped; the limit is 65536 bytes, see --max-line-length'],
    ]);
  });

  test.each([
    ['before the format is known', 'x'.repeat(70_000)],
    ['that a scanner meets', `${logLine(1_542_900_000)}\n${'x'.repeat(70_000)}`],
  ])('%s are an event of the source, and leave it the state that it has', (_name, text) => {
    const bench = intakeBench();
    const ring = new RecordRing(64);
    const intake = bench.open('a.log', (waiting) => {
      waiting.fill(ring);
    });
    intake.event('opened', null);
    const bytes = Buffer.from(`${text}\n${'y'.repeat(70_000)}\n`);
    intake.lines(bytes, 0, bytes.length, false);
    const events = bench.events.flatMap((event) => (event.type === 'source' ? [[event.event, event.detail]] : []));
    expect(events.filter(([name]) => name !== 'format')).toEqual([
      ['opened', null],
      ['line-too-long', expect.stringContaining('70000 bytes')],
    ]);
    expect(bench.monitor.snapshot(10, 0).sources).toMatchObject([{ event: 'opened', detail: null }]);
  });
});
