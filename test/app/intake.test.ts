import { describe, expect, test } from 'vitest';
import { RecordRing } from '../../src/core/record-ring.js';
import { parseFilter } from '../../src/filter/filter.js';
import { readRow } from '../formats/scan.js';
import { intakeBench } from './intake-bench.js';
import type { IntakeBench } from './intake-bench.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;
const HEADER = '"remotehost","rfc931","authuser","date","request","status","bytes"';
const CSV = '"10.0.0.2","-","apache",1549573860,"GET /api/user HTTP/1.0",200,1234';

const setUp = (rows = 64) => {
  const bench = intakeBench();
  const ring = new RecordRing(rows);
  const intake = bench.open('a.log');
  /** hands text over as a source does, and takes all rows */
  const feed = (text: string): string[] => {
    const bytes = Buffer.from(text, 'latin1');
    intake.lines(bytes, 0, bytes.length, false);
    return take();
  };
  const take = (): string[] => {
    const taken: string[] = [];
    while (intake.waiting) {
      intake.fill(ring);
      taken.push(...rowsOf(bench, ring));
    }
    return taken;
  };
  return { ...bench, ring, intake, feed, take };
};

/** The section, or the reason, of each row; empties the ring. */
const rowsOf = (bench: IntakeBench, ring: RecordRing): string[] => {
  const rows = Array.from({ length: ring.length }, (_, n) => readRow(ring, ring.index(n), bench.tables));
  ring.shift(ring.length);
  return rows.map((row) => ('reason' in row ? row.reason : row.section));
};

const formats = (bench: IntakeBench): (string | null)[] =>
  bench.events.flatMap((event) => (event.type === 'source' && event.event === 'format' ? [event.detail] : []));

describe('a filter', () => {
  test('that asks for what a format does not have is told so, once for each format', () => {
    const bench = intakeBench({}, () => 0, null, parseFilter('duration:>1s OR -section:food'));
    const ring = new RecordRing(64);
    const intake = bench.open('a.log');
    const feed = (text: string): void => {
      const bytes = Buffer.from(text);
      intake.lines(bytes, 0, bytes.length, false);
      intake.fill(ring);
    };
    feed(`${logLine(T)}\n`);
    feed(`${logLine(T)}\n`);
    const details = (): (string | null)[] => bench.events.flatMap((event) => (event.type === 'source' && event.event === 'no-field' ? [event.detail] : []));
    expect(details()).toEqual(["the format has no field 'duration'"]);
    intake.opened(Buffer.from(`${HEADER}\n${CSV}\n`));
    feed(`${CSV}\n`);
    expect(details()).toHaveLength(2);
    expect(rowsOf(bench, ring)).toEqual(['filtered', 'filtered', 'api']);
    expect(bench.rejected.list()).toEqual([]);
  });
});

describe('the format of a source', () => {
  test('is recognised in its head', () => {
    const bench = setUp();
    bench.intake.opened(Buffer.from(`${HEADER}\n${CSV}\n"cut off`));
    expect(formats(bench)).toEqual(['csv']);
    expect(bench.feed(`${HEADER}\n${CSV}\n`)).toEqual(['header', 'api']);
  });

  test('has the columns that the head names, though its lines come from further on', () => {
    const bench = setUp();
    bench.intake.opened(Buffer.from('#Version: 1.0\r\n#Fields: date time sc-status cs-uri-stem\r\n2018-11-22 15:52:00 200 /first/a\r\n'));
    expect(formats(bench)).toEqual(['w3c']);
    expect(bench.feed('2018-11-22 15:53:00 404 /second/b\r\n')).toEqual(['second']);
  });

  test('is recognised in the first lines that come, when the head held none', () => {
    const bench = setUp();
    bench.intake.opened(Buffer.alloc(0));
    expect(formats(bench)).toEqual([]);
    expect(bench.feed(`${logLine(T)}\n`)).toEqual(['food']);
    expect(formats(bench)).toEqual(['common']);
  });

  test('is known still when a source goes on that had ended', () => {
    const bench = setUp();
    expect(bench.feed(`${logLine(T)}\n`)).toEqual(['food']);
    bench.intake.event('ended', null);
    expect(bench.feed(`${logLine(T)}\nno line\n${logLine(T)}\n`)).toEqual(['food', 'layout', 'food']);
    expect(formats(bench)).toEqual(['common']);
  });

  test('is looked for line by line; what comes before is rejected', () => {
    const bench = setUp();
    expect(bench.feed('Server started\n\n  \nlistening\n')).toEqual(['unknown-format', 'empty', 'empty', 'unknown-format']);
    expect(bench.feed(`ready\r\n${logLine(T)} "-" "curl"\n${logLine(T)}\nbye\n`)).toEqual(['unknown-format', 'food', 'food', 'layout']);
    expect(formats(bench)).toEqual(['combined (common fits as many lines)']);
    expect(bench.rejected.list().map(({ text, reason }) => [text, reason])).toEqual([
      ['Server started', 'unknown-format'],
      ['', 'empty'],
      ['  ', 'empty'],
      ['listening', 'unknown-format'],
      ['ready', 'unknown-format'],
      ['bye', 'layout'],
    ]);
  });

  test('may be another one in the file that comes to the name, and stays where there is no hint', () => {
    const bench = setUp();
    bench.intake.opened(Buffer.from(`${logLine(T)}\n`));
    expect(bench.feed(`${logLine(T)}\n`)).toEqual(['food']);
    bench.intake.opened(Buffer.alloc(0));
    expect(bench.feed(`${logLine(T)}\n`)).toEqual(['food']);
    bench.intake.opened(Buffer.from(`${CSV}\n`));
    expect(bench.feed(`${CSV}\n${logLine(T)}\n`)).toEqual(['api', 'layout']);
    expect(formats(bench)).toEqual(['common', 'csv instead of common (2 lines were read as common, 0 rejected)', 'csv (common fits as many lines)']);
  });

  test('is told once, whatever is opened again', () => {
    const bench = setUp();
    for (let n = 0; n < 3; n += 1) bench.intake.opened(Buffer.from(`${logLine(T)}\r\n`));
    expect(formats(bench)).toEqual(['common']);
  });

  test('is found in a last line without its end, when that is all there is', () => {
    const bench = setUp();
    bench.intake.opened(Buffer.from(logLine(T)));
    expect(formats(bench)).toEqual(['common']);
    expect(bench.feed(logLine(T))).toEqual(['food']);
  });
});

describe('lines that wait', () => {
  test('are scanned as far as there is room, in their order', () => {
    const bench = setUp(4);
    const text = Buffer.from(Array.from({ length: 10 }, (_, n) => `${logLine(T, { request: `GET /s${n} HTTP/1.1` })}\n`).join(''));
    bench.intake.lines(text, 0, text.length, false);
    bench.intake.fill(bench.ring);
    expect([bench.intake.waiting, bench.intake.linesRead, bench.ring.free]).toEqual([true, 4, 0]);
    bench.intake.fill(bench.ring);
    expect(bench.intake.linesRead).toBe(4);
    expect(rowsOf(bench, bench.ring)).toEqual(['s0', 's1', 's2', 's3']);
    expect(bench.take()).toEqual(['s4', 's5', 's6', 's7', 's8', 's9']);
    expect([bench.intake.waiting, bench.intake.linesRead]).toEqual([false, 10]);
  });

  test('before the format is known are taken as far as there is room too', () => {
    const bench = setUp(2);
    expect(bench.feed(`a\nb\nc\n${logLine(T)}\n`)).toEqual(['unknown-format', 'unknown-format', 'unknown-format', 'food']);
  });

  test('that were too long stand between their neighbours', () => {
    const bench = setUp();
    const line = (name: string): Buffer => Buffer.from(`${logLine(T, { request: `GET /${name} HTTP/1.1` })}\n`);
    const [before, after] = [line('before'), line('after')];
    bench.intake.lines(before, 0, before.length, false);
    bench.intake.tooLong(Buffer.from('GET /aaa'), false, 70_000);
    bench.intake.lines(after, 0, after.length, false);
    expect(bench.take()).toEqual(['before', 'too-long', 'after']);
    expect(bench.rejected.list()).toEqual([{ text: 'GET /aaa', source: 'a.log', reason: 'too-long' }]);
  });

  test('that are too long by their length are so before the format is known, too', () => {
    const bench = setUp();
    expect(bench.feed(`${'x'.repeat(70_000)}\n${' '.repeat(70_000)}\n${logLine(T)}\n`)).toEqual(['too-long', 'too-long', 'food']);
  });

  test('are told of, and nothing is told of no bytes', () => {
    const bench = intakeBench();
    let told = 0;
    const intake = bench.open('a.log', () => (told += 1));
    intake.lines(Buffer.from('x\n'), 0, 0, false);
    expect([told, intake.waiting]).toEqual([0, false]);
    intake.lines(Buffer.from('x\n'), 0, 2, false);
    intake.tooLong(Buffer.from('x'), false, 70_000);
    expect([told, intake.waiting]).toEqual([2, true]);
  });

  test('keep the mark of what was there before', () => {
    const bench = setUp();
    const bytes = Buffer.from(`junk\n${logLine(T)}\n`);
    bench.intake.lines(bytes, 0, bytes.length, true);
    bench.intake.tooLong(Buffer.from('x'), true, 70_000);
    bench.intake.fill(bench.ring);
    expect([...bench.ring.catchUps.subarray(0, 3)]).toEqual([1, 1, 1]);
  });
});

test('the newest lines are kept with their status, and shown when they are counted', () => {
  const { intake, ring, recent, monitor } = setUp();
  intake.opened(Buffer.from(`${logLine(T)}\n`));
  const bytes = Buffer.from(`${logLine(T, { status: 404 })}\njunk\n${logLine(T, { status: '-' })}\n`);
  intake.lines(bytes, 0, bytes.length, false);
  intake.fill(ring);
  const shown = (): unknown[] => recent.list(10).map(({ source, status }) => [source, status]);
  expect(shown()).toEqual([]);
  monitor.begin(T);
  monitor.add(ring, ring.index(0));
  monitor.reject(ring, ring.index(1));
  expect(shown()).toEqual([
    ['a.log', 404],
    ['a.log', null],
  ]);
  monitor.add(ring, ring.index(2));
  expect(shown()).toEqual([
    ['a.log', 404],
    ['a.log', null],
    ['a.log', -1],
  ]);
});

test('what happens to the source is told with the time that it is given', () => {
  const bench = setUp();
  bench.intake.event('rotated', null);
  expect(bench.events).toEqual([{ type: 'source', at: 0, path: 'a.log', event: 'rotated', detail: null }]);
});
