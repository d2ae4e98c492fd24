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
const isSame = (path: string | number, other: string | number): boolean => {
  if (typeof path === 'string' && typeof other === 'string' && resolve(other) === resolve(path)) return true;
  const identity = identityOf(path);
  return identity !== null && identity === identityOf(other);
};

const allOf = ({ paths, globs }: Logs): string[] => [...paths, ...(globs?.present.map((match) => match.path) ?? [])];

/** Gives the logs back. Throws a UserError when one is the file that records go to: what is written would be read, without an end. */
export const refuseOutput = (logs: Logs): Logs => {
  const output = fstatSync(STDOUT).isFile() ? allOf(logs).find((log) => isSame(log === '-' ? STDIN : log, STDOUT)) : undefined;
  if (output === undefined) return logs;
  throw new UserError(`convert: '${output}' is the file that the records are written to${output === '-' ? ' (stdin)' : ''}`, 'write them elsewhere, or leave it out with --exclude');
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
export const openRejects = (path: string, logs: Logs, shell: Shell): Rejects => {
  const same = allOf(logs).find((log) => isSame(path, log === '-' ? STDIN : log));
  if (same !== undefined) throw new UserError(`--rejected: '${path}' is one of the logs that are read${same === '-' ? ' (stdin)' : ''}`);
  // A device such as /dev/null may well be both.
  if (isSame(path, STDOUT) && fstatSync(STDOUT).isFile()) throw new UserError(`--rejected: '${path}' is the file that the records are written to`);
  const file = openLineFile(path);
  shell.onDispose(() => {
    file.close();
  });
  return { file, isTheFile: (log) => isSame(path, log) };
};
