import { keyOf } from '../file-identity.js';
import type { FileStat, FileSystem } from '../file-system.js';
import { checkFile, SourceError } from './finished-file.js';
import { families } from './generation-order.js';
import { findTwins } from './packed-twins.js';

/** A file that is to be read once. */
export interface OrderedFile {
  path: string;
  stat: FileStat;
  modified: bigint;
  /** the file that holds the same, to be read instead if this one goes away */
  twin: OrderedFile | null;
}

/** In which order files are read. */
export interface FinishedOrder {
  /** files that are read one after the other: the generations of one log, oldest first; each pipe alone */
  groups: OrderedFile[][];
  /** those that cannot be opened; of them `tell` knows already */
  failures: SourceError[];
}

/**
 * Looks at files, and sorts them: a pipe stands alone, and before the logs. A file that is named twice, or has two names, is read once; so
 * is one that stands beside its own compressed copy.
 *
 * @param tell what is to be told of a file: it cannot be opened, or it is read elsewhere
 */
export const orderFinished = (files: FileSystem, paths: readonly string[], tell: (path: string, event: 'missing' | 'unreadable' | 'duplicate', detail: string) => void): FinishedOrder => {
  const failures: SourceError[] = [];
  const regular: OrderedFile[] = [];
  const others: OrderedFile[] = [];
  const known = new Map<string, string>();

  const look = (path: string): void => {
    const stat = checkFile(path, files);
    const identity = keyOf(stat);
    const same = known.get(identity);
    if (same !== undefined) {
      tell(path, 'duplicate', `it is the same file as ${same}, and is read there`);
      return;
    }
    known.set(identity, path);
    (stat.kind === 'file' ? regular : others).push({ path, stat, modified: stat.modified, twin: null });
  };

  for (const path of paths) {
    try {
      look(path);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
      tell(path, error.trouble.event, error.trouble.detail);
    }
  }

  const twins = findTwins(files, regular);
  for (const { kept, left } of twins) {
    kept.twin = left;
    tell(left.path, 'duplicate', `it holds the same as ${kept.path}, and is read there`);
  }
  const read = regular.filter((member) => !twins.some(({ left }) => left === member));
  return { groups: [...others.map((other) => [other]), ...families(read)], failures };
};
