import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { UserError } from '../core/user-error.js';

/** A log of this size is rotated, and the one before it forgotten: the demo may run for weeks. */
const ROTATE_AT = 16 * 1024 * 1024;

/** The log that the demo writes. */
export interface DemoLog {
  /** Adds whole lines; throws a UserError when they can't be written. */
  append(lines: readonly string[]): void;
  close(): void;
}

/** Opens the log, which is made if missing; throws a UserError when it can't be. */
export const openDemoLog = (path: string): DemoLog => {
  const open = (): number => guarded(path, () => openSync(path, 'a', 0o644));
  let descriptor = open();
  const rotateIfLarge = (): void => {
    if (fstatSync(descriptor).size < ROTATE_AT) return;
    renameSync(path, `${path}.1`);
    const next = open();
    closeSync(descriptor);
    descriptor = next;
  };
  return {
    append: (lines) => {
      if (lines.length === 0) return;
      guarded(path, () => {
        let rest = Buffer.from(`${lines.join('\n')}\n`);
        while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
        rotateIfLarge();
      });
    },
    close: () => {
      closeSync(descriptor);
    },
  };
};

const REMEDY = 'TMPDIR can name another directory, with room and write permission.';

/** The error of a file system call on the demo's files as the user is told of it; any other error is thrown again. */
export const cannotWrite = (path: string, error: unknown): UserError => {
  if (error instanceof UserError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') return new UserError(`--demo: no space left to write '${path}'`, REMEDY);
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new UserError(`--demo: no permission to write '${path}'`, REMEDY);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new UserError(`--demo: '${path}' is not there`, REMEDY);
  if (code === undefined) throw error;
  return new UserError(`--demo: cannot write '${path}' (${code})`, REMEDY);
};

const guarded = <T>(path: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    throw cannotWrite(path, error);
  }
};
