import { describe, expect, it } from 'vitest';
import { parseGenerateOptions } from '../../src/cli/generate-options.js';
import type { GenerateOptions } from '../../src/cli/generate-options.js';

const parse = (...argv: string[]): GenerateOptions => parseGenerateOptions(argv);

describe('the options of generate', () => {
  it('have defaults', () => {
    expect(parse()).toEqual({
      format: 'combined',
      connections: false,
      output: null,
      amount: { lines: 10_000 },
      seed: 1,
      start: Date.UTC(2026, 0, 1) / 1000,
      span: 86_400,
      paths: 1000,
      hosts: 1000,
      errorBurst: false,
      surge: false,
      disorder: 0,
      hostile: 0,
    });
  });

  it.each<[string[], Partial<GenerateOptions>]>([
    [['-n', '20k'], { amount: { lines: 20_000 } }],
    [['--lines=1.5M'], { amount: { lines: 1_500_000 } }],
    [['--bytes', '64KiB'], { amount: { bytes: 65_536 } }],
    [['--connections'], { connections: true, amount: { lines: 12_000_000 } }],
    [['--rate', '0.5'], { amount: { rate: 0.5, isEndless: true }, start: null, span: 600 }],
    [['--rate', '200', '--duration', '2.5'], { amount: { rate: 200, isEndless: false }, start: null, span: 2.5 }],
    [['--rate', '1', '--start', '2026-03-01'], { start: Date.UTC(2026, 2, 1) / 1000 }],
    [['--start', '2026-01-01T08:30+02:00', '--end', '2026-01-01 06:31:00'], { start: Date.UTC(2026, 0, 1, 6, 30) / 1000, span: 60 }],
    [['--hostile', '5%'], { hostile: 0.05 }],
    [['--hostile', '.25', '--error-burst', '--surge', '--disorder', '60'], { hostile: 0.25, errorBurst: true, surge: true, disorder: 60 }],
    [['--distinct-paths', '2M', '--distinct-hosts', '1M', '--seed', '0'], { paths: 2_000_000, hosts: 1_000_000, seed: 0 }],
    [['-o', 'x.log', '--format', 'json'], { output: 'x.log', format: 'json' }],
    [['-o', 'x.log', '-o', '-'], { output: null }],
  ])('%j', (argv, expected) => {
    expect(parse(...argv)).toMatchObject(expected);
  });

  it.each([
    [['--line', '5'], '--line: unknown option (did you mean --lines?)'],
    [['--error-bursts'], '--error-bursts: unknown option (did you mean --error-burst?)'],
    [['--lines', 'many'], "--lines: 'many' is not a whole number from 1 to 1000000000000 (such as 5000, 20k or 5M)"],
    [['--lines', '0'], "--lines: '0' is not a whole number from 1 to 1000000000000 (such as 5000, 20k or 5M)"],
    [['--lines', '1.0005k'], "--lines: '1.0005k' is not a whole number from 1 to 1000000000000 (such as 5000, 20k or 5M)"],
    [['--bytes', '1kB'], "--bytes: '1kB' is ambiguous (did you mean 1KiB?)"],
    [['--hostile', '2'], "--hostile: '2' is not a share from 0 to 1 (such as 0.05 or 5%)"],
    [['--start', 'monday'], "--start: 'monday' is not a time from 2001-09-10 to 2286 (such as 2026-01-01 or 2026-01-01T08:30:00Z)"],
    [['--start', '2026-13-01'], "--start: '2026-13-01' is not a time from 2001-09-10 to 2286 (such as 2026-01-01 or 2026-01-01T08:30:00Z)"],
    [['--end', '2025-01-01'], "--end: '2025-01-01' is not later than the start"],
    [['--lines', '5', '--bytes', '5'], '--bytes: cannot go with --lines, which says the amount, too (leave one of them out)'],
    [['--duration', '5'], '--duration: belongs to --rate (write --rate N, or say the amount by --lines)'],
    [['--rate', '5', '--end', '2027-01-01'], '--end: cannot go with --rate, which ends by --duration (leave one of them out)'],
    [['--connections', '--hostile', '1'], '--hostile: does not go with --connections, whose lines have a time and two hosts (leave one of them out)'],
    [['--connections', '--rate', '1'], '--rate: does not go with --connections, whose lines have a time and two hosts (leave one of them out)'],
    [['access.log'], 'generate: takes no files (write generate --output access.log)'],
  ])('%j is refused', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });
});
