import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Bytes } from '../core/units.js';
import { birthTime, procTimes } from './birth-time.js';

/** What is known of a file. Inodes are bigints: overlay file systems number them beyond 2^53. */
export interface FileStat {
  device: bigint;
  inode: bigint;
  kind: 'file' | 'directory' | 'pipe' | 'socket' | 'device';
  size: Bytes;
  /** nanoseconds since the epoch; only compared */
  modified: bigint;
  /** when it came to be, in nanoseconds since the epoch; 0 where the file system does not say */
  born: bigint;
  /** how many names the file has; 0 is deleted */
  links: number;
  /** permission bits, such as 0o640 */
  mode: number;
  group: number;
}

/**
 * What sources need of a file system, synchronous; a test puts its faults in here. Errors are thrown as Node throws them,
 * with a `code`.
 */
export interface FileSystem {
  /** Opens for reading, and does not wait for the other end of a pipe. */
  open(path: string): number;
  fstat(descriptor: number): FileStat;
  /** Follows symbolic links; null when there is no such file. */
  stat(path: string): FileStat | null;
  /** Reads to `offset` in the buffer, from `position` in the file, or from where the last read ended when it is null. */
  read(descriptor: number, buffer: Buffer, offset: number, length: number, position: number | null): number;
  close(descriptor: number): void;
  /** The names in a directory, in ascending order of their code units. */
  list(directory: string): string[];
  /** The absolute path without symbolic links. */
  realPath(path: string): string;
}

const kindOf = (stats: BigIntStats): FileStat['kind'] => {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
};

const PROC = procTimes();

const toFileStat = (stats: BigIntStats): FileStat => ({
  device: stats.dev,
  inode: stats.ino,
  kind: kindOf(stats),
  size: Number(stats.size),
  modified: stats.mtimeNs,
  born: birthTime(stats, PROC),
  links: Number(stats.nlink),
  mode: Number(stats.mode) & 0o7777,
  group: Number(stats.gid),
});

/** Nothing more is wanted of what is closed: an error says nothing. */
export const closeQuietly = (close: () => void): void => {
  try {
    close();
  } catch {
    // see above
  }
};

/** Does something with what stands at a path, which is open for so long. Errors of the file system are thrown. */
export const withFile = <Result>(files: FileSystem, path: string, use: (descriptor: number) => Result): Result => {
  const descriptor = files.open(path);
  try {
    return use(descriptor);
  } finally {
    files.close(descriptor);
  }
};

/** The machine's file system. */
export const realFileSystem: FileSystem = {
  open: (path) => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
  fstat: (descriptor) => toFileStat(fstatSync(descriptor, { bigint: true })),
  stat: (path) => {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? null : toFileStat(stats);
  },
  read: readSync,
  close: closeSync,
  list: (directory) => readdirSync(directory).sort(),
  realPath: realpathSync,
};
