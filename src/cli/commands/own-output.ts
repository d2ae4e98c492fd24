import { fstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../core/user-error.js';
import type { Logs } from './logs.js';

/** A descriptor, or a path, there or still to come. */
export type Place = number | string;

export const STDIN = 0;
export const STDOUT = 1;

/** What tells one file from all others; null where there is none. */
const identityOf = (place: Place): string | null => {
  try {
    const { dev, ino } = typeof place === 'number' ? fstatSync(place, { bigint: true }) : statSync(place, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null; // whoever opens it tells why
  }
};

/** Whether two places are one file. */
export const isSame = (one: Place, other: Place): boolean => {
  if (typeof one === 'string' && typeof other === 'string' && resolve(other) === resolve(one)) return true;
  const identity = identityOf(one);
  return identity !== null && identity === identityOf(other);
};

/** A device such as /dev/null may well be both read and written. */
const isFile = (place: Place): boolean => {
  try {
    return (typeof place === 'number' ? fstatSync(place) : statSync(place)).isFile();
  } catch {
    return false;
  }
};

/** The first of the logs that is the same file as a place; undefined when none is. */
export const sameLog = ({ paths, globs }: Logs, place: Place): string | undefined =>
  [...paths, ...(globs?.present.map((match) => match.path) ?? [])].find((log) => isSame(log === '-' ? STDIN : log, place));

/**
 * Gives the logs back. Throws a UserError when one is the file that `what` (such as: the records are) will be written to: it
 * would be read, or be lost.
 */
export const refuseOutput = (logs: Logs, command: string, what: string, place: Place = STDOUT): Logs => {
  const log = isFile(place) ? sameLog(logs, place) : undefined;
  if (log === undefined) return logs;
  throw new UserError(`${command}: '${log}' is the file that ${what} written to${log === '-' ? ' (stdin)' : ''}`, 'write elsewhere, or leave it out with --exclude');
};
