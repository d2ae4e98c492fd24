import { fstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../core/user-error.js';
import { openLineFile } from '../../headless/line-file.js';
import type { LineFile } from '../../headless/line-file.js';
import type { Shell } from '../shell.js';
import type { Logs } from './logs.js';

const STDIN = 0;
const STDOUT = 1;

/** What tells one file from all others; null where there is none. */
const identityOf = (place: string | number): string | null => {
  try {
    const { dev, ino } = typeof place === 'number' ? fstatSync(place, { bigint: true }) : statSync(place, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null; // whoever opens it tells why
  }
};

/** Whether two places are one file, there or still to come. */
const isSame = (path: string, other: string | number): boolean => {
  if (typeof other === 'string' && resolve(other) === resolve(path)) return true;
  const identity = identityOf(path);
  return identity !== null && identity === identityOf(other);
};

/** The file that rejected lines go to. */
export interface Rejects {
  readonly file: LineFile;
  /** Whether a log that has come is that file: what is read of it would be rejected once more. */
  isTheFile(path: string): boolean;
}

/**
 * Opens the file of `--rejected`, of which what it held is gone.
 *
 * @throws UserError when it is one of the logs, or the file that records go to
 * @throws WriteFailure when it cannot be opened
 */
export const openRejects = (path: string, { paths, globs }: Logs, shell: Shell): Rejects => {
  const logs = [...paths, ...(globs?.present.map((match) => match.path) ?? [])];
  const same = logs.find((log) => isSame(path, log === '-' ? STDIN : log));
  if (same !== undefined) throw new UserError(`--rejected: '${path}' is one of the logs that are read${same === '-' ? ' (stdin)' : ''}`);
  // A device such as /dev/null may well be both.
  if (isSame(path, STDOUT) && fstatSync(STDOUT).isFile()) throw new UserError(`--rejected: '${path}' is the file that the records are written to`);
  const file = openLineFile(path);
  shell.onDispose(() => {
    file.close();
  });
  return { file, isTheFile: (log) => isSame(path, log) };
};
