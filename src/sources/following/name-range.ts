/**
 * The names that begin with a text, found without a look at all the others: thousands of logs in one directory are each
 * followed by somebody who asks for the few names that begin like his own.
 *
 * @param names in ascending order, as `FileSystem.list` gives them
 */
export const namesWith = (names: readonly string[], prefix: string): string[] => {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (names[middle]! < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < names.length && names[end]!.startsWith(prefix)) end += 1;
  return names.slice(low, end);
};
