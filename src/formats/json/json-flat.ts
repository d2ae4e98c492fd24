type Scalar = string | number | boolean;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path of keys; a key that has the path's dots in it is taken first. Undefined where nothing does. */
export const valueAt = (object: Readonly<Record<string, unknown>>, path: string): unknown => {
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    const inner = Object.hasOwn(object, key) ? object[key] : undefined;
    const found = isObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

const scalarOf = (value: unknown): Scalar | null => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string' || typeof first === 'number') return first;
  return typeof value === 'boolean' ? value : null;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * The object in a text by JSON.parse, written anew in the simplest shape: those of the paths that have a value, each as one
 * key. Null when the text is no object.
 */
export const flatten = (text: string, paths: readonly string[]): string | null => {
  const object = parsed(text);
  if (!isObject(object)) return null;
  const members = paths.flatMap((path) => {
    const value = scalarOf(valueAt(object, path));
    return value === null ? [] : [`${JSON.stringify(path)}:${JSON.stringify(value)}`];
  });
  return `{${members.join(',')}}`;
};

/** Objects are taken apart; what is deeper in each other than `levels` stays one. Of several of one path the first is kept. */
const collect = (object: Readonly<Record<string, unknown>>, above: string, levels: number, found: Map<string, unknown>): void => {
  for (const [key, value] of Object.entries(object)) {
    const path = `${above}${key}`;
    if (isObject(value) && levels > 0) collect(value, `${path}.`, levels - 1, found);
    else if (!found.has(path)) found.set(path, value);
  }
};

/** The same with all members of objects in each other down to `levels`, lists as they are. */
export const allMembers = (text: string, levels: number): string | null => {
  const object = parsed(text);
  if (!isObject(object)) return null;
  const found = new Map<string, unknown>();
  collect(object, '', levels, found);
  try {
    const members = [...found].map(([path, value]) => {
      // What a mapping would find there comes first.
      const better = valueAt(object, path);
      return `${JSON.stringify(path)}:${JSON.stringify(better === undefined || isObject(better) ? value : better)}`;
    });
    return `{${members.join(',')}}`;
  } catch {
    // Lists in each other deeper than the stack.
    return null;
  }
};
