import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { UserError } from '../core/user-error.js';
import { looksLikeGlob } from './globs/glob.js';
import { naturalOrder } from './globs/natural-order.js';

/** More files than any configuration has. */
const MOST_FILES = 1000;

/** What a reader of configurations must know of a directive. */
interface Directive {
  name: string;
  args: readonly string[];
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.replace(/^\w+: |, .*$/g, '') : String(error));

const filesOf = (pattern: string): string[] =>
  looksLikeGlob(pattern) ? globSync(pattern.slice(1), { cwd: '/', expandDirectories: false }).map((path) => `/${path}`).sort(naturalOrder) : [pattern];

const INCLUDES: ReadonlySet<string> = new Set(['include', 'includeoptional']);

/**
 * The directives of a server's configuration, with those of the files that it includes in their places; each file counts once.
 * Relative names are looked for where the configuration stands, or in Apache's `ServerRoot`. An included file that cannot be
 * read is left out.
 *
 * @param parse takes the text of one file apart
 * @throws UserError when the configuration itself cannot be read
 */
export const readConfig = <Found extends Directive>(path: string, parse: (text: string) => readonly Found[]): (Found & { path: string })[] => {
  const seen = new Set<string>();
  let root = dirname(resolve(path));
  const read = (name: string, isFirst: boolean): (Found & { path: string })[] => {
    const place = resolve(name);
    if (seen.has(place) || seen.size >= MOST_FILES) return [];
    seen.add(place);
    let text: string;
    try {
      // A pipe that is included would be waited for.
      if (!isFirst && !statSync(place).isFile()) return [];
      text = readFileSync(place, 'utf8');
    } catch (error) {
      if (!isFirst) return [];
      throw new UserError(`--format-from: '${name}' cannot be read: ${reasonOf(error)}`);
    }
    return parse(text).flatMap((directive) => {
      const [first = ''] = directive.args;
      if (directive.name === 'serverroot') root = resolve(root, first);
      if (INCLUDES.has(directive.name) && first !== '') return filesOf(resolve(root, first)).flatMap((file) => read(file, false));
      return [{ ...directive, path: name }];
    });
  };
  return read(path, true);
};

/** The two sides of `CONFIG:NAME`; without a name, or when a file is called so as a whole, the name is null. */
export const splitConfigName = (text: string): { path: string; name: string | null } => {
  const colon = text.lastIndexOf(':');
  if (colon <= 0 || colon === text.length - 1 || statSync(text, { throwIfNoEntry: false }) !== undefined) return { path: text, name: null };
  return { path: text.slice(0, colon), name: text.slice(colon + 1) };
};
