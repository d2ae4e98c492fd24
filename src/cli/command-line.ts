import { parseArgs } from 'node:util';
import { UserError } from '../core/user-error.js';
import { nearest } from '../core/nearest.js';
import { OPTIONS, valuePlaceholder } from './option-table.js';
import type { OptionSpec } from './option-table.js';

/** What stands on a command line; the values are texts whose meaning nobody has looked at. */
export interface CommandLine {
  /** the values of each option that was given, in order; `true` for a switch */
  given: ReadonlyMap<string, readonly string[]>;
  /** arguments that are no options, in order */
  words: string[];
  /** the same and the values of `--log-file`, in order, each once */
  files: string[];
}

/** The options that a command has. */
type Specs = readonly OptionSpec[];

const parseArgsOptions = (specs: Specs) =>
  Object.fromEntries(
    specs.map(({ name, short, value }) => [
      name,
      { type: value.type === 'switch' ? ('boolean' as const) : ('string' as const), ...(short && { short }) },
    ]),
  );

const tokenize = (argv: readonly string[], specs: Specs) =>
  parseArgs({ args: [...argv], options: parseArgsOptions(specs), strict: false, tokens: true }).tokens;

type OptionToken = Extract<ReturnType<typeof tokenize>[number], { kind: 'option' }>;

const findSpec = (name: string, specs: Specs) => specs.find((spec) => spec.name === name);

/** The option that was meant: `output json` for `json`, else the one with the nearest name; null when none is near. */
const meantOption = (name: string, value: string, specs: Specs): string | null => {
  const choosing = specs.find((spec) => spec.value.type === 'choice' && spec.value.choices.includes(name));
  if (choosing !== undefined) return `${choosing.name} ${name}`;
  const near = nearest(name, specs.map((spec) => spec.name));
  return near === null ? null : near + value;
};

const unknownOption = (specs: Specs, written: string, name: string, value = ''): UserError => {
  const meant = meantOption(name, value, specs);
  return new UserError(`${written}${value}: unknown option (${meant === null ? 'see --help' : `did you mean --${meant}?`})`);
};

/** Refuses a long option with one dash: `-log-file x` would be read as `-l` with the value `og-file`. */
const refuseSingleDash = (argument: string, specs: Specs): void => {
  const name = /^-([^-=][^=]+)/.exec(argument)?.[1];
  if (name !== undefined && findSpec(name, specs) !== undefined) throw unknownOption(specs, `-${name}`, name);
};

const findOption = (token: OptionToken, argument: string, specs: Specs) => {
  refuseSingleDash(argument, specs);
  const spec = findSpec(token.name, specs);
  if (spec !== undefined) return spec;
  if (!token.rawName.startsWith('--')) throw unknownOption(specs, token.rawName, argument.slice(1));
  throw unknownOption(specs, token.rawName, token.name, token.inlineValue === true ? `=${token.value}` : '');
};

const needsValue = (spec: OptionSpec, problem: string): UserError =>
  new UserError(`--${spec.name}: ${problem} (write --${spec.name} ${valuePlaceholder(spec.value) ?? ''})`);

/** Whether a value that stands by itself is really the next option: then the value was forgotten. */
const isOption = (value: string, specs: Specs): boolean =>
  value.startsWith('--') && findSpec(value.slice(2).replace(/=.*/s, ''), specs) !== undefined;

const readValue = (spec: OptionSpec, { value, inlineValue, rawName }: OptionToken, specs: Specs): string => {
  if (spec.value.type === 'switch') {
    if (value === undefined) return 'true';
    throw new UserError(`--${spec.name}: takes no value, but '${value}' was given (write --${spec.name})`);
  }
  if (value === undefined) throw needsValue(spec, 'needs a value');
  if (value === '') throw needsValue(spec, "'' is no value");
  if (!inlineValue && isOption(value, specs)) throw needsValue(spec, `needs a value, and '${value}' is an option`);
  if (inlineValue && !rawName.startsWith('--') && value.startsWith('=')) {
    throw new UserError(`${rawName}: '${value}' begins with = (write --${spec.name}${value})`);
  }
  return value;
};

/**
 * Takes a command line (without `node` and the script) apart. A long option takes `=` or a space, a value may begin with
 * `-`, `--` ends the options. Throws a UserError of one line for an unknown option, and for a value too many or too few.
 */
export const readCommandLine = (argv: readonly string[], specs: Specs = OPTIONS): CommandLine => {
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const files = new Set<string>();
  for (const token of tokenize(argv, specs)) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (token.value === '') throw new UserError("'' is not the name of a file (see --help)");
      words.push(token.value);
      files.add(token.value);
      continue;
    }
    const spec = findOption(token, argv[token.index] ?? '', specs);
    const value = readValue(spec, token, specs);
    given.set(spec.name, [...(given.get(spec.name) ?? []), value]);
    if (spec.name === 'log-file') files.add(value);
  }
  return { given, words, files: [...files] };
};

/** Whether a switch stands before any `--`, however malformed the rest of the line is. */
export const hasSwitch = (argv: readonly string[], name: string, specs: Specs = OPTIONS): boolean =>
  tokenize(argv, specs).some((token) => token.kind === 'option' && token.name === name && token.value === undefined);
