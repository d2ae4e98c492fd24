import { describe, expect, it } from 'vitest';
import { REPORT_OPTIONS } from '../../src/cli/report-option-table.js';
import { usage } from '../../src/cli/report-usage.js';

describe('the usage text of report', () => {
  const lines = usage().split('\n');

  it('fits into 80 columns of plain characters, without blanks at line ends', () => {
    for (const line of lines) expect(line).toMatch(/^(?:[\x20-\x7e]{0,79}[\x21-\x7e])?$/);
  });

  it.each(REPORT_OPTIONS.map((option) => option.name))('has --%s once in its list', (name) => {
    expect(lines.filter((line) => line.slice(6).startsWith(`--${name} `) || line.slice(6) === `--${name}`)).toHaveLength(1);
  });
});
