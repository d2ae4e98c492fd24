import { fstatSync } from 'node:fs';
import { UserError } from '../../core/user-error.js';
import { openLineFile } from '../../headless/line-file.js';
import type { LineFile } from '../../headless/line-file.js';
import type { Shell } from '../shell.js';
import type { Logs } from './logs.js';
import { isSame, sameLog, STDOUT } from './own-output.js';

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
  const same = sameLog(logs, path);
  if (same !== undefined) throw new UserError(`--rejected: '${path}' is one of the logs that are read${same === '-' ? ' (stdin)' : ''}`);
  // A device such as /dev/null may well be both.
  if (isSame(path, STDOUT) && fstatSync(STDOUT).isFile()) throw new UserError(`--rejected: '${path}' is the file that the records are written to`);
  const file = openLineFile(path);
  shell.onDispose(() => {
    file.close();
  });
  return { file, isTheFile: (log) => isSame(path, log) };
};
