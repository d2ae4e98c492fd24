import { describe, expect, it } from 'vitest';
import { CONVERT_OPTIONS } from '../../src/cli/convert-option-table.js';
import { usage } from '../../src/cli/convert-usage.js';

describe('the usage text of convert', () => {
  const lines = usage().split('\n');

  it('fits into 80 columns of plain characters, without blanks at line ends', () => {
    for (const line of lines) expect(line).toMatch(/^(?:[\x20-\x7e]{0,79}[\x21-\x7e])?$/);
  });

  it.each(CONVERT_OPTIONS.map((option) => option.name))('has --%s once in its list', (name) => {
    expect(lines.filter((line) => line.slice(6).startsWith(`--${name} `) || line.slice(6) === `--${name}`)).toHaveLength(1);
  });
});
