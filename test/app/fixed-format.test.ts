import { expect, test } from 'vitest';
import { pastedFormat } from '../../src/cli/format-choice.js';
import { RecordRing } from '../../src/core/record-ring.js';
import { intakeBench } from './intake-bench.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;
const PIPES = '$status|$msec|$request_uri';

const setUp = (text: string) => {
  const bench = intakeBench({}, undefined, pastedFormat('test', text));
  const ring = new RecordRing(64);
  const intake = bench.open('a.log');
  const feed = (lines: string): void => {
    const bytes = Buffer.from(lines);
    intake.lines(bytes, 0, bytes.length, false);
    while (intake.waiting) intake.fill(ring);
  };
  const formats = (): unknown[] => bench.events.flatMap((event) => (event.type === 'source' && event.event === 'format' ? [event.detail] : []));
  const reasons = (): unknown[] => bench.rejected.list().map(({ reason }) => reason);
  return { ...bench, intake, feed, formats, reasons, ring };
};

test('a format that the user named is told once, and stays whatever is opened and read', () => {
  const bench = setUp(PIPES);
  bench.intake.opened(Buffer.from(`${logLine(T)}\n`));
  expect(bench.formats()).toEqual(['custom']);
  bench.feed(`200|${T}|/a\n${logLine(T)}\n`);
  bench.intake.opened(Buffer.from(`${logLine(T)}\n`));
  bench.feed(`200|${T}|/a\n`);
  expect([bench.formats(), bench.reasons(), bench.ring.length]).toEqual([['custom'], ['status'], 3]);
});

test('a format that the user named needs no line that fits', () => {
  const bench = setUp(PIPES);
  bench.feed('junk\n');
  expect([bench.formats(), bench.reasons()]).toEqual([['custom'], ['status']]);
});
