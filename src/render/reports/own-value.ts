/** A text, number, truth or nothing somewhere in a value, and the way there: `worst.0.path`. */
export interface Leaf {
  path: string;
  value: string | number | boolean | null;
}

const isLeaf = (value: unknown): value is Leaf['value'] => value === null || typeof value !== 'object';

/** All that stands in plain data, in its order. An empty list or object is nothing. */
export const leavesOf = (value: unknown, path = ''): Leaf[] => {
  if (value === undefined || isLeaf(value)) return [{ path, value: value ?? null }];
  const members = Object.entries(value) as [string, unknown][];
  if (members.length === 0) return [{ path, value: null }];
  return members.flatMap(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`));
};
