import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, closeSync, constants, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Printable } from '../render/printable.js';
import { WriteFailure, writeTrouble } from './write-trouble.js';

/** A file that is always whole: what it held, or all that has been written to it last. A device or a pipe takes what is written as it comes. */
export interface ReplacedFile {
  /** @throws WriteFailure when it cannot be written; then it holds what it held */
  write(text: Printable): void;
}

/** Of a path that there is not, null. */
const statOf = (path: string): Stats | null => statSync(path, { throwIfNoEntry: false }) ?? null;

const replace = (path: string, mode: number | null, text: Printable): void => {
  const part = join(dirname(path), `.${randomBytes(6).toString('hex')}.part`);
  try {
    const descriptor = openSync(part, 'wx');
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
    if (mode !== null) chmodSync(part, mode);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
};

/**
 * A file to be written, perhaps several times. Behind a symbolic link it is the file that is replaced; its mode stays.
 *
 * @throws WriteFailure when it is clear by now that it cannot be written
 */
export const openReplacedFile = (path: string): ReplacedFile => {
  const guarded = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      const reason = writeTrouble(error);
      // A pipe whose reader has gone is a normal end.
      if (reason !== null) throw new WriteFailure(`${path}: ${reason}`);
    }
  };
  guarded(() => {
    const stat = statOf(path);
    if (stat === null) accessSync(dirname(path), constants.W_OK);
    else if (stat.isFile()) accessSync(dirname(realpathSync(path)), constants.W_OK);
    else if (stat.isDirectory()) throw new WriteFailure(`${path}: cannot be written: it is a directory`);
    else accessSync(path, constants.W_OK);
  });
  return {
    write: (text) => {
      guarded(() => {
        const stat = statOf(path);
        if (stat === null) replace(path, null, text);
        else if (stat.isFile()) replace(realpathSync(path), stat.mode & 0o7777, text);
        else writeFileSync(path, text);
      });
    },
  };
};
