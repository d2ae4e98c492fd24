import { basename, resolve } from 'node:path';
import picomatch from 'picomatch';
import { absolutePattern, literalGroups } from './glob-scan.js';

/**
 * Makes what tells whether a glob matches a named path: by the file's name in any folder when there is no slash in the glob,
 * else by the whole path. A path that is written as the glob is matches it, whatever characters are in it. `-` is stdin.
 */
export const pathMatcher = (glob: string): ((path: string) => boolean) => {
  const isName = !glob.includes('/');
  const matches = picomatch(isName ? literalGroups(glob) : absolutePattern(literalGroups(glob)), { dot: true, noextglob: true, posix: true });
  return (path) => path === glob || (path !== '-' && matches(isName ? basename(path) : resolve(path).slice(1)));
};
