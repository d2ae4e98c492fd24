import { nearest } from '../core/nearest.js';
import { UserError } from '../core/user-error.js';
import { apacheDirectives, isApacheConfig, nginxDirectives } from '../formats/layouts/config-directive.js';
import { chooseConfigFormat } from '../formats/layouts/config-format.js';
import type { Format } from '../formats/format.js';
import { mappedJson } from '../formats/json/json-format.js';
import { LayoutError } from '../formats/layouts/layout.js';
import { pastedLayout } from '../formats/layouts/pasted-layout.js';
import { ALIASES, formatNamed, FORMATS } from '../formats/registry.js';
import { TextFormat } from '../formats/text-format.js';
import type { MonitorOptions } from './options.js';

/** How a format that was pasted is called. */
const PASTED = 'custom';

const NAMES = ['auto', ...FORMATS.map(({ name }) => name), ...Object.keys(ALIASES)];

/** A word without blanks, quotes, percent and dollar signs is the name of a format, or was meant to be one. */
const NAME = /^[^\s%$"'[\]{}]+$/;

/** The same mistake, said of the place where the layout, or whatever else, was written. */
export const layoutRefusal = (place: string, { text, at, expected, found, nearest: near }: Pick<LayoutError, 'text' | 'at' | 'expected' | 'found' | 'nearest'>, what = 'layout'): UserError => {
  const line = text.slice(0, at).split('\n').length;
  const column = at - text.lastIndexOf('\n', at - 1);
  const where = text.includes('\n') ? `line ${line}, column ${column}` : `column ${column}`;
  const there = found === '' ? 'its end' : `'${found}'`;
  return new UserError(`${place}: ${where} of the ${what}: expected ${expected}, found ${there}`, near === null ? null : `did you mean '${near}'?`, { text, at });
};

/** The format of a layout that was pasted. Throws a UserError that begins with `place`. */
export const pastedFormat = (place: string, text: string, name = PASTED): Format => {
  try {
    return new TextFormat(pastedLayout(name, text));
  } catch (error) {
    throw error instanceof LayoutError ? layoutRefusal(place, error) : error;
  }
};

const JSON_PREFIX = 'json:';

/** The format of a mapping of JSON's keys. Throws a UserError that begins with `place`. */
const mappedFormat = (place: string, mapping: string): Format => {
  try {
    return mappedJson(PASTED, mapping);
  } catch (error) {
    throw error instanceof LayoutError ? layoutRefusal(place, error, 'mapping') : error;
  }
};

/** The format that `auto`, a name, a layout or a mapping stands for; null is to be recognised. Throws a UserError that begins with `place`. */
export const readFormat = (place: string, text: string): Format | null => {
  if (text === 'auto') return null;
  const named = formatNamed(text);
  if (named !== null) return named;
  if (text.startsWith(JSON_PREFIX)) return mappedFormat(place, text.slice(JSON_PREFIX.length));
  if (!NAME.test(text)) return pastedFormat(place, text);
  const near = nearest(text, NAMES);
  throw new UserError(
    `${place}: '${text}' is no format${near === null ? '' : ` (did you mean ${near}?)`}`,
    `write ${near === null ? `one of ${NAMES.join(', ')}` : "a format's name"}, a layout of Apache's or nginx's in quotes, or json:FIELD=KEY,...`,
  );
};

/** The format that a server's configuration defines. Throws a UserError. */
const formatFromConfig = async (text: string): Promise<Format> => {
  const { readConfig, splitConfigName } = await import('../sources/config-files.js');
  const { path, name } = splitConfigName(text);
  let isApache: boolean | null = null;
  const directives = readConfig(path, (content) => {
    // What is included may have nothing in it that shows whose it is.
    isApache ??= isApacheConfig(content);
    return isApache ? apacheDirectives(content) : nginxDirectives(content);
  });
  const { name: called, definition } = chooseConfigFormat(path, directives, name);
  if (definition === null) return formatNamed(called)!;
  return pastedFormat(`${definition.path}, line ${definition.line}`, definition.text, called);
};

/** What the user said of the logs' formats. */
export interface FormatChoice {
  /** the format of the log at a path, or null when it is to be recognised */
  formatOf: (path: string) => Format | null;
  /** all that were named or written */
  formats: readonly Format[];
  /** a log that nothing else is said of is to be recognised */
  isOpen: boolean;
  /** one may be in JSON */
  hasKeys: boolean;
}

/** Of a run that says nothing of single logs no globs are loaded. */
const readChoice = async (choice: MonitorOptions['formatFor'][number]): Promise<{ matches: (path: string) => boolean; format: Format | null }> => {
  const { pathMatcher } = await import('../sources/globs/path-match.js');
  return { matches: pathMatcher(choice.glob), format: readFormat(`--format-for '${choice.glob}'`, choice.format) };
};

/**
 * What the user said of the logs' formats.
 *
 * @throws UserError when a format is none
 */
export const chooseFormats = async ({ format, formatFor, formatFrom }: Pick<MonitorOptions, 'format' | 'formatFor' | 'formatFrom'>): Promise<FormatChoice> => {
  const forAll = formatFrom === null ? readFormat('--format', format) : await formatFromConfig(formatFrom);
  const forSome = await Promise.all(formatFor.map(readChoice));
  const formats = [forAll, ...forSome.map((choice) => choice.format)].filter((each) => each !== null);
  const isOpen = forAll === null || forSome.some((choice) => choice.format === null);
  return {
    formatOf: (path) => {
      const choice = forSome.find(({ matches }) => matches(path));
      return choice === undefined ? forAll : choice.format;
    },
    formats,
    isOpen,
    hasKeys: isOpen || formats.some(({ mapping }) => mapping !== undefined),
  };
};
