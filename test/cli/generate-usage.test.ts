import { describe, expect, it } from 'vitest';
import { GENERATE_OPTIONS } from '../../src/cli/generate-option-table.js';
import { usage } from '../../src/cli/generate-usage.js';

describe('the usage text of generate', () => {
  const lines = usage().split('\n');

  it('fits into 80 columns of plain characters, without blanks at line ends', () => {
    for (const line of lines) expect(line).toMatch(/^(?:[\x20-\x7e]{0,79}[\x21-\x7e])?$/);
  });

  it.each(GENERATE_OPTIONS.map((option) => option.name))('has --%s once in its list', (name) => {
    expect(lines.filter((line) => line.slice(6).startsWith(`--${name} `) || line.slice(6) === `--${name}`)).toHaveLength(1);
  });
});
