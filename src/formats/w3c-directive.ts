/** A line of W3C's extended format that says something about those behind it. */
export interface W3cDirective {
  /** in small letters, such as `fields` */
  name: string;
  value: string;
}

/** Those of W3C's definition. */
const DEFINED: ReadonlySet<string> = new Set(['version', 'fields', 'software', 'start-date', 'end-date', 'date', 'remark']);

const NAME = /^#([A-Za-z][\w-]*):/;

/** The directive in a line that begins with `#`; null when it is a comment, or an unknown one that is not `lenient`ly taken. */
export const readDirective = (line: string, lenient: boolean): W3cDirective | null => {
  const [whole, name] = NAME.exec(line) ?? [];
  if (whole === undefined || name === undefined) return null;
  const lower = name.toLowerCase();
  return lenient || DEFINED.has(lower) ? { name: lower, value: line.slice(whole.length).trim() } : null;
};
