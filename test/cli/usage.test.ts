import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../src/cli/option-table.js';
import { usage } from '../../src/cli/usage.js';

describe('the usage text', () => {
  const lines = usage().split('\n');

  it('fits into 80 columns of plain characters, without blanks at line ends', () => {
    for (const line of lines) expect(line).toMatch(/^(?:[\x20-\x7e]{0,79}[\x21-\x7e])?$/);
  });

  it.each(OPTIONS.map((option) => option.name))('has --%s once in its list', (name) => {
    expect(lines.filter((line) => line.slice(6).startsWith(`--${name} `) || line.slice(6) === `--${name}`)).toHaveLength(1);
  });

  it('ends with a newline', () => {
    expect(usage().endsWith('signal.\n')).toBe(true);
  });
});
