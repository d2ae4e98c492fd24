import { describe, expect, test } from 'vitest';
import { apacheLayout } from '../../src/formats/layouts/apache-layout.js';
import { compileLayout } from '../../src/formats/program.js';
import { ALIASES, formatNamed, FORMATS } from '../../src/formats/registry.js';
import { OP } from '../../src/formats/step.js';
import { TextFormat } from '../../src/formats/text-format.js';

const textFormats = FORMATS.filter((format) => format instanceof TextFormat);

describe('a layout', () => {
  test('is literals and fields in turn', () => {
    expect(apacheLayout('x', '%h - %t "%r" %>s').parts).toEqual([
      { field: 'host', value: { kind: 'word' }, escape: 'apache' },
      { literal: ' - [' },
      { field: 'time', value: { kind: 'time', time: { shape: 'clf' } }, escape: 'apache' },
      { literal: '] "' },
      { field: 'request', value: { kind: 'request' }, escape: 'apache' },
      { literal: '" ' },
      { field: 'status', value: { kind: 'status' }, escape: 'apache' },
    ]);
  });

  test('cannot have two fields with nothing between them', () => {
    expect(() => apacheLayout('odd', '%h%u %t')).toThrow('column 3: expected something that tells where the field of column 1 ends');
  });

  test.each(['common', 'combined', 'vhost-common', 'vhost-combined', 'csv'])('%s needs what stands up to its size', (name) => {
    const { program } = textFormats.find((format) => format.name === name)!;
    expect(program.steps[program.needed - 1]?.op).toBe(OP.bytes);
    expect(program.doubledQuotes).toBe(name === 'csv');
    expect(program.usualFrom).toBe({ common: 0, combined: 0, csv: -1 }[name] ?? 2);
  });

  test.each([
    ['a pasted Combined', '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"', 0],
    ['one with its configuration around it', String.raw`LogFormat "%h %l %u %t \"%r\" %>s %b" common`, 0],
    ['one with a size of its own', '%a %l %u %t "%r" %s %B', 0],
    ['one with fields behind it', '%h %l %u %t "%r" %>s %O %D', 0],
    ['one with fields before it', '%{X-Forwarded-For}i %h %l %u %t "%r" %>s %O', 2],
    ['one that needs a field behind it', '%l %u %t "%r" %>s %b %h', -1],
    ['another quoting', "%h %l %u %t '%r' %>s %b", -1],
    ['another time', '%h %l %u [%{sec}t] "%r" %>s %b', -1],
  ])('%s takes the fast path from step %s', (_, text, from) => {
    expect(compileLayout(apacheLayout('x', text)).usualFrom).toBe(from);
  });
});

test('formats have names of their own', () => {
  const names = [...FORMATS.map(({ name }) => name), ...Object.keys(ALIASES)];
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['combined', 'combined'],
  ['gunicorn', 'combined'],
  ['iis', 'w3c'],
  ['toString', undefined],
])('%s is the name of %s', (name, format) => {
  expect(formatNamed(name)?.name).toBe(format);
});
