import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * What the keeping of state needs of a file system; a test puts its faults in here. Errors are those of Node, with a `code`.
 */
export interface StateDisk {
  /** Makes a directory, for its owner alone, and those above it; one that exists stays as it is. */
  makeDirectory(path: string): Promise<void>;
  /** Null when there is no such file. */
  read(path: string): Promise<Buffer | null>;
  exists(path: string): Promise<boolean>;
  /** Makes a file that did not exist, for its owner alone. Resolves when all bytes are on the disk. */
  create(path: string, bytes: Uint8Array): Promise<void>;
  /** Replaces what stands at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Resolves when the names in a directory are on the disk. */
  syncDirectory(path: string): Promise<void>;
}

/** The code of a file system's error; throws the error itself when it comes from elsewhere: that is a bug. */
export const errorCode = (error: unknown): string => {
  if (error instanceof Error && 'syscall' in error && 'code' in error) return String(error.code);
  throw error;
};

/** File systems that cannot be asked to do this say so: then there is nothing to wait for. */
const NOT_OFFERED: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES']);

const nullIfMissing = (error: unknown): null => {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
};

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(nullIfMissing)) !== null;

/**
 * Node's own way to make a directory and those above it never ends where one above it exists and the file system says that
 * nothing is there, as /proc does.
 */
const makeDirectory = async (path: string): Promise<void> => {
  const parent = dirname(path);
  if (parent !== path && !(await exists(parent))) await makeDirectory(parent);
  await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    if (errorCode(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  });
};

/** The machine's. */
export const realStateDisk: StateDisk = {
  makeDirectory: (path) => makeDirectory(resolve(path)),
  read: (path) => readFile(path).catch(nullIfMissing),
  exists,
  create: async (path, bytes) => {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  syncDirectory: async (path) => {
    try {
      const directory = await open(path, 'r');
      try {
        await directory.sync();
      } finally {
        await directory.close();
      }
    } catch (error) {
      if (!NOT_OFFERED.has(errorCode(error))) throw error;
    }
  },
};
