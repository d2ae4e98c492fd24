import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Tail } from 'tail';

/** Tells that something happened to a file or its name, perhaps: it may tell too much, and it may tell nothing. */
export interface ChangeNotifier {
  close(): void;
}

/** How somebody listens for changes of a file, so that he need not wait for the next poll. */
export type Notify = (path: string, told: () => void) => ChangeNotifier;

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

/** A directory that is listened to for all who wait for one of its names. */
interface WatchedDirectory {
  /** null where it cannot be watched, or not any more */
  watcher: FSWatcher | null;
  waiting: Map<string, Set<() => void>>;
  strangeChanges: number;
}

const unwatch = (directory: WatchedDirectory): void => {
  directory.watcher?.close();
  directory.watcher = null;
};

const toldAll = (tellings: Iterable<() => void>): void => {
  for (const told of [...tellings]) told();
};

/** Listens to it, if nobody does: it may have been too busy when it was tried last. */
const watchAgain = (directory: WatchedDirectory, path: string): void => {
  if (directory.watcher !== null) return;
  const { waiting } = directory;
  directory.strangeChanges = 0;
  try {
    directory.watcher = watch(path, { persistent: false }, (_event, changed) => {
      const concerned = changed === null ? [...waiting.values()].flatMap((tellings) => [...tellings]) : waiting.get(changed);
      if (concerned !== undefined) toldAll(concerned);
      else if ((directory.strangeChanges += 1) >= MAX_STRANGE_CHANGES) unwatch(directory);
    });
    directory.watcher.on('error', () => {
      unwatch(directory);
      for (const tellings of [...waiting.values()]) toldAll(tellings);
    });
  } catch {
    // somebody polls as well
  }
};

/**
 * Makes what listens for changes of files, and in their directories for their names; a directory is watched once for all files
 * in it. Where the system cannot tell (network mounts, too many watches) it is silent: somebody must poll as well. Does not
 * keep the process alive. `told` may be called any number of times, also for nothing.
 */
export const createNotify = (): Notify => {
  const directories = new Map<string, WatchedDirectory>();

  const listenIn = (path: string, name: string, told: () => void): ChangeNotifier => {
    const directory = directories.get(path) ?? { watcher: null, waiting: new Map<string, Set<() => void>>(), strangeChanges: 0 };
    directories.set(path, directory);
    watchAgain(directory, path);
    const tellings = directory.waiting.get(name) ?? new Set();
    directory.waiting.set(name, tellings.add(told));
    return {
      close: () => {
        if (!tellings.delete(told) || tellings.size > 0) return;
        directory.waiting.delete(name);
        if (directory.waiting.size > 0 || directories.get(path) !== directory) return;
        unwatch(directory);
        directories.delete(path);
      },
    };
  };

  return (path, told) => {
    const absolute = resolve(path);
    const parts = [watchFile(absolute, told), listenIn(dirname(absolute), basename(absolute), told)];
    return {
      close: () => {
        for (const part of parts) part?.close();
      },
    };
  };
};
