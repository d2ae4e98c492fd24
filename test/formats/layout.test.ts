import { describe, expect, test } from 'vitest';
import { parseLayout } from '../../src/formats/layout.js';
import { compileLayout, OP } from '../../src/formats/program.js';
import { LAYOUTS } from '../../src/formats/registry.js';

describe('a layout', () => {
  test('is literals and fields in turn', () => {
    expect(parseLayout('%h - %t "%r" %>s')).toEqual([
      { field: 'host' },
      { literal: ' - [' },
      { field: 'time-clf' },
      { literal: '] "' },
      { field: 'request' },
      { literal: '" ' },
      { field: 'status' },
    ]);
  });

  test('names the column of a directive that it does not know', () => {
    expect(() => parseLayout('%h %{Cookie}i')).toThrow("column 4: unknown directive '%{Cookie}i'");
  });

  test('cannot have two fields with nothing between them', () => {
    expect(() => compileLayout({ name: 'odd', text: '%h%u %t', quoteEscape: 'backslash', header: null })).toThrow('odd');
  });

  test.each(LAYOUTS.map(({ name }) => name))('%s compiles, and ends at the last field that is needed', (name) => {
    const program = compileLayout(LAYOUTS.find((layout) => layout.name === name)!);
    expect(program.name).toBe(name);
    expect(program.steps.at(-1)?.op).toBe(OP.bytes);
    expect(program.doubledQuotes).toBe(name === 'csv');
  });
});

test('formats have names of their own', () => {
  expect(new Set(LAYOUTS.map(({ name }) => name)).size).toBe(LAYOUTS.length);
});
