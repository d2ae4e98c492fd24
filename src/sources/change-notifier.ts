import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Tail } from 'tail';

/** Tells that something happened to a file or its name, perhaps: it may tell too much, and it may tell nothing. */
export interface ChangeNotifier {
  close(): void;
}

/** After so many changes of other files, the directory is too busy to be listened to. */
const MAX_STRANGE_CHANGES = 64;

/**
 * `tail` knows how to be told that a file changed. What it does then, reading by path, loses lines on rotation: so this
 * leaves out all but the telling.
 */
class ChangeTail extends Tail {
  readonly #told: () => void;

  /** @throws when the file is missing, or cannot be watched */
  constructor(path: string, told: () => void) {
    super(path, { fsWatchOptions: { persistent: false } });
    this.#told = told;
    const { watcher } = this as { watcher?: ReturnType<typeof watch> };
    watcher?.on('error', told);
  }

  change(): void {
    this.#told();
  }

  rename(): void {
    this.#told();
  }

  watchFileEvent(): void {
    this.#told();
  }
}

const watchFile = (path: string, told: () => void): ChangeNotifier | null => {
  try {
    const tail = new ChangeTail(path, told);
    tail.on('error', told);
    return {
      close: () => {
        tail.unwatch();
      },
    };
  } catch {
    return null;
  }
};

const watchDirectory = (path: string, told: () => void): ChangeNotifier | null => {
  const name = basename(path);
  let strange = 0;
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, changed) => {
      if (changed === null || changed === name) told();
      else if ((strange += 1) >= MAX_STRANGE_CHANGES) watcher.close();
    });
    watcher.on('error', told);
    return watcher;
  } catch {
    return null;
  }
};

/**
 * Listens for changes of the file, and in its directory for the name's. Where the system cannot tell (network mounts, too
 * many watches) it is silent: somebody must poll as well. Does not keep the process alive.
 *
 * @param told may be called any number of times, also for nothing
 */
export const notifyOfChanges = (path: string, told: () => void): ChangeNotifier => {
  const absolute = resolve(path);
  const parts = [watchFile(absolute, told), watchDirectory(absolute, told)];
  return {
    close: () => {
      for (const part of parts) part?.close();
    },
  };
};
