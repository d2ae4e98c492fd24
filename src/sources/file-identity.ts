import type { FileStat } from './file-system.js';

/** Tells a file from every other one on the machine for as long as somebody holds it open. */
export type FileIdentity = Pick<FileStat, 'device' | 'inode'>;

export const isSameFile = (a: FileIdentity, b: FileIdentity): boolean => a.inode === b.inode && a.device === b.device;

/** `device:inode`, to look a file up by. */
export const keyOf = ({ device, inode }: { device: bigint | string; inode: bigint | string }): string => `${device}:${inode}`;
