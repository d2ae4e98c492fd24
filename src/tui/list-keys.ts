/** What stands for bytes that are no UTF-8: only texts that hold it can be equal without having been so in the log. */
const UNDECODED = '\ufffd';

/**
 * Keys for rows by their names, no two of them equal: names that differ only in bytes that are no UTF-8 look the same, and get a
 * number. Else a selection could not get past them.
 */
export const distinctKeys = (names: readonly string[]): string[] => {
  /** the last number that each key was given as a name */
  const taken = new Map<string, number>();
  return names.map((name) => {
    if (!name.includes(UNDECODED)) return name;
    let number = taken.get(name) ?? 0;
    let key = name;
    while (taken.has(key)) key = `${name}\0${(number += 1)}`;
    taken.set(name, number);
    if (key !== name) taken.set(key, 0);
    return key;
  });
};
