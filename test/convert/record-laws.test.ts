import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { USUAL_FIELDS } from '../../src/convert/selection.js';
import { chunkOf } from '../../src/core/byte-chunk.js';
import type { FieldSlot } from '../../src/formats/field.js';
import type { Format } from '../../src/formats/format.js';
import type { LineRecord } from '../../src/formats/line-record.js';
import { formatNamed } from '../../src/formats/registry.js';
import { forbiddenIn } from '../support/hostile-text.js';
import { convertBytes, linesOf } from './conversion.js';
import { readCsv } from './csv-reader.js';

type Value = string | number;

const SAMPLES = new URL('../../sample-logs/', import.meta.url);
const sample = (name: string): Buffer => readFileSync(new URL(name, SAMPLES));
const samples = readdirSync(SAMPLES).filter((name) => /\.(?:log|json|csv)$/.test(name));

const isoOf = ({ second, fraction, fractionDigits }: LineRecord): string => {
  const digits = String(fraction).padStart(9, '0').slice(0, fractionDigits);
  return `${new Date(second * 1000).toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
};

const valueOf = (record: LineRecord, { slot, type, name }: FieldSlot): Value | null => {
  if (!record.has(slot)) return null;
  if (name === 'time') return isoOf(record);
  const isNumber = type !== 'text' && type !== 'address' && type !== 'time';
  return isNumber && Number.isFinite(record.numbers[slot]) ? record.numbers[slot]! : record.text(slot);
};

/** The records of a log as objects, each field by its getter. */
const recordsOf = (log: Buffer, format: Format): Record<string, Value>[] => {
  const reader = format.newReader();
  return log.toString('latin1').split('\n').flatMap((text) => {
    const line = Buffer.from(text.replace(/\r$/, ''), 'latin1');
    if (/^\s*$/.test(text) || !reader.read(chunkOf(line), 0, line.length)) return [];
    const values = reader.fields.flatMap((field) => {
      const value = valueOf(reader.record, field);
      return value === null ? [] : [[field.name, value] as const];
    });
    const rank = (name: string): number => (USUAL_FIELDS as readonly string[]).indexOf(name) >>> 0;
    return [Object.fromEntries(values.sort(([a], [b]) => rank(a) - rank(b)))];
  });
};

/** Texts as attackers and all others send them, in httpd's escapes or not. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('/a', 'food', '%20', 'x=1', ' ', ',', '=', "'", '+', '-', '@', '|', 'Mozilla/5.0 (X11; Linux)') },
  { weight: 2, arbitrary: fc.constantFrom('\\"', '\\\\', '\\x16', '\\n', '\\t', '\\xc3\\xa9', '\\x', '\\q', '\\xff') },
  { weight: 1, arbitrary: fc.constantFrom('\u00e9', '\u202e', '\u200b', '\u001b[2J', '\u007f', '\u{1f355}', '\u2028', '\ufeff') },
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));

const combinedLog = fc
  .array(fc.record({ user: fc.constantFrom('-', 'jane', 'a b', '\\"x'), path: text, agent: text, referrer: text, status: fc.integer({ min: 0, max: 999 }), bytes: fc.maxSafeNat() }), { maxLength: 8 })
  .map((lines) => lines.map(({ user, path, agent, referrer, status, bytes }, n) => `192.0.2.${n} - ${user} [22/Nov/2018:15:52:0${n} +0100] "GET /${path} HTTP/1.1" ${String(status).padStart(3, '0')} ${bytes} "${referrer}" "${agent}"\n`).join(''))
  .map((log) => Buffer.from(log));

const COMBINED = formatNamed('combined')!;

describe('JSON', () => {
  it.each(samples)('of the records of %s, read by JSON.parse, is what their getters say, in the order of the fields', (name) => {
    const format = formatNamed(detected(name))!;
    const { output } = convertBytes(sample(name), 'json', { format });
    const parsed = linesOf(output).map((line) => JSON.parse(line) as Record<string, Value>);
    const expected = recordsOf(sample(name), format);
    const names = new Set(format.newReader().fields.map((field) => field.name));
    const isField = (key: string): boolean => format.mapping === undefined || names.has(key);
    expect(parsed.map((each) => Object.fromEntries(Object.entries(each).filter(([key]) => isField(key))))).toEqual(expected);
    expect(parsed.length).toBeGreaterThan(5);
    expect(parsed.map((each) => Object.keys(each).filter((key) => (USUAL_FIELDS as readonly string[]).includes(key)))).toEqual(
      expected.map((each) => Object.keys(each).filter((key) => (USUAL_FIELDS as readonly string[]).includes(key))),
    );
  });

  it.each(samples)('of one field of %s is what all fields have of it: no less is read', (name) => {
    const format = formatNamed(detected(name))!;
    const records = recordsOf(sample(name), format);
    for (const field of [...new Set(records.flatMap((record) => Object.keys(record)))]) {
      const { output } = convertBytes(sample(name), 'json', { format, fields: [field] });
      expect(linesOf(output).map((text) => JSON.parse(text) as unknown)).toEqual(records.map((record) => (field in record ? { [field]: record[field] } : {})));
    }
  });

  it('of any text is that text, and no byte of it harms a terminal', () => {
    fc.assert(
      fc.property(combinedLog, (log) => {
        const { output } = convertBytes(log, 'json', { format: COMBINED });
        expect(linesOf(output).map((line) => JSON.parse(line) as unknown)).toEqual(recordsOf(log, COMBINED));
        expect(forbiddenIn(output.replaceAll('\n', ''))).toEqual([]);
      }),
    );
  });
});

/** The name of the format that a sample is of. */
const detected = (name: string): string => {
  let found = '';
  convertBytes(sample(name), 'json', { onFormat: (format) => (found = format.name) });
  return found;
};

const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** What a cell of a text should say. */
const cellOf = (value: Value | undefined): string => {
  if (value === undefined || typeof value === 'number') return value === undefined ? '' : String(value);
  const shown = Array.from(value, (character) => (forbiddenIn(character).length === 0 ? character : escaped(character))).join('');
  return FORMULA.test(value) ? `'${shown}` : shown;
};

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

describe('CSV', () => {
  const isAsExpected = (log: Buffer, format: Format): void => {
    const { output } = convertBytes(log, 'csv', { format });
    const [header, ...rows] = readCsv(output);
    expect(header).toEqual(USUAL_FIELDS);
    expect(rows).toEqual(recordsOf(log, format).map((record) => USUAL_FIELDS.map((name) => cellOf(record[name]))));
    expect(linesOf(output)).toHaveLength(rows.length + 1);
    expect(forbiddenIn(output.replaceAll('\n', ''))).toEqual([]);
  };

  it.each(samples)('of the records of %s, read by another reader, is what their getters say', (name) => {
    isAsExpected(sample(name), formatNamed(detected(name))!);
  });

  it('of any text is that text, harmless to terminals and spreadsheets', () => {
    fc.assert(
      fc.property(combinedLog, (log) => {
        isAsExpected(log, COMBINED);
      }),
    );
  });
});

/** Reads `key=value key="value"`. */
const readLogfmt = (line: string): Record<string, string> =>
  Object.fromEntries([...line.matchAll(/([^ =]+)=("(?:[^"\\]|\\.)*"|[^ ]*)/g)].map(([, key = '', value = '']) => [key, value.startsWith('"') ? (JSON.parse(value) as string) : value]));

describe('logfmt', () => {
  it('of any text is that text, and no byte of it harms a terminal', () => {
    fc.assert(
      fc.property(combinedLog, (log) => {
        const { output } = convertBytes(log, 'logfmt', { format: COMBINED });
        const expected = recordsOf(log, COMBINED).map((record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)])));
        expect(linesOf(output).map(readLogfmt)).toEqual(expected);
        expect(forbiddenIn(output.replaceAll('\n', ''))).toEqual([]);
      }),
    );
  });
});

describe('Combined', () => {
  it.each(['combined.log', 'gunicorn.log'])('of %s is the file itself', (name) => {
    expect(convertBytes(sample(name), 'combined').output).toBe(sample(name).toString());
  });

  it('of a Combined line says the same, and is itself when it is converted once more', () => {
    fc.assert(
      fc.property(combinedLog, (log) => {
        const once = Buffer.from(convertBytes(log, 'combined', { format: COMBINED }).output);
        expect(recordsOf(once, COMBINED)).toEqual(recordsOf(log, COMBINED));
        expect(convertBytes(once, 'combined', { format: COMBINED }).output).toBe(once.toString());
        expect(once.every((byte) => byte === 10 || (byte >= 32 && byte < 127))).toBe(true);
      }),
    );
  });

  test.each(samples)('of %s is read as Combined, each record of it', (name) => {
    const { output, account } = convertBytes(sample(name), 'combined');
    expect(recordsOf(Buffer.from(output), COMBINED)).toHaveLength(account.written);
  });
});
