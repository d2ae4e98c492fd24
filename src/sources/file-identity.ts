import type { FileStat, FileSystem } from './file-system.js';

/** Tells a file from every other one on the machine for as long as somebody holds it open. */
export type FileIdentity = Pick<FileStat, 'device' | 'inode'>;

export const isSameFile = (a: FileIdentity, b: FileIdentity): boolean => a.inode === b.inode && a.device === b.device;

/** `device:inode`, to look a file up by. */
export const keyOf = ({ device, inode }: { device: bigint | string; inode: bigint | string }): string => `${device}:${inode}`;

/** Opens what stands at a path if it is that file; gives its descriptor, else null. Errors of the file system are thrown. */
export const openSame = (files: FileSystem, path: string, identity: FileIdentity): number | null => {
  const descriptor = files.open(path);
  let isSame = false;
  try {
    isSame = isSameFile(files.fstat(descriptor), identity);
  } finally {
    if (!isSame) files.close(descriptor);
  }
  return isSame ? descriptor : null;
};
