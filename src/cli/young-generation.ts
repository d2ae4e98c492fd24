import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 keep the part of its heap where objects begin their lives at the megabyte that it begins with, here and in all threads. It
 * grows by what is made while modules are loaded, and would never become smaller: 15 MB of each thread, for work that makes
 * hardly an object.
 */
export const keepYoungGenerationSmall = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
};
