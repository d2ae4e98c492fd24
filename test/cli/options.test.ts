import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/cli/options.js';
import type { MonitorOptions } from '../../src/cli/options.js';
import { UserError } from '../../src/core/user-error.js';

const monitor = (...argv: string[]): MonitorOptions => {
  const request = parseOptions(argv);
  if (request.kind !== 'monitor') throw new Error(`read as ${request.kind}`);
  return request.options;
};

const refusal = (...argv: string[]): string => {
  try {
    parseOptions(argv);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a command line', () => {
  it('without options means the defaults', () => {
    expect(monitor()).toEqual({
      files: [],
      exclude: [],
      filters: [],
      format: 'auto',
      formatFor: [],
      formatFrom: null,
      alertThreshold: 10,
      alertWindow: 120,
      reportInterval: 10,
      headless: false,
      output: 'text',
      once: false,
      fromStart: false,
      duration: null,
      speed: null,
      time: null,
      gates: [],
      color: 'auto',
      demo: false,
      maxLineLength: 65_536,
      state: null,
    });
  });

  it.each<[string, string[], Partial<MonitorOptions>]>([
    ['a long option with =', ['--alert-threshold=2.5'], { alertThreshold: 2.5 }],
    ['a long option with a space', ['--alert-threshold', '2.5'], { alertThreshold: 2.5 }],
    ['a short option with a space', ['-a', '.5'], { alertThreshold: 0.5 }],
    ['a short option with its value attached', ['-a7'], { alertThreshold: 7 }],
    ['a scalar option twice: the last wins', ['-a', '3', '-a', '4'], { alertThreshold: 4 }],
    ['the same with a directory', ['--state', 'a', '--state', 'b'], { state: 'b' }],
    ['the same with a size', ['--max-line-length', '1K', '--max-line-length', '2K'], { maxLineLength: 2048 }],
    ['a directory for the state', ['--state', 'kept', 'a'], { state: 'kept', files: ['a'] }],
    ['filters, of which all must hold', ['--filter', 'status:500', '--filter=-a'], { filters: ['status:500', '-a'] }],
    ['the longest window', ['--alert-window=86400'], { alertWindow: 86_400 }],
    ['the shortest interval', ['--report-interval', '1'], { reportInterval: 1 }],
    ['files in the order given, named or as values', ['a', '-l', 'b', '--log-file=c', 'd'], { files: ['a', 'b', 'c', 'd'] }],
    ['a file named twice', ['a', '-l', 'a'], { files: ['a'] }],
    ['globs of what is left out', ['*.log', '--exclude', 'a*', '--exclude=*.gz'], { files: ['*.log'], exclude: ['a*', '*.gz'] }],
    ['a format for all, the last that is given', ['--format', 'csv', '--format=%h %t'], { format: '%h %t' }],
    ['formats for some, with a = of their own', ['--format-for', 'a*=common', '--format-for=/b/*=%h a=%t'], { formatFor: [{ glob: 'a*', format: 'common' }, { glob: '/b/*', format: '%h a=%t' }] }],
    ['stdin as an argument', ['-'], { files: ['-'] }],
    ['stdin as a value after =', ['--log-file=-'], { files: ['-'] }],
    ['stdin as a value after a space', ['--log-file', '-'], { files: ['-'] }],
    ['stdin as a value of the short option', ['-l', '-'], { files: ['-'] }],
    ['a value that begins with -', ['-l', '-odd.log', '--log-file', '--odder.log'], { files: ['-odd.log', '--odder.log'] }],
    ['a value with = in it', ['--log-file=a=b'], { files: ['a=b'] }],
    ['arguments after --', ['--', '--once', '-a'], { files: ['--once', '-a'], once: false }],
    ['--once', ['--once'], { once: true, headless: true }],
    ['--once with --speed', ['--once', '--speed', '20'], { once: true, speed: 20, headless: false }],
    ['--speed with --headless', ['--once', '--speed=0.5', '--headless'], { speed: 0.5, headless: true }],
    ['--output, which implies --headless', ['--output', 'json'], { output: 'json', headless: true }],
    ['--output text, which does so too', ['--output', 'text'], { output: 'text', headless: true }],
    ['--duration', ['--duration', '1.5'], { duration: 1.5 }],
    ['--time', ['--time', 'log'], { time: 'log' }],
    ['--color', ['--color=never'], { color: 'never' }],
    ['--max-line-length in bytes', ['--max-line-length', '300'], { maxLineLength: 300 }],
    ['--max-line-length in KiB', ['--max-line-length=128KiB'], { maxLineLength: 131_072 }],
    ['--max-line-length as people type it', ['--max-line-length', '1m'], { maxLineLength: 1_048_576 }],
    ['--max-line-length with a fraction', ['--max-line-length', '.5 MiB'], { maxLineLength: 524_288 }],
    ['the longest line', ['--max-line-length', '16MiB'], { maxLineLength: 16_777_216 }],
    ['--from-start', ['--from-start'], { fromStart: true }],
    ['--demo with other options', ['--demo', '--duration', '5', '--headless'], { demo: true, duration: 5, headless: true }],
  ])('reads %s', (_, argv, expected) => {
    expect(monitor(...argv)).toMatchObject(expected);
  });

  it('collects every gate', () => {
    expect(monitor('--fail-on', 'alert', '--fail-on=error-rate>5%').gates).toHaveLength(2);
  });

  it.each([
    ['--help', 'help'],
    ['-h', 'help'],
    ['--version', 'version'],
    ['-V', 'version'],
  ])('%s asks for the %s, whatever else is wrong', (argument, kind) => {
    expect(parseOptions(['--bogus', argument, '-a', 'ten'])).toEqual({ kind });
  });

  it('does not ask for help after --', () => {
    expect(monitor('--', '--help').files).toEqual(['--help']);
  });

  it.each<[string[], string]>([
    [['--alert-treshold=3'], '--alert-treshold=3: unknown option (did you mean --alert-threshold=3?)'],
    [['--threshold', '3'], '--threshold: unknown option (did you mean --alert-threshold?)'],
    [['--log_file', 'a'], '--log_file: unknown option (did you mean --log-file?)'],
    [['--ONCE'], '--ONCE: unknown option (did you mean --once?)'],
    [['--json'], '--json: unknown option (did you mean --output json?)'],
    [['-once'], '-once: unknown option (did you mean --once?)'],
    [['-log-file=a'], '-log-file: unknown option (did you mean --log-file?)'],
    [['-x'], '-x: unknown option (see --help)'],
    [['--xyzzy'], '--xyzzy: unknown option (see --help)'],
    [['-a', 'ten'], "--alert-threshold: 'ten' is not a number"],
    [['-a', '0x10'], "--alert-threshold: '0x10' is not a number"],
    [['-a', '1,5'], "--alert-threshold: '1,5' is not a number (did you mean 1.5?)"],
    [['-a', '5/s'], "--alert-threshold: '5/s' is not a number (did you mean 5?)"],
    [['-a', 'NaN'], "--alert-threshold: 'NaN' is not a number"],
    [['-a', 'Infinity'], "--alert-threshold: 'Infinity' is not a number"],
    [['-a', '1e999'], "--alert-threshold: '1e999' is too large"],
    [['-a', ' '], "--alert-threshold: ' ' is not a number"],
    [['--alert-threshold=-3'], "--alert-threshold: '-3' is not above 0 (did you mean 3?)"],
    [['--alert-threshold', '-3'], "--alert-threshold: '-3' is not above 0 (did you mean 3?)"],
    [['-a', '0'], "--alert-threshold: '0' is not above 0"],
    [['-a', 'ten', '-a', '10'], "--alert-threshold: 'ten' is not a number"],
    [['--max-line-length', 'long'], "--max-line-length: 'long' is not a number of bytes (such as 65536, 64KiB or 1MiB)"],
    [['--max-line-length', '64kB'], "--max-line-length: '64kB' is ambiguous (did you mean 64KiB?)"],
    [['--max-line-length', '0'], "--max-line-length: '0' is not a whole number of bytes from 256 to 16MiB (did you mean 256?)"],
    [['--max-line-length', '1G'], "--max-line-length: '1G' is not a whole number of bytes from 256 to 16MiB (did you mean 16MiB?)"],
    [['--max-line-length', '256.5'], "--max-line-length: '256.5' is not a whole number of bytes from 256 to 16MiB (did you mean 257?)"],
    [['--alert-window', '0'], "--alert-window: '0' is not a whole number of seconds from 1 to 86400 (did you mean 1?)"],
    [
      ['--report-interval=86401'],
      "--report-interval: '86401' is not a whole number of seconds from 1 to 86400 (did you mean 86400?)",
    ],
    [
      ['--report-interval=2.5'],
      "--report-interval: '2.5' is not a whole number of seconds from 1 to 86400 (did you mean 3?)",
    ],
    [['--report-interval=10s'], "--report-interval: '10s' is not a number (did you mean 10?)"],
    [['--duration=0'], "--duration: '0' is not above 0"],
    [['--output', 'jsn'], "--output: 'jsn' is not one of text, json (did you mean json?)"],
    [['--output', 'xml'], "--output: 'xml' is not one of text, json"],
    [['--time', 'Log'], "--time: 'Log' is not one of arrival, log (did you mean log?)"],
    [['--once=yes'], "--once: takes no value, but 'yes' was given (write --once)"],
    [['--help=me'], "--help: takes no value, but 'me' was given (write --help)"],
    [['--log-file='], "--log-file: '' is no value (write --log-file PATH)"],
    [['--log-file', ''], "--log-file: '' is no value (write --log-file PATH)"],
    [['--log-file'], '--log-file: needs a value (write --log-file PATH)'],
    [['-l'], '--log-file: needs a value (write --log-file PATH)'],
    [['-l=a'], "-l: '=a' begins with = (write --log-file=a)"],
    [['--color', '--once'], "--color: needs a value, and '--once' is an option (write --color auto|always|never)"],
    [[''], "'' is not the name of a file (see --help)"],
    [['--demo', 'a'], "--demo: writes its own log, so 'a' cannot be watched too (leave one of them out)"],
    [['--demo', '--once'], '--demo: never ends, so it cannot go with --once (try --demo --duration 60)'],
    [
      ['--once', '--state', 's', 'a'],
      '--state: goes on where following stopped, so it cannot go with --once, which reads a log whole (leave one of them out)',
    ],
    [
      ['--demo', '--state', 's'],
      '--state: goes on where following stopped, so it cannot go with --demo, whose log does not stay (leave one of them out)',
    ],
    [['--state='], "--state: '' is no value (write --state DIR)"],
    [['--speed', '2', 'a'], '--speed: replays finished logs (write --once --speed 2)'],
    [
      ['--once', '--speed=2', '--time=arrival'],
      "--time: 'arrival' cannot go with --speed, which replays log time (write --time log)",
    ],
  ])('%j is refused', (argv, message) => {
    expect(refusal(...argv)).toBe(message);
  });

  it('refuses a gate that cannot be read, by its name', () => {
    expect(refusal('--fail-on', 'eror-rate>5%')).toMatch(/^--fail-on: 'eror-rate>5%' .*error-rate/);
  });

  it('is either read or refused in one line, whatever stands in it', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('-', '--', '-a', '--alert-threshold', '--log-file=', '--once', '--__proto__', '-l', '--=', '-='),
    );
    fc.assert(
      fc.property(fc.array(word.filter((text) => !/[\n\r]/.test(text))), (argv) => {
        expect(refusal(...argv)).not.toMatch(/\n/);
      }),
    );
  });
});
