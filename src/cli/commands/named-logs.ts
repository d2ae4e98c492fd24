import { MAX_SOURCES } from '../../core/source-book.js';
import { UserError } from '../../core/user-error.js';
import { realFileSystem } from '../../sources/file-system.js';
import type { FileStat } from '../../sources/file-system.js';
import { looksLikeGlob } from '../../sources/globs/glob.js';
import { troubleOfKind } from '../../sources/trouble.js';
import type { MonitorOptions } from '../options.js';
import type { Logs } from './logs.js';

const statOf = (path: string): FileStat | null => {
  try {
    return realFileSystem.stat(path);
  } catch {
    return null; // whoever reads it tells why it cannot be read
  }
};

/** A file that exists is no glob, whatever it is called. */
const isGlob = (name: string): boolean => looksLikeGlob(name) && statOf(name) === null;

/** @throws UserError when something is to be left out, and there are no globs */
export const refuseIdleExclusions = ({ exclude }: Pick<MonitorOptions, 'exclude'>): void => {
  if (exclude.length === 0) return;
  throw new UserError(
    `--exclude: '${exclude[0]!}' leaves out matches of globs, and no glob was named`,
    "put globs in quotes, or the shell expands them: 'access.log*'",
  );
};

/** @throws UserError when nothing of what was named can be followed, nor will ever be */
const refuseUnreadable = (paths: readonly string[]): void => {
  const troubles = paths.map((path) => {
    const stat = path === '-' ? null : statOf(path);
    const trouble = stat === null ? null : troubleOfKind(stat);
    return trouble === null ? null : `${path}: ${trouble.detail}`;
  });
  if (troubles.every((trouble) => trouble !== null)) throw new UserError(troubles.join('; '));
};

/** @throws UserError when there are more logs than can be told apart */
const refuseTooMany = (paths: readonly string[]): void => {
  if (paths.length <= MAX_SOURCES) return;
  throw new UserError(
    `${String(paths.length)} logs are too many: one run reads ${String(MAX_SOURCES)} at most`,
    "name fewer, or have them read one after the other, as stdin: 'cat LOGS |' in front of the command, and - in the place of LOGS",
  );
};

const noMatch = (name: string): string => `${name}: no file matches`;

/**
 * The logs that the user named. Of a run that reads once the globs are expanded where they stand.
 *
 * @throws UserError when nothing can be read
 */
export const findNamedLogs = async (options: Pick<MonitorOptions, 'files' | 'exclude' | 'once'>): Promise<Logs> => {
  const names = options.files;
  refuseTooMany(names);
  const globs = names.filter(isGlob);
  if (globs.length === 0) {
    refuseIdleExclusions(options);
    if (!options.once) refuseUnreadable(names);
    return { paths: names, globs: null, notes: [] };
  }
  const { createGlobScan } = await import('../../sources/globs/glob-scan.js');
  const scan = createGlobScan(globs, options.exclude);
  const present = await scan();
  const idle = globs.filter((name) => !present.some(({ glob }) => glob === name));
  if (!options.once) {
    const paths = names.filter((name) => !globs.includes(name));
    return { paths, globs: { scan, present }, notes: idle.map((name) => `${noMatch(name)} yet: waiting for one`) };
  }
  const paths = names.flatMap((name) => {
    if (!globs.includes(name)) return [name];
    return present.filter(({ glob }) => glob === name).map(({ path }) => path);
  });
  if (paths.length === 0) throw new UserError(globs.map(noMatch).join('; '), "globs are matched as they are written: '**' for any folders");
  refuseTooMany(paths);
  return { paths: [...new Set(paths)], globs: null, notes: idle.map(noMatch) };
};
