import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordRing } from '../../src/core/record-ring.js';
import { readRow } from '../formats/scan.js';
import { intakeBench } from './intake-bench.js';
import { logLine } from './log-text.js';

const T = 1_542_900_000;
const COMMON = logLine(T);
const COMBINED = `${COMMON} "-" "curl/8"`;
const JSON_LINE = `{"time":${T},"status":200,"path":"/json","remote_addr":"192.0.2.1"}`;
const ERROR = '2018/11/22 15:52:00 [error] 31#31: *507 open() "/x" failed (2: No such file), client: 192.0.2.1, server: a, request: "GET /x HTTP/1.1", host: "a"';
const EVENT = '2018/11/22 15:52:00 [notice] 31#31: signal process started';
const JUNK = 'Server started';

const times = (count: number, ...lines: readonly string[]): string[] => Array.from({ length: count }, () => lines).flat();

const setUp = () => {
  const bench = intakeBench();
  const ring = new RecordRing(64);
  const intake = bench.open('a.log');
  /** Hands lines over together; the section or the reason of each. */
  const feed = (lines: readonly string[]): string[] => {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const taken: string[] = [];
    intake.lines(bytes, 0, bytes.length, false);
    while (intake.waiting) {
      intake.fill(ring);
      for (let n = 0; n < ring.length; n += 1) {
        const row = readRow(ring, ring.index(n), bench.tables);
        taken.push('reason' in row ? row.reason : row.section);
      }
      ring.shift(ring.length);
    }
    return taken;
  };
  return {
    ...bench,
    intake,
    feed,
    oneByOne: (lines: readonly string[]): string[] => lines.flatMap((line) => feed([line])),
    formats: (): unknown[] => bench.events.flatMap((event) => (event.type === 'source' && event.event === 'format' ? [event.detail] : [])),
  };
};

describe('while a file has few lines', () => {
  test('its format is the one that fits all of them, from the first one on', () => {
    const { oneByOne, formats } = setUp();
    expect(oneByOne([COMMON, COMBINED, COMBINED, COMBINED])).toEqual(times(4, 'food'));
    expect(formats()).toEqual(['common', 'combined instead of common (1 line was read as common, 0 rejected; common fits as many lines)']);
  });

  test('one that fits more of the lines takes the place of the first, and what was rejected stays so', () => {
    const { oneByOne, formats } = setUp();
    expect(oneByOne([EVENT, COMBINED, COMBINED])).toEqual(['-', 'food', 'food']);
    expect(formats()).toEqual(['nginx-error', 'combined instead of nginx-error (1 line was read as nginx-error, 0 rejected)']);
  });

  test('those that fit as well are told, also when that shows later', () => {
    const { feed, formats } = setUp();
    feed([COMBINED]);
    feed([COMMON]);
    feed([COMMON, COMBINED]);
    expect(formats()).toEqual(['combined', 'combined (common fits as many lines)']);
  });

  test('a log of two formats in equal parts does not go to and fro', () => {
    const { oneByOne, formats } = setUp();
    oneByOne(times(200, COMBINED, JSON_LINE));
    expect(formats().length).toBeLessThan(5);
    expect(formats()[1]).toContain('json fits as many lines');
  });

  test('lines that a file was opened with count once', () => {
    const { intake, feed, formats } = setUp();
    intake.opened(Buffer.from(`${COMMON}\n${COMMON}\n`));
    feed([COMMON]);
    feed([COMMON]);
    feed([COMBINED]);
    feed([COMBINED]);
    expect(formats()).toEqual(['common', 'combined instead of common (3 lines were read as common, 0 rejected; common fits as many lines)']);
  });

  test('what the beginning of the file says of the columns holds for lines from further on', () => {
    const { intake, feed, formats } = setUp();
    intake.opened(Buffer.from('#Version: 1.0\n#Fields: date time cs-uri-stem sc-status c-ip\n2018-11-22 15:52:00 /x/y 200 192.0.2.1\n'));
    expect(feed(['2018-11-22 15:52:01 /w3c/b 404 192.0.2.1'])).toEqual(['w3c']);
    expect(formats()).toEqual(['w3c']);
  });

  test('a first line that fills the sample is enough', () => {
    const { feed, formats } = setUp();
    const long = logLine(T, { request: `GET /food/${'x'.repeat(65_400)} HTTP/1.1` });
    expect(feed([long, COMMON])).toEqual(['food', 'food']);
    expect(formats()).toEqual(['common']);
  });
});

describe('later', () => {
  test.each([
    ['one by one', false],
    ['together', true],
  ])('a format that changes is noticed when eight of the last sixteen lines did not fit: %s', (_, isTogether) => {
    const { feed, oneByOne, formats } = setUp();
    feed(times(1000, COMBINED));
    const rows = (isTogether ? feed : oneByOne)(times(20, JSON_LINE));
    expect(rows).toEqual([...times(8, 'layout'), ...times(12, 'json')]);
    expect(formats()).toEqual(['combined', 'json instead of combined (1008 lines were read as combined, 8 rejected)']);
  });

  test('a format whose columns were named before its lines came to be noticed knows them', () => {
    const { feed, formats } = setUp();
    feed(times(1000, COMBINED));
    const rows = feed(['#Fields: date time cs-uri-stem sc-status c-ip', ...times(10, '2018-11-22 15:52:00 /w3c/y 200 192.0.2.1')]);
    expect(rows).toEqual([...times(8, 'layout'), ...times(3, 'w3c')]);
    expect(formats()).toHaveLength(2);
  });

  test('parts of a file that are of different formats are each read in theirs', () => {
    const { feed, formats } = setUp();
    const rows = feed([...times(500, COMBINED), ...times(400, JSON_LINE), ...times(300, COMBINED)]);
    expect(rows.filter((row) => row === 'layout').length).toBe(16);
    expect(formats()).toHaveLength(3);
  });

  test.each([
    ['what fits no format', times(100, JUNK)],
    ["a server's errors among its requests", times(100, EVENT)],
    ['now and then a line of another format', times(100, COMBINED, COMBINED, JSON_LINE)],
    ['as many lines of another format', times(100, COMBINED, JSON_LINE)],
    ['blank lines', times(100, '')],
  ])('%s changes nothing', (_, lines) => {
    const { feed, formats } = setUp();
    feed(times(1000, COMBINED));
    const rows = feed(lines);
    expect(rows.filter((row) => row === 'food').length).toBe(lines.filter((line) => line === COMBINED).length);
    expect(formats()).toEqual(['combined']);
  });

  test('a log that goes to and fro is followed more and more slowly', () => {
    const { feed, formats } = setUp();
    feed(times(500, ...times(20, COMBINED), ...times(20, JSON_LINE)));
    expect(formats().length).toBeLessThan(30);
  });

  test('errors of requests do not take the place of the requests for good', () => {
    const { feed, formats } = setUp();
    feed(times(1000, COMBINED));
    feed(times(20, ERROR));
    const rows = feed(times(1000, COMBINED));
    expect(rows.filter((row) => row !== 'food').length).toBeLessThan(50);
    expect(formats().at(-1)).toMatch(/^combined/);
  });
});

test('every line has one row, whatever formats it is of and however it comes', () => {
  const line = fc.constantFrom(COMMON, COMBINED, JSON_LINE, ERROR, EVENT, JUNK, '', '{', '#Fields: date time');
  const run = fc.tuple(line, fc.integer({ min: 1, max: 30 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(run, { maxLength: 30 }), (runs) => {
      const { feed, oneByOne, intake } = setUp();
      let read = 0;
      for (const [text, count, isTogether] of runs) {
        const lines = times(count, text);
        expect((isTogether ? feed : oneByOne)(lines)).toHaveLength(count);
        read += count;
        expect(intake.linesRead).toBe(read);
      }
    }),
    { numRuns: 100 },
  );
});
