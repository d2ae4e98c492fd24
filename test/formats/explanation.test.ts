import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { Detector } from '../../src/formats/detection.js';
import { explain } from '../../src/formats/explanation.js';
import type { Explanation } from '../../src/formats/explanation.js';
import { FORMAT_TITLES } from '../../src/formats/format-titles.js';
import type { Format } from '../../src/formats/format.js';
import { FORMATS } from '../../src/formats/registry.js';
import { pasted } from './read-line.js';
import { formatNamed } from './scan.js';

const COMMON = '192.0.2.1 - - [22/Nov/2018:15:52:00 +0000] "GET /a HTTP/1.1" 200 12';
const COMBINED = `${COMMON} "-" "curl/8"`;

const explainLines = (texts: readonly string[], said: Format | null = null): Explanation => {
  const formats = said === null || FORMATS.includes(said) ? FORMATS : [said, ...FORMATS];
  const sample = new Detector(formats).newSample();
  const lines = texts.map((text) => Buffer.from(text));
  for (const line of lines) sample.add(chunkOf(line), 0, line.length);
  return explain(lines, sample, formats, said);
};

describe('lines are explained', () => {
  test('in the format that fits best, with the first that does not fit', () => {
    const { chosen, lines, blank, ranking, record } = explainLines(['', 'bye bye', COMBINED, COMBINED.replace(' 200 ', ' x ')]);
    expect([lines, blank]).toEqual([3, 1]);
    expect(chosen).toMatchObject({ format: 'combined', lines: 1, whole: 1, misfits: 2, isRecord: false, misfit: { number: 2, at: 4, text: 'bye bye' } });
    expect(ranking[0]).toBe(chosen);
    expect(record).toMatchObject({ number: 3, rest: null });
  });

  test('in the format that was said', () => {
    const { chosen, why, unfit } = explainLines([COMBINED], formatNamed('squid'));
    expect(chosen).toMatchObject({ format: 'squid', lines: 0, misfits: 1 });
    expect(why).toBe('as --format says');
    expect(unfit).toContain('squid');
  });

  test('in a layout that was pasted, which is ranked among the others', () => {
    const { ranking, record } = explainLines([`${COMMON} 0.25`], pasted('%h %l %u %t "%r" %>s %b %T'));
    expect(ranking[0]).toMatchObject({ format: 'pasted', whole: 1 });
    expect(record?.fields.find(({ name }) => name === 'duration')).toEqual({ name: 'duration', type: 'seconds', unit: 's', text: '0.25', value: 0.25, nanoseconds: 0 });
  });

  test('with the place where a record goes on otherwise', () => {
    const { record } = explainLines([`${COMBINED} "x"`]);
    expect(record?.rest).toMatchObject({ at: COMBINED.length, expected: "the line's end" });
  });

  test('by the characters of the line, not by its bytes', () => {
    const { chosen } = explainLines([`${COMMON.replace('/a', '/\u98df\u3079')}x`], formatNamed('common'));
    expect(chosen?.misfit?.at).toBe(COMMON.length - 1);
  });

  test.each<[string, readonly string[], string]>([
    ['the only one', [COMMON.replace(/^\S+ - - \[(.*?)\].*/, '2018/11/22 15:52:00 [notice] 1#1: x')], 'no other fits any line'],
    ['more lines', [COMBINED, COMBINED, '2018/11/22 15:52:00 [notice] 1#1: x'], 'as many lines fit common, but fewer of them to their end'],
    ['more of what names columns', ['#Software: x', '#Fields: date time cs-uri-stem sc-status', '2018-11-22 15:52:00 /a 200'], 'as many lines fit cloudfront, but fewer of those that name columns'],
    ['another as well', [COMBINED, COMMON], 'as many lines fit common, but fewer fields are found in them'],
  ])('with the reason why that format was taken: %s', (_, lines, why) => {
    expect(explainLines(lines).why).toBe(why);
  });

  test('in the format that gets furthest when none fits', () => {
    const { chosen, ranking, record } = explainLines([COMMON.replace(' 200 ', ' two ')]);
    expect(chosen).toMatchObject({ lines: 0, misfit: { at: COMMON.indexOf('200') } });
    expect([ranking, record]).toEqual([[], null]);
  });

  test('in none when there are none', () => {
    expect(explainLines([])).toMatchObject({ lines: 0, chosen: null, record: null });
  });
});

test('every format has a title, and no other', () => {
  expect(Object.keys(FORMAT_TITLES).sort()).toEqual(FORMATS.map(({ name }) => name).sort());
});
