import type { DescriptorBudget, DescriptorHolder } from '../descriptor-budget.js';
import { keyOf } from '../file-identity.js';
import type { FileStat, FileSystem } from '../file-system.js';
import { isExhausted, OtherFileError } from '../trouble.js';

/** A file that is read by somebody who need not know whether it is open just now. */
export interface OpenFile {
  /** As the file system's. */
  read(buffer: Buffer, offset: number, length: number, position: number | null): number;
  /** May be called twice. */
  close(): void;
}

/** A file that keeps its descriptor: a device, which cannot be opened again where it was. */
export const keptFile = (files: FileSystem, descriptor: number): OpenFile => {
  let closed = false;
  return {
    read: (buffer, offset, length, position) => (closed ? 0 : files.read(descriptor, buffer, offset, length, position)),
    close: () => {
      if (!closed) files.close(descriptor);
      closed = true;
    },
  };
};

/** With what regular files are opened when there may be more of them than descriptors. */
export interface Lending {
  files: FileSystem;
  budget: DescriptorBudget;
  /** a number that grows with each call */
  now: () => number;
}

/**
 * A regular file that lends its descriptor to others between two reads, and is opened again by its name at the next one.
 * Its reads throw an {@link OtherFileError} when another file stands there by then.
 *
 * @param stat of the descriptor
 */
export const lentFile = ({ files, budget, now }: Lending, path: string, descriptor: number, stat: FileStat): OpenFile => {
  let held: number | null = descriptor;
  let closed = false;

  const giveBack = (): boolean => {
    if (held === null) return false;
    files.close(held);
    held = null;
    budget.free(holder);
    return true;
  };
  const holder: DescriptorHolder & { lastSign: number } = { lastSign: now(), giveBack };

  const open = (): number => {
    held = files.open(path);
    if (keyOf(files.fstat(held)) !== keyOf(stat)) {
      files.close(held);
      held = null;
      throw new OtherFileError();
    }
    budget.take(holder);
    return held;
  };

  budget.take(holder);
  return {
    read: (buffer, offset, length, position) => {
      if (closed) return 0;
      holder.lastSign = now();
      return files.read(held ?? open(), buffer, offset, length, position);
    },
    close: () => {
      closed = true;
      giveBack();
    },
  };
};

/**
 * A file system that asks for a descriptor back when none is left to open a file.
 *
 * @param refuse called when nobody could give one; may throw an error of its own
 */
export const relieved = (files: FileSystem, budget: DescriptorBudget, refuse: (path: string) => void): FileSystem => ({
  ...files,
  open: (path) => {
    for (;;) {
      try {
        return files.open(path);
      } catch (error) {
        if (!isExhausted(error)) throw error;
        if (budget.relieve()) continue;
        refuse(path);
        throw error;
      }
    }
  },
});
