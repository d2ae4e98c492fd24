import type { FileSystem } from '../file-system.js';

/** Milliseconds within which a directory may change again without another time of modification: clocks of file systems are coarse. */
const COARSENESS = 30;
/** Directories whose names are kept. */
const MAX_DIRECTORIES = 256;

interface Listing {
  names: string[];
  modified: bigint;
  /** when this time of modification was seen first */
  since: number;
  /** when the names were read */
  at: number;
}

/**
 * A file system that reads the names in a directory once for all who ask, as long as the directory says that nothing has changed:
 * thousands of files that are followed in one directory would each read all names whenever one comes or goes.
 *
 * @param now milliseconds on a clock that never goes back
 */
export const shareListings = (files: FileSystem, now: () => number): FileSystem => {
  const listings = new Map<string, Listing>();
  return {
    ...files,
    list: (directory) => {
      const modified = files.stat(directory)?.modified ?? null;
      const known = listings.get(directory);
      if (known?.modified === modified && known.at - known.since >= COARSENESS) return known.names;
      const at = now();
      const since = known?.modified === modified ? known.since : at;
      const names = files.list(directory);
      if (listings.size >= MAX_DIRECTORIES) listings.clear();
      if (modified !== null) listings.set(directory, { names, modified, at, since });
      return names;
    },
  };
};
