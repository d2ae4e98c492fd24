import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONVERT_OPTIONS } from '../src/cli/convert-option-table.js';
import { GENERATE_OPTIONS } from '../src/cli/generate-option-table.js';
import { OPTIONS, valuePlaceholder } from '../src/cli/option-table.js';
import type { OptionSpec } from '../src/cli/option-table.js';
import { REPORT_OPTIONS } from '../src/cli/report-option-table.js';
import { RAW, USUAL_FIELDS } from '../src/convert/selection.js';
import { REJECT_REASONS } from '../src/core/line-counts.js';
import { GATE_METRICS } from '../src/core/gate.js';
import { SOURCE_EVENTS } from '../src/core/report.js';
import { parseFilter } from '../src/filter/filter.js';
import { ignoresCase } from '../src/filter/value-test.js';
import { detectFormat } from '../src/formats/detection.js';
import { FIELDS } from '../src/formats/field.js';
import { FORMATS } from '../src/formats/registry.js';
import { TRAFFIC_PANELS } from '../src/reports/traffic/traffic-result.js';
import { USUAL_PLACES } from '../src/sources/usual-places.js';
import { KEYMAP } from '../src/tui/keymap.js';
import { pasted } from './formats/read-line.js';
import { runProgram } from './support/program.js';
import { STEPS } from './model/step.js';
import { readSections } from './support/readme.js';

const sections = readSections(fileURLToPath(new URL('../README.md', import.meta.url)));
const NASTY = fileURLToPath(new URL('../sample-logs/nasty.log', import.meta.url));

const section = (title: string): string => {
  const found = [...sections].find(([heading]) => heading === title || heading.startsWith(`\`${title}\``));
  if (found === undefined) throw new Error(`the README has no section '${title}'`);
  return found[1];
};

/** The cells of a section's table rows, as Markdown. */
const rows = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(/ \| /));

const firstCells = (title: string): string[] => rows(title).map(([first = '']) => first);

const code = (text: string): string => `\`${text}\``;

const optionCell = ({ name, short, value }: OptionSpec): string => {
  const placeholder = valuePlaceholder(value)?.replaceAll('|', '\\|');
  return (short === undefined ? '' : `${code(`-${short}`)}, `) + code(placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`);
};

const OPTION_SPECS: readonly OptionSpec[] = OPTIONS;

describe("the README's tables", () => {
  it('have every option as it is written, and no other', () => {
    expect(firstCells('Options').slice(2).sort()).toEqual(OPTION_SPECS.map(optionCell).sort());
  });

  it.each(OPTION_SPECS.flatMap((spec) => (spec.default === undefined ? [] : [[spec.name, spec] as const])))(
    'have the default of --%s',
    (_name, spec) => {
      const row = rows('Options').find(([first]) => first === optionCell(spec));
      expect(row?.[1]?.replaceAll('`', '')).toBe(String(spec.default));
    },
  );

  it('have every key with what it does, in the order of the help', () => {
    const shown = KEYMAP.filter((binding) => binding.shown !== '');
    expect(rows('Keys').slice(2)).toEqual(shown.map((binding) => [binding.shown.split(' ').map(code).join(' '), binding.help]));
  });

  it.each(FORMATS.map((format) => [format.name, format] as const))('have the format %s, its layout, its fields and a sample of it', (name, format) => {
    const [, text, fields, sample = ''] = rows('Formats').find(([first]) => first === code(name)) ?? [];
    expect(text).toBe(code(format.describe()));
    expect(fields).toBe(code(format.fields.map((field) => field.name).join(' ')));
    expect(detectFormat([sample.slice(1, -1)])).toBe(format);
  });

  it('have every field with its type, its unit and what it means', () => {
    expect(rows('Fields').slice(2)).toEqual(FIELDS.map(({ name, type, unit, meaning }) => [code(name), type, unit ?? '', meaning]));
  });

  it.each(firstCells('Filter').slice(2).map((cell) => cell.slice(1, -1)))('have the filter %s, which can be read', (filter) => {
    expect(parseFilter(filter, [pasted('%h %t "%r" "%{X-Tenant}i"')]).text).toBe(filter);
  });

  it('have all fields in which case is ignored', () => {
    const told = /\*\*Case\*\* is ignored in ([^;]*), and in the line/.exec(section('Filter').replaceAll('\n', ' '))?.[1] ?? '';
    expect(told.split(', ')).toEqual(FIELDS.filter(({ name }) => ignoresCase(name)).map(({ name }) => code(name)).sort((a, b) => told.indexOf(a) - told.indexOf(b)));
  });

  it.each(REJECT_REASONS)('have the reason %s', (reason) => {
    expect(firstCells('Formats')).toContain(code(reason));
  });

  it.each(SOURCE_EVENTS)('have the event %s', (event) => {
    expect(firstCells('source')).toContain(code(event));
  });

  it.each(['alert', ...GATE_METRICS])('have the gate %s', (gate) => {
    expect(firstCells('CI')).toContain(code(gate));
  });
});

describe('the README on converting', () => {
  it('has every option as it is written, and no other, each with its default', () => {
    expect(rows('Options of convert').slice(2).map(([option]) => option).sort()).toEqual(CONVERT_OPTIONS.map(optionCell).sort());
    for (const spec of CONVERT_OPTIONS) {
      const row = rows('Options of convert').find(([option]) => option === optionCell(spec));
      if (spec.default !== undefined) expect(row?.[1]?.replaceAll('`', '')).toBe(String(spec.default));
    }
  });

  it('has every key, in the order of the output', () => {
    expect(firstCells('Keys of a converted record').slice(2)).toEqual([...USUAL_FIELDS.map(code), 'any other', code(RAW)]);
  });
});

describe('the README on generating', () => {
  it('has every option as it is written, and no other, each with its default', () => {
    expect(rows('Options of generate').slice(2).map(([option]) => option).sort()).toEqual(GENERATE_OPTIONS.map(optionCell).sort());
    for (const spec of GENERATE_OPTIONS) {
      const row = rows('Options of generate').find(([option]) => option === optionCell(spec));
      if (spec.default !== undefined) expect(row?.[1]?.replaceAll('`', '')).toBe(String(spec.default));
    }
  });
});

describe('the README on reports', () => {
  it('has every option as it is written, and no other, each with its default', () => {
    expect(rows('Options of report').slice(2).map(([option]) => option).sort()).toEqual(REPORT_OPTIONS.map(optionCell).sort());
    for (const spec of REPORT_OPTIONS) {
      const row = rows('Options of report').find(([option]) => option === optionCell(spec));
      if (spec.default !== undefined) expect(row?.[1]?.replaceAll('`', '')).toBe(String(spec.default));
    }
  });

  it('has every panel, in the order in which they are shown', () => {
    expect(firstCells('Panels of traffic').slice(2)).toEqual(TRAFFIC_PANELS.map(code));
  });
});

describe("the README's text", () => {
  it.each(USUAL_PLACES)('names the usual place %s', (place) => {
    expect(section('nginx')).toContain(code(place));
  });
});

describe('the README on files that misbehave', () => {
  const faults = rows('When files misbehave').slice(2);
  const testFiles = new Set(readdirSync(fileURLToPath(new URL('.', import.meta.url)), { recursive: true, encoding: 'utf8' }).map((path) => basename(path)));
  const named = (cell: string, pattern: RegExp): string[] => [...cell.matchAll(pattern)].map(([, name = '']) => name);

  it('has rows', () => {
    expect(faults.length).toBeGreaterThan(10);
  });

  it.each(faults)('of %s: names tests and events that there are', (_fault, _promise, events = '', tests = '') => {
    const files = named(tests, /`([\w-]+\.test\.ts)`/g);
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !testFiles.has(file))).toEqual([]);
    expect(named(tests, /\*([^*]+)\*/g).filter((step) => !(step in STEPS))).toEqual([]);
    const known: readonly string[] = [...SOURCE_EVENTS, 'missingBytes'];
    expect(named(events, /`([^`]+)`/g).filter((event) => !known.includes(event))).toEqual([]);
  });
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every key in a value but those of `rejectedBy`, which are reasons. */
const keysIn = (value: Json): string[] => {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...(key === 'rejectedBy' ? [] : keysIn(inner))]);
};

describe('the README tells of the JSON', () => {
  const objects = new Map<string, Record<string, Json>>();
  beforeAll(async () => {
    const args = ['--once', '--output', 'json', '--alert-threshold', '0.1', '--fail-on', 'rejected<1', NASTY];
    const { stdout } = await runProgram(args);
    for (const line of stdout.trimEnd().split('\n')) {
      const object = JSON.parse(line) as Record<string, Json> & { type: string };
      objects.set(object.type, object);
    }
  });

  it('of every type', () => {
    expect([...objects.keys()].sort()).toEqual(['alert', 'report', 'source', 'summary']);
  });

  it.each([
    ['report', ['report']],
    ['alert', ['alert']],
    ['source', ['source']],
    ['summary', ['report', 'summary']],
  ])('%s: every key there is', (type, titles) => {
    const cells = titles.flatMap(firstCells).join(' ');
    const told = new Set([...cells.matchAll(/[`.]([A-Za-z0-9]+)(?=`)/g)].map(([, key]) => key));
    expect(keysIn(objects.get(type) ?? {}).filter((key) => !told.has(key))).toEqual([]);
  });

  it.each(['report', 'alert', 'source', 'summary'])('%s: no key that is not there', (type) => {
    const words = firstCells(type).flatMap((cell) => [...cell.matchAll(/`([A-Za-z0-9-]+)/g)].map(([, key]) => key ?? ''));
    const events: readonly string[] = SOURCE_EVENTS;
    const known = new Set([...Object.keys(objects.get(type) ?? {}), ...(type === 'source' ? [...events, 'missingBytes'] : [])]);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });
});
