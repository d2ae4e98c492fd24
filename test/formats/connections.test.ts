import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkOf } from '../../src/core/byte-chunk.js';
import { hashBytes } from '../../src/core/key-table.js';
import { ConnectionFormat } from '../../src/formats/connections/connection-format.js';
import { detectFormat } from '../../src/formats/detection.js';
import { SLOT } from '../../src/formats/field.js';
import { readWith } from './read-line.js';
import type { Fields } from './read-line.js';

const format = new ConnectionFormat();
const SECOND = 1_767_225_600;
const HOSTS: Fields = { host: 'alpine', vhost: 'Delta' };

describe('a line of connections', () => {
  test.each<[string, string, Fields]>([
    ['in seconds', `${SECOND} alpine Delta`, { time: SECOND }],
    ['in milliseconds', `${SECOND}123 alpine Delta`, { time: SECOND, fraction: 123_000_000 }],
    ['with a fraction', `${SECOND}.25 alpine Delta`, { time: SECOND, fraction: 250_000_000 }],
    ['in milliseconds with a fraction', `${SECOND}123.5 alpine Delta`, { time: SECOND, fraction: 123_500_000 }],
    ['in microseconds', `${SECOND}000042 alpine Delta`, { time: SECOND, fraction: 42_000 }],
    ['of 1973', '100000000 alpine Delta', { time: 1e8 }],
    ['with blanks and tabs all around', ` \t${SECOND}  alpine\t \tDelta \t`, { time: SECOND }],
  ])('%s has a time and two hosts', (_, line, fields) => {
    const reader = format.newReader();
    expect(readWith(reader, line)).toEqual({ ...HOSTS, ...fields });
    expect(reader.whole).toBe(true);
  });

  test('may lack a host', () => {
    expect(readWith(format.newReader(), `${SECOND} - -`)).toEqual({ time: SECOND });
  });

  test.each<[string, string, string, number, string]>([
    ['a word for a time', 'soon alpine Delta', 'time', 0, 'a time as a number since 1970, in seconds or milliseconds'],
    ['a count', '12 files copied', 'time', 0, 'a time as a number since 1970, in seconds or milliseconds'],
    ['a time before 1970', `-${SECOND} alpine Delta`, 'time', 0, 'a time as a number since 1970, in seconds or milliseconds'],
    ['something that sticks to the time', `${SECOND}x alpine Delta`, 'layout', 10, 'a blank'],
    ['a point and no fraction', `${SECOND}. alpine Delta`, 'layout', 10, 'a blank'],
    ['a time alone', `${SECOND}`, 'layout', 10, 'a host that connects'],
    ['one host', ` ${SECOND} alpine `, 'layout', 19, 'the host that it connects to'],
    ['three hosts', `${SECOND} alpine  Delta\tEcho`, 'layout', 25, "the line's end"],
  ])('with %s is none', (_, line, reason, at, expected) => {
    const reader = format.newReader();
    expect(readWith(reader, line)).toBeNull();
    expect([reader.reason, reader.failure]).toEqual([reason, { at, expected }]);
  });

  test('is recognised, but not among requests', () => {
    const squid = '1542901922.000     12 203.0.113.90 TCP_MISS/200 45684 GET http://shop.example/ - HIER_DIRECT/203.0.113.80 text/html';
    expect(detectFormat(['# who connects', `${SECOND} alpine Delta`, '12 files copied', `${SECOND}001\talpine\tDelta`])?.name).toBe('connections');
    expect(detectFormat([`${SECOND} alpine Delta`, squid, `${SECOND} alpine Delta`])?.name).toBe('squid');
    expect(detectFormat(['12 files copied', '7 files left'])).toBeNull();
  });
});

describe('the quick way through lines of connections', () => {
  const SEED = 12_345;
  const ALL = new Set([SLOT.time, SLOT.host, SLOT.vhost]);
  const word = fc.oneof(fc.constantFrom('-', 'a', 'alpine', 'Delta', 'x'.repeat(1024), 'x'.repeat(1025), 'Zürich', '\x7f', 'a\x01b', ''), fc.string({ minLength: 1, maxLength: 12 }));
  const time = fc.oneof(fc.integer({ min: 0, max: 4e9 }).map(String), fc.integer({ min: SECOND, max: SECOND + 999 }).map(String), fc.integer({ min: 1e12, max: 4e12 }).map(String), fc.constantFrom('', '0000000001', `${SECOND}.5`, '176722560', `${SECOND}12`, `${SECOND}1234`, '17672a5600', '1767225:00', '176722560/', '/767225600', `${SECOND}12:`));
  const blank = fc.constantFrom(' ', ' ', ' ', '\t', '  ', '', '\r');
  const end = fc.constantFrom('\n', '\n', '\r\n', ' \n', '\r\r\n', '\r', '', '\n1');
  const line = fc.tuple(time, blank, word, blank, word, end).map((parts) => parts.join(''));

  test('reads what the reader reads, and leaves to it whatever is not as usual', () => {
    const quick = format.newQuickLines(ALL, SEED, -Infinity, Infinity);
    const reader = format.newReader();
    fc.assert(
      fc.property(line, fc.string({ maxLength: 3 }), fc.string({ maxLength: 6 }), (text, before, after) => {
        const from = Buffer.byteLength(before);
        const to = from + Buffer.byteLength(text);
        const chunk = chunkOf(Buffer.from(before + text + after));
        const behind = quick.next(chunk, from, to);
        if (behind < 0) return;
        const newline = chunk.bytes.indexOf(10, from);
        expect(behind).toBe(newline + 1);
        expect(behind).toBeLessThanOrEqual(to);
        const stop = chunk.bytes[newline - 1] === 13 ? newline - 1 : newline;
        expect(reader.read(chunk, from, stop)).toBe(true);
        const { record } = reader;
        const { fields } = quick;
        expect(fields.time).toBe(record.second * 1000 + Math.floor(record.fraction / 1e6));
        const texts = [chunk.bytes.toString('utf8', fields.from, fields.between), chunk.bytes.toString('utf8', fields.between + 1, fields.to)];
        expect(texts).toEqual([record.text(SLOT.host) ?? '-', record.text(SLOT.vhost) ?? '-']);
        expect(fields.hash).toBe(hashBytes(chunk, fields.from, fields.to, SEED));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([`${SECOND} a b\n`, `${SECOND}999\talpine\tDelta\r\n`, `${SECOND} ${'x'.repeat(1000)} Zürich\n`])('takes %j', (text) => {
    const chunk = chunkOf(Buffer.from(`${text}1767`));
    for (const wanted of [ALL, new Set([SLOT.time])]) expect(format.newQuickLines(wanted, SEED, -Infinity, Infinity).next(chunk, 0, chunk.bytes.length)).toBe(chunk.bytes.length - 4);
  });
});
