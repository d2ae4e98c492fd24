import { accessSync, constants, statSync } from 'node:fs';
import { codeOf } from './trouble.js';
import type { Place } from './usual-places.js';

/** Looks what stands at a path on this machine. What is no regular file is missing. */
export const probePlace = (path: string): Place => {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return 'missing';
    accessSync(path, constants.R_OK);
    return stat.size === 0 ? 'empty' : 'readable';
  } catch (error) {
    return ['EACCES', 'ELOOP'].includes(codeOf(error)) ? 'unreadable' : 'missing';
  }
};
