import { realpathSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { escapePath, glob } from 'tinyglobby';
import { keyOf } from '../file-identity.js';
import type { FileSystem } from '../file-system.js';
import { realFileSystem } from '../file-system.js';
import type { Glob } from './glob.js';
import { folderOf, parseGlob } from './glob.js';
import { naturalOrder } from './natural-order.js';

/** Looks for the files that globs match, each time that it is called. */
export type GlobScan = () => Promise<GlobMatch[]>;

/** A file that a glob matches. */
export interface GlobMatch {
  /** as the user would have named it: below the folders that he wrote */
  path: string;
  /** the glob that matched it, as the user wrote it */
  glob: string;
}

/** Files that are asked for what they are before everything else has its turn. */
const STATS_AT_ONCE = 256;

/** A pattern without a slash is a name in any folder below the glob's; others are paths, as `.gitignore` has it. */
const toIgnored = (excluded: string, root: string): string[] => {
  const name = literalGroups(excluded.replace(/\/+$/, ''));
  if (name.includes('/')) return [absolutePattern(name), `${absolutePattern(name)}/**`];
  return [`${root}**/${name}`, `${root}**/${name}/**`];
};

/** A pattern below `/`, and without the slash in front: all are matched from there. */
export const absolutePattern = (text: string): string => {
  const [first, ...others] = parseGlob(text);
  if (first === undefined || others.length > 0) return posix.join(escapePath(process.cwd()), text).slice(1);
  return join(escapePath(folderOf(first)), first.pattern).slice(1);
};

/** Parentheses and bars mean themselves, as in a shell. */
export const literalGroups = (pattern: string): string => pattern.replace(/(?<!\\)[()|]/g, '\\$&');

const scanOne = async (one: Glob, excluded: readonly string[]): Promise<GlobMatch[]> => {
  const folder = folderOf(one);
  const root = `${escapePath(folder)}/`.replace(/^\/+/, '');
  const found = await glob(root + literalGroups(one.pattern), {
    cwd: '/',
    ignore: excluded.flatMap((pattern) => toIgnored(pattern, root)),
    expandDirectories: false,
    extglob: false,
  });
  const prefix = folder === '/' ? 0 : folder.length;
  return found.map((path) => ({ path: one.base + `/${path}`.slice(prefix + 1), glob: one.name }));
};

/** Two symbolic links, or a link and what it leads to, are one file: it goes by its own name if that matches, too. */
const onePerFile = async (matches: readonly GlobMatch[], files: FileSystem): Promise<GlobMatch[]> => {
  const byIdentity = new Map<string, GlobMatch[]>();
  for (const [n, match] of matches.entries()) {
    if (n % STATS_AT_ONCE === STATS_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const identity = identityOf(files, match.path);
    if (identity === null) continue;
    const same = byIdentity.get(identity);
    if (same === undefined) byIdentity.set(identity, [match]);
    else same.push(match);
  }
  const chosen = new Set([...byIdentity.values()].flatMap((same) => (same.length === 1 ? same : distinctFiles(same))));
  return matches.filter((match) => chosen.has(match));
};

/** Of names that lead to one inode: the hard links, each by its own name where that matches. */
const distinctFiles = (matches: readonly GlobMatch[]): GlobMatch[] => {
  const byPlace = new Map<string, GlobMatch>();
  for (const match of matches) {
    const place = placeOf(match.path);
    if (!byPlace.has(place) || place === resolve(match.path)) byPlace.set(place, match);
  }
  return [...byPlace.values()];
};

const placeOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
};

/** What no two files share; null of what is no regular file. */
const identityOf = (files: FileSystem, path: string): string | null => {
  try {
    const stat = files.stat(path);
    return stat?.kind === 'file' ? keyOf(stat) : null;
  } catch {
    return path; // whoever reads it tells why it cannot be read
  }
};

/**
 * Makes a scan for the files that match any of `globs`: regular ones, also behind symbolic links, in the natural order of
 * their names, those of the first glob first, each once. Folders that cannot be read are left out.
 *
 * @param excluded globs of files that do not count; one without a slash is a file's name in any folder
 */
export const createGlobScan =
  (globs: readonly string[], excluded: readonly string[], files: FileSystem = realFileSystem): GlobScan =>
  async () => {
    const found = new Map<string, GlobMatch>();
    for (const name of globs) {
      const matches = (await Promise.all(parseGlob(name).map((one) => scanOne(one, excluded)))).flat();
      for (const match of matches.sort((a, b) => naturalOrder(a.path, b.path))) {
        const place = resolve(match.path);
        if (!found.has(place)) found.set(place, match);
      }
    }
    return onePerFile([...found.values()], files);
  };
